// What a client asks of rooms and says in them, version 2. See clientmessages.h.
#pragma once

#include "common/protocol/limits.h"

#include <QLatin1StringView>
#include <QString>

#include <optional>

namespace kodama {

/// How far somebody has read a room; offset 0 is before the first message.
struct Position
{
    QString epoch; ///< changes when the store was lost
    qint64 offset = 0;

    static void visit(auto &self, auto &v)
    {
        v.text("epoch", self.epoch, limits::epoch);
        v.integer("offset", self.offset, limits::offset);
    }
    friend bool operator==(const Position &, const Position &) = default;
};

/// Come into a room, or follow a direct conversation (`@nick`); with `since` also what was missed.
struct Join
{
    static constexpr QLatin1StringView type{"join"};
    static constexpr bool allowedBeforeHello = false;

    std::optional<QString> id;
    QString room;
    std::optional<Position> since;
    std::optional<qint64> limit; ///< newest items wanted when there is no `since`

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.text("room", self.room, limits::room);
        v.optionalObject("since", self.since);
        v.optionalInteger("limit", self.limit, limits::items);
    }
};

struct Leave
{
    static constexpr QLatin1StringView type{"leave"};
    static constexpr bool allowedBeforeHello = false;

    std::optional<QString> id;
    QString room;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.text("room", self.room, limits::room);
    }
};

struct Topic
{
    static constexpr QLatin1StringView type{"topic"};
    static constexpr bool allowedBeforeHello = false;

    std::optional<QString> id;
    QString room;
    QString topic; ///< empty: none

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.text("room", self.room, limits::room);
        v.text("topic", self.topic, limits::topic);
    }
};

/// Asks which rooms there are.
struct Rooms
{
    static constexpr QLatin1StringView type{"rooms"};
    static constexpr bool allowedBeforeHello = false;

    std::optional<QString> id;

    static void visit(auto &self, auto &v) { v.optionalText("id", self.id, limits::id); }
};

/// Asks who is in a room.
struct Who
{
    static constexpr QLatin1StringView type{"who"};
    static constexpr bool allowedBeforeHello = false;

    std::optional<QString> id;
    QString room;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id, limits::id);
        v.text("room", self.room, limits::room);
    }
};

} // namespace kodama
