// What a client may send: one struct per message with its wire name and fields.
//
// `visit` names the fields in the order of the wire. `source` is the whole object as it was
// received; it is empty in a message that we compose ourselves.
#pragma once

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

/// Goes to everybody, the sender included, as `broadcast_message`.
struct Broadcast
{
    static constexpr QLatin1StringView type{"broadcast"};
    static constexpr bool allowedBeforeHello = true;

    RawJson content; ///< any JSON value; `null` when missing
    QString timestamp;

    static void visit(auto &self, auto &v)
    {
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

/// Any other type, or none: goes to everybody but the sender as `message`, unchanged.
struct Custom
{
    static constexpr QLatin1StringView type{};
    static constexpr bool allowedBeforeHello = true;

    QByteArray source;

    static void visit(auto &self, auto &v) { v.source(self.source); }
};

/// Everything that a client may send. The last alternative takes what no other one names.
using ClientMessage = std::variant<Echo, Broadcast, Command, Custom>;

} // namespace kodama
