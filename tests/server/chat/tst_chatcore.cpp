#include "server/transport/frame.h"
#include "tests/server/chat/chatbench.h"
#include "tests/server/chat/randomchat.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

Broadcast broadcastOf(const char *content)
{
    Broadcast message;
    message.content = *RawJson::parse(content);
    return message;
}

Custom customOf(const char *source)
{
    Custom message;
    message.source = source;
    return message;
}

} // namespace

class TestChatCore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsOthersWhoComesAndGoes();
    void broadcastsToEverybody();
    void forwardsToOthers();
    void passesThrough();
    void notifiesEverybody();
    void ignoresWhoIsUnknown();
    void forwardsWithinARoom();
    void showsWhoTypes();
    void tellsAtOnceWhatIsNotAnswered();
    void answersTogetherWhatIsReady();
    void letsManyRequestsWait();
    void answersTheOperator();
    void countsErrorsAndRooms();
    void saysWhenALongAnswerIsGiven();
    void boundsWhatWaitsForTheDisk();
    void keepsItsPromisesWhateverHappens();
};

void TestChatCore::tellsOthersWhoComesAndGoes()
{
    ChatBench bench;
    bench.connect(1);
    QVERIFY(bench.take(1).isEmpty());
    bench.connect(2);
    QVERIFY(bench.take(2).isEmpty());
    QCOMPARE(bench.take(1),
             QByteArrayList{R"({"type":"client_connected","client_id":"127.0.0.1:2",)"
                            R"("timestamp":"2025-12-14T10:00:05","total_clients":2})"});
    bench.disconnect(1);
    QVERIFY(bench.take(1).isEmpty());
    QCOMPARE(bench.take(2),
             QByteArrayList{R"({"type":"client_disconnected","client_id":"127.0.0.1:1",)"
                            R"("timestamp":"2025-12-14T10:00:05","total_clients":1})"});
}

void TestChatCore::broadcastsToEverybody()
{
    ChatBench bench;
    bench.handle({{1, 0, Connected{u"unix:1"_s}},
                  {2, 1, Connected{u"unix:2"_s}},
                  {1, 0, broadcastOf("[1.0]")}});
    const QByteArray expected = R"({"type":"broadcast_message","from":"unix:1","content":[1.0],)"
                                R"("timestamp":"2025-12-14T10:00:05","room":"lobby","offset":1,)"
                                R"("ts":1765674005000})";
    QCOMPARE(bench.take(1).last(), expected);
    QCOMPARE(bench.take(2), QByteArrayList{expected});
}

void TestChatCore::forwardsToOthers()
{
    ChatBench bench;
    bench.handle({{1, 0, Connected{u"unix:1"_s}},
                  {2, 1, Connected{u"unix:2"_s}},
                  {2, 1, customOf(R"({"type":"lab.temp","c":1.50})")}});
    QVERIFY(bench.take(2).isEmpty());
    QCOMPARE(bench.take(1).last(),
             R"({"type":"message","from":"unix:2","data":{"type":"lab.temp","c":1.50},)"
             R"("timestamp":"2025-12-14T10:00:05"})"_ba);
}

void TestChatCore::passesThrough()
{
    ChatBench bench;
    bench.connect(1);
    bench.handle({{1, 1, Broadcast{}}, {1, 1, Passthrough{{"\x81\x04pong"_ba}}}});
    const QByteArrayList got = bench.take(1);
    QCOMPARE(got.size(), 2);
    QCOMPARE(got[1], "pong"_ba);
}

void TestChatCore::notifiesEverybody()
{
    ChatBench bench;
    bench.connect(1);
    bench.connect(2);
    bench.handle({{0, 0, NotifyAll{u"お茶"_s}}, {0, 0, HeartbeatDue{}}});
    const QByteArrayList expected{
        R"({"type":"server_notification","message":"お茶","timestamp":"2025-12-14T10:00:05"})",
        R"({"type":"server_heartbeat","message":"サーバーは稼働中です",)"
        R"("timestamp":"2025-12-14T10:00:05","connected_clients":2})"};
    QCOMPARE(bench.take(1).mid(1), expected);
    QCOMPARE(bench.take(2), expected);
}

void TestChatCore::ignoresWhoIsUnknown()
{
    ChatBench bench;
    bench.connect(1);
    bench.handle({{9, 0, Broadcast{}}, {9, 0, customOf("{}")}, {9, 0, Disconnected{}}});
    QVERIFY(bench.take(1).isEmpty());
}

