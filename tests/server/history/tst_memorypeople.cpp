#include "server/history/historylimits.h"
#include "server/history/memorypeople.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

// What a History promises about people is in tst_history; here is what only memory does.
class TestMemoryPeople : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void sessionsAreBounded();
    void aSessionThatChangesHandsKeepsTheCount();
};

void TestMemoryPeople::sessionsAreBounded()
{
    MemoryPeople people;
    for (int i = 1; i <= limits::sessions + 10; ++i)
        people.saveSession({i, QByteArray::number(i), i, {}, i});
    QVERIFY(!people.findSession("1"_ba));
    QVERIFY(people.findSession(QByteArray::number(limits::sessions + 10)));
}

void TestMemoryPeople::aSessionThatChangesHandsKeepsTheCount()
{
    MemoryPeople people;
    people.savePerson({5, u"Mika"_s, u"mika"_s});
    people.saveSession({1, "a"_ba, 5, {}, 10});
    people.saveSession({1, "b"_ba, 5, {}, 20});
    QVERIFY(!people.findSession("a"_ba));
    QVERIFY(people.findSession("b"_ba));
    people.removeSession(1);
    QVERIFY(!people.findPerson(5));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestMemoryPeople)
#include "tst_memorypeople.moc"
