// A shard in a thread of its own, which has an event loop. Lives in the thread that made it.
//
// Tested by tst_shards.
#pragma once

#include "server/shard.h"

#include <functional>
#include <latch>
#include <thread>

namespace kodama {

class ShardThread final
{
    Q_DISABLE_COPY_MOVE(ShardThread)

public:
    /// onClosed is called in the shard's thread (Shard::closed). Starts at once.
    ShardThread(const Shard::Shared &shared, const Shard::Setup &setup,
                std::function<void()> onClosed);

    /// Drops what is still connected and waits for the thread to end.
    ~ShardThread();

    /// Until the shard has all that it needs: what is left to do then is done by its clients.
    void waitUntilRunning() const { m_isRunning.wait(); }

    [[nodiscard]] ShardPort &port() { return m_port; }

private:
    void run(const std::function<void()> &onClosed);

    const Shard::Shared m_shared;
    const Shard::Setup m_setup;
    ShardPort m_port;
    std::latch m_isRunning{1};
    /// No QThread, which is not joined: it may end behind main(), with what OpenSSL and Qt hold for
    /// it still there (a leak, to LeakSanitizer).
    std::thread m_thread;
};

} // namespace kodama
