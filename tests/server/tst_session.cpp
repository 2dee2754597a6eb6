#include "tests/server/support/shardbench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

QJsonObject parsed(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

/// Takes what is asked and answers nothing.
class SilentChat final : public ChatGateway
{
public:
    Ticket ask(ConnectionId, ChatRequest::What) override { return 1; }
    [[nodiscard]] bool isDone(Ticket) override { return true; }
};

} // namespace

/// Coming, going, and what is no message.
class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void greetsTheNewcomerAndTellsTheOthers();
    void saysGoodbyeToAllWhoAreLeft();
    void refusesWhatIsNoObject_data();
    void refusesWhatIsNoObject();
    void readsBinaryAsText();
    void speaksEnglish();
    void logsContentsOnlyAtDebug();
    void logsComingAndGoing();
    void cutsLongMessagesInTheLog();
    void speaksVersion2AfterHello();
    void reachesNobodyOnceHelloIsRefused_data();
    void reachesNobodyOnceHelloIsRefused();
    void reachesNobodyOnceHelloCameTooFast();
    void listensAgainAfterALongAnswer();
    void refusesTooManyMessagesAndThenCloses();
    void whoSaysOneLargeThingPaysForItAndStays();
    void keepsWhoHasCaughtUp();
    void forgivesWhoSlowsDown();
    void countsBytesAndNonsenseAndEveryTenthEcho();
    void closesWhoNeverStopsAskingForItself();
    void countsTheBytesOfEchoesInPart();
};

void TestSession::greetsTheNewcomerAndTellsTheOthers()
{
    ShardBench bench;
    const auto first = bench.connect(u"127.0.0.1:1001"_s);
    QCOMPARE(first->takeTexts(),
             QByteArrayList{"{\"type\":\"welcome\",\"message\":\"WebSocketサーバーに接続しました\","
                            "\"client_id\":\"127.0.0.1:1001\","
                            "\"timestamp\":\"2025-12-14T10:00:05\",\"protocol\":2,"
                            "\"server\":\"kodama-server/" KODAMA_VERSION "\"}"});
    const auto second = bench.connect(u"127.0.0.1:1002"_s);
    QCOMPARE(first->takeTexts(),
             QByteArrayList{"{\"type\":\"client_connected\",\"client_id\":\"127.0.0.1:1002\","
                            "\"timestamp\":\"2025-12-14T10:00:05\",\"total_clients\":2}"});
    const QByteArrayList toSecond = second->takeTexts();
    QCOMPARE(toSecond.size(), 1);
    QCOMPARE(parsed(toSecond[0])["type"_L1], "welcome"_L1);
}

void TestSession::saysGoodbyeToAllWhoAreLeft()
{
    ShardBench bench;
    const auto first = bench.connect(u"127.0.0.1:1001"_s);
    const auto second = bench.connect(u"127.0.0.1:1002"_s);
    const auto third = bench.connect(u"127.0.0.1:1003"_s);
    for (const auto *client : {&first, &second, &third})
        (void)(*client)->takeTexts();
    third->close(1000);
    const QByteArrayList goodbye{
        "{\"type\":\"client_disconnected\",\"client_id\":\"127.0.0.1:1003\","
        "\"timestamp\":\"2025-12-14T10:00:05\",\"total_clients\":2}"};
    QCOMPARE(first->takeTexts(), goodbye);
    QCOMPARE(second->takeTexts(), goodbye);
    QVERIFY(third->takeTexts().isEmpty());
    QCOMPARE(bench.population.count(), 2);
    QCOMPARE(bench.registry.clientIds(), QStringList({u"127.0.0.1:1001"_s, u"127.0.0.1:1002"_s}));
}

