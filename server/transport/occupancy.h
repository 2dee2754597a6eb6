// How many descriptors clients hold, in all shards together, and from one address. Callable from
// any thread.
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

private:
    std::atomic<qsizetype> m_count{0};
    std::mutex m_mutex;
    QHash<QString, qsizetype> m_addresses;
};

} // namespace kodama
