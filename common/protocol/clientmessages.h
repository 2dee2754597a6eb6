// What a client may send: one struct per message with its wire name and fields. Those of version 1
// are here; those that need a `hello` first are in the three other headers.
//
// `visit` names the fields in the order of the wire; a field with a limit belongs to version 2 and
// is checked. `source` is the whole object as it was received; it is empty in a message that we
// compose ourselves.
#pragma once

#include "common/protocol/clientconversation.h" // IWYU pragma: export
#include "common/protocol/clientrooms.h"        // IWYU pragma: export
#include "common/protocol/clientsession.h"      // IWYU pragma: export
#include "common/protocol/limits.h"
#include "common/protocol/rawjson.h"

#include <QLatin1StringView>
#include <QString>

#include <optional>
#include <variant>

namespace kodama {

/// Answered to the sender with `echo_response`; `original` is the object as it was sent.
struct Echo
{
    static constexpr QLatin1StringView type{"echo"};
    static constexpr bool allowedBeforeHello = true;

    std::optional<RawJson> text; ///< any JSON value; not needed
    QString timestamp;           ///< the sender's clock; not looked at
    QByteArray source;

    static void visit(auto &self, auto &v)
    {
        v.optionalJson("text", self.text);
        v.text("timestamp", self.timestamp);
        v.source(self.source);
    }
};

/// Goes to everybody in the room, the sender included, as `broadcast_message`. In version 2 it is
/// stored and answered with `ack`.
struct Broadcast
{
    static constexpr QLatin1StringView type{"broadcast"};
    static constexpr bool allowedBeforeHello = true;

    std::optional<QString> id;
    std::optional<QString> room; ///< the lobby when missing
    RawJson content;             ///< any JSON value; `null` when missing
    QString timestamp;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.optionalText("room", self.room, limits::room);
        v.json("content", self.content);
        v.text("timestamp", self.timestamp);
    }
};

/// Answered to the sender with `command_response`; see CommandResponse for the commands.
struct Command
{
    static constexpr QLatin1StringView type{"command"};
    static constexpr bool allowedBeforeHello = true;

    RawJson command; ///< a string in what we know; anything else is an unknown command
    QString timestamp;

    static void visit(auto &self, auto &v)
    {
        v.json("command", self.command);
        v.text("timestamp", self.timestamp);
    }
};

/// Any other type, or none: goes to everybody in the room but the sender as `message`, unchanged,
/// and is not stored.
struct Custom
{
    static constexpr QLatin1StringView type{};
    static constexpr bool allowedBeforeHello = true;

    std::optional<QString> room; ///< read from the source in version 2; the lobby when missing
    QByteArray source;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("room", self.room, limits::room);
        v.source(self.source);
    }
};

/// Everything that a client may send. The last alternative takes what no other one names.
using ClientMessage = std::variant<Echo, Broadcast, Command, Hello, Nick, Away, Join, Leave, Topic,
                                   Rooms, Who, Direct, HistoryRequest, Typing, Custom>;

} // namespace kodama
