#include "server/clientregistry.h"

namespace kodama {

QStringList ClientRegistry::clientIds() const
{
    QStringList ids;
    ids.reserve(qsizetype(m_links.size()));
    for (const auto &[id, link] : m_links)
        ids.append(link->clientId());
    return ids;
}

std::vector<ClientLink *> ClientRegistry::find(QStringView clientId) const
{
    std::vector<ClientLink *> found;
    for (const auto &[id, link] : m_links) {
        if (link->clientId() == clientId)
            found.push_back(link);
    }
    return found;
}

} // namespace kodama
