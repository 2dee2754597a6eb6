#include "common/protocol/limits.h"
#include "server/chat/chatlimits.h"
#include "tests/server/chat/chatbench.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestRoomRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void joins();
    void namesRoomsInOneWay();
    void tellsNobodyThatAPastIsLostThatItCannotRead();
    void leaves();
    void leavesWithAllConnections();
    void saysHowManyThereAreWhenNotAllAreListed();
    void saysHowManyRoomsThereAre();
    void listsRoomsAnewOnlyNowAndThenAmongManyConversations();
    void listsRoomsAnewEachTimeWhereThereAreFew();
    void setsTopics();
    void answersATopicWhenTheDiskHasIt();
    void listsRooms();
    void knowsWhoIsThere();
    void boundsRoomsOfASession();
    void boundsJoinsPerSecond();
    void boundsRoomsThatMessagesMake();
    void boundsConversationsThatMessagesMake();
    void boundsWhatOneAddressMakes();
    void knowsNoRoomsWhoseOffsetsBeginLate();
    void joinsConversations();
};

void TestRoomRequests::joins()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    const QJsonObject first = bench.request(1, R"({"type":"join","id":"j","room":"tea"})");
    QCOMPARE(first["type"_L1].toString(), u"join_response"_s);
    QCOMPARE(first["id"_L1].toString(), u"j"_s);
    QCOMPARE(first["room"_L1].toString(), u"tea"_s);
    QCOMPARE(first["epoch"_L1].toString(), u"e1"_s);
    QCOMPARE(first["offset"_L1].toInteger(-1), 0);
    QCOMPARE(first["recovered"_L1].toBool(), false);
    const QJsonObject second = bench.request(2, R"({"type":"join","room":"tea"})");
    QCOMPARE(second["members"_L1].toArray().size(), 2);
    const QList<QJsonObject> told = bench.takeObjects(1);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told[0]["event"_L1].toString(), u"join"_s);
    QCOMPARE(told[0]["nick"_L1].toString(), u"yuki"_s);
    bench.say(2, R"({"type":"join","room":"tea"})"); // again: no news
    QVERIFY(bench.take(1).isEmpty());
}

void TestRoomRequests::namesRoomsInOneWay()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    const QJsonObject joined = bench.request(1, "{\"type\":\"join\",\"room\":\"\x23ＴＥＡ\"}");
    QCOMPARE(joined["room"_L1].toString(), u"tea"_s);
    QCOMPARE(bench.request(1, R"({"type":"join","room":"a b"})")["name"_L1].toString(),
             u"BAD_REQUEST"_s);
}

void TestRoomRequests::tellsNobodyThatAPastIsLostThatItCannotRead()
{
    ChatBench bench;
    bench.history.hasBeenOpen = false;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    for (const QByteArray room : {"tea", "@yuki"}) {
        const QJsonObject refused = bench.request(1, R"({"type":"join","room":")" + room +
                                                         R"(","since":{"epoch":"e0","offset":5}})");
        QCOMPARE(refused["name"_L1].toString(), u"STORE_UNAVAILABLE"_s);
        QVERIFY(refused["retry_after_ms"_L1].toInteger() > 0);
    }
    // Who has nothing yet can come in and talk.
    QCOMPARE(bench.request(1, R"({"type":"join","room":"tea"})")["type"_L1].toString(),
             u"join_response"_s);
}

void TestRoomRequests::leaves()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    QCOMPARE(bench.request(2, R"({"type":"leave","room":"tea"})")["type"_L1].toString(),
             u"leave_response"_s);
    QCOMPARE(bench.takeObjects(1).value(1)["event"_L1].toString(), u"leave"_s);
    bench.say(1, R"({"type":"broadcast","room":"tea","content":1})");
    QVERIFY(bench.take(2).isEmpty());
    QCOMPARE(bench.request(2, R"({"type":"leave","room":"tea"})")["name"_L1].toString(),
             u"UNKNOWN_ROOM"_s);
    QCOMPARE(bench.request(2, R"({"type":"leave","room":"a b"})")["name"_L1].toString(),
             u"BAD_REQUEST"_s);
}

void TestRoomRequests::leavesWithAllConnections()
{
    ChatBench bench;
    const QByteArray session = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, {}, R"(,"resume":{"session":")" + session + R"("})");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    (void)bench.take(1);
    (void)bench.take(2);
    QCOMPARE(bench.request(1, R"({"type":"leave","room":"tea"})")["type"_L1].toString(),
             u"leave_response"_s);
    const auto told = bench.takeObjects(2);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.value(0)["event"_L1].toString(), u"leave"_s);
    QCOMPARE(told.value(0)["nick"_L1].toString(), u"mika"_s);
}

