#include "server/chat/roomrequests.h"

#include "common/protocol/limits.h"
#include "common/protocol/names.h"
#include "server/chat/changebudget.h"
#include "server/chat/chatlimits.h"
#include "server/chat/plainline.h"
#include "server/frameencoding.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

void RoomRequests::join(ChatConnection &connection, const Join &request)
{
    ChatSession &session = *connection.session;
    const auto target = m_recall.target(session, request.room);
    if (!target) {
        m_voice.refuse(connection, request.id, target.error());
        return;
    }
    // Whoever has something would take it for lost.
    if (request.since && !m_context.services.history.knowsPositions()) {
        m_voice.refuse(connection, request.id, storeUnavailable());
        return;
    }
    if (target.value().isDirect()) {
        joinDirect(connection, request, target.value());
        return;
    }
    const QString &name = target.value().name;
    if (const auto refusal = mayJoin(connection, name)) {
        m_voice.refuse(connection, request.id, *refusal);
        return;
    }
    Room *room = m_context.rooms.open(name);
    if (!room) {
        m_voice.refuse(connection, request.id, {ErrorCode::RateLimited, Text::TooManyRooms});
        return;
    }
    m_presence.enter(session, *room);
    JoinResponse response;
    response.id = request.id;
    response.room = name;
    response.topic = m_context.services.history.topic(name);
    response.members = m_presence.members(*room, limits::listedMembers);
    response.count = countIfCut(*room, response.members);
    m_recall.fill(response, request, name);
    m_voice.reply(connection, response);
    m_presence.hear(connection, *room);
}

void RoomRequests::leave(ChatConnection &connection, const Leave &request)
{
    const auto room = joinedRoom(*connection.session, request.room);
    if (!room) {
        m_voice.refuse(connection, request.id, room.error());
        return;
    }
    const QString name = room.value()->name;
    m_presence.leave(*connection.session, *room.value(), connection.id);
    m_voice.reply(connection, LeaveResponse{request.id, name});
}

std::optional<qint64> RoomRequests::countIfCut(const Room &room, const QList<Member> &listed) const
{
    const qint64 count = m_presence.memberCount(room);
    return count > listed.size() ? std::optional(count) : std::nullopt;
}

void RoomRequests::topic(ChatConnection &connection, const Topic &request)
{
    const ChatSession &session = *connection.session;
    const auto joined = joinedRoom(session, request.room);
    if (!joined) {
        m_voice.refuse(connection, request.id, joined.error());
        return;
    }
    const Room *room = joined.value();
    const QString text = plainLine(request.topic);
    if (const auto refusal = m_posting.setTopic(room->name, text)) {
        m_voice.refuse(connection, request.id, *refusal);
        return;
    }
    m_voice.publish(*room, RoomEvent{u"topic"_s, room->name, text, session.nick, m_context.ts()});
    m_posting.answerWhenStored(connection,
                               encodeFrame(TopicResponse{request.id, room->name, text}));
}

void RoomRequests::rooms(ChatConnection &connection, const Rooms &request)
{
    const RoomList &list = roomList();
    const bool isCut = list.count > list.fullest.size();
    m_voice.reply(connection, RoomsResponse{request.id, list.fullest,
                                            isCut ? std::optional(list.count) : std::nullopt});
}

void RoomRequests::who(ChatConnection &connection, const Who &request)
{
    const auto name = normalizeRoomName(request.room);
    if (!name) {
        m_voice.refuse(connection, request.id, {ErrorCode::BadRequest, Text::BadRoomName});
        return;
    }
    const Room *room = m_context.rooms.find(name.value());
    if (!room && !m_recall.exists(name.value())) {
        m_voice.refuse(connection, request.id, {ErrorCode::UnknownRoom});
        return;
    }
    WhoResponse response{request.id, name.value(), {}, {}};
    if (room) {
        response.members = m_presence.members(*room, limits::listedMembers);
        response.count = countIfCut(*room, response.members);
    }
    m_voice.reply(connection, response);
}

