#include "server/history/historytypes.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestHistoryTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void aConversationHasOneNameForBoth();
    void aConversationNamesItsPeople();
    void aRoomNamesNobody_data();
    void aRoomNamesNobody();
};

void TestHistoryTypes::aConversationHasOneNameForBoth()
{
    QCOMPARE(directStream(12, 7), u"@7:12"_s);
    QCOMPARE(directStream(7, 12), u"@7:12"_s);
}

void TestHistoryTypes::aConversationNamesItsPeople()
{
    const auto people = directPeople(directStream(9223372036854775807, 3));
    QVERIFY(people.has_value());
    QCOMPARE(people->first, 3);
    QCOMPARE(people->second, 9223372036854775807);
}

void TestHistoryTypes::aRoomNamesNobody_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("room") << u"lobby"_s;
    QTest::newRow("empty") << QString();
    QTest::newRow("no colon") << u"@7"_s;
    QTest::newRow("no number") << u"@7:x"_s;
    QTest::newRow("room with a colon") << u"7:12"_s;
}

void TestHistoryTypes::aRoomNamesNobody()
{
    QFETCH(const QString, name);
    QVERIFY(!directPeople(name));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestHistoryTypes)
#include "tst_historytypes.moc"
