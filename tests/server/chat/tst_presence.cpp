#include "tests/server/chat/chatbench.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestPresence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsWhoStaysAway();
    void tellsThatWhoEntersIsAway();
    void saysNothingOfWhoComesBack();
    void tellsThoseWithADirectConversationWhoGoesAndComes();
    void saysNothingInADirectConversationOfWhoComesBack();
    void tellsNobodyInDirectConversationsThatCannotBeRead();
    void tellsOnlyTheNewestDirectConversations();
    void showsVersion1AsGuestsWhenTheyStay();
    void neverShowsWhoSaysHello();
    void tellsTimers();
};

void TestPresence::tellsWhoStaysAway()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    bench.disconnect(1);
    bench.advance(2900ms);
    QVERIFY(bench.take(2).isEmpty());
    QCOMPARE(bench.request(2, R"({"type":"who","room":"tea"})")["members"_L1].toArray().size(), 2);
    bench.advance(200ms);
    const QJsonObject event = bench.takeObjects(2).value(0);
    QCOMPARE(event["event"_L1].toString(), u"leave"_s);
    QCOMPARE(event["nick"_L1].toString(), u"mika"_s);
    QCOMPARE(bench.request(2, R"({"type":"who","room":"tea"})")["members"_L1].toArray().size(), 1);
}

void TestPresence::tellsThatWhoEntersIsAway()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    (void)bench.request(2, R"({"type":"join","room":"tea"})");
    (void)bench.request(1, R"({"type":"away","away":"lunch"})");
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    const QJsonObject event = bench.takeObjects(2).value(0);
    QCOMPARE(event["event"_L1].toString(), u"join"_s);
    QCOMPARE(event["away"_L1].toString(), u"lunch"_s);
    (void)bench.request(1, R"({"type":"leave","room":"tea"})");
    (void)bench.request(1, R"({"type":"away"})");
    (void)bench.take(2);
    (void)bench.request(1, R"({"type":"join","room":"tea"})");
    QVERIFY(!bench.takeObjects(2).value(0).contains("away"_L1));
}

void TestPresence::saysNothingOfWhoComesBack()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, "yuki");
    for (const ConnectionId id : {ConnectionId{1}, ConnectionId{2}})
        (void)bench.request(id, R"({"type":"join","room":"tea"})");
    for (ConnectionId id = 1; id < 20; id += 2) { // flapping
        bench.disconnect(id);
        bench.advance(2s);
        (void)bench.hello(id + 2, {}, R"(,"resume":{"session":")" + secret + R"("})");
        (void)bench.request(id + 2, R"({"type":"join","room":"tea"})");
        bench.advance(500ms);
    }
    QVERIFY(bench.take(2).isEmpty());
    bench.disconnect(21);
    bench.advance(2s);
    QVERIFY(bench.take(2).isEmpty());
    bench.advance(2s);
    QCOMPARE(bench.takeTypes(2), "presence_event"_ba);
}

// They share no room, and have joined nothing.
void TestPresence::tellsThoseWithADirectConversationWhoGoesAndComes()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "Mika")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, "yuki");
    (void)bench.hello(3, "ken");
    bench.say(2, R"({"type":"direct","to":"mika","content":"psst"})");
    bench.say(1, R"({"type":"direct","to":"mika","content":"to myself"})");
    (void)bench.take(2);
    bench.disconnect(1);
    bench.advance(2900ms);
    QVERIFY(bench.take(2).isEmpty());
    bench.advance(200ms);
    const QList<QJsonObject> gone = bench.takeObjects(2);
    QCOMPARE(gone.size(), 1);
    QCOMPARE(gone[0]["event"_L1].toString(), u"leave"_s);
    QCOMPARE(gone[0]["room"_L1].toString(), u"@Mika"_s);
    QCOMPARE(gone[0]["nick"_L1].toString(), u"Mika"_s);
    const QByteArray resume = R"(,"resume":{"session":")" + secret + R"("})";
    bench.connect(4);
    bench.say(4, R"({"type":"hello","v":2)" + resume + '}');
    const QList<QJsonObject> back = bench.takeObjects(2);
    QCOMPARE(back.size(), 1);
    QCOMPARE(back[0]["event"_L1].toString(), u"join"_s);
    QCOMPARE(back[0]["room"_L1].toString(), u"@Mika"_s);
    QCOMPARE(bench.takeTypes(4), "hello_response"_ba); // not to oneself
    (void)bench.hello(5, {}, resume);                  // was here already
    QVERIFY(bench.take(2).isEmpty());
    QVERIFY(bench.take(3).isEmpty());
}

