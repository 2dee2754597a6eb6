// What clients hold of us in all shards together: descriptors, also from one address, and bytes of
// memory. Callable from any thread.
#pragma once

#include <QHash>
#include <QString>

#include <atomic>
#include <mutex>

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

    /// How many there were from this address before.
    qsizetype addFrom(const QString &address)
    {
        const std::lock_guard lock(m_mutex);
        return m_addresses[address]++;
    }
    void removeFrom(const QString &address)
    {
        const std::lock_guard lock(m_mutex);
        const auto entry = m_addresses.find(address);
        if (entry != m_addresses.end() && --*entry == 0)
            m_addresses.erase(entry);
    }

    /// More bytes, or fewer.
    void hold(qsizetype bytes) { m_heldBytes.fetch_add(bytes, std::memory_order_relaxed); }
    [[nodiscard]] qsizetype heldBytes() const
    {
        return m_heldBytes.load(std::memory_order_relaxed);
    }

    /// Threads that hold bytes.
    void share() { m_sharers.fetch_add(1); }
    void unshare() { m_sharers.fetch_sub(1); }
    [[nodiscard]] qsizetype sharers() const { return m_sharers.load(std::memory_order_relaxed); }

private:
    std::atomic<qsizetype> m_count{0};
    std::atomic<qsizetype> m_heldBytes{0};
    std::atomic<qsizetype> m_sharers{0};
    std::mutex m_mutex;
    QHash<QString, qsizetype> m_addresses;
};

} // namespace kodama
