// How many descriptors clients hold, in all shards together. Callable from any thread.
#pragma once

#include <QtGlobal>

#include <atomic>

namespace kodama {

class Occupancy final
{
    Q_DISABLE_COPY_MOVE(Occupancy)

public:
    Occupancy() = default;

    /// How many there were before.
    qsizetype add() { return m_count.fetch_add(1); }
    void remove() { m_count.fetch_sub(1); }

    [[nodiscard]] qsizetype count() const { return m_count.load(); }

private:
    std::atomic<qsizetype> m_count{0};
};

} // namespace kodama