void TestPresence::saysNothingInADirectConversationOfWhoComesBack()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, "yuki");
    bench.say(1, R"({"type":"direct","to":"yuki","content":"psst"})");
    (void)bench.take(2);
    bench.disconnect(1);
    bench.advance(2s);
    (void)bench.hello(3, {}, R"(,"resume":{"session":")" + secret + R"("})");
    bench.advance(10s);
    QVERIFY(bench.take(2).isEmpty());
}

// Whoever it is: that somebody has gone is nobody else's business.
void TestPresence::tellsNobodyInDirectConversationsThatCannotBeRead()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    bench.say(1, R"({"type":"direct","to":"yuki","content":"psst"})");
    (void)bench.take(2);
    bench.history.isReadable = false;
    (void)bench.request(1, R"({"type":"away","away":"tea"})");
    bench.disconnect(1);
    bench.advance(10s);
    QVERIFY(bench.take(2).isEmpty());
}

void TestPresence::tellsOnlyTheNewestDirectConversations()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    constexpr ConnectionId oldest = 2;
    for (ConnectionId id = oldest; id <= oldest + limits::listedDirects; ++id) {
        const QByteArray nick = "n" + QByteArray::number(id);
        (void)bench.hello(id, nick);
        bench.clock.advance(1ms);
        bench.say(1, R"({"type":"direct","to":")" + nick + R"(","content":1})");
        (void)bench.take(id);
    }
    bench.disconnect(1);
    bench.advance(10s);
    QVERIFY(bench.take(oldest).isEmpty());
    QCOMPARE(bench.takeTypes(oldest + 1), "presence_event"_ba);
    QCOMPARE(bench.takeTypes(oldest + limits::listedDirects), "presence_event"_ba);
}

void TestPresence::showsVersion1AsGuestsWhenTheyStay()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.request(1, R"({"type":"join","room":"lobby"})");
    bench.connect(2);
    bench.connect(3);
    QVERIFY(bench.take(1).isEmpty());
    bench.say(3, R"({"type":"broadcast","content":1})");
    QCOMPARE(bench.takeTypes(1), "presence_event broadcast_message"_ba);
    bench.advance(3s);
    const QJsonObject event = bench.takeObjects(1).value(0);
    QCOMPARE(event["event"_L1].toString(), u"join"_s);
    QCOMPARE(event["nick"_L1].toString(), u"127.0.0.1:2"_s);
    QCOMPARE(bench.request(1, R"({"type":"who","room":"lobby"})")["members"_L1].toArray().size(),
             3);
    (void)bench.take(1);
    bench.disconnect(2);
    QCOMPARE(bench.takeObjects(1).value(0)["event"_L1].toString(), u"leave"_s);
    // Version 1 hears only what it knows.
    QCOMPARE(bench.takeTypes(3), "broadcast_message client_disconnected"_ba);
}

void TestPresence::neverShowsWhoSaysHello()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.request(1, R"({"type":"join","room":"lobby"})");
    (void)bench.hello(2, "yuki");
    bench.advance(5s);
    QVERIFY(bench.take(1).isEmpty());
}

void TestPresence::tellsTimers()
{
    ChatBench bench;
    bench.connect(1);
    bench.core->onTimer(bench.clock.steadyTime());
    QVERIFY(bench.core->nextTimer() <= bench.clock.steadyTime() + 3s);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestPresence)
#include "tst_presence.moc"
