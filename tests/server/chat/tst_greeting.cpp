#include "tests/server/chat/chatbench.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestGreeting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void greets();
    void tellsTheBoundsThatAreEnforced();
    void givesGuestNames();
    void givesNobodyTheNameOfAGuestOfBefore();
    void givesGuestNamesWhileNobodyKnowsTheOldOnes();
    void refusesNamesThatAreTaken();
    void refusesBadNames();
    void refusesASecondHello();
    void resumes();
    void resumesAfterARestart();
    void nobodyWakesWithTheNameOfAnother();
    void wakesWithWhatIsLeftOfADamagedRecord();
    void isOnePersonOverSeveralConnections();
    void beginsAnewWithAnUnknownSecret();
    void givesNamesOfTheGoneAway();
    void renames();
    void boundsRenamesPerSecond();
    void tellsOfANewNickAlsoOutsideRooms();
    void tellsOfNewNicksOfBothAtOnce();
    void tellsOfANewNickWhoeverItMayConcern();
    void tellsOfANewNickWhereAllThatWasSaidIsPruned();
    void showsNobodyWhoseNickIsRefused();
    void comesBackUnderANameOfItsOwnChoice();
    void tellsWhoIsAway();
    void tellsTheOtherConnectionsThatOneIsAway();
    void tellsOfAwayAlsoInDirectConversations();
    void tellsWhichCorrespondentsArePresent();
    void listsNoConversationByTheNameOfAnother();
};

void TestGreeting::greets()
{
    ChatBench bench;
    const QJsonObject answer = bench.hello(1, "Ｍｉｋａ", R"(,"id":"h")");
    QCOMPARE(answer["type"_L1].toString(), u"hello_response"_s);
    QCOMPARE(answer["id"_L1].toString(), u"h"_s);
    QCOMPARE(answer["nick"_L1].toString(), u"Mika"_s);
    QCOMPARE(answer["protocol"_L1].toInteger(), 2);
    QCOMPARE(answer["client_id"_L1].toString(), u"127.0.0.1:1"_s);
    QCOMPARE(answer["resumed"_L1].toBool(), false);
    QCOMPARE(answer["session"_L1].toString().size(), 43); // 256 bits
    QVERIFY(answer["server"_L1].toString().startsWith(u"kodama-server/"_s));
    QVERIFY(answer["limits"_L1].toObject()["message_bytes"_L1].toInteger() > 0);
    QVERIFY(answer["heartbeat"_L1].toObject()["timeout_ms"_L1].toInteger() > 0);
    QVERIFY(bench.version2.contains(1));
    // It hears nothing of the lobby until it joins.
    bench.connect(2);
    bench.say(2, R"({"type":"broadcast","content":1})");
    QVERIFY(bench.take(1).isEmpty());
}

void TestGreeting::tellsTheBoundsThatAreEnforced()
{
    ChatBench bench;
    bench.bounds.session = {{50, 100}, {4096, 8192}};
    bench.bounds.transport.messageBytes = 2048;
    bench.bounds.transport.deadAfter = 9s;
    bench.restart();
    const QJsonObject answer = bench.hello(1, "mika");
    const QJsonObject limits = answer["limits"_L1].toObject();
    QCOMPARE(limits["messages_per_second"_L1].toInteger(), 50);
    QCOMPARE(limits["bytes_per_second"_L1].toInteger(), 4096);
    QCOMPARE(limits["message_bytes"_L1].toInteger(), 2048);
    QCOMPARE(answer["heartbeat"_L1].toObject()["timeout_ms"_L1].toInteger(), 9000);
}

void TestGreeting::givesGuestNames()
{
    ChatBench bench;
    QCOMPARE(bench.hello(1, {})["nick"_L1].toString(), u"guest-1"_s);
    QCOMPARE(bench.hello(2, "guest-2")["nick"_L1].toString(), u"guest-2"_s);
    QCOMPARE(bench.hello(3, {})["nick"_L1].toString(), u"guest-3"_s);
}

