// What a server may send: one struct per message with its wire name and fields.
//
// Reading is lenient, since the original Python server and others speak the same protocol: a text
// that is missing or no string reads as empty, a number as no value. `visit` names the fields in
// the order of the wire. Timestamps are ISO 8601 local time without zone, as Python's
// datetime.now().isoformat().
#pragma once

#include "common/protocol/rawjson.h"

#include <QLatin1StringView>
#include <QString>

#include <optional>
#include <variant>

namespace kodama {

/// First message to a newcomer.
struct Welcome
{
    static constexpr QLatin1StringView type{"welcome"};

    QString message;  ///< for people, in the server's language
    QString clientId; ///< `IP:PORT`, or `unix:N`
    QString timestamp;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.text("message", self.message);
        v.text("client_id", self.clientId);
        v.text("timestamp", self.timestamp);
    }
};

/// To all others: somebody came.
struct ClientConnected
{
    static constexpr QLatin1StringView type{"client_connected"};

    QString clientId;
    QString timestamp;
    std::optional<qint64> totalClients; ///< the newcomer included

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.text("client_id", self.clientId);
        v.text("timestamp", self.timestamp);
        v.optionalInteger("total_clients", self.totalClients);
    }
};

/// To all who are left: somebody went.
struct ClientDisconnected
{
    static constexpr QLatin1StringView type{"client_disconnected"};

    QString clientId;
    QString timestamp;
    std::optional<qint64> totalClients;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.text("client_id", self.clientId);
        v.text("timestamp", self.timestamp);
        v.optionalInteger("total_clients", self.totalClients);
    }
};

/// The answer to `echo`.
struct EchoResponse
{
    static constexpr QLatin1StringView type{"echo_response"};

    RawJson original; ///< the object that was received, byte for byte
    QString timestamp;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.json("original", self.original);
        v.text("timestamp", self.timestamp);
    }
};

/// To everybody, the sender included.
struct BroadcastMessage
{
    static constexpr QLatin1StringView type{"broadcast_message"};

    QString from; ///< the sender's client_id
    RawJson content;
    QString timestamp;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.text("from", self.from);
        v.json("content", self.content);
        v.text("timestamp", self.timestamp);
    }
};

/// The answer to `command`: `data`, or `error` with `code` and `name`.
struct CommandResponse
{
    static constexpr QLatin1StringView type{"command_response"};

    RawJson command; ///< as it was sent
    std::optional<RawJson> data;
    std::optional<QString> error;
    std::optional<qint64> code;  ///< ErrorCode, beside error
    std::optional<QString> name; ///< errorName(), beside error

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.json("command", self.command);
        v.optionalJson("data", self.data);
        v.optionalText("error", self.error);
        v.optionalInteger("code", self.code);
        v.optionalText("name", self.name);
    }
};

/// A custom message of another client.
struct ForwardedMessage
{
    static constexpr QLatin1StringView type{"message"};

    QString from;
    RawJson data; ///< the object that was received, byte for byte
    QString timestamp;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.text("from", self.from);
        v.json("data", self.data);
        v.text("timestamp", self.timestamp);
    }
};

/// What was wrong with the last message of this client.
struct ErrorMessage
{
    static constexpr QLatin1StringView type{"error"};

    QString message; ///< for people, in the server's language
    std::optional<qint64> code;
    std::optional<QString> name;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.text("message", self.message);
        v.optionalInteger("code", self.code);
        v.optionalText("name", self.name);
    }
};

/// The operator to everybody.
struct ServerNotification
{
    static constexpr QLatin1StringView type{"server_notification"};

    QString message;
    QString timestamp;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.text("message", self.message);
        v.text("timestamp", self.timestamp);
    }
};

/// The operator to this client alone.
struct ServerDirectMessage
{
    static constexpr QLatin1StringView type{"server_direct_message"};

    QString message;
    QString timestamp;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.text("message", self.message);
        v.text("timestamp", self.timestamp);
    }
};

/// A sign of life that a server may send from time to time.
struct ServerHeartbeat
{
    static constexpr QLatin1StringView type{"server_heartbeat"};

    QString message;
    QString timestamp;
    std::optional<qint64> connectedClients;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.text("message", self.message);
        v.text("timestamp", self.timestamp);
        v.optionalInteger("connected_clients", self.connectedClients);
    }
};

/// A type that this program does not know, from a newer or another server.
struct UnknownMessage
{
    static constexpr QLatin1StringView type{};

    QByteArray source;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.source(self.source);
    }
};

/// Everything that a server may send. The last alternative takes what no other one names.
using ServerMessage =
    std::variant<Welcome, ClientConnected, ClientDisconnected, EchoResponse, BroadcastMessage,
                 CommandResponse, ForwardedMessage, ErrorMessage, ServerNotification,
                 ServerDirectMessage, ServerHeartbeat, UnknownMessage>;

/// The `data` of a `status` answer; not a message of its own.
struct StatusData
{
    std::optional<qint64> connectedClients;
    QString serverTime;

    template <typename Self, typename V>
    static void visit(Self &self, V &v)
    {
        v.optionalInteger("connected_clients", self.connectedClients);
        v.text("server_time", self.serverTime);
    }
};

} // namespace kodama
