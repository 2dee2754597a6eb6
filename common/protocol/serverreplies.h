// What a server sends because a client sent something. See servermessages.h.
#pragma once

#include "common/protocol/rawjson.h"

#include <QLatin1StringView>
#include <QString>

#include <optional>

namespace kodama {

/// The answer to `echo`.
struct EchoResponse
{
    static constexpr QLatin1StringView type{"echo_response"};

    RawJson original; ///< the object that was received, byte for byte
    QString timestamp;

    static void visit(auto &self, auto &v)
    {
        v.json("original", self.original);
        v.text("timestamp", self.timestamp);
    }
};

/// To everybody in the room, the sender included. In version 2 with its place in the room.
struct BroadcastMessage
{
    static constexpr QLatin1StringView type{"broadcast_message"};

    QString from; ///< the sender's client_id
    RawJson content;
    QString timestamp;
    std::optional<QString> room{};
    std::optional<qint64> offset{};
    std::optional<qint64> ts{}; ///< Unix milliseconds, UTC, of the server's clock
    std::optional<QString> fromNick{};
    std::optional<QString> id{}; ///< only in the copy that the sending session gets

    static void visit(auto &self, auto &v)
    {
        v.text("from", self.from);
        v.json("content", self.content);
        v.text("timestamp", self.timestamp);
        v.optionalText("room", self.room);
        v.optionalInteger("offset", self.offset);
        v.optionalInteger("ts", self.ts);
        v.optionalText("from_nick", self.fromNick);
        v.optionalText("id", self.id);
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

    static void visit(auto &self, auto &v)
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
    std::optional<QString> room{};
    std::optional<QString> fromNick{};

    static void visit(auto &self, auto &v)
    {
        v.text("from", self.from);
        v.json("data", self.data);
        v.text("timestamp", self.timestamp);
        v.optionalText("room", self.room);
        v.optionalText("from_nick", self.fromNick);
    }
};

/// What was wrong with a message of this client: the one with this id, or else the last one.
struct ErrorMessage
{
    static constexpr QLatin1StringView type{"error"};

    QString message; ///< for people, in the server's language
    std::optional<qint64> code;
    std::optional<QString> name;
    std::optional<QString> id{};
    std::optional<qint64> retryAfterMs{}; ///< beside RATE_LIMITED and STORE_UNAVAILABLE
    std::optional<QString> suggestion{};  ///< a free nick, beside NICK_IN_USE
    std::optional<QString> detail{};      ///< which part is wrong, for programmers, in English

    /// Message and detail.
    [[nodiscard]] QString words() const
    {
        return detail ? message + QStringLiteral(" (%1)").arg(*detail) : message;
    }

    static void visit(auto &self, auto &v)
    {
        v.text("message", self.message);
        v.optionalInteger("code", self.code);
        v.optionalText("name", self.name);
        v.optionalText("id", self.id);
        v.optionalInteger("retry_after_ms", self.retryAfterMs);
        v.optionalText("suggestion", self.suggestion);
        v.optionalText("detail", self.detail);
    }
};

/// A type that this program does not know, from a newer or another server.
struct UnknownMessage
{
    static constexpr QLatin1StringView type{};

    QByteArray source;

    static void visit(auto &self, auto &v) { v.source(self.source); }
};

} // namespace kodama
