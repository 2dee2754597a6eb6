// The connections of a shard and which audiences they belong to; the only loop over receivers.
// Lives in its shard's thread.
#pragma once

#include "server/chat/delivery.h"

#include <functional>
#include <unordered_map>
#include <vector>

namespace kodama {

/// Who is told which version its client speaks, and when that has got its answers; a session.
class VersionObserver
{
public:
    virtual ~VersionObserver() = default;

    /// The others know that it is here.
    virtual void onAnnounced() = 0;

    /// The hello was answered. 1: it was refused.
    virtual void onHelloAnswered(int version) = 0;

    /// So was a request that answersAtLength().
    virtual void onAnswered() = 0;
};

/// Passes encoded frames on; it never encodes, formats or copies them. Whatever concerns a
/// connection that is not here is ignored: it has gone while that was on its way.
class Hub final
{
public:
    /// Both must live until remove().
    void add(ClientLink &link, VersionObserver *observer = nullptr)
    {
        m_clients[link.id()] = {&link, observer, {}};
    }

    /// Leaves all audiences, too.
    void remove(ConnectionId id);

    /// Null if it is not here.
    [[nodiscard]] ClientLink *find(ConnectionId id) const;

    void forEach(const std::function<void(ClientLink &)> &visit) const;

    void carryOut(const Delivery &delivery);

    /// Everybody leaves and is forgotten: nothing is delivered any more.
    void clear();

    [[nodiscard]] qsizetype memberCount(RoomKey room) const;

private:
    struct Client
    {
        ClientLink *link = nullptr;
        VersionObserver *observer = nullptr;
        std::vector<RoomKey> rooms;
    };
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

    void take(const Publish &what);
    void take(const Reply &what);
    void take(const JoinRoom &what);
    void take(const LeaveRoom &what);
    void take(const Announced &what);
    void take(const HelloAnswered &what);
    void take(const Answered &what);
    void take(const CloseLink &what);
    void leaveRoom(RoomKey key, ConnectionId id);

    std::unordered_map<ConnectionId, Client> m_clients;
    std::unordered_map<RoomKey, Room> m_rooms;
};

} // namespace kodama