void TestGreeting::givesNobodyTheNameOfAGuestOfBefore()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, {})["session"_L1].toString().toUtf8();
    (void)bench.hello(2, {});
    bench.restart();
    QCOMPARE(bench.hello(3, {})["nick"_L1].toString(), u"guest-3"_s);
    QCOMPARE(bench.hello(4, {})["nick"_L1].toString(), u"guest-4"_s);
    const QJsonObject back = bench.hello(5, {}, R"(,"resume":{"session":")" + secret + R"("})");
    QCOMPARE(back["nick"_L1].toString(), u"guest-1"_s);
}

void TestGreeting::givesGuestNamesWhileNobodyKnowsTheOldOnes()
{
    ChatBench bench;
    (void)bench.hello(1, {});
    bench.restart();
    bench.history.isReadable = false;
    QCOMPARE(bench.hello(2, {})["nick"_L1].toString(), u"guest-1"_s);
}

void TestGreeting::refusesNamesThatAreTaken()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    const QJsonObject refused = bench.hello(2, "MIKA", R"(,"id":"h")");
    QCOMPARE(refused["name"_L1].toString(), u"NICK_IN_USE"_s);
    QCOMPARE(refused["id"_L1].toString(), u"h"_s);
    QCOMPARE(refused["suggestion"_L1].toString(), u"MIKA2"_s);
    QVERIFY(!bench.version2.contains(2));
    const QJsonObject answer = bench.request(2, R"({"type":"hello","v":2,"nick":"MIKA2"})");
    QCOMPARE(answer["nick"_L1].toString(), u"MIKA2"_s);
}

void TestGreeting::refusesBadNames()
{
    ChatBench bench;
    QCOMPARE(bench.hello(1, "a:b")["name"_L1].toString(), u"BAD_NICK"_s);
    QCOMPARE(bench.hello(2, "mikа")["name"_L1].toString(), u"BAD_NICK"_s); // Cyrillic а
    (void)bench.hello(3, "mika");
    QCOMPARE(bench.request(3, R"({"type":"nick","nick":""})")["name"_L1].toString(), u"BAD_NICK"_s);
}

void TestGreeting::refusesASecondHello()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    const QJsonObject answer = bench.request(1, R"({"type":"hello","v":2,"id":"x"})");
    QCOMPARE(answer["name"_L1].toString(), u"BAD_REQUEST"_s);
    QCOMPARE(answer["id"_L1].toString(), u"x"_s);
}

void TestGreeting::resumes()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    bench.disconnect(1);
    bench.advance(10s);
    (void)bench.hello(2, "yuki");
    QCOMPARE(bench.request(2, R"({"type":"join","room":"tea"})")["members"_L1].toArray().size(), 1);
    const QJsonObject answer = bench.hello(3, {}, R"(,"resume":{"session":")" + secret + R"("})");
    QCOMPARE(answer["resumed"_L1].toBool(), true);
    QCOMPARE(answer["nick"_L1].toString(), u"mika"_s);
    QCOMPARE(answer["session"_L1].toString().toUtf8(), secret);
    QCOMPARE(answer["rooms"_L1].toArray(), QJsonArray{u"tea"_s});
    QCOMPARE(bench.takeTypes(2), "presence_event"_ba); // it is a member again
}

void TestGreeting::resumesAfterARestart()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    bench.restart();
    const QJsonObject answer = bench.hello(2, {}, R"(,"resume":{"session":")" + secret + R"("})");
    QCOMPARE(answer["resumed"_L1].toBool(), true);
    QCOMPARE(answer["nick"_L1].toString(), u"mika"_s);
    QCOMPARE(answer["rooms"_L1].toArray(), QJsonArray{u"tea"_s});
}

