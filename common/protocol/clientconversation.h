// What a client says to one person, asks of the past, and shows while it types; version 2. See
// clientmessages.h.
#pragma once

#include "common/protocol/limits.h"
#include "common/protocol/rawjson.h"

#include <QLatin1StringView>
#include <QString>

#include <array>
#include <optional>

namespace kodama {

/// To every session of one person and of the sender; stored and answered with `ack`.
struct Direct
{
    static constexpr QLatin1StringView type{"direct"};
    static constexpr bool allowedBeforeHello = false;

    std::optional<QString> id;
    QString to;      ///< a nick
    RawJson content; ///< any JSON value; `null` when missing

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.text("to", self.to, limits::nick);
        v.json("content", self.content);
    }
};

/// Asks for stored messages of a room, or of a direct conversation (`@nick`): those before or after
/// an offset (exclusive), or the newest.
struct HistoryRequest
{
    static constexpr QLatin1StringView type{"history"};
    static constexpr bool allowedBeforeHello = false;

    std::optional<QString> id;
    QString room;
    std::optional<qint64> before;
    std::optional<qint64> after;
    std::optional<qint64> limit;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.text("room", self.room, limits::room);
        v.optionalInteger("before", self.before, limits::offset);
        v.optionalInteger("after", self.after, limits::offset);
        v.optionalInteger("limit", self.limit, limits::items);
    }
};

/// Somebody types, or no longer. Never stored, never answered.
struct Typing
{
    static constexpr QLatin1StringView type{"typing"};
    static constexpr bool allowedBeforeHello = false;
    static constexpr std::array states{QLatin1StringView("active"), QLatin1StringView("done")};

    QString room;
    QString state;

    static void visit(auto &self, auto &v)
    {
        v.text("room", self.room, limits::room);
        v.choice("state", self.state, states);
    }
};

} // namespace kodama
