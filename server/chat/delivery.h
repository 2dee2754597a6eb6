// What the chat tells a shard to do, in the order in which it is to be done. Made in the chat's
// thread, carried out in the shard's.
#pragma once

#include "server/transport/clientlink.h"

#include <variant>
#include <vector>

namespace kodama {

/// Number of an audience. Shards know rooms by number only; names are the chat's business. A number
/// is used again when nobody is left in its room.
using RoomKey = quint32;

namespace roomkey {

inline constexpr RoomKey v1Lobby = 0;   ///< connections that never said hello
inline constexpr RoomKey everybody = 1; ///< all connections
inline constexpr RoomKey firstRoom = 2;

} // namespace roomkey

enum class Urgency : quint8 {
    Normal,
    Droppable, ///< typing, presence: what a receiver that reads slowly goes without first
};

/// From now on the connection hears what is published to this audience. A shard puts nobody into an
/// audience by itself, but takes a connection that ends out of all of them at once. Joining twice
/// changes nothing.
struct JoinRoom
{
    RoomKey room = roomkey::v1Lobby;
    ConnectionId connection = 0;
};

/// Leaving an audience that one is not in changes nothing.
struct LeaveRoom
{
    RoomKey room = roomkey::v1Lobby;
    ConnectionId connection = 0;
};

/// To everybody of this audience on the shard.
struct Publish
{
    RoomKey room = roomkey::v1Lobby;
    SharedFrame frame{};
    ConnectionId except = 0; ///< who does not get frame; 0 leaves out nobody
    SharedFrame forExcept{}; ///< what that one gets in its place; no bytes: nothing
    Urgency urgency = Urgency::Normal;
};

/// To one connection.
struct Reply
{
    ConnectionId connection = 0;
    SharedFrame frame{};
    Urgency urgency = Urgency::Normal;
};

/// The others were told of the connection. From now on it hears what version 1 hears of the lobby
/// (JoinRoom), and is answered without asking the chat.
struct Announced
{
    ConnectionId connection = 0;
};

/// The connection said hello: from now on its messages are read as this version. In version 2 every
/// answer travels through the chat (see Passthrough). 1: the hello was refused.
struct HelloAnswered
{
    ConnectionId connection = 0;
    int version = 1;
};

/// The connection has got the answer to a request that answersAtLength(): now it may ask again.
struct Answered
{
    ConnectionId connection = 0;
};

/// Behind what was sent to it.
struct CloseLink
{
    ConnectionId connection = 0;
    quint16 code = 0;
    QString reason{};
};

/// A delivery for a connection that is gone is dropped without a word.
using Delivery = std::variant<Publish, Reply, JoinRoom, LeaveRoom, Announced, HelloAnswered,
                              Answered, CloseLink>;

using DeliveryBatch = std::vector<Delivery>;

} // namespace kodama
