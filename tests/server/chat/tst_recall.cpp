#include "tests/server/chat/chatbench.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestRecall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void recoversEverythingOrNothing_data();
    void recoversEverythingOrNothing();
    void bringsTheNewestWhenAsked();
    void pages();
    void saysWhatIsMissingInAPage();
    void refusesWhatMakesNoSense();
    void readsConversations();
    void bringsConversationsToLightAtHello();
    void takesNobodysPastForAnothers();
};

void TestRecall::recoversEverythingOrNothing_data()
{
    QTest::addColumn<QByteArray>("since");
    QTest::addColumn<bool>("recovered");
    QTest::addColumn<QByteArray>("contents"); // and whether there are older ones
    QTest::newRow("nothing missed") << R"({"epoch":"e1","offset":5})"_ba << true << "+"_ba;
    QTest::newRow("some missed") << R"({"epoch":"e1","offset":3})"_ba << true << "4 5 +"_ba;
    QTest::newRow("all missed") << R"({"epoch":"e1","offset":0})"_ba << true << "1 2 3 4 5"_ba;
    QTest::newRow("of the future") << R"({"epoch":"e1","offset":6})"_ba << false << "+"_ba;
    QTest::newRow("of another store") << R"({"epoch":"e0","offset":3})"_ba << false << "+"_ba;
}

void TestRecall::recoversEverythingOrNothing()
{
    QFETCH(QByteArray, since);
    QFETCH(bool, recovered);
    QFETCH(QByteArray, contents);
    ChatBench bench;
    (void)bench.hello(1, "mika");
    for (int i = 1; i <= 5; ++i)
        bench.say(1,
                  R"({"type":"broadcast","room":"tea","content":)" + QByteArray::number(i) + '}');
    const QJsonObject joined =
        bench.request(1, R"({"type":"join","room":"tea","since":)" + since + '}');
    QCOMPARE(joined["recovered"_L1].toBool(), recovered);
    QCOMPARE(joined["offset"_L1].toInteger(), 5);
    QByteArrayList got;
    for (const auto &item : joined["items"_L1].toArray())
        got.append(QByteArray::number(item.toObject()["content"_L1].toInteger()));
    if (joined["more"_L1].toBool())
        got.append("+");
    QCOMPARE(got.join(' '), contents);
}

void TestRecall::bringsTheNewestWhenAsked()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    for (int i = 1; i <= 5; ++i)
        bench.say(1, R"({"type":"broadcast","content":)" + QByteArray::number(i) + '}');
    const QJsonObject none = bench.request(1, R"({"type":"join","room":"lobby"})");
    QVERIFY(none["items"_L1].toArray().isEmpty());
    QCOMPARE(none["more"_L1].toBool(), true);
    const QJsonArray items =
        bench.request(1, R"({"type":"join","room":"lobby","limit":2})")["items"_L1].toArray();
    QCOMPARE(items.size(), 2);
    const QJsonObject last = items[1].toObject();
    QCOMPARE(last["type"_L1].toString(), u"broadcast_message"_s);
    QCOMPARE(last["offset"_L1].toInteger(), 5);
    QCOMPARE(last["from_nick"_L1].toString(), u"mika"_s);
}

void TestRecall::pages()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    for (int i = 1; i <= 5; ++i)
        bench.say(1,
                  R"({"type":"broadcast","room":"tea","content":)" + QByteArray::number(i) + '}');
    const auto offsets = [&](const QByteArray &range) -> QByteArray {
        const QJsonObject page =
            bench.request(1, R"({"type":"history","room":"tea")" + range + '}');
        QByteArrayList got;
        for (const auto &item : page["items"_L1].toArray())
            got.append(QByteArray::number(item.toObject()["offset"_L1].toInteger()));
        return got.join(' ') + (page["more"_L1].toBool() ? " +" : "");
    };
    QCOMPARE(offsets({}), "1 2 3 4 5"_ba);
    QCOMPARE(offsets(R"(,"limit":2)"), "4 5 +"_ba);
    QCOMPARE(offsets(R"(,"before":4,"limit":2)"), "2 3 +"_ba);
    QCOMPARE(offsets(R"(,"after":3)"), "4 5"_ba);
    QCOMPARE(offsets(R"(,"after":5)"), ""_ba);
    QCOMPARE(offsets(R"(,"before":4,"limit":0)"), "3 +"_ba); // who asks for none gets on, too
}

