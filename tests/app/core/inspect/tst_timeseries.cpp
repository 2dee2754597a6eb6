#include "app/core/inspect/timeseries.h"

#include <QTest>

using namespace kodama;
using namespace std::chrono_literals;

class TestTimeSeries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheWindow()
    {
        TimeSeries series;
        series.add(0s, 1);
        series.add(TimeSeries::window, 2);
        QCOMPARE(series.samples().size(), 2U);
        series.add(TimeSeries::window + 1ns, 3);
        QCOMPARE(series.samples().size(), 2U);
        QCOMPARE(series.samples().front().value, 2.0);
    }

    void keepsItsBound()
    {
        TimeSeries series;
        for (std::size_t i = 0; i < TimeSeries::maxSamples + 10; ++i)
            series.add(std::chrono::nanoseconds(i), double(i));
        QCOMPARE(series.samples().size(), TimeSeries::maxSamples);
        QCOMPARE(series.samples().front().value, 10.0);
    }

    void remembersGapsOnce()
    {
        TimeSeries series;
        series.add(1s, 1);
        series.addGap();
        series.add(2s, 2);
        series.add(3s, 3);
        QVERIFY(!series.samples()[0].isAfterGap);
        QVERIFY(series.samples()[1].isAfterGap);
        QVERIFY(!series.samples()[2].isAfterGap);
    }

    void sumsUp()
    {
        TimeSeries series;
        QVERIFY(!series.summary());
        for (const double value : {5.0, 1.0, 9.0, 3.0, 2.0})
            series.add(1s, value);
        const TimeSeries::Summary summary = series.summary().value();
        QCOMPARE(summary.last, 2.0);
        QCOMPARE(summary.median, 3.0);
        QCOMPARE(summary.highest, 9.0);
        series.clear();
        QVERIFY(series.isEmpty());
    }

    void endsAxesAtNiceNumbers_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("nice");
        QTest::newRow("nothing") << 0.0 << 1.0;
        QTest::newRow("negative") << -3.0 << 1.0;
        QTest::newRow("no number") << qQNaN() << 1.0;
        QTest::newRow("exact") << 2.0 << 2.0;
        QTest::newRow("above") << 2.1 << 5.0;
        QTest::newRow("next power") << 51.0 << 100.0;
        QTest::newRow("small") << 0.012 << 0.02;
    }

    void endsAxesAtNiceNumbers()
    {
        QFETCH(double, value);
        QTEST(TimeSeries::niceCeiling(value), "nice");
    }
};

QTEST_GUILESS_MAIN(TestTimeSeries)
#include "tst_timeseries.moc"
