#include "server/transport/deadlines.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QTest>

#include <functional>
#include <memory>
#include <vector>

using namespace kodama;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

class Probe final : public Deadline
{
public:
    void onDeadline(std::chrono::nanoseconds) override
    {
        ++calls;
        if (reaction)
            reaction();
    }

    int calls = 0;
    std::function<void()> reaction;
};

} // namespace

class TestDeadlines final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void callsOnceAndNotBeforeItsTime_data();
    void callsOnceAndNotBeforeItsTime();
    void callsWhatIsPastAtTheNextTick();
    void movesAndCancels();
    void forgetsTheDestroyed();
    void mayBeChangedFromWithinACall();
    void callsAllOfThousands();
    void runsByItself();
    void tellsHowLateItWas();

private:
    Histogram m_lag;
};

void TestDeadlines::callsOnceAndNotBeforeItsTime_data()
{
    QTest::addColumn<qint64>("dueMs");
    for (const qint64 ms : {1, 99, 100, 101, 1000, 5000, 25'000, 45'000, 51'199, 51'200, 51'201,
                            60'000, 200'000, 3'600'000})
        QTest::addRow("%lld ms", static_cast<long long>(ms)) << ms;
}

void TestDeadlines::callsOnceAndNotBeforeItsTime()
{
    QFETCH(qint64, dueMs);
    ManualClock clock;
    Deadlines deadlines(clock, m_lag);
    Probe probe;
    deadlines.schedule(probe, clock.steadyTime() + std::chrono::milliseconds(dueMs));
    const qint64 stepMs = dueMs > 100'000 ? 4999 : 37;
    for (qint64 at = stepMs; at < dueMs; at += stepMs) {
        clock.advance(std::chrono::milliseconds(stepMs));
        deadlines.runDue();
        QCOMPARE(probe.calls, 0);
    }
    clock.advance(std::chrono::milliseconds(stepMs) + Deadlines::tick);
    deadlines.runDue();
    QCOMPARE(probe.calls, 1);
    clock.advance(10min);
    deadlines.runDue();
    QCOMPARE(probe.calls, 1);
}

void TestDeadlines::callsWhatIsPastAtTheNextTick()
{
    ManualClock clock;
    clock.advance(1h);
    Deadlines deadlines(clock, m_lag);
    Probe probe;
    deadlines.schedule(probe, 1s);
    clock.advance(2 * Deadlines::tick);
    deadlines.runDue();
    QCOMPARE(probe.calls, 1);
}

void TestDeadlines::movesAndCancels()
{
    ManualClock clock;
    Deadlines deadlines(clock, m_lag);
    Probe moved;
    Probe cancelled;
    deadlines.schedule(moved, 1s);
    deadlines.schedule(moved, 10s);
    deadlines.schedule(cancelled, 1s);
    deadlines.cancel(cancelled);
    deadlines.cancel(cancelled);
    clock.advance(5s);
    deadlines.runDue();
    QCOMPARE(moved.calls, 0);
    clock.advance(6s);
    deadlines.runDue();
    QCOMPARE(moved.calls, 1);
    QCOMPARE(cancelled.calls, 0);
}

void TestDeadlines::forgetsTheDestroyed()
{
    ManualClock clock;
    auto deadlines = std::make_unique<Deadlines>(clock, m_lag);
    {
        Probe gone;
        deadlines->schedule(gone, 1s);
    }
    Probe outlives;
    deadlines->schedule(outlives, 1s);
    clock.advance(2s);
    deadlines->runDue();
    QCOMPARE(outlives.calls, 1);
    deadlines->schedule(outlives, 9s);
    deadlines.reset();
    QCOMPARE(outlives.calls, 1);
}

void TestDeadlines::mayBeChangedFromWithinACall()
{
    ManualClock clock;
    Deadlines deadlines(clock, m_lag);
    Probe again;
    auto victim = std::make_unique<Probe>();
    Probe cancelled;
    again.reaction = [&] {
        victim.reset();
        deadlines.cancel(cancelled);
        deadlines.schedule(again, clock.steadyTime() + 1s);
    };
    deadlines.schedule(again, 1s);
    deadlines.schedule(*victim, 1s);
    deadlines.schedule(cancelled, 1s);
    for (int i = 1; i <= 5; ++i) {
        clock.advance(1200ms);
        deadlines.runDue();
        QCOMPARE(again.calls, i);
    }
    QCOMPARE(cancelled.calls, 0);
}

void TestDeadlines::callsAllOfThousands()
{
    ManualClock clock;
    Deadlines deadlines(clock, m_lag);
    std::vector<std::unique_ptr<Probe>> probes;
    for (int i = 0; i < 5000; ++i) {
        probes.push_back(std::make_unique<Probe>());
        deadlines.schedule(*probes.back(), std::chrono::milliseconds((i * 7919) % 90'000));
    }
    for (int i = 0; i < 100; ++i) {
        clock.advance(1s);
        deadlines.runDue();
    }
    QVERIFY(std::all_of(probes.begin(), probes.end(),
                        [](const auto &probe) { return probe->calls == 1; }));
}

void TestDeadlines::runsByItself()
{
    SystemClock clock;
    Deadlines deadlines(clock, m_lag);
    Probe late;
    Probe early;
    deadlines.schedule(late, deadlines.now() + 250ms);
    deadlines.schedule(early, deadlines.now() + 20ms);
    QTRY_COMPARE(early.calls, 1);
    QTRY_COMPARE(late.calls, 1);
}

void TestDeadlines::tellsHowLateItWas()
{
    SystemClock clock;
    Histogram lag;
    Deadlines deadlines(clock, lag);
    Probe probe;
    const std::chrono::nanoseconds due = deadlines.now() + 20ms;
    deadlines.schedule(probe, due);
    // Busy with something else until long after the tick that follows.
    while (deadlines.now() < due + Deadlines::tick + 60ms) {
    }
    QTRY_COMPARE(probe.calls, 1);
    QVERIFY(lag.sum() >= 50ms);
    QCOMPARE(lag.count(0), quint64{0});
}

QTEST_GUILESS_MAIN(TestDeadlines)
#include "tst_deadlines.moc"
