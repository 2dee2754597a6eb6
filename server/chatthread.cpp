#include "server/chatthread.h"

#include "server/threadlimits.h"

#include <algorithm>
#include <iterator>
#include <pthread.h>

namespace kodama {

using std::chrono::nanoseconds;

ChatThread::ChatThread(ChatPort &port, const Clock &clock)
    : m_port(port)
    , m_clock(clock)
{}

ChatThread::~ChatThread()
{
    if (!m_thread.joinable())
        return;
    m_isStopping = true;
    m_port.wakeup.wake();
    m_thread.join();
}

void ChatThread::start(std::vector<ShardPort *> shards, MakeEngine makeEngine)
{
    m_shards = std::move(shards);
    m_turns.resize(m_shards.size());
    m_thread = std::thread([this, makeEngine = std::move(makeEngine)] { run(makeEngine); });
}

void ChatThread::run(const MakeEngine &makeEngine)
{
    ::pthread_setname_np(::pthread_self(), "chat");
    const std::unique_ptr<ChatEngine> engine = makeEngine();
    while (!m_isStopping) {
        wait(*engine);
        m_port.wakeup.clear();
        if (!mustWaitForShards())
            takeTurn(*engine);
    }
}

void ChatThread::takeTurn(ChatEngine &engine)
{
    const nanoseconds begin = m_clock.steadyTime();
    handleAll(engine);
    const auto due = engine.nextTimer();
    nanoseconds now = m_clock.steadyTime();
    if (due && *due <= now) {
        engine.onTimer(now);
        deliver(engine);
        now = m_clock.steadyTime();
    }
    m_port.meters.turns.record(now - begin);
}

void ChatThread::wait(const ChatEngine &engine) const
{
    // While held back, only a shard's wake counts; timers have to wait, too.
    const auto due = m_port.isHeldBack ? std::nullopt : engine.nextTimer();
    std::optional<nanoseconds> left;
    if (due)
        left = std::max(*due - m_clock.steadyTime(), nanoseconds{0});
    m_port.wakeup.wait(left);
}

bool ChatThread::mustWaitForShards()
{
    const auto isAnyOver = [this](qsizetype limit) {
        return std::any_of(m_shards.begin(), m_shards.end(), [limit](const ShardPort *shard) {
            return shard->undelivered.load() > limit;
        });
    };
    if (!isAnyOver(threadlimits::deliveryBytes))
        return false;
    m_port.isHeldBack = true;
    // Looked at again: a shard that came to the end just now has not seen that we wait.
    if (isAnyOver(threadlimits::deliveryBytes / 2))
        return true;
    m_port.isHeldBack = false;
    return false;
}

void ChatThread::handleAll(ChatEngine &engine)
{
    m_port.inbox.drain([&](ChatBatch &batch) {
        if (m_requests.empty())
            m_requests = std::move(batch.requests);
        else
            std::move(batch.requests.begin(), batch.requests.end(), std::back_inserter(m_requests));
        if (m_askedAt == nanoseconds::zero())
            m_askedAt = batch.askedAt;
        if (batch.shard >= 0)
            m_turns[static_cast<std::size_t>(batch.shard)] = batch.turn;
        if (!batch.then)
            return;
        deliver(engine);
        batch.then(engine);
    });
    deliver(engine);
}

void ChatThread::deliver(ChatEngine &engine)
{
    if (!m_requests.empty())
        engine.handle(m_requests);
    m_requests.clear();
    for (std::size_t i = 0; i < m_shards.size(); ++i) {
        ShardPort &shard = *m_shards[i];
        DeliveryBatch batch = engine.outbound().take(int(i));
        if (!batch.empty())
            shard.deliver(std::move(batch), m_askedAt);
        // Behind the deliveries: who reads the number finds them.
        if (const quint64 turn = std::exchange(m_turns[i], 0)) {
            shard.handledTurn = turn;
            if (shard.wantsWake && shard.wantsWake.exchange(false))
                shard.wakeup.wake();
        }
    }
    m_askedAt = nanoseconds::zero();
    engine.onDelivered();
}

} // namespace kodama
