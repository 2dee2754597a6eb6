// What a server says about messages and the people who write them, version 2. See servermessages.h.
#pragma once

#include "common/protocol/rawjson.h"

#include <QLatin1StringView>
#include <QList>
#include <QString>

#include <optional>

namespace kodama {

/// The answer to `history`.
struct HistoryResponse
{
    static constexpr QLatin1StringView type{"history_response"};

    std::optional<QString> id;
    QString room;
    QString epoch;
    QList<RawJson> items; ///< whole `broadcast_message` or `direct_message` objects, oldest first
    bool more = false;    ///< there are others in the direction that was asked for
    bool incomplete = false; ///< some of the range are not there any more

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id);
        v.text("room", self.room);
        v.text("epoch", self.epoch);
        v.items("items", self.items);
        v.boolean("more", self.more);
        v.flag("incomplete", self.incomplete);
    }
};

/// The answer to `broadcast` and `direct`: the message is stored, here and now.
struct Ack
{
    static constexpr QLatin1StringView type{"ack"};

    QString id;
    QString room; ///< `@nick` for a direct message
    QString epoch;
    qint64 offset = 0;
    qint64 ts = 0;
    bool duplicate = false; ///< it was stored before, by an earlier request with this id

    static void visit(auto &self, auto &v)
    {
        v.text("id", self.id);
        v.text("room", self.room);
        v.text("epoch", self.epoch);
        v.integer("offset", self.offset);
        v.integer("ts", self.ts);
        v.flag("duplicate", self.duplicate);
    }
};

/// To every session of both people.
struct DirectMessage
{
    static constexpr QLatin1StringView type{"direct_message"};

    QString from; ///< a nick
    QString to;
    QString epoch;
    qint64 offset = 0;
    qint64 ts = 0;
    RawJson content;
    std::optional<QString> id; ///< only in the copy that the sending session gets

    static void visit(auto &self, auto &v)
    {
        v.text("from", self.from);
        v.text("to", self.to);
        v.text("epoch", self.epoch);
        v.integer("offset", self.offset);
        v.integer("ts", self.ts);
        v.json("content", self.content);
        v.optionalText("id", self.id);
    }
};

/// Somebody came, went, has another name, is away or back: to a room's members, and to those with
/// whom there is a direct conversation.
struct PresenceEvent
{
    static constexpr QLatin1StringView type{"presence_event"};

    QString event;               ///< "join", "leave", "nick", "away" or "back"
    std::optional<QString> room; ///< of "join" and "leave", `@nick` too; the others are told once
    QString nick;
    std::optional<QString> newNick;
    std::optional<QString> away;
    qint64 ts = 0;

    static void visit(auto &self, auto &v)
    {
        v.text("event", self.event);
        v.optionalText("room", self.room);
        v.text("nick", self.nick);
        v.optionalText("new_nick", self.newNick);
        v.optionalText("away", self.away);
        v.integer("ts", self.ts);
    }
};

/// To a room's members: something about the room changed.
struct RoomEvent
{
    static constexpr QLatin1StringView type{"room_event"};

    QString event; ///< "topic"
    QString room;
    QString topic;
    QString nick; ///< who did it
    qint64 ts = 0;

    static void visit(auto &self, auto &v)
    {
        v.text("event", self.event);
        v.text("room", self.room);
        v.text("topic", self.topic);
        v.text("nick", self.nick);
        v.integer("ts", self.ts);
    }
};

/// To a room's other members, or to the other person: somebody types, or no longer.
struct TypingNotice
{
    static constexpr QLatin1StringView type{"typing"};

    QString room;
    QString from; ///< a nick
    QString state;

    static void visit(auto &self, auto &v)
    {
        v.text("room", self.room);
        v.text("from", self.from);
        v.text("state", self.state);
    }
};

} // namespace kodama
