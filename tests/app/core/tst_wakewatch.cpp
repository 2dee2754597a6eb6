#include "lostserver.h"

#include "app/core/wakewatch.h"
#include "tests/support/manualclock.h"

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int longestWaitMs = 30'000;

} // namespace

class TestWakeWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void triesAtOnceAfterASleep()
    {
        ManualClock clock;
        RawServer server;
        // The back-off would be 20 s long.
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }));
        WakeWatch watch(client, clock);
        connectAndLose(client, server);
        if (QTest::currentTestFailed())
            return;
        QSignalSpy started(&client, &ChatClient::retryStarted);
        watch.check();
        QCOMPARE(started.count(), 0);
        server.listen();
        QSignalSpy cameBack(&watch, &WakeWatch::cameBack);
        clock.setWallTime(clock.wallTime() + std::chrono::hours{1});
        watch.check();
        QCOMPARE(cameBack.count(), 1);
        QCOMPARE(started.count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
    }

    void triesAtOnceWhenTheNetworkIsBack()
    {
        ManualClock clock;
        RawServer server;
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }));
        WakeWatch watch(client, clock);
        connectAndLose(client, server);
        if (QTest::currentTestFailed())
            return;
        QSignalSpy started(&client, &ChatClient::retryStarted);
        server.listen();
        watch.onNetworkBack();
        QCOMPARE(started.count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
    }

    void leavesAloneWhatWasClosed()
    {
        ManualClock clock;
        RawServer server;
        ChatClient client(clock, ReconnectPolicy([] { return 0.0; }));
        WakeWatch watch(client, clock);
        client.open(server.url());
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        client.close();
        watch.onNetworkBack();
        QCOMPARE(client.state(), ConnectionState::Disconnected);
        QCOMPARE(server.connections(), 1);
    }
};

QTEST_GUILESS_MAIN(TestWakeWatch)
#include "tst_wakewatch.moc"
