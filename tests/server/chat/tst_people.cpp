#include "server/chat/people.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

ChatSession sessionOf(SessionId id, const QString &nick)
{
    ChatSession session;
    session.id = id;
    session.person = id + 100;
    session.tokenHash = "hash" + QByteArray::number(id);
    session.nick = nick;
    session.nickKey = nick.toLower();
    return session;
}

} // namespace

class TestPeople : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void findsSessions();
    void forgetsConnections();
    void suggestsFreeNicks();
    void findsAFreeGuestNickInAFewSteps();
    void givesAGuestANickHoweverManyAreTaken();
    void remembersWhoIsUnsaved();
};

void TestPeople::findsSessions()
{
    People people;
    ChatSession &mika = people.addSession(sessionOf(1, u"Mika"_s));
    QCOMPARE(people.sessionById(1), &mika);
    QCOMPARE(people.sessionByToken("hash1"_ba), &mika);
    QCOMPARE(people.sessionByNick(u"mika"_s), &mika);
    const PersonId person = mika.person;
    people.rename(mika, u"Yuki"_s, u"yuki"_s);
    QCOMPARE(people.sessionByNick(u"mika"_s), nullptr);
    QCOMPARE(people.sessionByNick(u"yuki"_s), &mika);
    QCOMPARE(people.sessionOf(person), &mika);
    people.removeSession(mika);
    QCOMPARE(people.sessionOf(person), nullptr);
    QCOMPARE(people.sessionById(1), nullptr);
    QCOMPARE(people.sessionByToken("hash1"_ba), nullptr);
    QCOMPARE(people.sessionByNick(u"yuki"_s), nullptr);
}

void TestPeople::forgetsConnections()
{
    People people;
    ChatSession &mika = people.addSession(sessionOf(1, u"mika"_s));
    people.attach(people.addConnection(7, 1, u"a"_s), mika);
    people.attach(people.addConnection(5, 0, u"b"_s), mika);
    QCOMPARE(people.connectionCount(), 2);
    QCOMPARE(people.connections()[0]->id, ConnectionId{5}); // in their order
    people.removeConnection(7);
    people.removeConnection(7);
    QCOMPARE(people.connection(7), nullptr);
    QCOMPARE(mika.connections.size(), std::size_t{1});
    QCOMPARE(mika.connections[0]->clientId, u"b"_s);
}

void TestPeople::suggestsFreeNicks()
{
    People people;
    people.addSession(sessionOf(1, u"mika"_s));
    people.addSession(sessionOf(2, u"mika2"_s));
    people.addSession(sessionOf(3, u"guest-1"_s));
    QCOMPARE(people.suggestedNick(u"mika"_s), u"mika3"_s);
    const auto isNobodys = [](const QString &) { return false; };
    QCOMPARE(people.guestNick(isNobodys), u"guest-2"_s);
    QCOMPARE(people.guestNick(isNobodys), u"guest-3"_s);
}

void TestPeople::findsAFreeGuestNickInAFewSteps()
{
    People people;
    people.addSession(sessionOf(1, u"guest-50001"_s));
    int asked = 0;
    const auto isOfBefore = [&asked](const QString &nickKey) {
        ++asked;
        return nickKey.section(u'-', 1).toInt() <= 50'000;
    };
    QCOMPARE(people.guestNick(isOfBefore), u"guest-50002"_s);
    QVERIFY(asked < 50);
    asked = 0;
    QCOMPARE(people.guestNick(isOfBefore), u"guest-50003"_s);
    QCOMPARE(asked, 1);
}

void TestPeople::givesAGuestANickHoweverManyAreTaken()
{
    People people;
    int asked = 0;
    const auto isAlwaysTaken = [&asked](const QString &) { return ++asked > 0; };
    const QString first = people.guestNick(isAlwaysTaken);
    QVERIFY(asked < 50);
    people.addSession(sessionOf(1, first));
    QVERIFY(people.guestNick(isAlwaysTaken) != first);
}

void TestPeople::remembersWhoIsUnsaved()
{
    People people;
    ChatSession &mika = people.addSession(sessionOf(1, u"mika"_s));
    ChatSession &yuki = people.addSession(sessionOf(2, u"yuki"_s));
    QVERIFY(!people.hasUnsaved());
    people.markUnsaved(mika);
    people.markUnsaved(mika);
    people.markUnsaved(yuki);
    const auto first = people.unsaved(1);
    QCOMPARE(first, std::vector<ChatSession *>{&mika});
    people.confirmSaved(first);
    QCOMPARE(people.unsaved(9), std::vector<ChatSession *>{&yuki});
    people.removeSession(yuki);
    QVERIFY(!people.hasUnsaved());
    people.attach(people.addConnection(7, 1, u"a"_s), mika);
    people.markAllSeen(42);
    QCOMPARE(mika.lastSeen, 42);
    QVERIFY(people.hasUnsaved());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestPeople)
#include "tst_people.moc"