// Somebody else has been called like this meanwhile, which takes the key away from the record.
void TestGreeting::nobodyWakesWithTheNameOfAnother()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    const qint64 person = bench.history.findPersonByNick(u"mika"_s).value()->id;
    QVERIFY(!bench.history.begin());
    QVERIFY(!bench.history.savePerson({person, u"mika"_s, {}}));
    QVERIFY(bench.history.commit().hasValue());
    bench.restart();
    (void)bench.hello(2, "Mika");
    const QByteArray resume = R"(,"resume":{"session":")" + secret + R"("})";
    QCOMPARE(bench.hello(3, {}, resume)["nick"_L1].toString(), u"mika2"_s);
    bench.restart();
    QCOMPARE(bench.hello(4, {}, resume)["resumed"_L1].toBool(), true);
    QCOMPARE(bench.hello(5, "mika2")["name"_L1].toString(), u"NICK_IN_USE"_s);
}

// The disk has changed what was on it.
void TestGreeting::wakesWithWhatIsLeftOfADamagedRecord()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
    SessionRecord session = *bench.history.findSession(hash).value();
    session.rooms = QStringList{u"tea"_s, u"t\u0000a"_s, u"@yuki"_s, QString(), u"TEA"_s};
    for (int i = 0; i < 1000; ++i)
        session.rooms.append(u"room%1"_s.arg(i));
    QVERIFY(!bench.history.begin());
    QVERIFY(!bench.history.savePerson({session.person, u"mi\u0001ka"_s, u"mika"_s}));
    QVERIFY(!bench.history.saveSession(session));
    QVERIFY(bench.history.commit().hasValue());
    bench.restart();
    const QJsonObject answer = bench.hello(2, {}, R"(,"resume":{"session":")" + secret + R"("})");
    QCOMPARE(answer["resumed"_L1].toBool(), true);
    QCOMPARE(answer["nick"_L1].toString(), u"guest-1"_s);
    QCOMPARE(answer["rooms"_L1].toArray().size(), limits::roomsPerSession);
    QCOMPARE(answer["rooms"_L1].toArray().at(1).toString(), u"room0"_s);
}

void TestGreeting::isOnePersonOverSeveralConnections()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    (void)bench.hello(2, {}, R"(,"resume":{"session":")" + secret + R"("})");
    const QJsonObject joined = bench.request(2, R"({"type":"join","room":"tea"})");
    QCOMPARE(joined["members"_L1].toArray().size(), 1);
    bench.disconnect(1);
    bench.advance(10s);
    QCOMPARE(bench.request(2, R"({"type":"who","room":"tea"})")["members"_L1].toArray().size(), 1);
    QVERIFY(bench.take(2).isEmpty());
}

void TestGreeting::beginsAnewWithAnUnknownSecret()
{
    ChatBench bench;
    const QJsonObject answer = bench.hello(1, "mika", R"(,"resume":{"session":"nonsense"})");
    QCOMPARE(answer["resumed"_L1].toBool(), false);
    QCOMPARE(answer["nick"_L1].toString(), u"mika"_s);
    QVERIFY(answer["session"_L1].toString() != u"nonsense"_s);
}

void TestGreeting::givesNamesOfTheGoneAway()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    bench.disconnect(1);
    QCOMPARE(bench.hello(2, "mika")["nick"_L1].toString(), u"mika"_s);
    // Who comes back to a name that somebody else has gets another one.
    const QJsonObject answer = bench.hello(3, {}, R"(,"resume":{"session":")" + secret + R"("})");
    QCOMPARE(answer["resumed"_L1].toBool(), true);
    QCOMPARE(answer["nick"_L1].toString(), u"mika2"_s);
}

void TestGreeting::renames()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    (void)bench.take(1);
    const QJsonObject answer = bench.request(1, R"({"type":"nick","id":"n","nick":"Mika"})");
    QCOMPARE(answer["type"_L1].toString(), u"nick_response"_s);
    QCOMPARE(answer["nick"_L1].toString(), u"Mika"_s);
    const QJsonObject event = bench.takeObjects(2).value(0);
    QCOMPARE(event["event"_L1].toString(), u"nick"_s);
    QVERIFY(!event.contains("room"_L1)); // once, however many rooms they share
    QCOMPARE(event["nick"_L1].toString(), u"mika"_s);
    QCOMPARE(event["new_nick"_L1].toString(), u"Mika"_s);
    QCOMPARE(bench.request(1, R"({"type":"nick","nick":"Yuki"})")["name"_L1].toString(),
             u"NICK_IN_USE"_s);
}

