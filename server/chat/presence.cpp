#include "server/chat/presence.h"

#include "common/protocol/names.h"
#include "server/chat/chatlimits.h"
#include "server/frameencoding.h"
#include "server/history/history.h"

#include <algorithm>
#include <limits>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

// The connections of a room's members that have joined it themselves.
void addHearers(std::unordered_set<const ChatConnection *> &hearers, const Room &room)
{
    for (const ChatSession *member : room.members) {
        for (const ChatConnection *connection : member->connections) {
            if (std::ranges::find(connection->rooms, &room) != connection->rooms.end())
                hearers.insert(connection);
        }
    }
}

} // namespace

void Presence::enter(ChatSession &session, Room &room)
{
    if (!room.members.insert(&session).second)
        return;
    session.rooms.push_back(&room);
    m_context.people.markUnsaved(session);
    PresenceEvent event = eventOf("join"_L1, session.nick, room.name);
    event.away = session.away;
    m_voice.publish(room, event, 0, Urgency::Droppable);
}

void Presence::leave(ChatSession &session, Room &room, ConnectionId asked)
{
    if (room.members.erase(&session) == 0)
        return;
    const PresenceEvent event = eventOf("leave"_L1, session.nick, room.name);
    for (ChatConnection *connection : session.connections) {
        const bool isHearing =
            std::ranges::find(connection->rooms, &room) != connection->rooms.end();
        stopHearing(*connection, room);
        if (isHearing && connection->id != asked)
            m_voice.reply(*connection, event); // or it would wait for what never comes
    }
    std::erase(session.rooms, &room);
    m_context.people.markUnsaved(session);
    m_voice.publish(room, event, 0, Urgency::Droppable);
    m_context.rooms.closeIfEmpty(room);
}

void Presence::hear(ChatConnection &connection, Room &room)
{
    if (std::ranges::find(connection.rooms, &room) != connection.rooms.end())
        return;
    connection.rooms.push_back(&room);
    room.audience.join(connection.shard);
    m_context.out.send(connection.shard, JoinRoom{room.key, connection.id});
}

void Presence::stopHearing(ChatConnection &connection, Room &room)
{
    if (std::erase(connection.rooms, &room) == 0)
        return;
    room.audience.leave(connection.shard);
    m_context.out.send(connection.shard, LeaveRoom{room.key, connection.id});
}

void Presence::comeBack(const ChatSession &session)
{
    tellCorrespondents(session, "join"_L1);
}

void Presence::awaitReturn(ChatSession &session)
{
    session.lastSeen = m_context.ts();
    m_context.people.markUnsaved(session);
    session.awaitedUntil = m_context.services.clock.steadyTime() + limits::presenceDelay;
    m_returns.push_back({session.id, session.awaitedUntil});
}

void Presence::end(ChatSession &session)
{
    // The rooms stay the session's, for when it comes back: they are saved, and not left.
    for (Room *room : session.rooms) {
        room->members.erase(&session);
        m_voice.publish(*room, eventOf("leave"_L1, session.nick, room->name), 0,
                        Urgency::Droppable);
        m_context.rooms.closeIfEmpty(*room);
    }
    session.rooms.clear();
    tellCorrespondents(session, "leave"_L1);
    m_context.people.removeSession(session);
}

void Presence::awaitGuest(const ChatConnection &connection)
{
    m_guests.push_back(
        {connection.id, m_context.services.clock.steadyTime() + limits::presenceDelay});
}

void Presence::showGuest(ChatConnection &connection)
{
    if (connection.isShown)
        return;
    connection.isShown = true;
    m_shownGuests.insert(connection.id);
    const Room &lobby = m_context.rooms.lobby();
    m_voice.publish(lobby, eventOf("join"_L1, connection.clientId, lobby.name), 0,
                    Urgency::Droppable);
}

void Presence::hideGuest(ChatConnection &connection)
{
    if (!connection.isShown)
        return;
    connection.isShown = false;
    m_shownGuests.erase(connection.id);
    const Room &lobby = m_context.rooms.lobby();
    m_voice.publish(lobby, eventOf("leave"_L1, connection.clientId, lobby.name), 0,
                    Urgency::Droppable);
}

