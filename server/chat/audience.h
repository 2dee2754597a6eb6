// How many connections of each shard are in an audience, so that a publication goes to those shards
// only that have somebody for it.
#pragma once

#include <numeric>
#include <vector>

namespace kodama {

class Audience final
{
public:
    void join(int shard)
    {
        const auto place = static_cast<std::size_t>(shard);
        if (m_counts.size() <= place)
            m_counts.resize(place + 1);
        ++m_counts[place];
    }

    /// Only who joined may leave.
    void leave(int shard) { --m_counts[static_cast<std::size_t>(shard)]; }

    [[nodiscard]] int count(int shard) const
    {
        const auto place = static_cast<std::size_t>(shard);
        return place < m_counts.size() ? m_counts[place] : 0;
    }

    [[nodiscard]] int total() const { return std::accumulate(m_counts.begin(), m_counts.end(), 0); }

    [[nodiscard]] int shardCount() const { return int(m_counts.size()); }

private:
    std::vector<int> m_counts; // by shard; no longer than what was needed so far
};

} // namespace kodama
