#include "tests/server/chat/chatbench.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestPosting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsEverybodyWhere();
    void acknowledgesWhenTheDiskHasIt();
    void answersWithoutWaitingForTheChat();
    void wantsNewsOnlyWhereSomethingWaits();
    void answersInOrder();
    void waitsForTheDiskOnlyWhereAnAnswerIsOwed();
    void storesARetryOnce();
    void refusesAnIdOfAnotherRoom();
    void refusesAnIdOfAnotherMessage();
    void tellsBothOfAConversation();
    void repeatsWhatWasSaidToANameOfThePast();
    void isNotToldThatThereIsNobodyWhereItCannotBeKnown();
    void doesNotKnowTheNameOfAMomentAgo();
    void savesWhoSaysSomethingInTime();
    void refusesWhenTheStoreFails();
    void takesBackWhatCouldNotBeCommitted();
    void takesBackWhatWasRepeatedBeforeItWasCommitted();
    void closesWhenTheHistoryBeginsAnew();
    void neverAcknowledgesWhatWasLost();
    void numbersWhatIsSaidByTheNewHistory();
    void commitsABatchAtOnce();
    void saysWhatWaitsBeforeItGoes();
    void doesWhatWaitsBeforeItGoes();
};

void TestPosting::tellsEverybodyWhere()
{
    ChatBench bench;
    bench.connect(1);
    (void)bench.hello(2, "mika");
    (void)bench.request(2, R"({"type":"join","room":"lobby"})");
    (void)bench.take(1);
    bench.say(2, R"({"type":"broadcast","id":"m1","content":[1.0]})");
    QCOMPARE(bench.take(1),
             QByteArrayList{R"({"type":"broadcast_message","from":"127.0.0.1:2","content":[1.0],)"
                            R"("timestamp":"2025-12-14T10:00:05","room":"lobby","offset":1,)"
                            R"("ts":1765674005000,"from_nick":"mika"})"});
    QCOMPARE(bench.take(2),
             QByteArrayList({R"({"type":"broadcast_message","from":"127.0.0.1:2","content":[1.0],)"
                             R"("timestamp":"2025-12-14T10:00:05","room":"lobby","offset":1,)"
                             R"("ts":1765674005000,"from_nick":"mika","id":"m1"})",
                             R"({"type":"ack","id":"m1","room":"lobby","epoch":"e1","offset":1,)"
                             R"("ts":1765674005000})"}));
    bench.say(1, R"({"type":"broadcast","content":"v1"})");
    QCOMPARE(bench.takeObjects(2).last()["offset"_L1].toInteger(), 2);
}

void TestPosting::acknowledgesWhenTheDiskHasIt()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    const CommitNumber before = bench.holdDisk();
    bench.say(1, R"({"type":"broadcast","id":"a","room":"tea","content":1})");
    QCOMPARE(bench.takeTypes(1), "broadcast_message"_ba);
    bench.sync(before);
    QVERIFY(bench.take(1).isEmpty());
    bench.sync(before + 1);
    QCOMPARE(bench.takeTypes(1), "ack"_ba);
}

void TestPosting::answersWithoutWaitingForTheChat()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    const CommitNumber before = bench.holdDisk();
    bench.say(1, R"({"type":"broadcast","id":"a","content":1})");
    bench.history.syncedTo = before + 1;
    (void)bench.desk.release(before + 1); // by the disk's thread
    QCOMPARE(bench.takeTypes(1), "ack"_ba);
    // The chat notices by itself.
    QCOMPARE(bench.request(1, R"({"type":"who","room":"lobby"})")["type"_L1].toString(),
             u"who_response"_s);
    bench.sync(before + 1);
    QVERIFY(bench.take(1).isEmpty());
}

void TestPosting::wantsNewsOnlyWhereSomethingWaits()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    const CommitNumber before = bench.holdDisk();
    bench.say(1, R"({"type":"broadcast","id":"a","content":1})");
    QVERIFY(!bench.desk.release(before));
    bench.say(1, R"({"type":"rooms"})");
    QVERIFY(bench.desk.release(before));
    bench.sync(before + 1);
    QCOMPARE(bench.takeTypes(1), "ack rooms_response"_ba);
    QVERIFY(!bench.desk.release(before + 1));
}