// For each of them all who know the person are looked up.
void TestGreeting::boundsRenamesPerSecond()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    for (int i = 0; i < limits::changeBurst; ++i)
        bench.say(1, R"({"type":"nick","nick":"m)" + QByteArray::number(i) + R"("})");
    (void)bench.take(1);
    const QJsonObject refused = bench.request(1, R"({"type":"nick","nick":"mika"})");
    QCOMPARE(refused["name"_L1].toString(), u"RATE_LIMITED"_s);
    bench.clock.advance(std::chrono::milliseconds(refused["retry_after_ms"_L1].toInteger()));
    QCOMPARE(bench.request(1, R"({"type":"nick","nick":"mika"})")["nick"_L1].toString(), u"mika"_s);
}

void TestGreeting::tellsOfANewNickAlsoOutsideRooms()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, "yuki");
    (void)bench.hello(3, "ken");
    bench.say(2, R"({"type":"direct","to":"mika","content":"psst"})");
    (void)bench.hello(4, {}, R"(,"resume":{"session":")" + secret + R"("})");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}, ConnectionId{3}})
        (void)bench.take(id);
    QCOMPARE(bench.request(1, R"({"type":"nick","nick":"Mika2"})")["type"_L1].toString(),
             u"nick_response"_s);
    QCOMPARE(bench.takeObjects(2).value(0)["new_nick"_L1].toString(), u"Mika2"_s);
    QCOMPARE(bench.takeObjects(4).value(0)["new_nick"_L1].toString(), u"Mika2"_s);
    QVERIFY(bench.take(3).isEmpty());
}

// The history knows neither name yet.
void TestGreeting::tellsOfNewNicksOfBothAtOnce()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, "yuki");
    bench.say(2, R"({"type":"direct","to":"mika","content":"psst"})");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.take(id);
    bench.connect(3);
    Nick mika;
    mika.nick = u"Mika2"_s;
    Nick yuki;
    yuki.nick = u"Yuki2"_s;
    Hello again;
    again.v = 2;
    again.resume = ResumeRequest{QString::fromLatin1(secret)};
    bench.handle({{1, 1, mika}, {2, 0, yuki}, {3, 1, again}});
    QCOMPARE(bench.takeObjects(2).value(0)["new_nick"_L1].toString(), u"Mika2"_s);
    QCOMPARE(bench.takeObjects(1).value(1)["new_nick"_L1].toString(), u"Yuki2"_s);
    const QJsonArray directs = bench.takeObjects(3).value(0)["directs"_L1].toArray();
    QCOMPARE(directs.size(), 1);
    QCOMPARE(directs[0].toObject()["nick"_L1].toString(), u"Yuki2"_s);
}

// Rather too many than somebody who then writes to another one.
void TestGreeting::tellsOfANewNickWhoeverItMayConcern()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    bench.say(2, R"({"type":"direct","to":"mika","content":"psst"})");
    bench.connect(3);
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}, ConnectionId{3}})
        (void)bench.take(id);
    bench.history.isReadable = false;
    (void)bench.request(1, R"({"type":"nick","nick":"Mika2"})");
    QCOMPARE(bench.takeObjects(2).value(0)["new_nick"_L1].toString(), u"Mika2"_s);
    QVERIFY(bench.take(3).isEmpty()); // version 1
}

// Or the next word to the old name is for whoever has it by then.
void TestGreeting::tellsOfANewNickWhereAllThatWasSaidIsPruned()
{
    ChatBench bench;
    bench.history.keepFor(1s);
    (void)bench.hello(1, "mika");
    const QByteArray secret = bench.hello(2, "yuki")["session"_L1].toString().toUtf8();
    bench.say(2, R"({"type":"direct","to":"mika","content":"psst"})");
    bench.clock.advance(10s);
    QVERIFY(bench.history.tend(bench.clock.wallTime()) > 0ms);
    (void)bench.take(2);
    (void)bench.request(1, R"({"type":"nick","nick":"Mika2"})");
    QCOMPARE(bench.takeObjects(2).value(0)["new_nick"_L1].toString(), u"Mika2"_s);
    // There is nothing to read.
    const QJsonObject again = bench.hello(3, {}, R"(,"resume":{"session":")" + secret + R"("})");
    QVERIFY(again["directs"_L1].toArray().isEmpty());
    bench.disconnect(1);
    bench.advance(4s);
    QCOMPARE(bench.takeTypes(2), "presence_event"_ba);
}