void TestSession::refusesWhatIsNoObject_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("words") << "hello"_ba;
    QTest::newRow("cut") << R"({"type":"echo")"_ba;
    QTest::newRow("array") << "[]"_ba;
    QTest::newRow("text") << R"("echo")"_ba;
    QTest::newRow("null") << "null"_ba;
    QTest::newRow("two objects") << "{}{}"_ba;
    QTest::newRow("not utf-8") << "{\"type\":\"\xff\"}"_ba;
    QTest::newRow("byte order mark") << "\xEF\xBB\xBF{}"_ba;
    QTest::newRow("nul") << QByteArray(1, '\0');
    QTest::newRow("too deep") << QByteArray("{\"a\":").repeated(65) + "1" +
                                     QByteArray("}").repeated(65);
}

void TestSession::refusesWhatIsNoObject()
{
    QFETCH(QByteArray, said);
    ShardBench bench;
    const auto sender = bench.connect(u"127.0.0.1:1001"_s);
    const auto other = bench.connect(u"127.0.0.1:1002"_s);
    (void)sender->takeTexts();
    (void)other->takeTexts();
    sender->say(said);
    const QByteArrayList answers = sender->takeTexts();
    QCOMPARE(answers.size(), 1);
    QVERIFY(
        answers[0].startsWith("{\"type\":\"error\",\"message\":\"不正なJSON形式です\",\"code\":1,"
                              "\"name\":\"BAD_JSON\",\"detail\":\"byte "));
    QVERIFY(other->takeTexts().isEmpty());
    QVERIFY(!sender->link().closed());
    sender->say(R"({"type":"command","command":"ping"})");
    QCOMPARE(sender->takeTexts().size(), 1);
}

void TestSession::readsBinaryAsText()
{
    ShardBench bench;
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    (void)client->takeTexts();
    client->session().onBinary(R"({"type":"command","command":"ping"})");
    QCOMPARE(client->takeTexts(),
             QByteArrayList{R"({"type":"command_response","command":"ping","data":"pong"})"});
    client->session().onBinary("\x00\xff");
    const QJsonObject error = parsed(client->takeTexts().constFirst());
    QCOMPARE(error["type"_L1], "error"_L1);
    QCOMPARE(error["name"_L1], "BAD_JSON"_L1);
}

void TestSession::speaksEnglish()
{
    ShardBench bench(Language::English);
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    QCOMPARE(parsed(client->takeTexts()[0])["message"_L1], "Connected to the WebSocket server"_L1);
    client->say("x");
    client->say(R"({"type":"command"})");
    const QByteArrayList answers = client->takeTexts();
    QCOMPARE(parsed(answers[0])["message"_L1], "Not valid JSON"_L1);
    QCOMPARE(parsed(answers[1])["error"_L1], "Unknown command"_L1);
}

void TestSession::logsContentsOnlyAtDebug()
{
    ShardBench bench;
    Log info(bench.clock, LogLevel::Info,
             [&bench](const QByteArray &line) { bench.logged.append(line); });
    const SessionServices services{0,
                                   bench.router,
                                   bench.hub,
                                   bench.chat,
                                   bench.registry,
                                   bench.population,
                                   bench.timestamps,
                                   info,
                                   bench.clock,
                                   bench.meters,
                                   bench.texts};
    FakeClient quiet(7, u"127.0.0.1:1007"_s, services);
    quiet.say(R"({"type":"echo","text":"secret"})");
    quiet.say("secret");
    QVERIFY(!bench.logged.join().contains("secret"));

    const auto loud = bench.connect(u"127.0.0.1:1001"_s);
    bench.logged.clear();
    loud->say(R"({"type":"echo","text":"secret"})");
    QCOMPARE(bench.logged, QByteArrayList{"2025-12-14 10:00:05 - DEBUG - 受信 127.0.0.1:1001: "
                                          "{\"type\":\"echo\",\"text\":\"secret\"}\n"});
}

void TestSession::logsComingAndGoing()
{
    ShardBench bench;
    bench.connect(u"127.0.0.1:54321"_s)->close(1001);
    QCOMPARE(bench.logged,
             QByteArrayList(
                 {"2025-12-14 10:00:05 - INFO - 新しいクライアント接続: 127.0.0.1:54321\n",
                  "2025-12-14 10:00:05 - INFO - クライアント切断: 127.0.0.1:54321 (1001)\n"}));
}

