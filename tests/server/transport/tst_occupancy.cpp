#include "server/transport/occupancy.h"

#include <QTest>

namespace kodama {

class TestOccupancy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesSoManyPlaces();
    void givesSoManyToEachAddress();
};

void TestOccupancy::givesSoManyPlaces()
{
    Occupancy occupancy;
    QVERIFY(occupancy.enter(2));
    QVERIFY(occupancy.enter(2));
    QVERIFY(!occupancy.enter(2));
    QCOMPARE(occupancy.count(), qsizetype{2});
    QVERIFY(occupancy.enterAside(1)); // are counted by themselves
    QVERIFY(!occupancy.enterAside(1));
    QCOMPARE(occupancy.count(), qsizetype{2});
    occupancy.leave();
    QCOMPARE(occupancy.count(), qsizetype{1});
    QVERIFY(!occupancy.enterAside(1));
    occupancy.leaveAside();
    QVERIFY(occupancy.enterAside(1));
}

void TestOccupancy::givesSoManyToEachAddress()
{
    Occupancy occupancy;
    const QString one = QStringLiteral("192.0.2.1");
    QVERIFY(occupancy.enterFrom(one, 1));
    QVERIFY(!occupancy.enterFrom(one, 1));
    QVERIFY(occupancy.enterFrom(QStringLiteral("192.0.2.2"), 1));
    occupancy.leaveFrom(one);
    QVERIFY(occupancy.enterFrom(one, 1));
    occupancy.leaveFrom(QStringLiteral("192.0.2.3")); // unknown
    QVERIFY(!occupancy.enterFrom(one, 1));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestOccupancy)
#include "tst_occupancy.moc"
