// The connected clients of all shards by their names, for the operator. Callable from any thread;
// locks, but only when somebody comes or goes or the operator asks.
#pragma once

#include "server/transport/clientlink.h"

#include <QStringList>

#include <map>
#include <mutex>
#include <vector>

namespace kodama {

class ClientRegistry final
{
public:
    /// Where to find a client.
    struct Place
    {
        ConnectionId connection = 0;
        int shard = 0;
    };

    void add(const QString &clientId, const Place &place);
    void remove(ConnectionId id);

    /// In the order in which they came.
    [[nodiscard]] QStringList clientIds() const;

    /// Usually one. More when a peer reached two of our addresses from one port of its own.
    [[nodiscard]] std::vector<Place> find(QStringView clientId) const;

private:
    struct Entry
    {
        QString clientId;
        int shard;
    };

    mutable std::mutex m_mutex;
    std::map<ConnectionId, Entry> m_entries;
};

} // namespace kodama