void TestSession::cutsLongMessagesInTheLog()
{
    ShardBench bench;
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    bench.logged.clear();
    client->say("{\"type\":\"echo\",\"text\":\"" + QByteArray(100'000, 'x') + "\"}");
    QCOMPARE(bench.logged.size(), 1);
    QVERIFY(bench.logged[0].size() < 4096);
}

void TestSession::speaksVersion2AfterHello()
{
    ShardBench bench;
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    (void)client->takeTexts();
    client->say("{\"type\":\"join\",\"room\":\"tea\"}"); // a custom message, so far
    QVERIFY(client->takeTexts().isEmpty());
    client->say("{\"type\":\"hello\",\"v\":2,\"nick\":\"mika\"}");
    QCOMPARE(parsed(client->takeTexts().value(0))["type"_L1], "hello_response"_L1);
    QCOMPARE(client->session().protocolVersion(), 2);
    client->say("{\"type\":\"join\",\"id\":\"j\",\"room\":\"tea\"}");
    QCOMPARE(parsed(client->takeTexts().value(0))["type"_L1], "join_response"_L1);
    client->say("{\"type\":\"join\",\"id\":\"k\"}");
    const QJsonObject error = parsed(client->takeTexts().value(0));
    QCOMPARE(error["name"_L1], "BAD_REQUEST"_L1);
    QCOMPARE(error["id"_L1], "k"_L1);
    QVERIFY(error["detail"_L1].toString().startsWith(u"room: "));
    client->say("{\"type\":\"command\",\"command\":\"ping\"}");
    QCOMPARE(parsed(client->takeTexts().value(0))["data"_L1], "pong"_L1);
}

void TestSession::reachesNobodyOnceHelloIsRefused_data()
{
    QTest::addColumn<QByteArray>("hello");
    QTest::addColumn<QString>("error");
    QTest::newRow("name") << R"({"type":"hello","v":2,"nick":"@"})"_ba << u"BAD_NICK"_s;
    QTest::newRow("no version") << R"({"type":"hello","resume":{"session":"secret"}})"_ba
                                << u"BAD_REQUEST"_s;
    QTest::newRow("version") << R"({"type":"hello","v":"2","resume":{"session":"secret"}})"_ba
                             << u"BAD_REQUEST"_s;
}

// What follows at once is meant for one, or for a room.
void TestSession::reachesNobodyOnceHelloIsRefused()
{
    QFETCH(QByteArray, hello);
    QFETCH(QString, error);
    ShardBench bench;
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    const auto other = bench.connect(u"127.0.0.1:1002"_s);
    (void)other->takeTexts();
    (void)client->takeTexts();
    client->say(hello);
    QCOMPARE(parsed(client->takeTexts().value(0))["name"_L1], error);
    QCOMPARE(client->session().protocolVersion(), 1);
    for (const char *text :
         {R"({"type":"direct","id":"a","to":"yuki","content":"psst"})",
          R"({"type":"broadcast","id":"a","room":"tea","content":"for tea alone"})",
          R"({"type":"lab.state","id":"a","room":"tea"})"}) {
        client->say(text);
        QCOMPARE(parsed(client->takeTexts().value(0))["name"_L1], "UNAUTHORIZED"_L1);
    }
    QVERIFY(other->takeTexts().isEmpty());
    client->say(R"({"type":"command","command":"ping"})");
    QCOMPARE(parsed(client->takeTexts().value(0))["data"_L1], "pong"_L1);
    client->say(R"({"type":"hello","v":2,"nick":"mika"})");
    QCOMPARE(parsed(client->takeTexts().value(0))["type"_L1], "hello_response"_L1);
    client->say(R"({"type":"broadcast","content":"now"})");
    QCOMPARE(parsed(other->takeTexts().value(0))["type"_L1], "broadcast_message"_L1);
}

void TestSession::reachesNobodyOnceHelloCameTooFast()
{
    ShardBench bench;
    bench.services.limits.messages = {1, 1};
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    const auto other = bench.connect(u"127.0.0.1:1002"_s);
    client->say(R"({"type":"broadcast","content":1})");
    (void)other->takeTexts();
    (void)client->takeTexts();
    client->say(R"({"type":"hello","v":2,"id":"h"})");
    QCOMPARE(parsed(client->takeTexts().value(0))["name"_L1], "RATE_LIMITED"_L1);
    bench.clock.advance(1s);
    client->say(R"({"type":"direct","id":"a","to":"yuki","content":"psst"})");
    QCOMPARE(parsed(client->takeTexts().value(0))["name"_L1], "UNAUTHORIZED"_L1);
    QVERIFY(other->takeTexts().isEmpty());
}

void TestSession::listensAgainAfterALongAnswer()
{
    ShardBench bench;
    SilentChat chat;
    const SessionServices services{0,
                                   bench.router,
                                   bench.hub,
                                   chat,
                                   bench.registry,
                                   bench.population,
                                   bench.timestamps,
                                   bench.log,
                                   bench.clock,
                                   bench.meters,
                                   bench.texts};
    FakeClient client(7, u"127.0.0.1:1007"_s, services);
    client.say(R"({"type":"hello","v":2})");
    QVERIFY(client.link().isPaused()); // what comes next is of another version
    client.session().onHelloAnswered(2);
    QVERIFY(!client.link().isPaused());
    client.say(R"({"type":"broadcast","content":1})");
    QVERIFY(!client.link().isPaused());
    for (const QByteArray &request :
         {R"({"type":"join","room":"tea"})"_ba, R"({"type":"history","room":"tea","limit":9})"_ba,
          R"({"type":"rooms"})"_ba, R"({"type":"who","room":"tea"})"_ba}) {
        client.say(request);
        QVERIFY2(client.link().isPaused(), request.constData());
        bench.hub.carryOut(Answered{7});
        QVERIFY2(!client.link().isPaused(), request.constData());
    }
}

void TestSession::refusesTooManyMessagesAndThenCloses()
{
    ShardBench bench;
    bench.services.limits.messages = {2, 3};
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    (void)client->takeTexts();
    for (int i = 0; i < 6; ++i)
        client->say(R"({"type":"broadcast","content":1})");
    const QByteArrayList texts = client->takeTexts();
    QCOMPARE(texts.size(), 4); // three broadcasts and one refusal for all the rest
    const QJsonObject error = parsed(texts.constLast());
    QCOMPARE(error["name"_L1], "RATE_LIMITED"_L1);
    QCOMPARE(error["code"_L1], 9);
    QCOMPARE(error["retry_after_ms"_L1], 500);
    QCOMPARE(error["message"_L1].toString(), u"送信が速すぎます。少し待ってください"_s);
    QVERIFY(!client->link().closed());

    bench.clock.advance(1000ms); // two may pass, and no more
    for (int i = 0; i < 2; ++i)
        client->say(R"({"type":"broadcast","content":1})");
    QCOMPARE(client->takeTexts().size(), 2);
    for (int i = 0; i < 2; ++i)
        client->say(R"({"type":"broadcast","content":1})");
    QVERIFY(!client->link().closed()); // two seconds to catch up, as before
    client->say(R"({"type":"broadcast","content":1})");
    QVERIFY(client->link().closed());
    QCOMPARE(client->link().closed()->code, quint16{1008});
}

void TestSession::whoSaysOneLargeThingPaysForItAndStays()
{
    ShardBench bench;
    bench.services.limits.bytes = {1000, 2000};
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    (void)client->takeTexts();
    client->say(R"({"type":"broadcast","content":")" + QByteArray(500'000, 'x') + "\"}");
    QCOMPARE(client->takeTexts().size(), 1);
    client->say(R"({"type":"broadcast","content":1})");
    const QJsonObject error = parsed(client->takeTexts().constLast());
    QCOMPARE(error["name"_L1], "RATE_LIMITED"_L1);
    const int wait = error["retry_after_ms"_L1].toInt();
    QVERIFY(wait > 29'000 && wait <= 31'000); // of what would take 498 seconds
    for (int i = 0; i < 5; ++i) {
        bench.clock.advance(5s);
        client->say(R"({"type":"broadcast","content":1})");
    }
    QVERIFY(!client->link().closed());
    bench.clock.advance(6s);
    (void)client->takeTexts();
    client->say(R"({"type":"broadcast","content":1})");
    QVERIFY(!client->takeTexts().constLast().contains("RATE_LIMITED"));
}

void TestSession::keepsWhoHasCaughtUp()
{
    ShardBench bench;
    bench.services.limits.messages = {2, 3};
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 5; ++i) // two too many
            client->say(R"({"type":"broadcast","content":1})");
        bench.clock.advance(1500ms);
    }
    QVERIFY(!client->link().closed());
}

