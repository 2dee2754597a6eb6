// The rooms that somebody is in, and the lobby: by name, each with the number that shards know it
// by. Lives in the chat's thread.
#pragma once

#include "server/chat/chatmodel.h"

#include <QHash>

#include <memory>

namespace kodama {

class RoomDirectory final
{
public:
    RoomDirectory();

    [[nodiscard]] Room &lobby() const { return *m_lobby; }
    [[nodiscard]] Room *find(const QString &name) const;
    /// Finds or makes it; nullptr when there are too many (limits::openRooms).
    [[nodiscard]] Room *open(const QString &name);
    /// Forgets it if nobody is in it.
    void closeIfEmpty(Room &room);

    [[nodiscard]] qsizetype count() const { return m_rooms.size(); }
    [[nodiscard]] std::vector<Room *> all() const;

private:
    QHash<QString, Room *> m_rooms;
    mutable Room *m_foundLast = nullptr;        ///< hashing a name takes longer than to compare it
    std::vector<std::unique_ptr<Room>> m_byKey; // from roomkey::firstRoom on
    std::vector<RoomKey> m_freeKeys;
    Room *m_lobby;
};

} // namespace kodama
