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
        startSilentAttempt(client, server);
        if (QTest::currentTestFailed())
            return;
        QSignalSpy asked(&server, &RawServer::answered);
        QSignalSpy started(&client, &ChatClient::retryStarted);
        QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
        clock.advance(ClientLimits().checkedWithin);
        watch.onNetworkBack();
        watch.onNetworkBack(); // once is enough
        QCOMPARE(started.count(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, longestWaitMs);
        QCOMPARE(client.state(), ConnectionState::Reconnecting);
        server.cut();
        QTRY_COMPARE_WITH_TIMEOUT(scheduled.count(), 1, longestWaitMs);
        QCOMPARE(scheduled.first().first().value<std::chrono::milliseconds>(),
                 ReconnectPolicy::firstCeiling); // the back-off began again
    }

    void anAttemptThatHasJustBegunIsLeftToEnd()
    {
        ManualClock clock;
        RawServer server;
        ClientLimits limits;
        limits.oldAttempt = std::chrono::hours{1};
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }), limits);
        WakeWatch watch(client, clock);
        startSilentAttempt(client, server);
        if (QTest::currentTestFailed())
            return;
        QSignalSpy started(&client, &ChatClient::retryStarted);
        QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
        for (int step = 0; step < 5; ++step)
            watch.onNetworkBack();
        QCOMPARE(started.count(), 0);
        server.cut();
        QTRY_COMPARE_WITH_TIMEOUT(scheduled.count(), 1, longestWaitMs);
        QCOMPARE(scheduled.first().first().value<std::chrono::milliseconds>(),
                 ReconnectPolicy::firstCeiling); // then it goes on soon
    }

    void anAttemptOfBeforeTheNetworkWasBackIsGivenUpSoon()
    {
        ManualClock clock; // stands still: no attempt grows old
        RawServer server;
        ClientLimits limits;
        limits.oldAttempt = std::chrono::milliseconds{1};
        limits.checkedWithin = std::chrono::hours{1};
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }), limits);
        WakeWatch watch(client, clock);
        startSilentAttempt(client, server);
        if (QTest::currentTestFailed())
            return;
        QSignalSpy asked(&server, &RawServer::answered);
        QSignalSpy started(&client, &ChatClient::retryStarted);
        QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
        watch.onNetworkBack();
        QCOMPARE(started.count(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(started.count(), 1, longestWaitMs);
        QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, longestWaitMs);
        QCOMPARE(scheduled.count(), 0);
        watch.onNetworkBack(); // the new one is not given up as soon
        server.cut();
        QTRY_COMPARE_WITH_TIMEOUT(scheduled.count(), 1, longestWaitMs);
        QCOMPARE(scheduled.first().first().value<std::chrono::milliseconds>(),
                 ReconnectPolicy::firstCeiling);
        QCOMPARE(started.count(), 1);
    }

    void anAttemptThatWasGivenALittleTimeHasIt()
    {
        ManualClock clock;
        RawServer server;
        ClientLimits limits;
        limits.oldAttempt = std::chrono::hours{1};
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }), limits);
        WakeWatch watch(client, clock);
        startSilentAttempt(client, server);
        if (QTest::currentTestFailed())
            return;
        QSignalSpy started(&client, &ChatClient::retryStarted);
        clock.advance(limits.checkedWithin - std::chrono::milliseconds{1});
        watch.onNetworkBack();
        clock.advance(limits.checkedWithin);
        watch.onNetworkBack(); // it is old by now
        QCOMPARE(started.count(), 0);
    }

    void eachAttemptAfterOneThatWasGivenUpHasMoreTime_data()
    {
        QTest::addColumn<QList<int>>("ages"); // in ms, when another way comes
        QTest::addColumn<int>("given up");
        QTest::newRow("the second is young") << QList<int>{3'000, 5'999} << 1;
        QTest::newRow("the second is old") << QList<int>{3'000, 6'000} << 2;
        QTest::newRow("the third is young") << QList<int>{3'000, 6'000, 9'999} << 2;
        QTest::newRow("more than any attempt has") << QList<int>{3'000, 6'000, 10'000, 10'000} << 4;
    }
    void eachAttemptAfterOneThatWasGivenUpHasMoreTime()
    {
        QFETCH(QList<int>, ages);
        ManualClock clock;
        RawServer server;
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }));
        WakeWatch watch(client, clock);
        startSilentAttempt(client, server);
        if (QTest::currentTestFailed())
            return;
        QSignalSpy started(&client, &ChatClient::retryStarted);
        for (const int age : std::as_const(ages)) {
            clock.advance(std::chrono::milliseconds{age});
            watch.onNetworkBack();
        }
        QTEST(int(started.count()), "given up");
    }

    void aConnectionThatCameAboutEndsThat()
    {
        ManualClock clock;
        RawServer server;
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }));
        WakeWatch watch(client, clock);
        startSilentAttempt(client, server);
        if (QTest::currentTestFailed())
            return;
        QSignalSpy started(&client, &ChatClient::retryStarted);
        clock.advance(ClientLimits().checkedWithin);
        server.setAnswer(RawServer::acceptHandshake);
        watch.onNetworkBack();
        QCOMPARE(started.count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        loseToSilence(server);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(started.count(), 2);
        clock.advance(ClientLimits().checkedWithin);
        watch.onNetworkBack();
        QCOMPARE(started.count(), 3);
    }

    void anAttemptOfBeforeTheSleepIsGivenUp()
    {
        ManualClock clock;
        RawServer server;
        ChatClient client(clock, ReconnectPolicy([] { return 1.0; }));
        WakeWatch watch(client, clock);
        startSilentAttempt(client, server);
        if (QTest::currentTestFailed())
            return;
        QSignalSpy started(&client, &ChatClient::retryStarted);
        clock.setWallTime(clock.wallTime() +
                          std::chrono::hours{1}); // the steady one has slept, too
        watch.check();
        QCOMPARE(started.count(), 1);
    }

    void onlyACheckThatFailsShortensTheNextWait_data()
    {
        QTest::addColumn<std::chrono::milliseconds>("within");
        QTest::addColumn<std::chrono::milliseconds>("wait");
        QTest::newRow("lost otherwise") << std::chrono::milliseconds{std::chrono::hours{1}}
                                        << 2 * ReconnectPolicy::firstCeiling;
        QTest::newRow("no answer") << std::chrono::milliseconds{20}
                                   << std::chrono::milliseconds{ReconnectPolicy::firstCeiling};
    }
    void onlyACheckThatFailsShortensTheNextWait()
    {
        QFETCH(std::chrono::milliseconds, within);
        ManualClock clock; // stands still: no connection lasts
        ClientLimits limits;
        limits.checkedWithin = within;
        RawServer server;
        double drawn = 0.0;
        ChatClient client(clock, ReconnectPolicy([&drawn] { return drawn; }), limits);
        WakeWatch watch(client, clock);
        client.open(server.url());
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        server.cut();
        QTRY_VERIFY_WITH_TIMEOUT(!client.isConnected(), longestWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        drawn = 1.0;
        QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
        watch.onNetworkBack();
        if (within > std::chrono::seconds{1})
            server.cut();
        QTRY_COMPARE_WITH_TIMEOUT(scheduled.count(), 1, longestWaitMs);
        QTEST(scheduled.first().first().value<std::chrono::milliseconds>(), "wait");
    }

    void aConnectionThatDoesNotAnswerIsMadeAnew_data()
    {
        QTest::addColumn<bool>("hasSlept");
        QTest::newRow("another route") << false;
        QTest::newRow("a sleep") << true;
    }
    void aConnectionThatDoesNotAnswerIsMadeAnew()
    {
        QFETCH(bool, hasSlept);
        ManualClock clock; // stands still: nothing else notices
        ClientLimits limits;
        limits.checkedWithin = std::chrono::hours{1};
        limits.checkedAfterSleep = std::chrono::hours{1};
        (hasSlept ? limits.checkedAfterSleep : limits.checkedWithin) =
            std::chrono::milliseconds{20};
        RawServer server; // reads, but never answers a ping
        ChatClient client(clock, ReconnectPolicy([] { return 0.0; }), limits);
        WakeWatch watch(client, clock);
        client.open(server.url());
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        QSignalSpy errors(&client, &ChatClient::errorOccurred);
        if (hasSlept)
            clock.setWallTime(clock.wallTime() + std::chrono::hours{1});
        else
            watch.onNetworkBack();
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

private:
    /// Connects, loses that, and hears nothing from a server to which it tries to come back.
    static void startSilentAttempt(ChatClient &client, RawServer &server)
    {
        client.open(server.url());
        QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
        loseToSilence(server);
    }
    static void loseToSilence(RawServer &server)
    {
        server.setAnswer([](const QByteArray &) { return QByteArray(); });
        QSignalSpy asked(&server, &RawServer::answered);
        server.cut();
        QTRY_COMPARE_WITH_TIMEOUT(asked.count(), 1, longestWaitMs);
    }
};

QTEST_GUILESS_MAIN(TestWakeWatch)
#include "tst_wakewatch.moc"