void TestPosting::answersInOrder()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    const CommitNumber before = bench.holdDisk();
    bench.say(1, R"({"type":"broadcast","id":"a","content":1})");
    bench.say(1, R"({"type":"broadcast","id":"b","room":"a b","content":1})");
    bench.say(1, R"({"type":"join","id":"c","room":"lobby","limit":5})");
    bench.ask(1, Passthrough{{"\x81\x02{}"_ba}});
    bench.say(1, R"({"type":"broadcast","id":"d","content":2})");
    QVERIFY(bench.take(1).isEmpty());
    bench.sync(before + 1);
    QCOMPARE(bench.takeTypes(1), "ack error join_response  broadcast_message"_ba);
    bench.sync(before + 9);
    QCOMPARE(bench.takeTypes(1), "ack"_ba);
}

void TestPosting::waitsForTheDiskOnlyWhereAnAnswerIsOwed()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    bench.connect(2);
    const CommitNumber before = bench.holdDisk();
    const CommitNumber hurried = bench.history.hurried;
    bench.say(1, R"({"type":"broadcast","content":1})");
    bench.say(2, R"({"type":"broadcast","content":2})");
    QCOMPARE(bench.history.hurried, hurried);
    QCOMPARE(bench.request(1, R"({"type":"who","room":"lobby"})")["type"_L1].toString(),
             u"who_response"_s);
    bench.say(1, R"({"type":"broadcast","id":"a","content":3})");
    QCOMPARE(bench.history.hurried, before + 3);
    bench.say(1, R"({"type":"broadcast","content":4})");
    bench.say(1, R"({"type":"rooms"})"); // behind the ack
    QVERIFY(bench.takeTypes(1).isEmpty());
    bench.sync(before + 3);
    QCOMPARE(bench.takeTypes(1), "ack rooms_response"_ba);
}

void TestPosting::storesARetryOnce()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    bench.say(1, R"({"type":"broadcast","id":"a","content":1})");
    QJsonObject again = bench.request(1, R"({"type":"broadcast","id":"a","content":1})");
    QCOMPARE(again["duplicate"_L1].toBool(), true);
    QCOMPARE(again["offset"_L1].toInteger(), 1);
    bench.restart();
    (void)bench.hello(2, {}, R"(,"resume":{"session":")" + secret + R"("})");
    again = bench.request(2, R"({"type":"broadcast","id":"a","content":1})");
    QCOMPARE(again["duplicate"_L1].toBool(), true);
    QCOMPARE(again["offset"_L1].toInteger(), 1);
    (void)bench.hello(3, "yuki"); // somebody else's ids are others
    QVERIFY(
        !bench.request(3, R"({"type":"broadcast","id":"a","content":1})").contains("duplicate"_L1));
}

void TestPosting::refusesAnIdOfAnotherRoom()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    bench.say(1, R"({"type":"broadcast","id":"a","content":1})");
    const QJsonObject answer =
        bench.request(1, R"({"type":"broadcast","id":"a","room":"tea","content":1})");
    QCOMPARE(answer["name"_L1].toString(), u"BAD_REQUEST"_s);
    QCOMPARE(answer["id"_L1].toString(), u"a"_s);
}

