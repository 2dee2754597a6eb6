#include "app/core/attention.h"

#include <algorithm>
#include <numeric>

namespace kodama {
bool countsAsUnread(const Preferences &preferences, const IncomingMessage &message)
{
    switch (attentionOf(preferences, message.room)) {
    case Attention::All:
        return true;
    case Attention::Mentions:
        return message.isMention || message.isDirect;
    case Attention::Nothing:
        return false;
    }
    return false;
}

void UnreadCounts::add(const IncomingMessage &message)
{
    Room &room = m_rooms[message.room];
    ++room.count;
    room.hasMention = room.hasMention || message.isMention || message.isDirect;
}

void UnreadCounts::clear(const QString &room)
{
    m_rooms.remove(room);
}

void UnreadCounts::rename(const QString &room, const QString &newRoom)
{
    const Room moved = m_rooms.take(room);
    if (moved.count == 0)
        return;
    Room &there = m_rooms[newRoom];
    there.count += moved.count;
    there.hasMention = there.hasMention || moved.hasMention;
}

int UnreadCounts::total() const
{
    return std::accumulate(m_rooms.begin(), m_rooms.end(), 0,
                           [](int sum, const Room &room) { return sum + room.count; });
}

bool UnreadCounts::hasMention() const
{
    return std::any_of(m_rooms.begin(), m_rooms.end(),
                       [](const Room &room) { return room.hasMention; });
}

} // namespace kodama
