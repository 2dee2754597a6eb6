#include "server/chat/announcements.h"
#include "tests/server/chat/chatbench.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// Who is told of whom, when, and in how many buffers.
class TestAnnouncements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsFewOfEachAtOnce();
    void tellsManyOfManyTogether();
    void givesAllShardsOneBuffer();
    void tellsManyOfOneAtOnce();
    void newcomersHearOfThoseBehindThem();
    void whoGoesBeforeItIsToldOfIsStillToldOf();
    void nobodyIsAnsweredBeforeTheOthersKnow_data();
    void nobodyIsAnsweredBeforeTheOthersKnow();
    void whoHasComeHearsWhatIsSaid();
    void whoOnlyAsksForAnotherRoomWakesNobody();
    void boundsWhatWaits();

private:
    /// So many listen that they are told of several together, and have just been told of one.
    static constexpr ConnectionId crowd = limits::fewListeners + 4;

    static void gather(ChatBench &bench)
    {
        for (ConnectionId id = 1; id <= crowd; ++id) {
            bench.connect(id);
            bench.advance(limits::longestNoticePause);
        }
        bench.connect(crowd + 1);
        for (ConnectionId id = 1; id <= crowd + 1; ++id)
            (void)bench.take(id);
        bench.buffers.clear();
    }

    /// `+5` has come and makes 6, `-5` has gone.
    static QByteArray noticesTo(ChatBench &bench, ConnectionId connection)
    {
        QByteArrayList list;
        for (const QJsonObject &notice : bench.takeObjects(connection)) {
            const bool isComing = notice["type"_L1] == "client_connected"_L1;
            list.append((isComing ? "+" : "-") +
                        notice["client_id"_L1].toString().section(u':', -1).toUtf8() + "=" +
                        QByteArray::number(notice["total_clients"_L1].toInt()));
        }
        return list.join(' ');
    }
};

void TestAnnouncements::tellsFewOfEachAtOnce()
{
    ChatBench bench;
    for (ConnectionId id = 1; id <= limits::fewListeners; ++id) {
        bench.connect(id);
        QVERIFY(bench.announced.contains(id));
    }
    QCOMPARE(bench.buffers[1], limits::fewListeners - 1);
    QVERIFY(bench.buffers[limits::fewListeners] == 0);
}

void TestAnnouncements::tellsManyOfManyTogether()
{
    ChatBench bench;
    gather(bench);
    bench.connect(31);
    bench.connect(32);
    bench.disconnect(2);
    QVERIFY(bench.take(1).isEmpty());
    QVERIFY(bench.core->nextTimer() <=
            bench.clock.steadyTime() + std::chrono::nanoseconds(limits::longestNoticePause));
    bench.advance(limits::longestNoticePause);
    QCOMPARE(noticesTo(bench, 1), "+31=22 +32=23 -2=22"_ba);
    QCOMPARE(noticesTo(bench, crowd), "+31=22 +32=23 -2=22"_ba);
    QCOMPARE(bench.buffers[1], 1);
    bench.advance(limits::longestNoticePause);
    QVERIFY(bench.take(1).isEmpty());
}

void TestAnnouncements::givesAllShardsOneBuffer()
{
    ChatBench bench;
    gather(bench);
    bench.connect(31);
    bench.connect(32);
    bench.clock.advance(limits::longestNoticePause);
    bench.core->onTimer(bench.clock.steadyTime());
    const char *first = nullptr;
    for (int shard = 0; shard < 2; ++shard) {
        int publications = 0;
        for (const Delivery &delivery : bench.core->outbound().take(shard)) {
            const auto *const publication = std::get_if<Publish>(&delivery);
            if (publication == nullptr || publication->room != roomkey::v1Lobby)
                continue;
            ++publications;
            QCOMPARE(publication->frame.count, 2);
            const char *const data = publication->frame.bytes.constData();
            QVERIFY(first == nullptr || first == data); // shared, not copied
            first = data;
        }
        QCOMPARE(publications, 1);
    }
}

void TestAnnouncements::tellsManyOfOneAtOnce()
{
    ChatBench bench;
    gather(bench);
    bench.advance(limits::longestNoticePause);
    bench.connect(31);
    QCOMPARE(noticesTo(bench, 1), "+31=22"_ba);
    QVERIFY(bench.announced.contains(31));
    bench.advance(limits::shortestNoticePause);
    bench.disconnect(31);
    QCOMPARE(noticesTo(bench, 1), "-31=21"_ba);
}

