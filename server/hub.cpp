#include "server/hub.h"

namespace kodama {

namespace {

void send(ClientLink &link, const SharedFrame &frame, Urgency urgency)
{
    if (urgency == Urgency::Droppable)
        link.sendDroppable(frame);
    else
        link.send(frame);
}

} // namespace

void Hub::remove(ConnectionId id)
{
    const auto entry = m_clients.extract(id);
    if (entry.empty())
        return;
    for (const RoomKey room : entry.mapped().rooms)
        leaveRoom(room, id);
}

ClientLink *Hub::find(ConnectionId id) const
{
    const auto entry = m_clients.find(id);
    return entry == m_clients.end() ? nullptr : entry->second.link;
}

void Hub::forEach(const std::function<void(ClientLink &)> &visit) const
{
    for (const auto &[id, client] : m_clients)
        visit(*client.link);
}

void Hub::carryOut(const Delivery &delivery)
{
    std::visit([this](const auto &what) { take(what); }, delivery);
}

void Hub::take(const JoinRoom &what)
{
    const auto client = m_clients.find(what.connection);
    if (client == m_clients.end())
        return;
    Room &room = m_rooms[what.room];
    if (!room.places.try_emplace(what.connection, room.members.size()).second)
        return;
    room.members.push_back({what.connection, client->second.link});
    client->second.rooms.push_back(what.room);
}

void Hub::take(const LeaveRoom &what)
{
    const auto client = m_clients.find(what.connection);
    if (client != m_clients.end() && std::erase(client->second.rooms, what.room) > 0)
        leaveRoom(what.room, what.connection);
}

void Hub::leaveRoom(RoomKey key, ConnectionId id)
{
    const auto entry = m_rooms.find(key);
    Room &room = entry->second;
    const auto place = room.places.find(id);
    // The last member takes the free place: nobody promised an order among receivers.
    const Member last = room.members.back();
    room.members[place->second] = last;
    room.places[last.id] = place->second;
    room.places.erase(id);
    room.members.pop_back();
    if (room.members.empty())
        m_rooms.erase(entry);
}

void Hub::take(const Publish &what)
{
    const auto entry = m_rooms.find(what.room);
    if (entry == m_rooms.end())
        return;
    // send() never calls back, so nobody can leave while this runs.
    for (const Member &member : entry->second.members) {
        if (member.id != what.except)
            send(*member.link, what.frame, what.urgency);
        else if (!what.forExcept.bytes.isEmpty())
            member.link->send(what.forExcept);
    }
}

void Hub::take(const Reply &what)
{
    if (ClientLink *const link = find(what.connection))
        send(*link, what.frame, what.urgency);
}

void Hub::take(const Announced &what)
{
    take(JoinRoom{roomkey::v1Lobby, what.connection});
    const auto client = m_clients.find(what.connection);
    if (client != m_clients.end() && client->second.observer)
        client->second.observer->onAnnounced();
}

void Hub::take(const HelloAnswered &what)
{
    const auto client = m_clients.find(what.connection);
    if (client != m_clients.end() && client->second.observer)
        client->second.observer->onHelloAnswered(what.version);
}

void Hub::take(const Answered &what)
{
    const auto client = m_clients.find(what.connection);
    if (client != m_clients.end() && client->second.observer)
        client->second.observer->onAnswered();
}

void Hub::take(const CloseLink &what)
{
    if (ClientLink *const link = find(what.connection))
        link->close(what.code, what.reason);
}

void Hub::clear()
{
    m_rooms.clear();
    m_clients.clear();
}

qsizetype Hub::memberCount(RoomKey room) const
{
    const auto entry = m_rooms.find(room);
    return entry == m_rooms.end() ? 0 : qsizetype(entry->second.members.size());
}

} // namespace kodama
