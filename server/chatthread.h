// The thread in which the chat decides the order of everything: takes what comes in at its port,
// lets the engine handle it, hands the deliveries to the shards. Lives in the thread that made it.
#pragma once

#include "common/clock.h"
#include "server/chatport.h"
#include "server/shardport.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace kodama {

class ChatThread final
{
    Q_DISABLE_COPY_MOVE(ChatThread)

public:
    /// Called in the thread, where the engine then lives and dies.
    using MakeEngine = std::function<std::unique_ptr<ChatEngine>()>;

    /// Port, clock and the shards' ports must live longer than the thread.
    ChatThread(ChatPort &port, const Clock &clock);

    /// Stops, and waits for the thread to end; what nobody has handled is forgotten.
    ~ChatThread();

    /// The engine's outbound has as many batches as there are shards. To be called once.
    void start(std::vector<ShardPort *> shards, MakeEngine makeEngine);

private:
    void run(const MakeEngine &makeEngine);
    void takeTurn(ChatEngine &engine);
    void wait(const ChatEngine &engine) const;
    [[nodiscard]] bool mustWaitForShards();
    void handleAll(ChatEngine &engine);
    void deliver(ChatEngine &engine);

    ChatPort &m_port;
    const Clock &m_clock;
    std::vector<ShardPort *> m_shards;
    std::atomic<bool> m_isStopping{false};
    std::thread m_thread; ///< see ShardThread

    // Of the thread alone.
    RequestBatch m_requests;
    std::chrono::nanoseconds m_askedAt{}; ///< the first of m_requests; 0: unknown
    std::vector<quint64> m_turns;         ///< of each shard the last one in m_requests, 0: none
};

} // namespace kodama