void TestRoomRequests::saysHowManyThereAreWhenNotAllAreListed()
{
    ChatBench bench;
    // They come back to the room, which is quicker than to list the others to each who joins.
    const auto secretOf = [](ConnectionId id) {
        return QByteArray("secret").append(QByteArray::number(id));
    };
    QVERIFY(!bench.history.begin());
    for (ConnectionId id = 1; id <= limits::listedMembers; ++id) {
        const auto number = qint64(1'000'000 + id); // none that the chat would choose
        const QString nick = u"p%1"_s.arg(id);
        const QByteArray hash = QCryptographicHash::hash(secretOf(id), QCryptographicHash::Sha256);
        QVERIFY(!bench.history.savePerson({number, nick, nick}));
        QVERIFY(!bench.history.saveSession({number, hash, number, {u"tea"_s}, 0}));
    }
    QVERIFY(bench.history.commit().hasValue());
    for (ConnectionId id = 1; id <= limits::listedMembers; ++id)
        (void)bench.hello(id, {}, R"(,"resume":{"session":")" + secretOf(id) + R"("})");
    QJsonObject who = bench.request(1, R"({"type":"who","room":"tea"})");
    QCOMPARE(who["members"_L1].toArray().size(), limits::listedMembers);
    QVERIFY(!who.contains("count"_L1));
    const ConnectionId last = limits::listedMembers + 1;
    (void)bench.hello(last, "last");
    const QJsonObject joined = bench.request(last, R"({"type":"join","room":"tea"})");
    QCOMPARE(joined["members"_L1].toArray().size(), limits::listedMembers);
    QCOMPARE(joined["count"_L1].toInteger(), limits::listedMembers + 1);
    who = bench.request(1, R"({"type":"who","room":"tea"})");
    QCOMPARE(who["members"_L1].toArray().size(), limits::listedMembers);
    QCOMPARE(who["count"_L1].toInteger(), limits::listedMembers + 1);
}

void TestRoomRequests::saysHowManyRoomsThereAre()
{
    ChatBench bench;
    QVERIFY(!bench.history.begin());
    for (int room = 1; room <= limits::listedRooms; ++room) {
        NewItem item;
        item.stream = u"r%1"_s.arg(room);
        item.body = "{}";
        QVERIFY(bench.history.append(item).hasValue());
    }
    QVERIFY(bench.history.commit().hasValue());
    (void)bench.hello(1, "mika");
    // The lobby is there, too.
    const QJsonObject cut = bench.request(1, R"({"type":"rooms"})");
    QCOMPARE(cut["rooms"_L1].toArray().size(), limits::listedRooms);
    QCOMPARE(cut["count"_L1].toInteger(), limits::listedRooms + 1);
}

void TestRoomRequests::listsRoomsAnewOnlyNowAndThenAmongManyConversations()
{
    ChatBench bench;
    QVERIFY(!bench.history.begin());
    for (PersonId other = 1; other <= limits::listedRooms; ++other) {
        NewItem item;
        item.stream = directStream(other, other + 1);
        item.body = "{}";
        QVERIFY(bench.history.append(item).hasValue());
    }
    QVERIFY(bench.history.commit().hasValue());
    (void)bench.hello(1, "mika");
    bench.history.atRooms = [&bench] { bench.clock.advance(5ms); };
    const auto listed = [&bench] {
        return bench.request(1, R"({"type":"rooms"})")["rooms"_L1].toArray().size();
    };
    QCOMPARE(listed(), 1); // the lobby
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    QCOMPARE(listed(), 1);
    bench.clock.advance(5ms * limits::dearListRest);
    QCOMPARE(listed(), 2);
}

void TestRoomRequests::listsRoomsAnewEachTimeWhereThereAreFew()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    bench.history.atRooms = [&bench] { bench.clock.advance(5ms); };
    (void)bench.request(1, R"({"type":"rooms"})");
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    const QJsonObject answer = bench.request(1, R"({"type":"rooms"})");
    QCOMPARE(answer["rooms"_L1].toArray().size(), 2);
}