void TestPosting::refusesAnIdOfAnotherMessage()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    bench.say(1, R"({"type":"broadcast","id":"a","content":{"x":1}})");
    bench.say(1, R"({"type":"direct","id":"d","to":"yuki","content":"psst"})");
    const QByteArrayList others{
        R"({"type":"broadcast","id":"a","content":{"x":2}})",
        R"({"type":"direct","id":"d","to":"yuki","content":"pssst"})",
        R"({"type":"direct","id":"a","to":"yuki","content":{"x":1}})",
        R"({"type":"broadcast","id":"d","content":"psst"})",
    };
    (void)bench.take(2);
    for (const QByteArray &text : others) {
        const QJsonObject answer = bench.request(1, text);
        QCOMPARE(answer["name"_L1].toString(), u"BAD_REQUEST"_s);
        QVERIFY(answer["id"_L1].toString() == u"a"_s || answer["id"_L1].toString() == u"d"_s);
    }
    QVERIFY(bench.take(2).isEmpty());
    // Neither has a value that a double could hold.
    bench.say(1, R"({"type":"broadcast","id":"n","content":1e999})");
    QCOMPARE(bench.request(1, R"({"type":"broadcast","id":"n","content":[1e999]})")["name"_L1],
             u"BAD_REQUEST"_s);
    QVERIFY(bench.request(1, R"({"type":"broadcast","id":"n","content":1e999})")["duplicate"_L1]
                .toBool());
    // The same, spelled in another way.
    const QJsonObject again =
        bench.request(1, R"({"type":"broadcast","id":"a","content": { "x": 1 }})");
    QCOMPARE(again["duplicate"_L1].toBool(), true);
    // The next one has the next number: nothing was stored.
    QCOMPARE(
        bench.request(1, R"({"type":"broadcast","id":"b","content":1})")["offset"_L1].toInteger(),
        3);
}

void TestPosting::tellsBothOfAConversation()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, "yuki");
    (void)bench.hello(4, {}, R"(,"resume":{"session":")" + secret + R"("})");
    bench.say(1, R"({"type":"direct","id":"d","to":"YUKI","content":"psst"})");
    const QByteArray expected =
        R"({"type":"direct_message","from":"mika","to":"yuki","epoch":"e1.5","offset":1,)"
        R"("ts":1765674005000,"content":"psst")";
    QCOMPARE(bench.take(2), QByteArrayList{expected + '}'});
    QCOMPARE(bench.take(4), QByteArrayList{expected + '}'});
    QCOMPARE(bench.take(1), QByteArrayList({expected + R"(,"id":"d"})",
                                            R"({"type":"ack","id":"d","room":"@yuki",)"
                                            R"("epoch":"e1.5","offset":1,"ts":1765674005000})"}));
    QCOMPARE(
        bench.request(1, R"({"type":"direct","to":"nobody","content":1})")["name"_L1].toString(),
        u"NO_SUCH_USER"_s);
}

void TestPosting::repeatsWhatWasSaidToANameOfThePast()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "kate");
    const QByteArray said = R"({"type":"direct","id":"d","to":"kate","content":"psst"})";
    const QJsonObject first = bench.request(1, said);
    const QByteArray spelled = R"({"type":"direct","id":"d","to":" Ｋａｔｅ ","content":"psst"})";
    QCOMPARE(bench.request(1, spelled)["duplicate"_L1].toBool(), true);
    (void)bench.request(2, R"({"type":"nick","nick":"katherine"})");
    QCOMPARE(bench.request(1, spelled)["duplicate"_L1].toBool(), true);
    QJsonObject again = bench.request(1, said); // nobody is called so
    QCOMPARE(again["type"_L1].toString(), u"ack"_s);
    QCOMPARE(again["duplicate"_L1].toBool(), true);
    again.remove(u"duplicate"_s);
    QCOMPARE(again, first);
    (void)bench.hello(3, "kate");
    QCOMPARE(bench.request(1, said)["duplicate"_L1].toBool(), true); // another one is
    QVERIFY(bench.take(3).isEmpty());
    QCOMPARE(
        bench
            .request(
                1,
                R"({"type":"direct","id":"d","to":"katherine","content":"psst"})")["duplicate"_L1]
            .toBool(),
        true); // the same person all the time
    QCOMPARE(
        bench.request(1, R"({"type":"direct","id":"d","to":"kate","content":"other"})")["name"_L1]
            .toString(),
        u"BAD_REQUEST"_s);
}

