#include "common/protocol/closecode.h"

#include <QtTest>

using namespace kodama;

class TestCloseCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void saysWhetherAClientMayComeBack_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("may");
        const QList<int> comeBack{1001, 1005, 1006, 1011, 1012, 1013, 1014, 1015,
                                  3000, 3999, 4000, 4001, 4002, 4499, 5000};
        const QList<int> stayAway{1000, 1002, 1003, 1007, 1008, 1009,
                                  1010, 4500, 4503, 4504, 4505, 4999};
        for (const int code : comeBack)
            QTest::addRow("%d", code) << code << true;
        for (const int code : stayAway)
            QTest::addRow("%d", code) << code << false;
    }
    void saysWhetherAClientMayComeBack()
    {
        QFETCH(int, code);
        QTEST(mayReconnect(static_cast<quint16>(code)), "may");
    }

    void allowsOnTheWireWhatTheRegistryAllows()
    {
        for (int code = 0; code <= 0xffff; ++code) {
            const bool isReserved = code == 1004 || code == 1005 || code == 1006;
            const bool expected =
                (code >= 1000 && code <= 1014 && !isReserved) || (code >= 3000 && code <= 4999);
            QCOMPARE(isValidOnWire(static_cast<quint16>(code)), expected);
        }
    }
};

QTEST_GUILESS_MAIN(TestCloseCode)
#include "tst_closecode.moc"
