#include "app/ui/rowgeometry.h"

#include <QRandomGenerator>
#include <QTest>

using namespace kodama;

class TestRowGeometry final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void startsWithEstimates()
    {
        RowGeometry rows(20);
        QCOMPARE(rows.rowAt(0), -1);
        rows.insert(0, 3);
        QCOMPARE(rows.totalHeight(), 60);
        QCOMPARE(rows.top(2), 40);
        QVERIFY(!rows.isMeasured(1));
        rows.setHeight(1, 50);
        QVERIFY(rows.isMeasured(1));
        QCOMPARE(rows.top(2), 70);
        QCOMPARE(rows.rowAt(69), 1);
        QCOMPARE(rows.rowAt(70), 2);
        QCOMPARE(rows.rowAt(100000), 2);
        QCOMPARE(rows.rowAt(-5), 0);
    }

    void agreesWithASimpleListUnderRandomUse()
    {
        QRandomGenerator random(1);
        RowGeometry rows(10);
        std::vector<int> plain;
        for (int step = 0; step < 20000; ++step) {
            const int what = random.bounded(10);
            const int count = int(plain.size());
            if (what < 5 || count == 0) {
                const int more = random.bounded(1, 4);
                rows.insert(count, more);
                plain.insert(plain.end(), std::size_t(more), 10);
            } else if (what < 8) {
                const int row = random.bounded(count);
                const int height = random.bounded(1, 90);
                rows.setHeight(row, height);
                plain[std::size_t(row)] = height;
            } else if (what == 8) {
                const int gone = random.bounded(1, std::min(count, 6) + 1);
                rows.remove(0, gone);
                plain.erase(plain.begin(), plain.begin() + gone);
            } else if (random.bounded(40) == 0) {
                const int row = random.bounded(count);
                rows.insert(row, 2);
                plain.insert(plain.begin() + row, 2, 10);
            }
            if (step % 50 == 0)
                compare(rows, plain, random);
        }
    }

    void removesFromTheMiddle()
    {
        RowGeometry rows(10);
        rows.insert(0, 5);
        rows.setHeight(2, 30);
        rows.remove(1, 3);
        QCOMPARE(rows.count(), 2);
        QCOMPARE(rows.totalHeight(), 20);
    }

private:
    static void compare(const RowGeometry &rows, const std::vector<int> &plain,
                        QRandomGenerator &random)
    {
        QCOMPARE(rows.count(), int(plain.size()));
        qint64 sum = 0;
        for (const int height : plain)
            sum += height;
        QCOMPARE(rows.totalHeight(), sum);
        if (plain.empty())
            return;
        const qint64 position = random.bounded(int(sum));
        const int row = rows.rowAt(position);
        QVERIFY(rows.top(row) <= position);
        QVERIFY(position < rows.top(row + 1));
        QCOMPARE(rows.height(row), plain[std::size_t(row)]);
    }
};

QTEST_GUILESS_MAIN(TestRowGeometry)
#include "tst_rowgeometry.moc"
