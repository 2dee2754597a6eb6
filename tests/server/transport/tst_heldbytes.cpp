#include "server/transport/heldbytes.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

class Recorder final : public HeldBytes::Observer
{
public:
    void onMuchHeld() override { ++calls; }
    int calls = 0;
};

} // namespace

class TestHeldBytes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsWhenItIsMuch();
    void asksOnlyThoseWhoHoldMoreThanTheirPart();
    void boundsNothingUnlessTold();
    void weighsBytesAndTime();
    void givesBackWhatIsGone();
    void sharesWhatOthersHoldToo();
};

void TestHeldBytes::tellsWhenItIsMuch()
{
    Occupancy all;
    Recorder recorder;
    Gauge gauge;
    HeldBytes held;
    held.setGauge(gauge);
    held.watch(all, 1000, recorder);
    held.change(1000);
    QCOMPARE(recorder.calls, 0);
    held.change(1);
    QCOMPARE(recorder.calls, 1);
    QVERIFY(held.isTooMuch());
    held.change(124);
    QVERIFY(!held.isFarTooMuch());
    held.change(1);
    QVERIFY(held.isFarTooMuch());
    QCOMPARE(recorder.calls, 3);
    held.change(-225);
    QCOMPARE(recorder.calls, 3);
    QVERIFY(!held.isTooMuch());
    QVERIFY(held.isNearlyTooMuch());
    held.change(-50);
    QVERIFY(!held.isNearlyTooMuch());
    QCOMPARE(gauge.value(), 851);
    QCOMPARE(all.heldBytes(), 851);
    held.change(-851);
    held.unwatch();
    QCOMPARE(all.sharers(), 0);
}

void TestHeldBytes::asksOnlyThoseWhoHoldMoreThanTheirPart()
{
    Occupancy all;
    Recorder little;
    Recorder much;
    HeldBytes one;
    HeldBytes other;
    one.watch(all, 1000, little);
    other.watch(all, 1000, much);
    other.change(990);
    QCOMPARE(much.calls, 1); // to look whether anybody wants it
    QVERIFY(!other.isTooMuch());
    one.change(20);
    QCOMPARE(little.calls, 0);
    QVERIFY(!one.isTooMuch());
    QVERIFY(other.isTooMuch());
}

void TestHeldBytes::boundsNothingUnlessTold()
{
    HeldBytes held;
    held.change(1'000'000);
    QVERIFY(!held.isTooMuch());
    QCOMPARE(held.count(), 1'000'000);
    held.change(-1'000'000);
    Occupancy all;
    Recorder recorder;
    held.watch(all, 0, recorder);
    held.change(1'000'000);
    QVERIFY(!held.isTooMuch());
    QCOMPARE(recorder.calls, 0);
    QCOMPARE(all.heldBytes(), 1'000'000);
}

void TestHeldBytes::weighsBytesAndTime()
{
    HeldBytes held;
    Holding large(held);
    Holding small(held);
    const auto now = std::chrono::steady_clock::now();
    large.set(1000);
    small.set(10);
    QVERIFY(large.weight(now) > small.weight(now));
    // What has been there for an hour weighs more than what is a hundred times larger and new.
    QVERIFY(small.weight(now + 1h) > large.weight(now + 10s));
    large.set(0);
    QCOMPARE(large.weight(now + 1h), 0.0);
}

void TestHeldBytes::givesBackWhatIsGone()
{
    HeldBytes held;
    {
        Holding one(held);
        one.set(100);
        one.set(70);
        QCOMPARE(held.count(), 70);
    }
    QCOMPARE(held.count(), 0);
}

void TestHeldBytes::sharesWhatOthersHoldToo()
{
    HeldBytes held;
    HeldQueue alone(held);
    OutQueue own;
    own.push(QByteArray(100'000, 'o'));
    alone.note(own);
    QCOMPARE(alone.bytes(), 100'000 + OutQueue::entryOverheadBytes);

    // A hundred receivers of one frame do not hold a hundred frames.
    const QByteArray frame(100'000, 's');
    std::vector<OutQueue> queues(100);
    for (OutQueue &queue : queues)
        queue.push(frame);
    HeldQueue shared(held);
    qsizetype sum = 0;
    for (const OutQueue &queue : queues) {
        shared.note(OutQueue());
        shared.note(queue);
        sum += shared.bytes();
    }
    QVERIFY(sum > 100'000 * 9 / 10);
    QVERIFY(sum < 100'000 + 100 * (OutQueue::entryOverheadBytes + 1));

    own.clear();
    alone.note(own);
    QCOMPARE(alone.bytes(), 0);
}

QTEST_GUILESS_MAIN(TestHeldBytes)
#include "tst_heldbytes.moc"