void TestSession::forgivesWhoSlowsDown()
{
    ShardBench bench;
    bench.services.limits.messages = {2, 3};
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    for (int round = 0; round < 3; ++round) {
        (void)client->takeTexts();
        for (int i = 0; i < 4; ++i)
            client->say(R"({"type":"broadcast","content":1})");
        QCOMPARE(parsed(client->takeTexts().constLast())["name"_L1], "RATE_LIMITED"_L1);
        bench.clock.advance(bench.services.limits.forgiveAfter);
    }
    QVERIFY(!client->link().closed());
}

void TestSession::countsBytesAndNonsenseAndEveryTenthEcho()
{
    ShardBench bench;
    bench.services.limits.messages = {1, 2};
    bench.services.limits.bytes = {1000, 1000};
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    (void)client->takeTexts();
    for (int i = 0; i < 19; ++i)
        client->say(R"({"type":"echo","text":1})");
    QCOMPARE(client->takeTexts().size(), 19); // as one message
    const QByteArray large = R"({"type":"broadcast","content":")" + QByteArray(900, 'x') + "\"}";
    client->say(large);
    client->say(large);
    QCOMPARE(parsed(client->takeTexts().constLast())["name"_L1], "RATE_LIMITED"_L1);

    const auto other = bench.connect(u"127.0.0.1:1002"_s);
    (void)other->takeTexts();
    for (int i = 0; i < 3; ++i)
        other->say("nonsense");
    QCOMPARE(parsed(other->takeTexts().constLast())["name"_L1], "RATE_LIMITED"_L1);
}

