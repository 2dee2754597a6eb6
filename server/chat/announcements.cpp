#include "server/chat/announcements.h"

#include "server/chat/chatlimits.h"
#include "server/frameencoding.h"

#include <algorithm>

namespace kodama {

void Announcements::come(const ChatConnection &connection)
{
    Notices &notices = add(ClientConnected{connection.clientId, m_context.timestamps.now(),
                                           m_context.people.connectionCount()});
    notices.newcomers.push_back({connection.id, notices.frames.size(), notices.count});
}

void Announcements::go(const QString &clientId)
{
    add(ClientDisconnected{clientId, m_context.timestamps.now(),
                           m_context.people.connectionCount()});
}

Announcements::Notices &Announcements::add(const ServerMessage &message)
{
    if (m_waiting >= limits::waitingNotices)
        tellAll();
    // Each newcomer gets a copy of what is behind its own notice, so these are not to be long.
    if (m_notices.empty() || m_notices.back().count >= limits::noticesTogether)
        m_notices.emplace_back();
    Notices &notices = m_notices.back();
    const SharedFrame frame = encodeFrame(message);
    if (notices.frames.isEmpty())
        notices.frames = frame.bytes; // most often the only one
    else
        notices.frames += frame.bytes;
    ++notices.count;
    ++m_waiting;
    return notices;
}

void Announcements::tellIfDue()
{
    if (m_notices.empty())
        return;
    if (m_context.v1Lobby.total() < limits::fewListeners ||
        m_context.services.clock.steadyTime() >= m_dueAt)
        tellAll();
}

std::optional<std::chrono::nanoseconds> Announcements::nextTime() const
{
    return m_notices.empty() ? std::nullopt : std::optional(m_dueAt);
}

void Announcements::tellAll()
{
    for (const Notices &notices : std::exchange(m_notices, {}))
        tell(notices);
    m_waiting = 0;
    const auto pause = std::clamp<std::chrono::nanoseconds>(
        limits::noticePause * m_context.v1Lobby.total(), limits::shortestNoticePause,
        limits::longestNoticePause);
    m_dueAt = m_context.services.clock.steadyTime() + pause;
}

void Announcements::tell(const Notices &notices)
{
    m_context.out.publish(m_context.v1Lobby,
                          {roomkey::v1Lobby, {notices.frames, nullptr, notices.count}});
    for (const Newcomer &newcomer : notices.newcomers) {
        ChatConnection *connection = m_context.people.connection(newcomer.connection);
        if (!connection)
            continue; // gone already
        connection->isAnnounced = true;
        m_context.v1Lobby.join(connection->shard);
        m_context.out.send(connection->shard, Announced{connection->id});
        if (newcomer.end == notices.frames.size())
            continue;
        m_context.out.send(connection->shard, Reply{connection->id,
                                                    {notices.frames.sliced(newcomer.end), nullptr,
                                                     notices.count - newcomer.number}});
    }
}

} // namespace kodama
