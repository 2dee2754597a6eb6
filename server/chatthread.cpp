#include "server/chatthread.h"

#include <cerrno>
#include <iterator>
#include <poll.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using std::chrono::nanoseconds;

ChatThread::ChatThread(ChatPort &port, const Clock &clock)
    : m_port(port)
    , m_clock(clock)
{}

ChatThread::~ChatThread()
{
    if (m_thread == nullptr)
        return;
    m_isStopping = true;
    m_port.wakeup.wake();
    m_ended.wait();
    m_thread->wait();
}

void ChatThread::start(std::vector<ShardPort *> shards, MakeEngine makeEngine)
{
    m_shards = std::move(shards);
    m_turns.resize(m_shards.size());
    m_thread.reset(
        QThread::create([this, makeEngine = std::move(makeEngine)] { run(makeEngine); }));
    m_thread->setObjectName(u"chat"_s); // the thread's name, too
    m_thread->start();
}

void ChatThread::run(const MakeEngine &makeEngine)
{
    {
        const std::unique_ptr<ChatEngine> engine = makeEngine();
        while (!m_isStopping) {
            wait(*engine);
            m_port.wakeup.clear();
            handleAll(*engine);
            const auto due = engine->nextTimer();
            const nanoseconds now = m_clock.steadyTime();
            if (due && *due <= now) {
                engine->onTimer(now);
                deliver(*engine);
            }
        }
    }
    m_ended.count_down();
}

void ChatThread::wait(const ChatEngine &engine) const
{
    pollfd inbox{m_port.wakeup.descriptor(), POLLIN, 0};
    timespec timeout{};
    const auto due = engine.nextTimer();
    if (due) {
        const nanoseconds left = std::max(*due - m_clock.steadyTime(), nanoseconds{0});
        const auto whole = std::chrono::duration_cast<std::chrono::seconds>(left);
        timeout = {whole.count(), (left - whole).count()};
    }
    if (::ppoll(&inbox, 1, due ? &timeout : nullptr, nullptr) < 0 && errno != EINTR)
        qFatal("ppoll: %s", strerror(errno));
}

void ChatThread::handleAll(ChatEngine &engine)
{
    m_port.inbox.drain([&](ChatBatch &batch) {
        if (m_requests.empty())
            m_requests = std::move(batch.requests);
        else
            std::move(batch.requests.begin(), batch.requests.end(), std::back_inserter(m_requests));
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
        DeliveryBatch deliveries = engine.outbound().take(int(i));
        if (!deliveries.empty())
            shard.inbox.put(std::move(deliveries));
        // Behind the deliveries: who reads the number finds them.
        if (const quint64 turn = std::exchange(m_turns[i], 0))
            shard.handledTurn.store(turn, std::memory_order_release);
    }
}

} // namespace kodama
