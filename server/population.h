// How many clients are connected, in all shards together. Callable from any thread.
#pragma once

#include <QtGlobal>

#include <atomic>

namespace kodama {

class Population final
{
public:
    /// Both return the new number.
    qint64 add() { return m_count.fetch_add(1) + 1; }
    qint64 remove() { return m_count.fetch_sub(1) - 1; }

    [[nodiscard]] qint64 count() const { return m_count.load(); }

private:
    std::atomic<qint64> m_count{0};
};

} // namespace kodama