// However much it costs nobody else: a program that has run away is told so and then closed.
void TestSession::closesWhoNeverStopsAskingForItself()
{
    ShardBench bench;
    bench.services.limits.messages = {2, 3};
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    (void)client->takeTexts();
    for (int i = 0; i < 40; ++i)
        client->say(i % 2 ? R"({"type":"echo"})" : R"({"type":"command","command":"ping"})");
    const QByteArrayList texts = client->takeTexts();
    QCOMPARE(texts.size(), 40);
    QCOMPARE(parsed(texts.constLast())["name"_L1], "RATE_LIMITED"_L1);
    for (int i = 0; i < 40; ++i) {
        bench.clock.advance(100ms);
        client->say(R"({"type":"echo"})");
    }
    QVERIFY(!client->link().closed()); // ten a second, and its limit is twenty
    for (int i = 0; i < 100 && !client->link().closed(); ++i) {
        bench.clock.advance(20ms);
        client->say(R"({"type":"echo"})");
    }
    QVERIFY(client->link().closed());
    QCOMPARE(client->link().closed()->code, quint16{1008});
}

void TestSession::countsTheBytesOfEchoesInPart()
{
    ShardBench bench;
    bench.services.limits.bytes = {1000, 1000};
    const auto client = bench.connect(u"127.0.0.1:1001"_s);
    (void)client->takeTexts();
    const QByteArray large = R"({"type":"echo","text":")" + QByteArray(500, 'x') + "\"}";
    for (int i = 0; i < 19; ++i)
        client->say(large);
    QCOMPARE(client->takeTexts().size(), 19);
    client->say(large);
    QCOMPARE(parsed(client->takeTexts().constLast())["name"_L1], "RATE_LIMITED"_L1);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestSession)
#include "tst_session.moc"
