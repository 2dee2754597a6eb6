#include "server/clientregistry.h"

namespace kodama {

void ClientRegistry::add(const QString &clientId, const Place &place)
{
    const std::lock_guard lock(m_mutex);
    m_entries.insert_or_assign(place.connection, Entry{clientId, place.shard});
}

void ClientRegistry::remove(ConnectionId id)
{
    const std::lock_guard lock(m_mutex);
    m_entries.erase(id);
}

QStringList ClientRegistry::clientIds() const
{
    const std::lock_guard lock(m_mutex);
    QStringList ids;
    ids.reserve(qsizetype(m_entries.size()));
    for (const auto &[id, entry] : m_entries)
        ids.append(entry.clientId);
    return ids;
}

std::vector<ClientRegistry::Place> ClientRegistry::find(QStringView clientId) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Place> found;
    for (const auto &[id, entry] : m_entries) {
        if (entry.clientId == clientId)
            found.push_back({id, entry.shard});
    }
    return found;
}

} // namespace kodama