void TestAnnouncements::newcomersHearOfThoseBehindThem()
{
    ChatBench bench;
    gather(bench);
    const ConnectionId last = 100 + limits::noticesTogether + 5;
    for (ConnectionId id = 101; id <= last; ++id)
        bench.connect(id);
    bench.advance(limits::longestNoticePause);
    for (ConnectionId id = 101; id <= last; ++id) {
        QByteArrayList expected;
        for (ConnectionId other = id + 1; other <= last; ++other)
            expected.append("+" + QByteArray::number(other) + "=" +
                            QByteArray::number(crowd + 1 + other - 100));
        QCOMPARE(noticesTo(bench, id), expected.join(' '));
        QVERIFY(bench.announced.contains(id));
    }
    QCOMPARE(bench.buffers[1], 2);
    QCOMPARE(bench.buffers[101], 2);
}

void TestAnnouncements::whoGoesBeforeItIsToldOfIsStillToldOf()
{
    ChatBench bench;
    gather(bench);
    bench.connect(31);
    bench.connect(32);
    bench.disconnect(31);
    bench.advance(limits::longestNoticePause);
    QCOMPARE(noticesTo(bench, 1), "+31=22 +32=23 -31=22"_ba);
    QCOMPARE(noticesTo(bench, 32), "-31=22"_ba);
    QVERIFY(!bench.announced.contains(31));
    bench.disconnect(32);
    bench.advance(limits::longestNoticePause);
    QCOMPARE(noticesTo(bench, 1), "-32=21"_ba);
}

void TestAnnouncements::nobodyIsAnsweredBeforeTheOthersKnow_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("broadcast") << R"({"type":"broadcast","content":1})"_ba;
    QTest::newRow("custom") << R"({"type":"lab.temp","c":1})"_ba;
    QTest::newRow("hello") << R"({"type":"hello","v":2})"_ba;
    QTest::newRow("what its shard answers") << ""_ba;
}

void TestAnnouncements::nobodyIsAnsweredBeforeTheOthersKnow()
{
    QFETCH(QByteArray, said);
    ChatBench bench;
    gather(bench);
    bench.connect(31);
    bench.connect(32);
    QVERIFY(!bench.announced.contains(31));
    if (said.isEmpty())
        bench.ask(31, Passthrough{{"\x81\x02{}"_ba}});
    else
        bench.say(31, said);
    QVERIFY(bench.take(1).value(0).startsWith(R"({"type":"client_connected",)"));
    QVERIFY(bench.take(31).value(0).startsWith(R"({"type":"client_connected",)"));
    QVERIFY(bench.announced.contains(31));
    QVERIFY(bench.announced.contains(32));
}

void TestAnnouncements::whoHasComeHearsWhatIsSaid()
{
    ChatBench bench;
    gather(bench);
    bench.connect(31);
    bench.say(1, R"({"type":"broadcast","content":1})");
    QCOMPARE(bench.takeTypes(31), "broadcast_message"_ba);
    QCOMPARE(bench.takeTypes(2), "client_connected broadcast_message"_ba);
}

void TestAnnouncements::whoOnlyAsksForAnotherRoomWakesNobody()
{
    ChatBench bench;
    (void)bench.hello(99, "mika");
    (void)bench.request(99, R"({"type":"join","room":"tea"})");
    gather(bench);
    bench.connect(31);
    QCOMPARE(
        bench.request(99, R"({"type":"broadcast","room":"tea","content":1,"id":"1"})")["type"_L1],
        "ack"_L1);
    QVERIFY(bench.take(1).isEmpty());
    bench.advance(limits::longestNoticePause);
    QCOMPARE(noticesTo(bench, 1), "+31=23"_ba);
}

void TestAnnouncements::boundsWhatWaits()
{
    ChatBench bench;
    gather(bench);
    for (int i = 0; i <= limits::waitingNotices / 2; ++i) {
        bench.connect(31);
        bench.disconnect(31);
    }
    QCOMPARE(bench.take(1).size(), limits::waitingNotices);
    bench.advance(limits::longestNoticePause);
    QCOMPARE(noticesTo(bench, 1), "+31=22 -31=21"_ba);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestAnnouncements)
#include "tst_announcements.moc"
