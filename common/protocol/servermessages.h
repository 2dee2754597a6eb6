// What a server may send: one struct per message with its wire name and fields, in five headers.
// Those of version 1 are in servernotices.h and serverreplies.h.
//
// Reading is lenient, since the original Python server and others speak the same protocol: a text
// that is missing or no string reads as empty, a number as no value. `visit` names the fields in
// the order of the wire. Timestamps are ISO 8601 local time without zone, as Python's
// datetime.now().isoformat().
#pragma once

#include "common/protocol/serverconversation.h" // IWYU pragma: export
#include "common/protocol/servernotices.h"      // IWYU pragma: export
#include "common/protocol/serverreplies.h"      // IWYU pragma: export
#include "common/protocol/serverrooms.h"        // IWYU pragma: export
#include "common/protocol/serversession.h"      // IWYU pragma: export

#include <variant>

namespace kodama {

/// Everything that a server may send. The last alternative takes what no other one names.
using ServerMessage =
    std::variant<Welcome, ClientConnected, ClientDisconnected, EchoResponse, BroadcastMessage,
                 CommandResponse, ForwardedMessage, ErrorMessage, ServerNotification,
                 ServerDirectMessage, ServerHeartbeat, HelloResponse, NickResponse, AwayResponse,
                 JoinResponse, LeaveResponse, TopicResponse, RoomsResponse, WhoResponse,
                 HistoryResponse, Ack, DirectMessage, PresenceEvent, RoomEvent, TypingNotice,
                 UnknownMessage>;

/// The `data` of a `status` answer; not a message of its own.
struct StatusData
{
    std::optional<qint64> connectedClients;
    QString serverTime;
    std::optional<QString> version{};
    std::optional<qint64> uptimeSeconds{};
    std::optional<qint64> rooms{};
    std::optional<qint64> messagesPerSecond{}; ///< received from clients
    std::optional<qint64> bytesPerSecond{};    ///< received and sent

    static void visit(auto &self, auto &v)
    {
        v.optionalInteger("connected_clients", self.connectedClients);
        v.text("server_time", self.serverTime);
        v.optionalText("version", self.version);
        v.optionalInteger("uptime_seconds", self.uptimeSeconds);
        v.optionalInteger("rooms", self.rooms);
        v.optionalInteger("messages_per_second", self.messagesPerSecond);
        v.optionalInteger("bytes_per_second", self.bytesPerSecond);
    }
};

} // namespace kodama
