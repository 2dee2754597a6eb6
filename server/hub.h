// Which connections of a shard are in which room; the only loop over receivers. Lives in its
// shard's thread.
#pragma once

#include "server/publication.h"

#include <QHash>

#include <unordered_map>
#include <vector>

namespace kodama {

/// Passes encoded frames on; it never encodes, formats or copies them.
class Hub final
{
public:
    /// The link must leave before it is destroyed. Joining twice changes nothing.
    void join(const QString &room, ClientLink &link);

    /// A room that nobody is left in is forgotten. Leaving a room that one is not in is fine.
    void leave(const QString &room, ConnectionId id);

    /// Everybody leaves every room: nothing is delivered any more.
    void clear() { m_rooms.clear(); }

    void broadcast(const Publication &publication) const;

    [[nodiscard]] qsizetype memberCount(const QString &room) const;

private:
    struct Member
    {
        ConnectionId id; // beside the link, so that leaving somebody out asks no object
        ClientLink *link;
    };
    struct Room
    {
        std::vector<Member> members;
        std::unordered_map<ConnectionId, std::size_t> places; // in members
    };

    QHash<QString, Room> m_rooms;
};

} // namespace kodama
