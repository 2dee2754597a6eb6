// Gathers what the chat sends to the shards until its thread hands it over, one batch per shard.
#pragma once

#include "server/chat/audience.h"
#include "server/chat/delivery.h"

#include <utility>

namespace kodama {

class Outbound final
{
public:
    explicit Outbound(int shardCount)
        : m_batches(static_cast<std::size_t>(shardCount))
    {}

    [[nodiscard]] int shardCount() const { return int(m_batches.size()); }

    void send(int shard, Delivery delivery) { batch(shard).push_back(std::move(delivery)); }

    /// To the shards where somebody listens. The frame is shared, not copied.
    void publish(const Audience &audience, const Publish &publication)
    {
        for (int shard = 0; shard < audience.shardCount(); ++shard) {
            if (audience.count(shard) > 0)
                batch(shard).push_back(publication);
        }
    }

    /// Calls back for everything that was gathered and not taken; it may be changed.
    template <typename Function>
    void forEach(Function &&function)
    {
        for (DeliveryBatch &one : m_batches) {
            for (Delivery &delivery : one)
                function(delivery);
        }
    }

    /// What was gathered for this shard since the last call; may be empty.
    [[nodiscard]] DeliveryBatch take(int shard) { return std::exchange(batch(shard), {}); }

private:
    [[nodiscard]] DeliveryBatch &batch(int shard)
    {
        return m_batches[static_cast<std::size_t>(shard)];
    }

    std::vector<DeliveryBatch> m_batches;
};

} // namespace kodama
