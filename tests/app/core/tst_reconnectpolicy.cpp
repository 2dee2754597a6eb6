#include "app/core/reconnectpolicy.h"

#include <QTest>

using namespace kodama;
using std::chrono::milliseconds;

class TestReconnectPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doublesTheCeilingUpToTheLast();
    void drawsTheWholeSpan();
    void neverGoesBelowTheFloor();
    void startsAgainAfterAGoodConnection();
    void goesOnAfterAShortConnection();
    void neverRetriesWithoutRandom();
    void systemRandomStaysInBounds();
};

void TestReconnectPolicy::doublesTheCeilingUpToTheLast()
{
    ReconnectPolicy policy([] { return 1.0; });
    const QList<int> expected{500, 1'000, 2'000, 4'000, 8'000, 16'000, 20'000, 20'000};
    for (const int delay : expected)
        QCOMPARE(policy.nextDelay(), milliseconds{delay});
    for (int i = 0; i < 100'000; ++i) // no overflow, ever
        QCOMPARE(policy.nextDelay(), ReconnectPolicy::lastCeiling);
}

void TestReconnectPolicy::drawsTheWholeSpan()
{
    ReconnectPolicy half([] { return 0.5; });
    QCOMPARE(half.nextDelay(), milliseconds{300}); // between 100 and 500
    QCOMPARE(half.nextDelay(), milliseconds{550}); // between 100 and 1000
}

void TestReconnectPolicy::neverGoesBelowTheFloor()
{
    ReconnectPolicy policy([] { return 0.0; });
    for (int i = 0; i < 10; ++i)
        QCOMPARE(policy.nextDelay(), ReconnectPolicy::floor);
}

void TestReconnectPolicy::startsAgainAfterAGoodConnection()
{
    ReconnectPolicy policy([] { return 1.0; });
    QCOMPARE(policy.nextDelay(), ReconnectPolicy::firstCeiling);
    QCOMPARE(policy.nextDelay(), 2 * ReconnectPolicy::firstCeiling);
    policy.connectionEnded(ReconnectPolicy::stableAfter);
    QCOMPARE(policy.nextDelay(), ReconnectPolicy::firstCeiling);
    policy.reset();
    QCOMPARE(policy.nextDelay(), ReconnectPolicy::firstCeiling);
}

void TestReconnectPolicy::goesOnAfterAShortConnection()
{
    ReconnectPolicy policy([] { return 1.0; });
    QCOMPARE(policy.nextDelay(), ReconnectPolicy::firstCeiling);
    policy.connectionEnded(ReconnectPolicy::stableAfter - milliseconds{1});
    QCOMPARE(policy.nextDelay(), 2 * ReconnectPolicy::firstCeiling);
}

void TestReconnectPolicy::neverRetriesWithoutRandom()
{
    QVERIFY(!ReconnectPolicy::never().mayRetry());
    QVERIFY(ReconnectPolicy::withSystemRandom().mayRetry());
}

void TestReconnectPolicy::systemRandomStaysInBounds()
{
    ReconnectPolicy policy = ReconnectPolicy::withSystemRandom();
    for (int i = 0; i < 1'000; ++i) {
        const milliseconds delay = policy.nextDelay();
        QVERIFY(delay >= ReconnectPolicy::floor && delay <= ReconnectPolicy::lastCeiling);
    }
}

QTEST_GUILESS_MAIN(TestReconnectPolicy)
#include "tst_reconnectpolicy.moc"
