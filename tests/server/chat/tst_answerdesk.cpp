#include "server/chat/answerdesk.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

AnswerDesk::Answer answer(CommitNumber commit, int shard, ConnectionId connection)
{
    return {commit, shard, {connection, {"\x81\x00"_ba}}};
}

/// What the shards were handed: the connections of each call, with the shard's number before them.
class Shards final
{
public:
    void take(int shard, const DeliveryBatch &batch)
    {
        QByteArray call = QByteArray::number(shard) + ':';
        for (const Delivery &delivery : batch)
            call += ' ' + QByteArray::number(std::get<Reply>(delivery).connection);
        calls.append(call);
    }

    QByteArrayList calls;
};

} // namespace

class TestAnswerDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void givesWhatTheDiskHas();
    void handsEachShardItsOwnAtOnce();
    void forgetsWhatWasLost();
    void tellsWhetherTheChatWantsToKnow();
    void givesEachAnswerOnceInOrder();

private:
    Shards m_shards;
    AnswerDesk m_desk{
        2, [this](int shard, const DeliveryBatch &batch) { m_shards.take(shard, batch); }};
};

void TestAnswerDesk::givesWhatTheDiskHas()
{
    m_shards.calls.clear();
    m_desk.put({answer(1, 0, 11), answer(2, 0, 12), answer(2, 0, 13)});
    (void)m_desk.release(0);
    QVERIFY(m_shards.calls.isEmpty());
    (void)m_desk.release(1);
    QCOMPARE(m_shards.calls, QByteArrayList({"0: 11"}));
    (void)m_desk.release(5);
    QCOMPARE(m_shards.calls, QByteArrayList({"0: 11", "0: 12 13"}));
    (void)m_desk.release(5);
    QCOMPARE(m_shards.calls.size(), 2);
}

void TestAnswerDesk::handsEachShardItsOwnAtOnce()
{
    m_shards.calls.clear();
    m_desk.put({answer(1, 1, 11), answer(1, 0, 12)});
    m_desk.put({answer(2, 1, 13)});
    (void)m_desk.release(2);
    QCOMPARE(m_shards.calls, QByteArrayList({"0: 12", "1: 11 13"}));
}

void TestAnswerDesk::forgetsWhatWasLost()
{
    m_shards.calls.clear();
    m_desk.put({answer(1, 0, 11)});
    m_desk.discard();
    m_desk.put({answer(1, 0, 12)});
    (void)m_desk.release(1);
    QCOMPARE(m_shards.calls, QByteArrayList({"0: 12"}));
}

void TestAnswerDesk::tellsWhetherTheChatWantsToKnow()
{
    QVERIFY(!m_desk.release(1));
    m_desk.setNewsWanted(true);
    QVERIFY(m_desk.release(1));
    m_desk.setNewsWanted(false);
    QVERIFY(!m_desk.release(1));
}

void TestAnswerDesk::givesEachAnswerOnceInOrder()
{
    constexpr CommitNumber last = 5000;
    std::vector<ConnectionId> got;
    AnswerDesk desk(1, [&got](int, const DeliveryBatch &batch) {
        for (const Delivery &delivery : batch)
            got.push_back(std::get<Reply>(delivery).connection);
    });
    std::atomic<CommitNumber> committed{0};
    std::thread disk([&] {
        for (CommitNumber synced = 0; synced < last;) {
            synced = committed.load();
            (void)desk.release(synced);
        }
    });
    // As the chat does it: what the disk had by then is released by it.
    for (CommitNumber commit = 1; commit <= last; ++commit) {
        committed = commit;
        desk.put({answer(commit, 0, commit)});
        (void)desk.release(commit);
    }
    disk.join();
    QCOMPARE(got.size(), std::size_t(last));
    QVERIFY(std::is_sorted(got.begin(), got.end()));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestAnswerDesk)

#include "tst_answerdesk.moc"
