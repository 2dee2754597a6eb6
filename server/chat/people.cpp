#include "server/chat/people.h"

#include "common/protocol/names.h"
#include "server/chat/chatlimits.h"

#include <algorithm>
#include <numeric>

namespace kodama {

namespace {

QString nickOfGuest(qint64 number)
{
    return QStringLiteral("guest-%1").arg(number);
}

} // namespace

ChatConnection &People::addConnection(ConnectionId id, int shard, const QString &clientId)
{
    ChatConnection &connection = m_connections[id];
    connection.id = id;
    connection.shard = shard;
    connection.clientId = clientId;
    return connection;
}

ChatConnection *People::connection(ConnectionId id)
{
    const auto entry = m_connections.find(id);
    return entry == m_connections.end() ? nullptr : &entry->second;
}

std::vector<const ChatConnection *> People::connections() const
{
    std::vector<const ChatConnection *> list;
    list.reserve(m_connections.size());
    for (const auto &[id, connection] : m_connections)
        list.push_back(&connection);
    std::ranges::sort(list, {}, &ChatConnection::id);
    return list;
}

void People::removeConnection(ConnectionId id)
{
    const auto entry = m_connections.find(id);
    if (entry == m_connections.end())
        return;
    if (entry->second.session)
        std::erase(entry->second.session->connections, &entry->second);
    m_connections.erase(entry);
}

ChatSession &People::addSession(ChatSession session)
{
    auto owned = std::make_unique<ChatSession>(std::move(session));
    ChatSession &added = *owned;
    m_byToken.insert(added.tokenHash, &added);
    m_byNick.insert(added.nickKey, &added);
    m_byPerson.insert(added.person, &added);
    m_sessions.emplace(added.id, std::move(owned));
    return added;
}

void People::removeSession(ChatSession &session)
{
    m_byToken.remove(session.tokenHash);
    m_byNick.remove(session.nickKey);
    m_byPerson.remove(session.person);
    std::erase(m_unsaved, &session);
    m_sessions.erase(session.id);
}

ChatSession *People::sessionByToken(const QByteArray &tokenHash) const
{
    return m_byToken.value(tokenHash);
}

ChatSession *People::sessionByNick(const QString &nickKey) const
{
    return m_byNick.value(nickKey);
}

ChatSession *People::sessionById(SessionId id) const
{
    const auto entry = m_sessions.find(id);
    return entry == m_sessions.end() ? nullptr : entry->second.get();
}

ChatSession *People::sessionOf(PersonId person) const
{
    return m_byPerson.value(person);
}

void People::attach(ChatConnection &connection, ChatSession &session)
{
    connection.session = &session;
    session.connections.push_back(&connection);
}

void People::rename(ChatSession &session, const QString &nick, const QString &nickKey)
{
    m_byNick.remove(session.nickKey);
    session.nick = nick;
    session.nickKey = nickKey;
    m_byNick.insert(nickKey, &session);
    markUnsaved(session);
}

QString People::suggestedNick(const QString &nick) const
{
    for (int number = 2; number < limits::suggestedNicks; ++number) {
        const QString suggestion = numberedNick(nick, number);
        if (!m_byNick.contains(foldNick(suggestion)))
            return suggestion;
    }
    return {};
}

// Numbers are given one after the other: where one is taken, thousands may be, after a restart.
QString People::guestNick(const NickTest &isTakenElsewhere)
{
    const auto isFree = [&](qint64 number) {
        const QString key = foldNick(nickOfGuest(number));
        return !m_byNick.contains(key) && !isTakenElsewhere(key);
    };
    qint64 taken = m_lastGuest;
    qint64 free = m_lastGuest + 1;
    for (qint64 step = 1; step <= limits::guestStep && !isFree(free); step *= 2) {
        taken = free;
        free += step;
    }
    while (free - taken > 1) {
        const qint64 middle = std::midpoint(taken, free);
        (isFree(middle) ? free : taken) = middle;
    }
    // Whoever took all that were tried did so on purpose.
    while (m_byNick.contains(foldNick(nickOfGuest(free))))
        ++free;
    m_lastGuest = free;
    return nickOfGuest(free);
}

void People::markUnsaved(ChatSession &session)
{
    if (!session.isUnsaved)
        m_unsaved.push_back(&session);
    session.isUnsaved = true;
}

std::vector<ChatSession *> People::unsaved(int count) const
{
    const auto size = std::min(m_unsaved.size(), static_cast<std::size_t>(count));
    return {m_unsaved.begin(), m_unsaved.begin() + std::ptrdiff_t(size)};
}

void People::confirmSaved(const std::vector<ChatSession *> &sessions)
{
    for (ChatSession *session : sessions)
        session->isUnsaved = false;
    std::erase_if(m_unsaved, [](const ChatSession *session) { return !session->isUnsaved; });
}

void People::markAllUnsaved()
{
    for (const auto &[id, session] : m_sessions)
        markUnsaved(*session);
}

void People::markAllSeen(qint64 ts)
{
    for (const auto &[id, session] : m_sessions) {
        if (session->connections.empty())
            continue;
        session->lastSeen = ts;
        markUnsaved(*session);
    }
}

} // namespace kodama
