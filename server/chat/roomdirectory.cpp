#include "server/chat/roomdirectory.h"

#include "common/protocol/names.h"
#include "server/chat/chatlimits.h"

namespace kodama {

RoomDirectory::RoomDirectory()
    : m_lobby(open(lobbyName.toString()))
{}

Room *RoomDirectory::find(const QString &name) const
{
    if (!m_foundLast || m_foundLast->name != name)
        m_foundLast = m_rooms.value(name);
    return m_foundLast;
}

Room *RoomDirectory::open(const QString &name)
{
    if (Room *room = find(name))
        return room;
    if (m_rooms.size() >= limits::openRooms)
        return nullptr;
    if (m_freeKeys.empty()) {
        m_freeKeys.push_back(roomkey::firstRoom + RoomKey(m_byKey.size()));
        m_byKey.emplace_back();
    }
    const RoomKey key = m_freeKeys.back();
    m_freeKeys.pop_back();
    auto &place = m_byKey[key - roomkey::firstRoom];
    place = std::make_unique<Room>();
    place->name = name;
    place->key = key;
    m_rooms.insert(name, place.get());
    return place.get();
}

void RoomDirectory::closeIfEmpty(Room &room)
{
    if (!room.members.empty() || &room == m_lobby)
        return;
    const RoomKey key = room.key;
    m_foundLast = nullptr;
    m_rooms.remove(room.name);
    m_byKey[key - roomkey::firstRoom].reset();
    m_freeKeys.push_back(key);
}

std::vector<Room *> RoomDirectory::all() const
{
    return {m_rooms.cbegin(), m_rooms.cend()};
}

} // namespace kodama
