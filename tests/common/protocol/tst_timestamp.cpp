#include "common/protocol/timestamp.h"

#include <QDateTime>
#include <QtTest>

using namespace kodama;
using namespace std::chrono;
using namespace Qt::Literals::StringLiterals;

namespace {

class FixedClock final : public Clock
{
public:
    milliseconds wall{0};

    [[nodiscard]] milliseconds wallTime() const override { return wall; }
    [[nodiscard]] nanoseconds steadyTime() const override { return nanoseconds{0}; }
};

milliseconds local(int hour, int minute, int second, int millisecond)
{
    const QDateTime time(QDate(2025, 12, 14), QTime(hour, minute, second, millisecond));
    return milliseconds{time.toMSecsSinceEpoch()};
}

} // namespace

class TestTimestamp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void looksLikePythons_data()
    {
        QTest::addColumn<qint64>("wall");
        QTest::addColumn<QString>("text");
        QTest::newRow("whole second")
            << qint64{local(10, 0, 0, 0).count()} << u"2025-12-14T10:00:00"_s;
        QTest::newRow("one millisecond")
            << qint64{local(10, 0, 0, 1).count()} << u"2025-12-14T10:00:00.001000"_s;
        QTest::newRow("almost midnight")
            << qint64{local(23, 59, 59, 999).count()} << u"2025-12-14T23:59:59.999000"_s;
        QTest::newRow("before 1970")
            << qint64{-1}
            << QDateTime::fromMSecsSinceEpoch(-1000).toString(u"yyyy-MM-ddTHH:mm:ss"_s) +
                   u".999000"_s;
    }
    void looksLikePythons()
    {
        QFETCH(qint64, wall);
        FixedClock clock;
        clock.wall = milliseconds{wall};
        TimestampSource source(clock);
        QTEST(source.now(), "text");
    }

    void formatsOncePerMillisecond()
    {
        FixedClock clock;
        clock.wall = local(10, 0, 0, 5);
        TimestampSource source(clock);
        const QString first = source.now();
        const QString second = source.now();
        QVERIFY(first.isSharedWith(second));
    }

    void followsTheClockBackAndForth()
    {
        FixedClock clock;
        TimestampSource source(clock);
        for (const milliseconds wall : {local(10, 0, 0, 5), local(10, 0, 0, 6), local(10, 0, 1, 0),
                                        local(9, 59, 59, 999), local(10, 0, 0, 5)}) {
            clock.wall = wall;
            QCOMPARE(source.now(), TimestampSource(clock).now());
        }
    }
};

QTEST_GUILESS_MAIN(TestTimestamp)
#include "tst_timestamp.moc"
