#include "lostserver.h"

#include "app/core/routewatch.h"
#include "app/core/wakewatch.h"
#include "tests/support/manualclock.h"

#include <arpa/inet.h>
#include <cstring>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int longestWaitMs = 30'000;

/// In the network of this test alone.
class Loopback final
{
public:
    [[nodiscard]] static bool goUp()
    {
        ifreq request = named("lo");
        request.ifr_flags = IFF_UP;
        return change(SIOCSIFFLAGS, request);
    }
    [[nodiscard]] static bool addAddress(const char *name, const char *address)
    {
        ifreq request = named(name);
        sockaddr_in place{};
        place.sin_family = AF_INET;
        ::inet_pton(AF_INET, address, &place.sin_addr);
        std::memcpy(&request.ifr_addr, &place, sizeof place);
        return change(SIOCSIFADDR, request);
    }

private:
    [[nodiscard]] static ifreq named(const char *name)
    {
        ifreq request{};
        std::strncpy(request.ifr_name, name, IFNAMSIZ - 1);
        return request;
    }
    [[nodiscard]] static bool change(unsigned long what, ifreq &request)
    {
        const int any = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        const bool isDone = ::ioctl(any, what, &request) == 0;
        ::close(any);
        return isDone;
    }
};

} // namespace

class TestRouteWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (::unshare(CLONE_NEWNET) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
            QSKIP("this user may not make a network of the test's own");
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tellsOfWhatComes()
    {
        const RouteWatch watch;
        QSignalSpy came(&watch, &RouteWatch::routesCame);
        QVERIFY(Loopback::goUp()); // an address and its routes come with it
        QTRY_COMPARE_WITH_TIMEOUT(came.count(), 1, longestWaitMs);
        QVERIFY(Loopback::addAddress("lo:1", "10.9.9.1"));
        QTRY_COMPARE_WITH_TIMEOUT(came.count(), 2, longestWaitMs);
    }

    void theClientTriesAtOnce()
    {
        ManualClock clock;
        RawServer server;
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }));
        WakeWatch watch(client, clock);
        connectAndLose(client, server);
        if (QTest::currentTestFailed())
            return;
        server.listen();
        QStringList order; // else the back-off would be over first
        connect(&watch, &WakeWatch::cameBack, this, [&order] { order.append(u"back"_s); });
        connect(&client, &ChatClient::retryStarted, this, [&order] { order.append(u"retry"_s); });
        QVERIFY(Loopback::addAddress("lo:2", "10.9.9.2"));
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        QCOMPARE(order.first(2), QStringList({u"back"_s, u"retry"_s}));
    }
};

QTEST_GUILESS_MAIN(TestRouteWatch)
#include "tst_routewatch.moc"
