// The connected clients of a shard by their names, for the operator. Lives in its shard's thread.
#pragma once

#include "server/transport/clientlink.h"

#include <QStringList>

#include <map>
#include <vector>

namespace kodama {

class ClientRegistry final
{
public:
    /// The link must be removed before it is destroyed.
    void add(ClientLink &link) { m_links.emplace(link.id(), &link); }
    void remove(ConnectionId id) { m_links.erase(id); }

    /// In the order in which they came.
    [[nodiscard]] QStringList clientIds() const;

    /// Usually one. More when a peer reached two of our addresses from one port of its own.
    [[nodiscard]] std::vector<ClientLink *> find(QStringView clientId) const;

private:
    std::map<ConnectionId, ClientLink *> m_links;
};

} // namespace kodama