// That would be the last word on a message that is stored.
void TestPosting::isNotToldThatThereIsNobodyWhereItCannotBeKnown()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "kate");
    const QByteArray said = R"({"type":"direct","id":"d","to":"kate","content":"psst"})";
    QCOMPARE(bench.request(1, said)["type"_L1].toString(), u"ack"_s);
    (void)bench.request(2, R"({"type":"nick","nick":"katherine"})");
    bench.history.knowsRetries = false;
    QCOMPARE(bench.request(1, said)["name"_L1].toString(), u"STORE_UNAVAILABLE"_s);
    bench.history.knowsRetries = true;
    QCOMPARE(bench.request(1, said)["duplicate"_L1].toBool(), true);
}

// The history still has it until the batch ends.
void TestPosting::doesNotKnowTheNameOfAMomentAgo()
{
    ChatBench bench;
    (void)bench.hello(2, "mika");
    (void)bench.hello(4, "kate");
    (void)bench.take(2);
    std::vector<ChatRequest> batch;
    batch.push_back({4, 0, Nick{{}, u"katherine"_s}});
    batch.push_back({2, 0, Direct{u"a"_s, u"kate"_s, RawJson::fromString(u"x")}});
    batch.push_back({2, 0, Direct{u"b"_s, u"katherine"_s, RawJson::fromString(u"y")}});
    bench.handle(std::move(batch));
    QByteArrayList answers;
    for (const QJsonObject &answer : bench.takeObjects(2)) {
        if (answer.contains("id"_L1) && !answer.contains("content"_L1))
            answers +=
                answer["type"_L1].toString().toUtf8() + ' ' + answer["name"_L1].toString().toUtf8();
    }
    QCOMPARE(answers, QByteArrayList({"error NO_SUCH_USER", "ack "}));
    QVERIFY(bench.take(4).last().contains(R"("content":"y")"));
}

void TestPosting::savesWhoSaysSomethingInTime()
{
    ChatBench bench;
    std::vector<ChatRequest> batch;
    const int people = limits::savesPerBatch + 2;
    for (int i = 1; i <= people; ++i)
        bench.connect(ConnectionId(i));
    for (int i = 1; i <= people; ++i) {
        Hello hello;
        hello.v = 2;
        hello.nick = u"guest%1"_s.arg(i);
        batch.push_back({ConnectionId(i), i % 2, std::move(hello)});
    }
    batch.push_back(
        {ConnectionId(people), people % 2, Broadcast{u"a"_s, {}, RawJson::fromString(u"x"), {}}});
    bench.handle(std::move(batch));
    QVERIFY(bench.take(ConnectionId(people)).last().contains(R"("type":"ack")"));
    QCOMPARE(bench.history.unsavedAuthors, 0);
}

void TestPosting::refusesWhenTheStoreFails()
{
    ChatBench bench;
    bench.connect(1);
    (void)bench.hello(2, "mika");
    (void)bench.request(2, R"({"type":"join","room":"lobby"})");
    bench.say(2, R"({"type":"broadcast","content":"kept"})");
    (void)bench.take(1);
    bench.history.fault = FaultyHistory::Fault::Begin;
    const QJsonObject refused = bench.request(2, R"({"type":"broadcast","id":"a","content":1})");
    QCOMPARE(refused["name"_L1].toString(), u"STORE_UNAVAILABLE"_s);
    QCOMPARE(refused["id"_L1].toString(), u"a"_s);
    QVERIFY(refused["retry_after_ms"_L1].toInteger() > 0);
    QVERIFY(!bench.meters.isStoring);
    QVERIFY(bench.take(1).isEmpty());
    // Version 1 goes on, and reading, too.
    bench.say(1, R"({"type":"broadcast","content":"live"})");
    QCOMPARE(bench.take(1),
             QByteArrayList{R"({"type":"broadcast_message","from":"127.0.0.1:1","content":"live",)"
                            R"("timestamp":"2025-12-14T10:00:05"})"});
    QCOMPARE(bench.takeTypes(2), "presence_event broadcast_message"_ba);
    QCOMPARE(bench.request(2, R"({"type":"history","room":"lobby"})")["items"_L1].toArray().size(),
             1);
    bench.history.fault = FaultyHistory::Fault::None;
    QCOMPARE(
        bench.request(2, R"({"type":"broadcast","id":"a","content":1})")["offset"_L1].toInteger(),
        2);
}

