#include "common/clock.h"

#include <QDateTime>
#include <QtTest>

using namespace std::chrono_literals;

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void wallTimeLiesBetweenTwoReadingsOfQt()
    {
        const kodama::SystemClock clock;
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const qint64 now = clock.wallTime().count();
        const qint64 after = QDateTime::currentMSecsSinceEpoch();
        QVERIFY(before <= now && now <= after);
    }

    void steadyTimeNeverGoesBack()
    {
        const kodama::SystemClock clock;
        auto last = clock.steadyTime();
        for (int i = 0; i < 1000; ++i) {
            const auto now = clock.steadyTime();
            QVERIFY(now >= last);
            last = now;
        }
        QVERIFY(last > 0ns);
    }
};

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