void TestRoomRequests::setsTopics()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    const QJsonObject answer =
        bench.request(1, R"({"type":"topic","room":"tea","topic":" 緑茶 "})");
    QCOMPARE(answer["topic"_L1].toString(), u"緑茶"_s);
    const QJsonObject event = bench.takeObjects(2).value(0);
    QCOMPARE(event["type"_L1].toString(), u"room_event"_s);
    QCOMPARE(event["nick"_L1].toString(), u"mika"_s);
    (void)bench.hello(3, "ken");
    QCOMPARE(bench.request(3, R"({"type":"topic","room":"tea","topic":"x"})")["name"_L1].toString(),
             u"UNKNOWN_ROOM"_s);
    QCOMPARE(bench.request(3, R"({"type":"join","room":"tea"})")["topic"_L1].toString(), u"緑茶"_s);
    const QJsonObject plain = bench.request(
        1, R"({"type":"topic","room":"tea","topic":"a\u0000b\n\u202ec\u2066 d\u200de \ud800f"})");
    QCOMPARE(plain["topic"_L1].toString(), QStringLiteral(u"a b c d\u200de ?f"));
    QCOMPARE(bench.request(1, R"({"type":"topic","room":"a b","topic":"x"})")["name"_L1].toString(),
             u"BAD_REQUEST"_s);
    bench.history.hasTooManyStreams = true; // to ask again would not help
    const QJsonObject full = bench.request(1, R"({"type":"topic","room":"tea","topic":"x"})");
    QCOMPARE(full["name"_L1].toString(), u"RATE_LIMITED"_s);
    QVERIFY(!full.contains("retry_after_ms"_L1));
    QCOMPARE(bench.usedUp, QList<qint64>{bench.history.streamCount()});
    (void)bench.request(1, R"({"type":"topic","room":"tea","topic":"y"})");
    QCOMPARE(bench.usedUp.size(), 1); // the operator knows
    bench.clock.advance(limits::usedUpQuiet);
    (void)bench.request(1, R"({"type":"topic","room":"tea","topic":"y"})");
    QCOMPARE(bench.usedUp.size(), 2);
    bench.history.fault = FaultyHistory::Fault::Begin;
    const QJsonObject refused = bench.request(1, R"({"type":"topic","room":"tea","topic":"x"})");
    QCOMPARE(refused["name"_L1].toString(), u"STORE_UNAVAILABLE"_s);
    QVERIFY(refused["retry_after_ms"_L1].toInteger() > 0);
}

void TestRoomRequests::answersATopicWhenTheDiskHasIt()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    const CommitNumber before = bench.holdDisk();
    bench.say(1, R"({"type":"topic","room":"tea","topic":"green"})");
    QCOMPARE(bench.takeTypes(1), "room_event"_ba);
    QCOMPARE(bench.history.hurried, before + 1);
    bench.say(1, R"({"type":"rooms"})"); // behind it
    bench.sync(before);
    QVERIFY(bench.take(1).isEmpty());
    bench.sync(before + 1);
    QCOMPARE(bench.takeTypes(1), "topic_response rooms_response"_ba);
}

void TestRoomRequests::listsRooms()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    bench.say(1, R"({"type":"broadcast","room":"builds","content":"done"})");
    const QJsonArray rooms = bench.request(1, R"({"type":"rooms","id":"r"})")["rooms"_L1].toArray();
    QStringList names;
    for (const auto &room : rooms)
        names.append(room.toObject()["room"_L1].toString());
    QCOMPARE(names, (QStringList{u"tea"_s, u"builds"_s, u"lobby"_s}));
    QCOMPARE(rooms[0].toObject()["members"_L1].toInteger(), 1);
    QCOMPARE(rooms[1].toObject()["offset"_L1].toInteger(), 1);
}

void TestRoomRequests::knowsWhoIsThere()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    QCOMPARE(bench.request(1, R"({"type":"who","room":"tea"})")["name"_L1].toString(),
             u"UNKNOWN_ROOM"_s);
    QVERIFY(bench.request(1, R"({"type":"who","room":"lobby"})")["members"_L1].isArray());
}

void TestRoomRequests::boundsRoomsOfASession()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    for (int i = 0; i < limits::roomsPerSession; ++i)
        (void)bench.request(1, R"({"type":"join","room":"r)" + QByteArray::number(i) + R"("})");
    QCOMPARE(bench.request(1, R"({"type":"join","room":"more"})")["name"_L1].toString(),
             u"RATE_LIMITED"_s);
    QCOMPARE(bench.request(1, R"({"type":"join","room":"r1"})")["type"_L1].toString(),
             u"join_response"_s);
}

void TestRoomRequests::boundsJoinsPerSecond()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    for (int i = 0; i < limits::changeBurst; ++i)
        bench.say(1, R"({"type":"join","room":"tea"})");
    const QJsonObject refused = bench.request(1, R"({"type":"join","room":"tea"})");
    QCOMPARE(refused["name"_L1].toString(), u"RATE_LIMITED"_s);
    bench.clock.advance(std::chrono::milliseconds(refused["retry_after_ms"_L1].toInteger()));
    QCOMPARE(bench.request(1, R"({"type":"join","room":"tea"})")["type"_L1].toString(),
             u"join_response"_s);
}

