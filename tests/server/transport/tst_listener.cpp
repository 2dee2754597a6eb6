#include "server/listener.h"
#include "tests/server/transport/transportharness.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>

#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kodama;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestListener final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void listensOn_data();
    void listensOn();
    void refusesToListenOn_data();
    void refusesToListenOn();
    void picksAPortThatIsFreeOnBothFamilies();
    void namesAPortInUse();
    void takesAllAddressesOrNone();
    void handsOutDescriptorsReadyForUse();
    void stopsAccepting();
    void letsAThousandClientsIn();
    void waitsWithoutWorkWhenOutOfDescriptors();
    void raisesTheDescriptorLimit();
};

namespace {

/// Closes what it was given.
class Descriptors final
{
public:
    ~Descriptors() { clear(); }
    void add(int descriptor) { m_all.push_back(descriptor); }
    void clear()
    {
        for (const int descriptor : m_all)
            ::close(descriptor);
        m_all.clear();
    }
    [[nodiscard]] std::size_t size() const { return m_all.size(); }
    [[nodiscard]] int at(std::size_t index) const { return m_all.at(index); }

private:
    std::vector<int> m_all;
};

/// A connected socket, without the help of an event loop; -1 if refused.
int connectRaw(quint16 port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

/// Asks the system itself: QTcpSocket takes its time to say no.
bool canConnect(const QHostAddress &host, quint16 port)
{
    if (host.protocol() == QAbstractSocket::IPv4Protocol) {
        const int v4Descriptor = connectRaw(port);
        if (v4Descriptor >= 0)
            ::close(v4Descriptor);
        return v4Descriptor >= 0;
    }
    const int descriptor = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    address.sin6_addr = in6addr_loopback;
    const int result =
        ::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address);
    ::close(descriptor);
    return result == 0;
}

int intOption(int descriptor, int level, int name)
{
    int value = -1;
    socklen_t size = sizeof value;
    return ::getsockopt(descriptor, level, name, &value, &size) == 0 ? value : -1;
}

std::chrono::nanoseconds usedCpu()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

const QHostAddress v4(QHostAddress::LocalHost);
const QHostAddress v6(QHostAddress::LocalHostIPv6);

} // namespace

void TestListener::listensOn_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("hasV4");
    QTest::addColumn<bool>("hasV6");
    QTest::newRow("localhost") << u"localhost"_s << true << true;
    QTest::newRow("LocalHost") << u"LocalHost"_s << true << true;
    QTest::newRow("127.0.0.1") << u"127.0.0.1"_s << true << false;
    QTest::newRow("::1") << u"::1"_s << false << true;
    QTest::newRow("[::1]") << u"[::1]"_s << false << true;
    QTest::newRow("0.0.0.0") << u"0.0.0.0"_s << true << false;
    QTest::newRow("::") << u"::"_s << true << true;
}

void TestListener::listensOn()
{
    QFETCH(QString, host);
    QFETCH(bool, hasV4);
    QFETCH(bool, hasV6);
    Reactor reactor;
    Descriptors accepted;
    Listener listener(reactor, [&](int descriptor) { accepted.add(descriptor); });
    const auto port = listener.listen(host, 0);
    QVERIFY(port.hasValue());
    QVERIFY(port.value() != 0);
    QCOMPARE(canConnect(v4, port.value()), hasV4);
    QCOMPARE(canConnect(v6, port.value()), hasV6);
    QTRY_COMPARE(accepted.size(), std::size_t(hasV4) + std::size_t(hasV6));
}

void TestListener::refusesToListenOn_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("isUnknownName");
    const auto row = [](const char *host, bool isUnknown) {
        QTest::newRow(*host == '\0' ? "nothing" : host) << QString::fromUtf8(host) << isUnknown;
    };
    // Each of these is "any address" to QHostAddress.
    row("", true);
    row("127.0.0.1:80", true);
    row("localhost:80", true);
    row("256.1.1.1", true);
    row("1.2.3.4.5", true);
    row("[::1", true);
    row("::1::2", true);
    row("http://localhost", true);
    row("a b", true);
    row("12345", true);
    row("203.0.113.1", false); // not an address of this machine
}

void TestListener::refusesToListenOn()
{
    QFETCH(QString, host);
    QFETCH(bool, isUnknownName);
    Reactor reactor;
    Listener listener(reactor, [](int descriptor) { ::close(descriptor); });
    const auto port = listener.listen(host, 0);
    QVERIFY(!port.hasValue());
    QCOMPARE(port.error().systemError, EADDRNOTAVAIL);
    QCOMPARE(port.error().address, host);
    QCOMPARE(port.error().isUnknownName, isUnknownName);
    QVERIFY(listener.addresses().empty());
}

void TestListener::picksAPortThatIsFreeOnBothFamilies()
{
    Reactor reactor;
    Listener listener(reactor, [](int descriptor) { ::close(descriptor); });
    const auto port = listener.listen(u"localhost"_s, 0);
    QVERIFY(port.hasValue());
    for (const Listener::Address &address : listener.addresses())
        QCOMPARE(address.port, port.value());
    QCOMPARE(listener.addresses().size(), std::size_t{2});
}

