#include "server/chat/chatlimits.h"
#include "server/chat/creations.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestCreations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void countsByAddress();
    void countsNobodyOfThisMachine();
    void forgetsAddresses();
};

void TestCreations::countsByAddress()
{
    Creations creations({10, 3});
    for (int i = 0; i < 3; ++i)
        QVERIFY(!creations.waitFor(u"192.0.2.1:%1"_s.arg(1000 + i), 1s));
    QCOMPARE(creations.waitFor(u"192.0.2.1:2000"_s, 1s), std::optional<qint64>(100));
    QVERIFY(!creations.waitFor(u"192.0.2.2:2000"_s, 1s));
    QVERIFY(!creations.waitFor(u"192.0.2.1:2000"_s, 1s + 100ms));
}

void TestCreations::countsNobodyOfThisMachine()
{
    Creations creations({1, 1});
    for (int i = 0; i < 100; ++i) {
        QVERIFY(!creations.waitFor(u"127.0.0.1:1"_s, 1s));
        QVERIFY(!creations.waitFor(u"unix:7"_s, 1s));
    }
    QCOMPARE(creations.count(), 0);
}

void TestCreations::forgetsAddresses()
{
    Creations creations({1, 1});
    const auto address = [](qsizetype number) {
        return u"10.%1.%2.%3:1"_s.arg(number >> 16).arg((number >> 8) & 255).arg(number & 255);
    };
    for (qsizetype i = 0; i < limits::creatingAddresses; ++i)
        QVERIFY(!creations.waitFor(address(i), 1s));
    QCOMPARE(creations.count(), limits::creatingAddresses);
    QVERIFY(!creations.waitFor(u"192.0.2.1:1"_s, 1s + 500ms)); // none has got its second yet
    QCOMPARE(creations.count(), 1);
    for (qsizetype i = 0; i < limits::creatingAddresses - 1; ++i)
        QVERIFY(!creations.waitFor(address(i), 10s));
    QVERIFY(creations.waitFor(address(0), 10s));
    QVERIFY(!creations.waitFor(u"192.0.2.3:1"_s, 12s));
    QCOMPARE(creations.count(), limits::creatingAddresses);
    QVERIFY(!creations.waitFor(u"192.0.2.4:1"_s, 12s));
    QCOMPARE(creations.count(), 2);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestCreations)
#include "tst_creations.moc"
