// The answers to what a client asks of rooms, version 2. See servermessages.h.
#pragma once

#include "common/protocol/rawjson.h"

#include <QLatin1StringView>
#include <QList>
#include <QString>

#include <optional>

namespace kodama {

/// Somebody in a room; one entry per person, however many connections that person has.
struct Member
{
    QString nick;
    std::optional<QString> away; ///< why nobody sits before the screen

    static void visit(auto &self, auto &v)
    {
        v.text("nick", self.nick);
        v.optionalText("away", self.away);
    }
    friend bool operator==(const Member &, const Member &) = default;
};

struct RoomSummary
{
    QString room;
    QString topic;
    qint64 members = 0;
    qint64 offset = 0; ///< of the newest message

    static void visit(auto &self, auto &v)
    {
        v.text("room", self.room);
        v.text("topic", self.topic);
        v.integer("members", self.members);
        v.integer("offset", self.offset);
    }
};

/// The answer to `join`. `epoch` and `offset` are where the room ends now: everything behind them
/// comes live. Recovered means that `items` holds everything since the position asked for.
struct JoinResponse
{
    static constexpr QLatin1StringView type{"join_response"};

    std::optional<QString> id;
    QString room;
    QString topic;
    QList<Member> members;
    std::optional<qint64> count{}; ///< of all members, when not all are listed
    QString epoch;
    qint64 offset = 0;
    bool recovered = false;
    QList<RawJson> items; ///< whole `broadcast_message` or `direct_message` objects, oldest first
    bool more = false;    ///< there are older ones

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id);
        v.text("room", self.room);
        v.text("topic", self.topic);
        v.objects("members", self.members);
        v.optionalInteger("count", self.count);
        v.text("epoch", self.epoch);
        v.integer("offset", self.offset);
        v.boolean("recovered", self.recovered);
        v.items("items", self.items);
        v.boolean("more", self.more);
    }
};

struct LeaveResponse
{
    static constexpr QLatin1StringView type{"leave_response"};

    std::optional<QString> id;
    QString room;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id);
        v.text("room", self.room);
    }
};

struct TopicResponse
{
    static constexpr QLatin1StringView type{"topic_response"};

    std::optional<QString> id;
    QString room;
    QString topic;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id);
        v.text("room", self.room);
        v.text("topic", self.topic);
    }
};

struct RoomsResponse
{
    static constexpr QLatin1StringView type{"rooms_response"};

    std::optional<QString> id;
    QList<RoomSummary> rooms;
    std::optional<qint64> count{}; ///< of all rooms, when not all are listed

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id);
        v.objects("rooms", self.rooms);
        v.optionalInteger("count", self.count);
    }
};

struct WhoResponse
{
    static constexpr QLatin1StringView type{"who_response"};

    std::optional<QString> id;
    QString room;
    QList<Member> members;
    std::optional<qint64> count{}; ///< of all members, when not all are listed

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id);
        v.text("room", self.room);
        v.objects("members", self.members);
        v.optionalInteger("count", self.count);
    }
};

} // namespace kodama
