#include "tests/server/support/shardbench.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

/// Echo, broadcast and custom messages, byte for byte.
class TestMessageHandlers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void answersTheSender_data();
    void answersTheSender();
    void tellsEverybody_data();
    void tellsEverybody();
    void forwardsToAllButTheSender_data();
    void forwardsToAllButTheSender();
    void encodesOnceForAllReceivers();
};

void TestMessageHandlers::answersTheSender_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("answer");
    const auto echo = [](const char *name, const QByteArray &said) {
        QTest::newRow(name) << said
                            << "{\"type\":\"echo_response\",\"original\":" + said +
                                   ",\"timestamp\":\"2025-12-14T10:00:05\"}";
    };
    echo("echo", R"({"type":"echo","text":"Hello","timestamp":"2025-12-14T10:00:00"})");
    echo("echo without text", R"({"type":"echo"})");
    echo("echo keeps order, numbers, unknown members",
         R"({"z":1.0,"type":"echo","a":12345678901234567890,"e":1e2,"text":"\u0000"})");
    echo("echo keeps duplicate members", R"({"text":1,"type":"echo","text":2})");
    echo("echo keeps a lone surrogate", R"({"type":"echo","text":"\ud800"})");
    echo("echo keeps spaces inside", R"({ "type" : "echo" , "text" : [ 1 , 2 ] })");
}

void TestMessageHandlers::answersTheSender()
{
    QFETCH(QByteArray, said);
    QFETCH(QByteArray, answer);
    ShardBench bench;
    const auto sender = bench.connect(u"127.0.0.1:1001"_s);
    const auto other = bench.connect(u"127.0.0.1:1002"_s);
    (void)sender->takeTexts();
    (void)other->takeTexts();
    sender->say(said);
    QCOMPARE(sender->takeTexts(), QByteArrayList{answer});
    QVERIFY(other->takeTexts().isEmpty());
}

void TestMessageHandlers::tellsEverybody_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << R"({"type":"broadcast","content":"こんにちは"})"_ba
                          << R"("こんにちは")"_ba;
    QTest::newRow("missing content") << R"({"type":"broadcast"})"_ba
                                     << "null"_ba;
    QTest::newRow("any value") << R"({"type":"broadcast","content":{"b":1.0,"a":[1e2]}})"_ba
                               << R"({"b":1.0,"a":[1e2]})"_ba;
    QTest::newRow("last of two") << R"({"content":1,"type":"broadcast","content":2})"_ba
                                 << "2"_ba;
}

void TestMessageHandlers::tellsEverybody()
{
    QFETCH(QByteArray, said);
    QFETCH(QByteArray, content);
    ShardBench bench;
    const auto sender = bench.connect(u"127.0.0.1:1001"_s);
    const auto other = bench.connect(u"127.0.0.1:1002"_s);
    (void)sender->takeTexts();
    (void)other->takeTexts();
    sender->say(said);
    const QByteArrayList expected{
        "{\"type\":\"broadcast_message\",\"from\":\"127.0.0.1:1001\",\"content\":" + content +
        ",\"timestamp\":\"2025-12-14T10:00:05\",\"room\":\"lobby\",\"offset\":1,"
        "\"ts\":1765674005000}"};
    QCOMPARE(sender->takeTexts(), expected);
    QCOMPARE(other->takeTexts(), expected);
}

void TestMessageHandlers::forwardsToAllButTheSender_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("unknown type") << R"({"type":"lab.temp","value":21.50})"_ba;
    QTest::newRow("missing type") << R"({"b":1,"a":2})"_ba;
    QTest::newRow("type is no text") << R"({"type":7})"_ba;
    QTest::newRow("a server's type") << R"({"type":"welcome"})"_ba;
    QTest::newRow("type message") << R"({"type":"message","data":null})"_ba;
    QTest::newRow("a hello of version 1") << R"({"type":"hello","v":1})"_ba;
    QTest::newRow("a name of version 2") << R"({"type":"join","room":"tea"})"_ba;
    QTest::newRow("empty object") << "{}"_ba;
}

void TestMessageHandlers::forwardsToAllButTheSender()
{
    QFETCH(QByteArray, said);
    ShardBench bench;
    const auto sender = bench.connect(u"127.0.0.1:1001"_s);
    const auto other = bench.connect(u"127.0.0.1:1002"_s);
    (void)sender->takeTexts();
    (void)other->takeTexts();
    sender->say(said);
    QVERIFY(sender->takeTexts().isEmpty());
    QCOMPARE(other->takeTexts(),
             QByteArrayList{"{\"type\":\"message\",\"from\":\"127.0.0.1:1001\",\"data\":" + said +
                            ",\"timestamp\":\"2025-12-14T10:00:05\"}"});
}

void TestMessageHandlers::encodesOnceForAllReceivers()
{
    ShardBench bench;
    const auto first = bench.connect(u"127.0.0.1:1001"_s);
    const auto second = bench.connect(u"127.0.0.1:1002"_s);
    first->say(R"({"type":"broadcast","content":"x"})");
    const QByteArray &toFirst = first->link().frames().back().bytes;
    const QByteArray &toSecond = second->link().frames().back().bytes;
    QCOMPARE(static_cast<const void *>(toFirst.constData()),
             static_cast<const void *>(toSecond.constData()));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestMessageHandlers)
#include "tst_messagehandlers.moc"
