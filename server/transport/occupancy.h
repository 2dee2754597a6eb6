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

    /// Takes a place; false if so many are taken already.
    [[nodiscard]] bool enter(qsizetype places) { return take(m_count, places); }
    void leave() { m_count.fetch_sub(1); }

    [[nodiscard]] qsizetype count() const { return m_count.load(); }

    /// The same for those who have no place among the clients.
    [[nodiscard]] bool enterAside(qsizetype places) { return take(m_asideCount, places); }
    void leaveAside() { m_asideCount.fetch_sub(1); }

    /// The same for those from one address.
    [[nodiscard]] bool enterFrom(const QString &address, qsizetype places)
    {
        const std::lock_guard lock(m_mutex);
        if (m_addresses.value(address) >= places)
            return false;
        ++m_addresses[address];
        return true;
    }
    void leaveFrom(const QString &address)
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
    static bool take(std::atomic<qsizetype> &count, qsizetype places)
    {
        qsizetype before = count.load();
        while (before < places) {
            if (count.compare_exchange_weak(before, before + 1))
                return true;
        }
        return false;
    }

    std::atomic<qsizetype> m_count{0};
    std::atomic<qsizetype> m_asideCount{0};
    std::atomic<qsizetype> m_heldBytes{0};
    std::atomic<qsizetype> m_sharers{0};
    std::mutex m_mutex;
    QHash<QString, qsizetype> m_addresses;
};

} // namespace kodama