void TestRoomRequests::boundsRoomsThatMessagesMake()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    const auto post = [&bench](int room) {
        const QByteArray number = QByteArray::number(room);
        return bench.request(1, R"({"type":"broadcast","id":"p)" + number + R"(","room":"r)" +
                                    number + R"(","content":1})");
    };
    for (int i = 0; i < limits::changeBurst; ++i)
        QCOMPARE(post(i)["type"_L1].toString(), u"ack"_s);
    const QJsonObject refused = post(limits::changeBurst);
    QCOMPARE(refused["name"_L1].toString(), u"RATE_LIMITED"_s);
    bench.say(1, R"({"type":"broadcast","id":"again","room":"r7","content":1})"); // is there
    QVERIFY(bench.take(1).constLast().contains(R"("type":"ack")"));
    QCOMPARE(bench.history.rooms().size(), limits::changeBurst);
    bench.clock.advance(std::chrono::milliseconds(refused["retry_after_ms"_L1].toInteger()));
    QCOMPARE(post(limits::changeBurst)["type"_L1].toString(), u"ack"_s);
}

void TestRoomRequests::boundsConversationsThatMessagesMake()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    for (ConnectionId other = 2; other <= limits::changeBurst + 2; ++other)
        (void)bench.hello(other, "n" + QByteArray::number(other));
    const auto write = [&bench](ConnectionId other) {
        return bench.request(1, R"({"type":"direct","id":"d","to":"n)" + QByteArray::number(other) +
                                    R"(","content":)" + QByteArray::number(other) + '}');
    };
    for (ConnectionId other = 2; other < limits::changeBurst + 2; ++other) {
        bench.say(1,
                  R"({"type":"direct","to":"n)" + QByteArray::number(other) + R"(","content":1})");
        QCOMPARE(bench.takeTypes(other).right(14), "direct_message"_ba);
    }
    QCOMPARE(write(limits::changeBurst + 2)["name"_L1].toString(), u"RATE_LIMITED"_s);
    QCOMPARE(write(2)["type"_L1].toString(), u"ack"_s); // is there
}

// Who comes back as somebody else again and again makes no more rooms than before.
void TestRoomRequests::boundsWhatOneAddressMakes()
{
    ChatBench bench;
    const auto visit = [&bench](ConnectionId connection, const QString &address) {
        bench.ask(connection, Connected{u"%1:%2"_s.arg(address).arg(connection)});
        return bench.request(connection, R"({"type":"hello","v":2})")["type"_L1].toString();
    };
    int made = 0;
    QString refusedBy;
    for (ConnectionId connection = 1; connection < 100 && refusedBy.isEmpty(); ++connection) {
        if (visit(connection, u"192.0.2.1"_s) != "hello_response"_L1)
            refusedBy = u"hello"_s;
        else
            ++made;
        for (int i = 0; i < limits::roomsPerSession && refusedBy.isEmpty(); ++i) {
            const QByteArray room = QByteArray::number(connection) + '-' + QByteArray::number(i);
            const QJsonObject answer =
                bench.request(connection, R"({"type":"join","room":")" + room + "\"}");
            if (answer["name"_L1].toString() == "RATE_LIMITED"_L1)
                refusedBy = u"join"_s;
            else
                ++made;
        }
        bench.disconnect(connection);
    }
    QCOMPARE(refusedBy, u"join"_s);
    QCOMPARE(made, limits::creationBurst);
    QCOMPARE(visit(200, u"192.0.2.1"_s), u"error"_s);
    QCOMPARE(visit(201, u"192.0.2.2"_s), u"hello_response"_s);
    const QJsonObject there = bench.request(201, R"({"type":"join","room":"1-0"})");
    QCOMPARE(there["type"_L1].toString(), u"join_response"_s);
    bench.clock.advance(1s);
    QCOMPARE(visit(202, u"192.0.2.1"_s), u"hello_response"_s);
}

void TestRoomRequests::knowsNoRoomsWhoseOffsetsBeginLate()
{
    ChatBench bench;
    bench.history.floor = 1 << 20; // the machine ended uncleanly
    (void)bench.hello(1, "mika");
    for (const char *const question :
         {R"({"type":"who","room":"tea"})", R"({"type":"history","room":"tea"})"})
        QCOMPARE(bench.request(1, question)["name"_L1].toString(), u"UNKNOWN_ROOM"_s);
}

void TestRoomRequests::joinsConversations()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    QCOMPARE(bench.request(1, R"({"type":"join","room":"@yuki"})")["name"_L1].toString(),
             u"NO_SUCH_USER"_s);
    (void)bench.hello(2, "Yuki");
    bench.say(2, R"({"type":"direct","to":"mika","content":"psst"})");
    const QJsonObject joined = bench.request(1, R"({"type":"join","room":"@yuki","limit":9})");
    QCOMPARE(joined["room"_L1].toString(), u"@Yuki"_s);
    QCOMPARE(joined["items"_L1].toArray()[0].toObject()["content"_L1].toString(), u"psst"_s);
    QCOMPARE(joined["offset"_L1].toInteger(), 1);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestRoomRequests)
#include "tst_roomrequests.moc"