void TestListener::namesAPortInUse()
{
    Reactor reactor;
    Listener first(reactor, [](int descriptor) { ::close(descriptor); });
    Listener second(reactor, [](int descriptor) { ::close(descriptor); });
    const auto port = first.listen(u"127.0.0.1"_s, 0);
    QVERIFY(port.hasValue());
    const auto again = second.listen(u"127.0.0.1"_s, port.value());
    QVERIFY(!again.hasValue());
    QCOMPARE(again.error().systemError, EADDRINUSE);
    QCOMPARE(again.error().address, u"127.0.0.1"_s);
    QCOMPARE(again.error().port, port.value());
    first.stopAccepting();
    QVERIFY(second.listen(u"127.0.0.1"_s, port.value()).hasValue());
}

void TestListener::takesAllAddressesOrNone()
{
    Reactor reactor;
    Listener holder(reactor, [](int descriptor) { ::close(descriptor); });
    Listener both(reactor, [](int descriptor) { ::close(descriptor); });
    const auto port = holder.listen(u"::1"_s, 0);
    QVERIFY(port.hasValue());
    const auto refused = both.listen(u"localhost"_s, port.value());
    QVERIFY(!refused.hasValue());
    QCOMPARE(refused.error().systemError, EADDRINUSE);
    QCOMPARE(refused.error().address, u"::1"_s);
    QVERIFY(!canConnect(v4, port.value()));
}

void TestListener::handsOutDescriptorsReadyForUse()
{
    Reactor reactor;
    Descriptors accepted;
    Listener listener(
        reactor, [&](int descriptor) { accepted.add(descriptor); }, 90s);
    const auto port = listener.listen(u"127.0.0.1"_s, 0);
    QVERIFY(port.hasValue());
    Descriptors clients;
    clients.add(connectRaw(port.value()));
    QTRY_COMPARE(accepted.size(), std::size_t{1});
    const int descriptor = accepted.at(0);
    QVERIFY((::fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0);
    QVERIFY((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
    QCOMPARE(intOption(descriptor, IPPROTO_TCP, TCP_NODELAY), 1);
    QCOMPARE(intOption(descriptor, SOL_SOCKET, SO_KEEPALIVE), 1);
    QCOMPARE(intOption(descriptor, IPPROTO_TCP, TCP_KEEPIDLE), 20);
    QCOMPARE(intOption(descriptor, IPPROTO_TCP, TCP_KEEPINTVL), 5);
    QCOMPARE(intOption(descriptor, IPPROTO_TCP, TCP_KEEPCNT), 3);
    QCOMPARE(intOption(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT), 95'000);
    QCOMPARE(intOption(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT), 256 * 1024);
}

void TestListener::stopsAccepting()
{
    Reactor reactor;
    Descriptors accepted;
    Listener listener(reactor, [&](int descriptor) { accepted.add(descriptor); });
    const auto port = listener.listen(u"127.0.0.1"_s, 0);
    QVERIFY(port.hasValue());
    listener.stopAccepting();
    QCOMPARE(connectRaw(port.value()), -1);
    QCOMPARE(accepted.size(), std::size_t{0});
}

void TestListener::letsAThousandClientsIn()
{
    // All have connected and asked before the server looks for the first time.
    constexpr int clientCount = 1000;
    (void)raiseDescriptorLimit();
    TransportHarness server;
    Descriptors clients;
    const QByteArray request = upgradeRequest();
    for (int i = 0; i < clientCount; ++i) {
        clients.add(connectRaw(server.port));
        QVERIFY(clients.at(std::size_t(i)) >= 0);
        QCOMPARE(::send(clients.at(std::size_t(i)), request.constData(),
                        std::size_t(request.size()), MSG_NOSIGNAL),
                 ssize_t(request.size()));
    }
    QElapsedTimer timer;
    timer.start();
    QTRY_COMPARE_WITH_TIMEOUT(server.transport.connectionCount(), clientCount, 20'000);
    qInfo("%d clients were let in within %lld ms", clientCount, timer.elapsed());
    QCOMPARE(server.transport.counters().refused, quint64{0});
}

void TestListener::waitsWithoutWorkWhenOutOfDescriptors()
{
    Reactor reactor;
    Descriptors accepted;
    Listener listener(reactor, [&](int descriptor) { accepted.add(descriptor); });
    const auto port = listener.listen(u"127.0.0.1"_s, 0);
    QVERIFY(port.hasValue());
    constexpr std::size_t clientCount = 40;
    Descriptors clients;
    for (std::size_t i = 0; i < clientCount; ++i)
        clients.add(connectRaw(port.value()));

    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit low = before;
    low.rlim_cur = static_cast<rlim_t>(clients.at(clientCount - 1)) + 10;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
    QTest::ignoreMessage(QtWarningMsg, "out of descriptors or memory: new clients have to wait");

    bool isOver = false;
    QTimer::singleShot(700ms, this, [&isOver] { isOver = true; });
    const auto cpuBefore = usedCpu();
    while (!isOver)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const auto cpu = usedCpu() - cpuBefore;
    const std::size_t acceptedWhenLow = accepted.size();
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);

    QVERIFY(acceptedWhenLow > 0);
    QVERIFY(acceptedWhenLow < clientCount);
    QVERIFY2(cpu < 100ms, qPrintable(QString::number(cpu.count())));
    QTRY_COMPARE(accepted.size(), clientCount);
}

void TestListener::raisesTheDescriptorLimit()
{
    const qsizetype limit = raiseDescriptorLimit();
    rlimit now{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &now), 0);
    QCOMPARE(qsizetype(now.rlim_cur), limit);
    QCOMPARE(now.rlim_cur, now.rlim_max);
}

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
