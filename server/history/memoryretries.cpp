#include "server/history/memoryretries.h"

namespace kodama {

MemoryRetries::MemoryRetries(qsizetype bound)
    : m_bound(bound)
{}

void MemoryRetries::add(SessionId id, const QByteArray &retryId, const StoredRetry &stored)
{
    if (m_stored.contains({id, retryId}))
        return;
    m_stored.insert({id, retryId}, stored);
    Session &session = m_sessions[id];
    m_ranks.erase(rankOf(id, session));
    session.ids.append(retryId);
    session.lastAdded = ++m_added;
    m_ranks.insert(rankOf(id, session));
    if (m_stored.size() > m_bound)
        dropOne();
}

std::optional<StoredRetry> MemoryRetries::find(SessionId session, const QByteArray &retryId) const
{
    const auto found = m_stored.constFind({session, retryId});
    return found == m_stored.cend() ? std::nullopt : std::optional(*found);
}

MemoryRetries::Rank MemoryRetries::rankOf(SessionId id, const Session &session)
{
    return {session.ids.size(), -session.lastAdded, id};
}

void MemoryRetries::dropOne()
{
    const SessionId id = m_ranks.rbegin()->session;
    const auto session = m_sessions.find(id);
    m_ranks.erase(rankOf(id, *session));
    m_stored.remove({id, session->ids.takeFirst()});
    if (session->ids.isEmpty())
        m_sessions.erase(session);
    else
        m_ranks.insert(rankOf(id, *session));
}

} // namespace kodama
