#include "tests/server/chat/chatbench.h"

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
                                R"("timestamp":"2025-12-14T10:00:05"})";
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

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestChatCore)
#include "tst_chatcore.moc"
