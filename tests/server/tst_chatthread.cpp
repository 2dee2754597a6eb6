#include "server/chatthread.h"
#include "server/threadlimits.h"

#include <QRegularExpression>
#include <QTest>

#include <poll.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Answers every request to its shard; counts in how many batches they came.
class Parrot final : public ChatEngine
{
public:
    explicit Parrot(int shardCount)
        : m_out(shardCount)
    {}

    void handle(std::span<ChatRequest> requests) override
    {
        for (const ChatRequest &request : requests)
            m_out.send(request.shard, Reply{request.connection, {}});
    }
    [[nodiscard]] Outbound &outbound() override { return m_out; }
    [[nodiscard]] std::optional<std::chrono::nanoseconds> nextTimer() const override
    {
        return m_timer;
    }
    void onTimer(std::chrono::nanoseconds) override
    {
        m_timer.reset();
        m_out.send(0, Reply{4711, {}});
    }

    void setTimer(std::chrono::nanoseconds time) { m_timer = time; }

private:
    Outbound m_out;
    std::optional<std::chrono::nanoseconds> m_timer;
};

ChatThread::MakeEngine makeParrot()
{
    return [] { return std::make_unique<Parrot>(2); };
}

ChatBatch batchOf(int shard, quint64 turn, std::initializer_list<ConnectionId> connections)
{
    ChatBatch batch;
    batch.shard = shard;
    batch.turn = turn;
    for (const ConnectionId connection : connections)
        batch.requests.push_back({connection, shard, Disconnected{}});
    return batch;
}

/// The connections that the port's replies are for, in their order, as soon as there are so many.
std::vector<ConnectionId> waitForReplies(ShardPort &port, std::size_t count)
{
    std::vector<ConnectionId> found;
    pollfd watched{port.wakeup.descriptor(), POLLIN, 0};
    while (found.size() < count && ::poll(&watched, 1, 30'000) == 1) {
        port.wakeup.clear();
        port.inbox.drain([&](ShardInput &input) {
            for (const Delivery &delivery : std::get<Deliveries>(input).batch)
                found.push_back(std::get<Reply>(delivery).connection);
        });
    }
    return found;
}

} // namespace

class TestChatThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void deliversToTheShardThatAsked();
    void tellsWhichTurnIsHandled();
    void callsBackBehindTheDeliveries();
    void measuresItsTurns();
    void waitsForShardsThatHaveTooMuch();
    void runsTheEnginesTimer();
    void endsUnstarted();

private:
    SystemClock m_clock;
};

void TestChatThread::deliversToTheShardThatAsked()
{
    ShardPort shards[2];
    ChatPort port;
    ChatThread thread(port, m_clock);
    port.inbox.put(batchOf(0, 1, {1, 2})); // before it even runs
    thread.start({&shards[0], &shards[1]}, makeParrot());
    port.inbox.put(batchOf(1, 1, {3}));
    port.inbox.put(batchOf(0, 2, {4}));
    QCOMPARE(waitForReplies(shards[0], 3), std::vector<ConnectionId>({1, 2, 4}));
    QCOMPARE(waitForReplies(shards[1], 1), std::vector<ConnectionId>({3}));
}

void TestChatThread::tellsWhichTurnIsHandled()
{
    ShardPort shards[2];
    ChatPort port;
    ChatThread thread(port, m_clock);
    thread.start({&shards[0], &shards[1]}, makeParrot());
    port.inbox.put(batchOf(1, 7, {3}));
    QTRY_COMPARE_WITH_TIMEOUT(shards[1].handledTurn.load(), quint64{7}, 30'000);
    QVERIFY(!shards[1].inbox.isEmpty()); // the reply was there before
    QCOMPARE(shards[0].handledTurn.load(), quint64{0});
}

void TestChatThread::callsBackBehindTheDeliveries()
{
    ShardPort shards[2];
    ChatPort port;
    ChatThread thread(port, m_clock);
    thread.start({&shards[0], &shards[1]}, makeParrot());
    ChatBatch batch = batchOf(0, 1, {1});
    batch.then = [&shards](ChatEngine &engine) {
        const bool isDelivered = !shards[0].inbox.isEmpty() && shards[0].handledTurn == 1;
        engine.outbound().send(1, Reply{isDelivered ? ConnectionId{100} : ConnectionId{0}, {}});
    };
    port.inbox.put(std::move(batch));
    QCOMPARE(waitForReplies(shards[1], 1), std::vector<ConnectionId>({100}));
}

void TestChatThread::measuresItsTurns()
{
    ShardPort shard;
    ChatPort port;
    {
        ChatThread thread(port, m_clock);
        ChatBatch batch;
        batch.then = [this](ChatEngine &) {
            const auto end = m_clock.steadyTime() + 11ms;
            while (m_clock.steadyTime() < end) {
            }
        };
        port.inbox.put(std::move(batch));
        thread.start({&shard}, makeParrot());
        QTRY_VERIFY_WITH_TIMEOUT(port.meters.turns.sum() > 0ms, 30'000);
    }
    QVERIFY(port.meters.turns.sum() >= 11ms);
}

void TestChatThread::waitsForShardsThatHaveTooMuch()
{
    ShardPort shards[2];
    ChatPort port;
    ChatThread thread(port, m_clock);
    shards[1].undelivered = threadlimits::deliveryBytes + 1;
    thread.start({&shards[0], &shards[1]}, makeParrot());
    port.inbox.put(batchOf(0, 1, {1}));
    QTRY_VERIFY_WITH_TIMEOUT(port.isHeldBack, 30'000);
    QVERIFY(!port.inbox.isEmpty());
    QVERIFY(shards[0].inbox.isEmpty());
    shards[1].undelivered = threadlimits::deliveryBytes / 2;
    port.isHeldBack = false;
    port.wakeup.wake();
    QCOMPARE(waitForReplies(shards[0], 1), std::vector<ConnectionId>({1}));
    QVERIFY(shards[0].undelivered > 0);
}

void TestChatThread::runsTheEnginesTimer()
{
    ShardPort shards[2];
    ChatPort port;
    ChatThread thread(port, m_clock);
    thread.start({&shards[0], &shards[1]}, makeParrot());
    ChatBatch batch;
    batch.then = [due = m_clock.steadyTime() + 20ms](ChatEngine &engine) {
        static_cast<Parrot &>(engine).setTimer(due);
    };
    port.inbox.put(std::move(batch));
    QCOMPARE(waitForReplies(shards[0], 1), std::vector<ConnectionId>({4711}));
}

void TestChatThread::endsUnstarted()
{
    ChatPort port;
    const ChatThread thread(port, m_clock);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestChatThread)
#include "tst_chatthread.moc"
