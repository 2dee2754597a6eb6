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
    void saysNothingOfWhoComesBack();
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