void TestPosting::takesBackWhatWasRepeatedBeforeItWasCommitted()
{
    ChatBench bench;
    (void)bench.hello(2, "mika");
    (void)bench.hello(4, "yuki");
    (void)bench.take(2);
    for (const auto fault : {FaultyHistory::Fault::Commit, FaultyHistory::Fault::None}) {
        bench.history.fault = fault;
        std::vector<ChatRequest> batch;
        for (int i = 0; i < 2; ++i) {
            batch.push_back({2, 0, Broadcast{u"a"_s, {}, RawJson::fromString(u"x"), {}}});
            batch.push_back({2, 0, Direct{u"b"_s, u"yuki"_s, RawJson::fromString(u"y")}});
        }
        bench.handle(std::move(batch));
        QByteArrayList answers;
        for (const QJsonObject &answer : bench.takeObjects(2)) {
            if (answer.contains("id"_L1) && !answer.contains("content"_L1))
                answers += answer["type"_L1].toString().toUtf8() +
                           (answer["duplicate"_L1].toBool() ? "+" : "");
        }
        QCOMPARE(answers.join(' '), fault == FaultyHistory::Fault::Commit
                                        ? "error error error error"_ba
                                        : "ack ack ack+ ack+"_ba);
    }
}

void TestPosting::takesBackWhatCouldNotBeCommitted()
{
    ChatBench bench;
    bench.connect(1);
    (void)bench.hello(2, "mika");
    (void)bench.hello(4, "yuki");
    (void)bench.request(2, R"({"type":"join","room":"lobby"})");
    (void)bench.take(1);
    (void)bench.take(4);
    bench.history.fault = FaultyHistory::Fault::Commit;
    const auto request = [&](ConnectionId id, const QByteArray &text) {
        return ChatRequest{id, int(id) % 2,
                           std::get<Broadcast>(decodeClientMessage(text, 2).value())};
    };
    std::vector<ChatRequest> batch;
    batch.push_back(request(2, R"({"type":"broadcast","id":"a","content":"x"})"));
    batch.push_back(request(1, R"({"type":"broadcast","content":"v1"})"));
    batch.push_back({1, 1, Passthrough{{"\x81\x02{}"_ba}}});
    bench.handle(std::move(batch));
    QCOMPARE(bench.take(1),
             QByteArrayList({R"({"type":"broadcast_message","from":"127.0.0.1:1","content":"v1",)"
                             R"("timestamp":"2025-12-14T10:00:05"})",
                             "{}"}));
    QCOMPARE(bench.takeTypes(2), "presence_event broadcast_message error"_ba);
    bench.history.fault = FaultyHistory::Fault::None;
    QCOMPARE(
        bench.request(2, R"({"type":"broadcast","id":"a","content":"x"})")["offset"_L1].toInteger(),
        1);
}

// What was committed and not yet on the disk when the store broke is nowhere.
void TestPosting::neverAcknowledgesWhatWasLost()
{
    ChatBench bench;
    bench.connect(1);
    const QByteArray secret = bench.hello(2, "mika")["session"_L1].toString().toUtf8();
    (void)bench.request(2, R"({"type":"join","room":"lobby"})");
    (void)bench.holdDisk();
    bench.say(2, R"({"type":"broadcast","id":"a","content":1})");
    QCOMPARE(bench.takeTypes(2), "broadcast_message"_ba);
    bench.history.renewAtBegin = u"e2"_s;
    bench.say(1, R"({"type":"broadcast","content":"which somebody notices"})");
    bench.sync(100);
    QVERIFY(!bench.takeTypes(2).contains("ack"));
    QCOMPARE(bench.closed[2].code, quint16{1012});
    // Back again, it is said once more, and stored in the new one.
    bench.disconnect(2);
    QVERIFY(
        bench.hello(4, {}, R"(,"resume":{"session":")" + secret + R"("})")["resumed"_L1].toBool());
    const QJsonObject ack = bench.request(4, R"({"type":"broadcast","id":"a","content":1})");
    QCOMPARE(ack["epoch"_L1].toString(), u"e2"_s);
    QCOMPARE(ack["offset"_L1].toInteger(), 2);
    QVERIFY(!ack.contains("duplicate"_L1));
}

