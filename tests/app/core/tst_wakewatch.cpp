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

    void triesAnewThoughAnAttemptIsUnderWay()
    {
        ManualClock clock;
        RawServer server;
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }));
        WakeWatch watch(client, clock);
        client.open(server.url());
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        server.setAnswer([](const QByteArray &) { return QByteArray(); }); // hears, and is silent
        QSignalSpy asked(&server, &RawServer::answered);
        server.cut();
        QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, longestWaitMs);
        QSignalSpy started(&client, &ChatClient::retryStarted);
        QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
        watch.onNetworkBack();
        QCOMPARE(started.count(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 2, longestWaitMs);
        QCOMPARE(client.state(), ConnectionState::Reconnecting);
        server.cut();
        QTRY_COMPARE_WITH_TIMEOUT(scheduled.count(), 1, longestWaitMs);
        QCOMPARE(scheduled.first().first().value<std::chrono::milliseconds>(),
                 ReconnectPolicy::firstCeiling); // the back-off began again
    }

    void aConnectionThatDoesNotAnswerIsMadeAnew()
    {
        ManualClock clock; // stands still: nothing else notices
        ClientLimits limits;
        limits.checkedWithin = std::chrono::milliseconds{20};
        RawServer server; // reads, but never answers a ping
        ChatClient client(clock, ReconnectPolicy([] { return 0.0; }), limits);
        WakeWatch watch(client, clock);
        client.open(server.url());
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        QSignalSpy errors(&client, &ChatClient::errorOccurred);
        clock.setWallTime(clock.wallTime() + std::chrono::hours{1});
        watch.check();
        QVERIFY(client.isConnected()); // it is asked first
        QTRY_COMPARE_WITH_TIMEOUT(server.connections(), 2, longestWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        QCOMPARE(errors.count(), 1);
        QCOMPARE(errors.first().first().value<ClientError>().kind,
                 ClientError::Kind::ConnectionLost);
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
