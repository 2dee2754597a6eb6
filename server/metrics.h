// The server's numbers: as a page in the Prometheus text format, and as what `status` tells.
// Callable from any thread.
#pragma once

#include "common/clock.h"
#include "server/chatport.h"
#include "server/figures.h"
#include "server/log.h"
#include "server/population.h"
#include "server/shardmeters.h"
#include "server/shardport.h"

#include <QByteArray>

#include <memory>
#include <mutex>
#include <vector>

namespace kodama {

class Metrics final : public FigureSource
{
    Q_DISABLE_COPY_MOVE(Metrics)

public:
    /// Everything must live longer.
    Metrics(const Clock &clock, const Population &population, const ChatPort &chat, const Log &log);

    /// Before the shard's thread starts. The port must live as long as anybody asks.
    ShardMeters &addShard();

    [[nodiscard]] QByteArray page() const;

    /// Rates are those since somebody asked last, but at least over a second.
    [[nodiscard]] Figures figures() override;

private:
    struct Sample
    {
        std::chrono::nanoseconds time{};
        quint64 messages = 0;
        quint64 bytes = 0;
    };

    [[nodiscard]] Sample sample() const;

    const Clock &m_clock;
    const Population &m_population;
    const ChatPort &m_chat;
    const Log &m_log;
    const std::chrono::nanoseconds m_start;
    std::vector<std::unique_ptr<ShardMeters>> m_shards;

    std::mutex m_mutex; // of the samples
    Sample m_before;
    Sample m_last;
};

} // namespace kodama