void TestRecall::saysWhatIsMissingInAPage()
{
    ChatBench bench;
    bench.history.keepOnly(8);
    (void)bench.hello(1, "mika");
    for (int i = 0; i < 20; ++i)
        bench.say(1, R"({"type":"broadcast","room":"tea","content":1})");
    const QJsonObject cut =
        bench.request(1, R"({"type":"history","room":"tea","after":3,"limit":2})");
    QCOMPARE(cut["items"_L1].toArray().size(), 2);
    QCOMPARE(cut["incomplete"_L1].toBool(), true);
    const QJsonObject whole =
        bench.request(1, R"({"type":"history","room":"tea","after":18,"limit":2})");
    QCOMPARE(whole["items"_L1].toArray().size(), 2);
    QVERIFY(!whole.contains("incomplete"_L1));
}

void TestRecall::refusesWhatMakesNoSense()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    const auto error = [&](const QByteArray &text) {
        return bench.request(1, text)["name"_L1].toString();
    };
    QCOMPARE(error(R"({"type":"history","room":"lobby","before":4,"after":1})"), u"BAD_REQUEST"_s);
    QCOMPARE(error(R"({"type":"history","room":"nowhere"})"), u"UNKNOWN_ROOM"_s);
    QCOMPARE(error(R"({"type":"history","room":"@nobody"})"), u"NO_SUCH_USER"_s);
    QCOMPARE(error(R"({"type":"history","room":"a b"})"), u"BAD_REQUEST"_s);
}

void TestRecall::readsConversations()
{
    ChatBench bench;
    (void)bench.hello(1, "mika");
    (void)bench.hello(2, "yuki");
    (void)bench.hello(3, "ken");
    bench.say(1, R"({"type":"direct","to":"yuki","content":"a"})");
    bench.say(2, R"({"type":"direct","to":"mika","content":"b"})");
    for (const auto &[id, with] : {std::pair{1, "@yuki"}, std::pair{2, "@mika"}}) {
        const QJsonArray items =
            bench
                .request(ConnectionId(id),
                         R"({"type":"history","room":")" + QByteArray(with) + R"("})")["items"_L1]
                .toArray();
        QCOMPARE(items.size(), 2);
        QCOMPARE(items[1].toObject()["type"_L1].toString(), u"direct_message"_s);
    }
    QVERIFY(
        bench.request(3, R"({"type":"history","room":"@mika"})")["items"_L1].toArray().isEmpty());
}

void TestRecall::bringsConversationsToLightAtHello()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "mika")["session"_L1].toString().toUtf8();
    bench.disconnect(1);
    bench.advance(10s);
    (void)bench.hello(2, "yuki");
    QCOMPARE(bench.request(2, R"({"type":"direct","id":"1","to":"Mika","content":"a"})")["type"_L1]
                 .toString(),
             u"ack"_s);
    const QJsonObject answer = bench.hello(3, {}, R"(,"resume":{"session":")" + secret + R"("})");
    const QJsonObject direct = answer["directs"_L1].toArray()[0].toObject();
    QCOMPARE(direct["nick"_L1].toString(), u"yuki"_s);
    QCOMPARE(direct["offset"_L1].toInteger(), 1);
}

void TestRecall::takesNobodysPastForAnothers()
{
    ChatBench bench;
    const QByteArray secret = bench.hello(1, "ann")["session"_L1].toString().toUtf8();
    (void)bench.hello(2, "bob");
    for (int i = 0; i < 2; ++i)
        bench.say(2, R"({"type":"direct","to":"ann","content":1})");
    const QJsonObject known = bench.request(1, R"({"type":"join","room":"@bob"})");
    bench.disconnect(1);
    bench.disconnect(2);
    (void)bench.hello(3, "bob"); // somebody else
    for (int i = 0; i < 4; ++i)
        bench.say(3, R"({"type":"direct","to":"ann","content":2})");
    const QJsonObject answer = bench.hello(4, {}, R"(,"resume":{"session":")" + secret + R"("})");
    const QJsonArray directs = answer["directs"_L1].toArray();
    QCOMPARE(directs.size(), 1); // the one that can be reached
    QCOMPARE(directs[0].toObject()["offset"_L1].toInteger(), 4);
    QVERIFY(directs[0].toObject()["epoch"_L1] != known["epoch"_L1]);
    const QJsonObject joined =
        bench.request(4, R"({"type":"join","room":"@bob","since":{"epoch":")" +
                             known["epoch"_L1].toString().toUtf8() + R"(","offset":2}})");
    QCOMPARE(joined["recovered"_L1].toBool(), false);
    QCOMPARE(joined["epoch"_L1], directs[0].toObject()["epoch"_L1]);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestRecall)
#include "tst_recall.moc"