const RoomRequests::RoomList &RoomRequests::roomList()
{
    const Clock &clock = m_context.services.clock;
    const std::chrono::nanoseconds begin = clock.steadyTime();
    if (begin < m_roomListEnd)
        return m_roomList;
    m_roomList = makeRoomList();
    const std::chrono::nanoseconds end = clock.steadyTime();
    // A short hiccup of a small server makes no list old.
    const qint64 walked = m_roomList.count + m_context.services.history.streamCount();
    const bool isDear = walked > limits::listedRooms && end - begin > limits::dearList;
    m_roomListEnd = isDear ? end + limits::dearListRest * (end - begin) : end;
    return m_roomList;
}

RoomRequests::RoomList RoomRequests::makeRoomList() const
{
    QList<RoomSummary> list;
    for (const RoomRecord &record : m_context.services.history.rooms()) {
        const Room *room = m_context.rooms.find(record.name);
        list.append({record.name, record.topic, room ? m_presence.memberCount(*room) : 0,
                     record.position.last});
    }
    for (const Room *room : m_context.rooms.all()) {
        if (!m_recall.isRemembered(room->name))
            list.append({room->name, {}, m_presence.memberCount(*room), 0});
    }
    const qint64 count = list.size();
    const qsizetype size = qMin(list.size(), qsizetype{limits::listedRooms});
    std::ranges::partial_sort(list, list.begin() + size,
                              [](const RoomSummary &one, const RoomSummary &other) {
                                  return one.members != other.members ? one.members > other.members
                                                                      : one.room < other.room;
                              });
    list.resize(size);
    return {std::move(list), count};
}

std::optional<Refusal> RoomRequests::maySpeak(ChatConnection &connection, const QString &stream)
{
    if (m_recall.exists(stream))
        return std::nullopt;
    const auto refusal = spendChange(*connection.session, m_context.services.clock.steadyTime());
    return refusal ? refusal : mayMake(connection);
}

std::optional<Refusal> RoomRequests::mayMake(const ChatConnection &connection)
{
    const auto wait =
        m_context.creations.waitFor(connection.clientId, m_context.services.clock.steadyTime());
    return wait ? std::optional(Refusal{ErrorCode::RateLimited, {}, *wait}) : std::nullopt;
}

std::optional<Refusal> RoomRequests::mayJoin(ChatConnection &connection, const QString &room)
{
    ChatSession &session = *connection.session;
    if (auto refusal = spendChange(session, m_context.services.clock.steadyTime()))
        return refusal;
    const bool isIn =
        std::ranges::any_of(session.rooms, [&room](const Room *one) { return one->name == room; });
    if (!isIn && session.rooms.size() >= std::size_t{limits::roomsPerSession})
        return Refusal{ErrorCode::RateLimited, Text::TooManyRooms};
    return m_recall.exists(room) ? std::nullopt : mayMake(connection);
}

Result<Room *, Refusal> RoomRequests::joinedRoom(const ChatSession &session, const QString &text)
{
    const auto name = normalizeRoomName(text);
    if (!name)
        return Refusal{ErrorCode::BadRequest, Text::BadRoomName};
    const auto entry = std::ranges::find(session.rooms, name.value(), &Room::name);
    if (entry == session.rooms.end())
        return Refusal{ErrorCode::UnknownRoom, Text::NotInRoom};
    return *entry;
}

void RoomRequests::joinDirect(ChatConnection &connection, const Join &request, const Target &target)
{
    const ChatSession &session = *connection.session;
    JoinResponse response;
    response.id = request.id;
    response.room = target.name;
    response.members.append({session.nick, session.away});
    const ChatSession *other = m_context.people.sessionByNick(foldNick(target.nick));
    if (other && other != &session)
        response.members.append({other->nick, other->away});
    m_recall.fill(response, request, target.stream);
    m_voice.reply(connection, response);
}

} // namespace kodama
