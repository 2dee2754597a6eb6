#include "server/hub.h"

namespace kodama {

void Hub::join(const QString &room, ClientLink &link)
{
    Room &place = m_rooms[room];
    if (place.places.try_emplace(link.id(), place.members.size()).second)
        place.members.push_back({link.id(), &link});
}

void Hub::leave(const QString &room, ConnectionId id)
{
    const auto entry = m_rooms.find(room);
    if (entry == m_rooms.end())
        return;
    const auto place = entry->places.find(id);
    if (place == entry->places.end())
        return;
    // The last member takes the free place: nobody promised an order among receivers.
    const Member last = entry->members.back();
    entry->members[place->second] = last;
    entry->places[last.id] = place->second;
    entry->places.erase(id);
    entry->members.pop_back();
    if (entry->members.empty())
        m_rooms.erase(entry);
}

void Hub::broadcast(const Publication &publication) const
{
    const auto entry = m_rooms.constFind(publication.room);
    if (entry == m_rooms.cend())
        return;
    // send() never calls back, so nobody can leave while this runs.
    for (const Member &member : entry->members) {
        if (member.id != publication.except)
            member.link->send(publication.frame);
    }
}

qsizetype Hub::memberCount(const QString &room) const
{
    const auto entry = m_rooms.constFind(room);
    return entry == m_rooms.cend() ? 0 : qsizetype(entry->members.size());
}

} // namespace kodama