void TestGreeting::showsNobodyWhoseNickIsRefused()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    bench.disconnect(1);
    bench.advance(10s);
    (void)bench.take(2);
    const QByteArray resume = R"(,"resume":{"session":")" + secret + R"("})";
    QCOMPARE(bench.hello(3, "yuki", resume)["name"_L1].toString(), u"NICK_IN_USE"_s);
    bench.advance(10s);
    QVERIFY(bench.take(2).isEmpty());
    const QJsonObject answer =
        bench.request(3, R"({"type":"hello","v":2,"nick":"ken")" + resume + '}');
    QCOMPARE(answer["resumed"_L1].toBool(), true);
    QCOMPARE(bench.takeTypes(2), "presence_event presence_event"_ba); // is here, and called ken
}

void TestGreeting::comesBackUnderANameOfItsOwnChoice()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "bob")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    bench.disconnect(1);
    bench.advance(10s);
    (void)bench.hello(3, "bob"); // another one
    (void)bench.take(2);
    (void)bench.hello(4, "rob", R"(,"resume":{"session":")" + secret + R"("})");
    const QList<QJsonObject> events = bench.takeObjects(2);
    QCOMPARE(events.size(), 1);
    QCOMPARE(events[0]["event"_L1].toString(), u"join"_s);
    QCOMPARE(events[0]["nick"_L1].toString(), u"rob"_s);
}

void TestGreeting::tellsWhoIsAway()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    const QJsonObject answer = bench.request(1, R"({"type":"away","away":"tea"})");
    QCOMPARE(answer["away"_L1].toString(), u"tea"_s);
    QCOMPARE(bench.takeObjects(2).value(0)["event"_L1].toString(), u"away"_s);
    const QJsonObject who = bench.request(2, R"({"type":"who","room":"tea"})");
    QCOMPARE(who["members"_L1].toArray()[0].toObject()["away"_L1].toString(), u"tea"_s);
    (void)bench.request(1, R"({"type":"away"})");
    QCOMPARE(bench.takeObjects(2).value(0)["event"_L1].toString(), u"back"_s);
    (void)bench.request(1, R"({"type":"away"})"); // no news
    QVERIFY(bench.take(2).isEmpty());
    const QJsonObject plain =
        bench.request(1, R"({"type":"away","away":" a\r\nb\u202ec\u001b[31m\ud800"})");
    QCOMPARE(plain["away"_L1].toString(), QStringLiteral(u"a b c [31m?"));
}

void TestGreeting::tellsTheOtherConnectionsThatOneIsAway()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    const QByteArray resume = R"(,"resume":{"session":")" + secret + R"("})";
    QVERIFY(!bench.hello(2, "mika", resume).contains("away"_L1));
    (void)bench.request(1, R"({"type":"away","away":"tea"})");
    const QJsonObject event = bench.takeObjects(2).value(0);
    QCOMPARE(event["event"_L1].toString(), u"away"_s);
    QCOMPARE(event["away"_L1].toString(), u"tea"_s);
    QCOMPARE(bench.hello(3, "mika", resume)["away"_L1].toString(), u"tea"_s);
    (void)bench.request(2, R"({"type":"away"})");
    QCOMPARE(bench.takeObjects(1).value(0)["event"_L1].toString(), u"back"_s);
    QVERIFY(bench.take(2).isEmpty()); // who asked has got the answer
}

