#include "server/transport/counter.h"

#include <QTest>

namespace kodama {

using namespace std::chrono_literals;

class TestCounter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void counts();
    void sortsTimesIntoBuckets();
};

void TestCounter::counts()
{
    Counter counter;
    ++counter;
    counter += 41;
    QCOMPARE(quint64{counter}, quint64{42});
    Gauge gauge;
    gauge.add(3);
    gauge.add(-5);
    QCOMPARE(gauge.value(), qint64{-2});
}

void TestCounter::sortsTimesIntoBuckets()
{
    Histogram histogram;
    histogram.record(0ns);
    histogram.record(100us);
    histogram.record(101us);
    histogram.record(5s);
    histogram.record(1h);
    QCOMPARE(histogram.count(0), quint64{2});
    QCOMPARE(histogram.count(1), quint64{1});
    QCOMPARE(histogram.count(Histogram::bounds.size() - 1), quint64{1});
    QCOMPARE(histogram.count(Histogram::bounds.size()), quint64{1});
    QVERIFY(histogram.sum() == 1h + 5s + 201us);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestCounter)
#include "tst_counter.moc"