// The store may begin anew at the moment in which a message is to be stored.
void TestPosting::numbersWhatIsSaidByTheNewHistory()
{
    ChatBench bench;
    (void)bench.hello(2, "mika");
    (void)bench.request(2, R"({"type":"join","room":"lobby"})");
    for (const QByteArray id : {"a", "b", "c"})
        bench.say(2, R"({"type":"broadcast","id":")" + id + R"(","content":1})");
    bench.history.renewAtBegin = u"e2"_s;
    const QJsonObject ack = bench.request(2, R"({"type":"broadcast","id":"d","content":1})");
    QCOMPARE(ack["epoch"_L1].toString(), u"e2"_s);
    QCOMPARE(ack["offset"_L1].toInteger(), 1);
    const QJsonObject page = bench.request(2, R"({"type":"history","room":"lobby"})");
    QCOMPARE(page["items"_L1].toArray().size(), 1);
    QCOMPARE(page["items"_L1][0]["offset"_L1].toInteger(), 1);
}

void TestPosting::closesWhenTheHistoryBeginsAnew()
{
    ChatBench bench;
    bench.connect(1);
    (void)bench.hello(2, "mika");
    bench.history.otherEpoch = u"e2"_s;
    bench.advance(1s);
    QVERIFY(bench.closed.contains(2));
    QCOMPARE(bench.closed[2].code, quint16{1012});
    QVERIFY(!bench.closed.contains(1));
}

void TestPosting::commitsABatchAtOnce()
{
    ChatBench bench;
    (void)bench.hello(2, "mika");
    bench.history.commitCount = 0;
    std::vector<ChatRequest> batch;
    for (int i = 0; i < 100; ++i) {
        Broadcast message;
        message.id = QString::number(i);
        batch.push_back({2, 0, std::move(message)});
    }
    bench.handle(std::move(batch));
    QCOMPARE(bench.history.commitCount, 1);
    QCOMPARE(bench.take(2).size(), 100); // acks: it hears nothing of the lobby
}

void TestPosting::saysWhatWaitsBeforeItGoes()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.holdDisk();
    bench.say(1, R"({"type":"broadcast","id":"a","content":1})");
    bench.say(1, R"({"type":"rooms"})");
    bench.say(1, R"({"type":"broadcast","id":"b","content":2})");
    bench.disconnect(1);
    QCOMPARE(bench.history.position(u"lobby"_s).last, 2);
}

void TestPosting::doesWhatWaitsBeforeItGoes()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    for (const char *room : {"tea", "den"})
        (void)bench.request(1, R"({"type":"join","room":")" + QByteArray(room) + R"("})");
    (void)bench.holdDisk();
    bench.say(1, R"({"type":"broadcast","id":"a","room":"tea","content":1})");
    bench.say(1, R"({"type":"topic","room":"tea","topic":"leaves"})");
    bench.say(1, R"({"type":"leave","room":"tea"})");
    bench.say(1, R"({"type":"nick","nick":"Mika2"})");
    bench.disconnect(1);
    QCOMPARE(bench.history.topic(u"tea"_s), u"leaves"_s);
    const QJsonObject back = bench.hello(2, {}, R"(,"resume":{"session":")" + secret + R"("})");
    QCOMPARE(back["rooms"_L1].toArray(), QJsonArray({u"den"_s}));
    QCOMPARE(back["nick"_L1].toString(), u"Mika2"_s);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestPosting)
#include "tst_posting.moc"