void TestChatCore::forwardsWithinARoom()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    (void)bench.take(1);
    bench.say(1, R"({"type":"lab.temp","room":"tea","c":1.50})");
    QVERIFY(bench.take(1).isEmpty());
    QCOMPARE(bench.take(2), QByteArrayList{R"({"type":"message","from":"127.0.0.1:1",)"
                                           R"("data":{"type":"lab.temp","room":"tea","c":1.50},)"
                                           R"("timestamp":"2025-12-14T10:00:05","room":"tea",)"
                                           R"("from_nick":"mika"})"});
}

void TestChatCore::showsWhoTypes()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    (void)bench.take(1);
    bench.say(1, R"({"type":"typing","room":"tea","state":"active"})");
    bench.say(1, R"({"type":"typing","room":"@yuki","state":"done"})");
    bench.say(1, R"({"type":"typing","room":"elsewhere","state":"done"})");
    QCOMPARE(bench.take(2),
             QByteArrayList({R"({"type":"typing","room":"tea","from":"mika","state":"active"})",
                             R"({"type":"typing","room":"@mika","from":"mika","state":"done"})"}));
    QVERIFY(bench.take(1).isEmpty());
}

// Nobody waits for an answer to these.
void TestChatCore::tellsAtOnceWhatIsNotAnswered()
{
    ChatBench bench;
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}}) {
        (void)bench.hello(id, "n" + QByteArray::number(id));
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    }
    (void)bench.holdDisk();
    (void)bench.take(2);
    bench.say(1, R"({"type":"broadcast","id":"1","room":"tea","content":1})");
    bench.say(1, R"({"type":"typing","room":"tea","state":"done"})");
    bench.say(1, R"({"type":"lab.x","room":"tea"})");
    QCOMPARE(bench.takeTypes(2), "broadcast_message typing message"_ba);
    bench.say(1, R"({"type":"away","away":"tea"})");
    bench.say(1, R"({"type":"lab.y","room":"tea"})");
    QVERIFY(bench.take(2).isEmpty()); // behind something that is
    bench.sync(1000);
    QCOMPARE(bench.takeTypes(2), "presence_event message"_ba);
}

// Not one with each time that the disk has been asked.
void TestChatCore::answersTogetherWhatIsReady()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.holdDisk();
    QByteArrayList expected;
    for (int i = 0; i < 100; ++i) {
        const QByteArray id = QByteArray::number(i);
        bench.say(1, R"({"type":"broadcast","id":")" + id + R"(","content":1})");
        const QByteArray echo = R"({"type":"echo_response","id":")" + id + R"("})";
        bench.ask(1, Passthrough{encodeTextFrame(echo)});
        expected += {"ack", id, "echo_response", id};
    }
    QVERIFY(bench.take(1).isEmpty());
    bench.sync(1000);
    QByteArrayList answers;
    for (const QJsonObject &answer : bench.takeObjects(1))
        answers += {answer["type"_L1].toString().toUtf8(), answer["id"_L1].toString().toUtf8()};
    QCOMPARE(answers, expected);
}

// As many small ones as fit.
void TestChatCore::letsManyRequestsWait()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.holdDisk();
    bench.say(1, R"({"type":"broadcast","id":"1","content":1})");
    for (int i = 0; i < 1500; ++i)
        bench.say(1, R"({"type":"who","room":"lobby"})");
    QVERIFY(bench.closed.empty());
    (void)bench.take(1);
    bench.sync(1000);
    QCOMPARE(bench.take(1).size(), 1501);
}

void TestChatCore::answersTheOperator()
{
    ChatBench bench;
    bench.connect(1);
    (void)bench.hello(2, "mika");
    (void)bench.request(2, R"({"type":"join","room":"tea"})");
    QStringList lines;
    const auto keep = [&lines](const QStringList &answer) { lines = answer; };
    bench.ask(0, OperatorQuestion{OperatorQuestion::About::Connections, keep});
    QCOMPARE(lines, (QStringList{u"127.0.0.1:1"_s, u"127.0.0.1:2 mika #tea"_s}));
    bench.ask(0, OperatorQuestion{OperatorQuestion::About::Rooms, keep});
    QCOMPARE(lines, (QStringList{u"#tea 1 0"_s, u"#lobby 0 0"_s}));
}

