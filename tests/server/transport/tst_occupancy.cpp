#include "server/transport/occupancy.h"

#include <QTest>

namespace kodama {

class TestOccupancy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsAllAndEachAddress();
};

void TestOccupancy::countsAllAndEachAddress()
{
    Occupancy occupancy;
    QCOMPARE(occupancy.add(), qsizetype{0});
    QCOMPARE(occupancy.add(), qsizetype{1});
    const QString one = QStringLiteral("192.0.2.1");
    QCOMPARE(occupancy.addFrom(one), qsizetype{0});
    QCOMPARE(occupancy.addFrom(one), qsizetype{1});
    QCOMPARE(occupancy.addFrom(QStringLiteral("192.0.2.2")), qsizetype{0});
    occupancy.removeFrom(one);
    QCOMPARE(occupancy.addFrom(one), qsizetype{1});
    occupancy.remove();
    QCOMPARE(occupancy.count(), qsizetype{1});
    occupancy.removeFrom(QStringLiteral("192.0.2.3")); // unknown
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestOccupancy)
#include "tst_occupancy.moc"