void TestGreeting::tellsOfAwayAlsoInDirectConversations()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    (void)bench.hello(3, "ken");
    bench.say(2, R"({"type":"direct","to":"mika","content":"psst"})");
    (void)bench.take(2);
    (void)bench.request(1, R"({"type":"away","away":"tea"})");
    const QJsonObject away = bench.takeObjects(2).value(0);
    QCOMPARE(away["event"_L1].toString(), u"away"_s);
    QCOMPARE(away["away"_L1].toString(), u"tea"_s);
    QVERIFY(!away.contains("room"_L1));
    (void)bench.request(1, R"({"type":"away"})");
    QCOMPARE(bench.takeObjects(2).value(0)["event"_L1].toString(), u"back"_s);
    QVERIFY(bench.take(3).isEmpty());
}

// As the answer to `join` says it of one of them.
void TestGreeting::tellsWhichCorrespondentsArePresent()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    const QByteArray resume = R"(,"resume":{"session":")" + secret + R"("})";
    (void)bench.hello(2, "yuki");
    bench.say(2, R"({"type":"direct","to":"mika","content":"psst"})");
    (void)bench.request(2, R"({"type":"away","away":"tea"})");
    const auto yuki = [&](ConnectionId id) {
        return bench.hello(id, {}, resume)["directs"_L1].toArray().at(0).toObject();
    };
    const auto members = [&](ConnectionId id) {
        return bench.request(id, R"({"type":"join","room":"@yuki"})")["members"_L1]
            .toArray()
            .size();
    };
    const QJsonObject there = yuki(3);
    QCOMPARE(there["present"_L1].toBool(), true);
    QCOMPARE(there["away"_L1].toString(), u"tea"_s);
    QCOMPARE(members(3), 2);
    bench.disconnect(2);
    bench.advance(2s); // may come back
    QCOMPARE(yuki(4)["present"_L1].toBool(), true);
    QCOMPARE(members(4), 2);
    bench.advance(2s);
    const QJsonObject gone = yuki(5);
    QCOMPARE(gone["nick"_L1].toString(), u"yuki"_s);
    QCOMPARE(gone["present"_L1].toBool(true), false);
    QVERIFY(!gone.contains("away"_L1));
    QCOMPARE(members(5), 1);
}

void TestGreeting::listsNoConversationByTheNameOfAnother()
{
    ChatBench bench;
    const auto resume = [](const QJsonObject &welcome) -> QByteArray {
        return R"(,"resume":{"session":")" + welcome["session"_L1].toString().toUtf8() + R"("})";
    };
    const QByteArray bob = resume(bench.hello(1, "bob"));
    const QByteArray xan = resume(bench.hello(2, "xan"));
    bench.say(1, R"({"type":"direct","to":"xan","content":"psst"})");
    const QJsonValue epoch = bench.takeObjects(2).value(0)["epoch"_L1];
    bench.disconnect(1);
    (void)bench.hello(3, "Bob"); // to whom nothing was said
    QVERIFY(bench.hello(4, {}, xan)["directs"_L1].toArray().isEmpty());
    (void)bench.request(3, R"({"type":"nick","nick":"rob"})");
    // The name is free again, and leads to whom it was known as before.
    const QJsonArray directs = bench.hello(5, {}, xan)["directs"_L1].toArray();
    QCOMPARE(directs.size(), 1);
    QCOMPARE(directs[0].toObject()["nick"_L1].toString(), u"bob"_s);
    QCOMPARE(epoch, directs[0].toObject()["epoch"_L1]);
    QCOMPARE(directs[0].toObject()["present"_L1].toBool(true), false);
    QCOMPARE(epoch, bench.request(5, R"({"type":"join","room":"@bob"})")["epoch"_L1]);
    QCOMPARE(bench.request(5, R"({"type":"direct","id":"d","to":"bob","content":"?"})")["offset"_L1]
                 .toInteger(),
             2);
    const QJsonObject back = bench.hello(6, {}, bob);
    QCOMPARE(back["nick"_L1].toString(), u"bob"_s);
    QCOMPARE(back["directs"_L1].toArray().at(0).toObject()["offset"_L1].toInteger(), 2);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestGreeting)
#include "tst_greeting.moc"
