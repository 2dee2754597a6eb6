// What shards, and the operator, ask of the chat. Made in the asker's thread, read in the chat's.
//
// A shard gathers its requests and hands them over once per turn of its event loop, in the order
// in which they came: of one connection first Connected, last Disconnected.
#pragma once

#include "common/protocol/clientmessages.h"
#include "server/transport/clientlink.h"

#include <QStringList>

#include <functional>
#include <variant>
#include <vector>

namespace kodama {

/// The opening handshake is done and the welcome is sent.
struct Connected
{
    QString clientId;
};

/// Nothing more will come from this connection, and nothing reaches it any more.
struct Disconnected
{};

/// An answer that the shard made without the chat. It comes back as a Reply behind the answers to
/// what the connection asked before, so that the order of answers is the order of requests.
struct Passthrough
{
    SharedFrame frame;
};

/// The operator to everybody. Belongs to no connection (0) and no shard.
struct NotifyAll
{
    QString text;
};

/// Tells everybody that the server is alive (--heartbeat). Belongs to no connection (0) either.
struct HeartbeatDue
{};

/// What the operator wants to know of the chat; belongs to no connection (0).
struct OperatorQuestion
{
    enum class About { Connections, Rooms };
    About about = About::Connections;
    std::function<void(const QStringList &lines)> answer; ///< called in the chat's thread
};

/// Of one connection, except where it says otherwise.
struct ChatRequest
{
    using What = std::variant<Connected, Disconnected, Broadcast, Custom, Passthrough, Direct,
                              Typing, Hello, Nick, Away, Join, Leave, Topic, Rooms, Who,
                              HistoryRequest, NotifyAll, HeartbeatDue, OperatorQuestion>;

    ConnectionId connection = 0;
    int shard = 0; ///< of the connection, from 0
    What what;
};

/// Whether the answer may be so long that only one of them is to wait for a client at a time: a
/// list or a page of the past. It is followed by an Answered.
[[nodiscard]] inline bool answersAtLength(const ChatRequest::What &what)
{
    return std::holds_alternative<Join>(what) || std::holds_alternative<HistoryRequest>(what) ||
           std::holds_alternative<Rooms>(what) || std::holds_alternative<Who>(what);
}

using RequestBatch = std::vector<ChatRequest>;

} // namespace kodama
