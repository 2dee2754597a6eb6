// Which messages may disturb somebody, and what is unread. Pure; knows no desktop.
#pragma once

#include "app/core/preferences.h"

#include <QHash>
#include <QString>

namespace kodama {

struct IncomingMessage
{
    QString room;
    QString sender;
    QString text;
    bool isMention = false; ///< names this user
    bool isDirect = false;  ///< meant for this user alone
};

/// By the choice for the room; mentions and direct messages pass unless the room is silent.
[[nodiscard]] bool countsAsUnread(const Preferences &preferences, const IncomingMessage &message);

/// What nobody has seen yet, by room.
class UnreadCounts final
{
public:
    void add(const IncomingMessage &message);
    /// The room was looked at.
    void clear(const QString &room);
    /// The person there has another name.
    void rename(const QString &room, const QString &newRoom);

    [[nodiscard]] int total() const;
    [[nodiscard]] int of(const QString &room) const { return m_rooms.value(room).count; }
    /// Somebody named or wrote to this user.
    [[nodiscard]] bool hasMention() const;

private:
    struct Room
    {
        int count = 0;
        bool hasMention = false;
    };
    QHash<QString, Room> m_rooms;
};

} // namespace kodama