// Anything may happen in any order; then everybody has the same messages in the same order without
// a gap, every id was answered once, and who is said to be in a room is.
void TestChatCore::countsErrorsAndRooms()
{
    ChatBench bench;
    const auto count = [&bench](ErrorCode code) {
        return quint64{bench.meters.errors[std::size_t(code)]};
    };
    QCOMPARE(bench.meters.rooms.load(), -1);
    QCOMPARE(bench.meters.historyStreams.load(), -1);
    (void)bench.hello(1, "mika");
    QCOMPARE(bench.meters.rooms.load(), 1); // the lobby
    (void)bench.hello(2, "mika");
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    QCOMPARE(bench.meters.rooms.load(), 2);
    QCOMPARE(bench.meters.historyStreams.load(), 0);
    (void)bench.request(1, R"({"type":"broadcast","room":"tea","content":1})");
    QCOMPARE(bench.meters.historyStreams.load(), 1);
    (void)bench.request(1, R"({"type":"leave","room":"tea"})");
    (void)bench.request(1, R"({"type":"leave","room":"tea"})");
    QCOMPARE(bench.meters.rooms.load(), 1);
    QCOMPARE(count(ErrorCode::NickInUse), 1U);
    QCOMPARE(count(ErrorCode::UnknownRoom), 1U);
    QCOMPARE(count(ErrorCode::BadRequest), 0U);
    // What cannot be stored is refused when it is to be committed: also then once.
    bench.history.fault = FaultyHistory::Fault::Commit;
    (void)bench.request(1, R"({"type":"broadcast","id":"1","content":1})");
    QCOMPARE(count(ErrorCode::StoreUnavailable), 1U);
}

void TestChatCore::saysWhenALongAnswerIsGiven()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    (void)bench.request(1, R"({"type":"history","room":"tea","limit":10})");
    (void)bench.request(1, R"({"type":"rooms"})");
    (void)bench.request(1, R"({"type":"who","room":"tea"})");
    QCOMPARE(bench.answered[1], 4);
    (void)bench.request(1, R"({"type":"history","room":"@nobody"})"); // refused is answered, too
    QCOMPARE(bench.answered[1], 5);
    // Behind what is being stored it waits, as its answer does.
    bench.history.syncedTo = 0;
    bench.say(1, R"({"type":"broadcast","id":"1","room":"tea","content":1})");
    bench.say(1, R"({"type":"who","id":"2","room":"tea"})");
    QCOMPARE(bench.answered[1], 5);
    bench.sync(1000);
    QCOMPARE(bench.answered[1], 6);
}

// While the disk stands still, all together may ask for so much behind what is being stored.
void TestChatCore::boundsWhatWaitsForTheDisk()
{
    ChatBench bench;
    bench.history.syncedTo = 0;
    const Passthrough large{encodeTextFrame(QByteArray(1'000'000, 'x'))};
    const qsizetype bytes = large.frame.bytes.size();
    ConnectionId last = 0;
    qsizetype waiting = 0;
    while (bench.closed.empty() && last < 100) {
        ++last;
        (void)bench.hello(last, "n" + QByteArray::number(last));
        bench.say(last, R"({"type":"broadcast","id":"1","content":1})");
        for (int i = 0; i < 4 && bench.closed.empty(); ++i, waiting += bytes)
            bench.ask(last, large);
    }
    QCOMPARE(bench.closed.at(last).code, quint16{1013});
    QVERIFY(waiting > limits::allWaitingRequestBytes - bytes);
    QVERIFY(waiting < limits::allWaitingRequestBytes + 2 * bytes);

    // Nothing behind what was not taken is: the others would see it first.
    (void)bench.take(last);
    bench.say(last, R"({"type":"broadcast","id":"late","content":1})");
    bench.say(last, R"({"type":"rooms","id":"late"})");

    // A little is still taken, and when the disk goes on, much is again.
    const ConnectionId little = last + 1;
    (void)bench.hello(little, "little");
    bench.say(little, R"({"type":"broadcast","id":"1","content":1})");
    bench.say(little, R"({"type":"who","id":"2","room":"lobby"})");
    bench.sync(1000);
    bench.say(last, R"({"type":"broadcast","id":"later","content":1})");
    for (const QByteArray &text : bench.take(last))
        QVERIFY2(!text.contains("\"late"), text.constData());
    QCOMPARE(bench.closed.size(), std::size_t{1});
    QVERIFY(bench.take(little).constLast().contains(R"("type":"who_response")"));
    bench.history.syncedTo = 1000;
    bench.say(little, R"({"type":"broadcast","id":"3","content":1})");
    bench.ask(little, large);
    QCOMPARE(bench.closed.size(), std::size_t{1});
}

void TestChatCore::keepsItsPromisesWhateverHappens()
{
    for (quint32 seed = 1; seed <= 20; ++seed) {
        RandomChat chat(seed);
        for (int step = 0; step < 400; ++step)
            chat.step();
        chat.settle();
        QVERIFY2(chat.complaint().isEmpty(), chat.complaint().constData());
    }
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestChatCore)
#include "tst_chatcore.moc"