void Presence::tell(const ChatSession &session, PresenceEvent event, ConnectionId except)
{
    event.ts = m_context.ts();
    Hearers hearers;
    for (const Room *room : session.rooms)
        addHearers(hearers, *room);
    hearers.insert(session.connections.begin(), session.connections.end());
    // Whoever misses a new nick writes to somebody who is not there, or to somebody else.
    const bool isNick = event.newNick.has_value();
    const int most = isNick ? std::numeric_limits<int>::max() : limits::listedDirects;
    if (!addCorrespondents(hearers, session, most) && isNick)
        addEverybody(hearers);
    const SharedFrame frame = encodeFrame(event);
    for (const ChatConnection *connection : hearers) {
        if (connection->id != except)
            m_voice.reply(*connection, frame, isNick ? Urgency::Normal : Urgency::Droppable);
    }
}

bool Presence::addCorrespondents(Hearers &hearers, const ChatSession &session, int most) const
{
    if (!session.mayHaveDirects)
        return true;
    const auto others = m_context.services.history.correspondentsOf(session.person, most);
    if (!others)
        return false;
    for (const PersonId person : others.value()) {
        if (const ChatSession *other = m_context.people.sessionOf(person))
            hearers.insert(other->connections.begin(), other->connections.end());
    }
    return true;
}

void Presence::addEverybody(Hearers &hearers) const
{
    for (const ChatConnection *connection : m_context.people.connections()) {
        if (connection->session)
            hearers.insert(connection);
    }
}

// They need not share a room with it, and know it as a conversation with somebody of that nick. Of
// who writes to oneself nobody is here: it comes before its first connection, and goes after its
// last one.
void Presence::tellCorrespondents(const ChatSession &session, QLatin1StringView event)
{
    Hearers hearers;
    if (!addCorrespondents(hearers, session, limits::listedDirects) || hearers.empty())
        return;
    const SharedFrame frame =
        encodeFrame(eventOf(event, session.nick, directRoomName(session.nick)));
    for (const ChatConnection *connection : hearers)
        m_voice.reply(*connection, frame, Urgency::Droppable);
}

QList<Member> Presence::members(const Room &room, int count) const
{
    QList<Member> list;
    list.reserve(qMin(memberCount(room), qint64{count}));
    for (const ChatSession *session : room.members) {
        if (list.size() < count)
            list.append({session->nick, session->away});
    }
    if (&room == &m_context.rooms.lobby()) {
        for (const ConnectionId id : m_shownGuests) {
            if (list.size() < count)
                list.append({m_context.people.connection(id)->clientId, {}});
        }
    }
    std::ranges::sort(list, {}, &Member::nick);
    return list;
}

qint64 Presence::memberCount(const Room &room) const
{
    const bool isLobby = &room == &m_context.rooms.lobby();
    return qint64(room.members.size()) + qint64(isLobby ? m_shownGuests.size() : 0);
}

std::optional<std::chrono::nanoseconds> Presence::nextTime() const
{
    std::optional<std::chrono::nanoseconds> next;
    if (!m_returns.empty())
        next = m_returns.front().until;
    if (!m_guests.empty())
        next = std::min(next.value_or(m_guests.front().until), m_guests.front().until);
    return next;
}

void Presence::onTime(std::chrono::nanoseconds now)
{
    while (!m_returns.empty() && m_returns.front().until <= now) {
        const auto [id, until] = m_returns.front();
        m_returns.pop_front();
        ChatSession *session = m_context.people.sessionById(id);
        // Who went twice waits twice; the later one counts.
        if (session && session->connections.empty() && session->awaitedUntil == until)
            end(*session);
    }
    while (!m_guests.empty() && m_guests.front().until <= now) {
        ChatConnection *connection = m_context.people.connection(m_guests.front().id);
        m_guests.pop_front();
        if (connection && !connection->session)
            showGuest(*connection);
    }
}

PresenceEvent Presence::eventOf(QLatin1StringView event, const QString &nick,
                                const QString &room) const
{
    PresenceEvent presence;
    presence.event = event;
    presence.room = room;
    presence.nick = nick;
    presence.ts = m_context.ts();
    return presence;
}

} // namespace kodama
