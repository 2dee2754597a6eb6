#include "server/chat/chatcore.h"

#include "common/protocol/closecode.h"
#include "common/protocol/names.h"
#include "server/chat/chatlimits.h"
#include "server/frameencoding.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename... Functions>
struct Overloaded : Functions...
{
    using Functions::operator()...;
};
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

template <typename... Kinds>
bool isOneOf(const ChatRequest::What &what)
{
    return (std::holds_alternative<Kinds>(what) || ...);
}

/// What is stored and answered when it is: several of these may be under way at a time.
bool isPost(const ChatRequest::What &what)
{
    return isOneOf<Broadcast, Direct>(what);
}

/// At once, and so not before the answers to what was asked before. A post's waits for the disk,
/// too.
bool isAnswered(const ChatRequest::What &what)
{
    return !isPost(what) && !isOneOf<Custom, Typing>(what);
}

/// Whether whoever has asked this and goes has done something by it.
bool isDone(const ChatRequest::What &what)
{
    return isPost(what) || isOneOf<Custom, Join, Leave, Topic, Nick, Away>(what);
}

bool isGone(const ChatRequest::What &what)
{
    return isOneOf<Disconnected>(what);
}

/// What only version 2 asks, so that it comes from a session: a shard reads it as such only then.
bool isOfSession(const ChatRequest::What &what)
{
    return isOneOf<Nick, Away, Join, Leave, Topic, Rooms, Who, Direct, Typing, HistoryRequest>(
        what);
}

/// Whether the answer tells what is stored.
bool tellsOfMessages(const ChatRequest::What &what)
{
    return isOneOf<Hello, Join, Rooms, HistoryRequest>(what);
}

/// About, for bounding what waits.
qsizetype sizeOf(const ChatRequest::What &what)
{
    return qsizetype{sizeof(ChatRequest)} +
           std::visit(Overloaded{
                          [](const Broadcast &one) { return one.content.text().size(); },
                          [](const Direct &one) { return one.content.text().size(); },
                          [](const Custom &one) { return one.source.size(); },
                          [](const Passthrough &one) { return one.frame.bytes.size(); },
                          [](const auto &) { return qsizetype{2048}; }, // names and topics
                      },
                      what);
}

} // namespace

ChatCore::ChatCore(int shardCount, const ChatServices &services)
    : m_context(services, shardCount)
    , m_posting(m_context, m_voice, [this](ConnectionId id) { m_answered.push_back(id); })
    , m_tendAt(services.clock.steadyTime())
    , m_refreshAt(services.clock.steadyTime() + limits::sessionRefresh)
    , m_epoch(services.history.epoch())
{}

void ChatCore::handle(std::span<ChatRequest> requests)
{
    for (ChatRequest &request : requests)
        take(request);
    finish();
}

void ChatCore::onSynced(CommitNumber commit)
{
    m_posting.onSynced(commit);
    finish();
}

std::optional<std::chrono::nanoseconds> ChatCore::nextTimer() const
{
    const auto next = std::min(m_tendAt, m_refreshAt);
    return std::min(
        {next, m_presence.nextTime().value_or(next), m_announcements.nextTime().value_or(next)});
}

void ChatCore::onTimer(std::chrono::nanoseconds now)
{
    if (now >= m_refreshAt)
        refreshSessions();
    m_posting.saveEverybody();
    m_presence.onTime(now);
    if (now >= m_tendAt)
        m_tendAt = now + m_context.services.history.tend(m_context.services.clock.wallTime());
    finish();
}

void ChatCore::close()
{
    refreshSessions();
    m_posting.saveEverybody();
}

void ChatCore::take(ChatRequest &request)
{
    ChatConnection *connection = m_context.people.connection(request.connection);
    if (connection && mustWait(*connection, request))
        wait(*connection, request);
    else
        dispatch(request);
}

bool ChatCore::mustWait(const ChatConnection &connection, const ChatRequest &request) const
{
    if (isGone(request.what))
        return false;
    return connection.isRefused || !connection.waiting.empty() ||
           isBehind(connection, request.what);
}

// Behind an answer wait those who get one. The others are told in the order of the requests anyway,
// and an answer that is there, and short, waits itself.
bool ChatCore::isBehind(const ChatConnection &connection, const ChatRequest::What &what) const
{
    if (connection.unanswered == 0 || !isAnswered(what))
        return false;
    const auto *answer = std::get_if<Passthrough>(&what);
    return !answer || answer->frame.bytes.size() > limits::shortAnswerBytes ||
           m_posting.waitingCount() >= limits::waitingAcks;
}

void ChatCore::wait(ChatConnection &connection, ChatRequest &request)
{
    if (connection.isRefused)
        return; // nothing behind what was not taken, or it would be stored before that
    const qsizetype bytes = sizeOf(request.what);
    const qsizetype most = m_waitingBytes + bytes <= limits::allWaitingRequestBytes
                               ? limits::waitingRequestBytes
                               : limits::littleWaitingRequestBytes;
    if (connection.waitingBytes + bytes <= most) {
        connection.waitingBytes += bytes;
        m_waitingBytes += bytes;
        connection.waiting.push_back(std::move(request));
        return;
    }
    connection.isRefused = true;
    m_context.out.send(connection.shard, CloseLink{connection.id, quint16(CloseCode::TryAgainLater),
                                                   m_context.services.texts(Text::TryLaterReason)});
}

void ChatCore::dispatch(ChatRequest &request)
{
    ChatConnection *connection = m_context.people.connection(request.connection);
    if (connection && !connection->isAnnounced && !isGone(request.what))
        m_announcements.tell(); // nothing is answered before the others know who asks
    if (tellsOfMessages(request.what))
        m_posting.settleMessages();
    const bool isHeard = connection && (connection->session || !isOfSession(request.what));
    std::visit(Overloaded{
                   [&](Connected &what) { connect(request, what); },
                   [&](NotifyAll &what) {
                       m_voice.publishToEverybody(
                           ServerNotification{what.text, m_context.timestamps.now()});
                   },
                   [&](HeartbeatDue &) { heartbeat(); },
                   [&](OperatorQuestion &what) { answer(what); },
                   [&](auto &what) {
                       if (isHeard)
                           handle(*connection, what);
                   },
               },
               request.what);
    if (connection && answersAtLength(request.what))
        m_context.out.send(connection->shard, Answered{connection->id});
}

void ChatCore::handle(ChatConnection &connection, Broadcast &what)
{
    if (!connection.session) {
        m_presence.showGuest(connection);
        m_posting.broadcast(connection, std::move(what), m_context.rooms.lobby().name);
        return;
    }
    const QString asked = what.room.value_or(m_context.rooms.lobby().name);
    // Who is in a room mostly knows its name as it is.
    const auto room =
        m_context.rooms.find(asked) ? Result<QString, NameError>(asked) : normalizeRoomName(asked);
    const auto refusal = room ? m_roomRequests.maySpeak(connection, room.value())
                              : std::optional(Refusal{ErrorCode::BadRequest, Text::BadRoomName});
    if (refusal)
        m_posting.refuse(connection, what.id, *refusal);
    else
        m_posting.broadcast(connection, std::move(what), room.value());
}

void ChatCore::handle(ChatConnection &connection, Custom &what)
{
    ForwardedMessage forwarded{connection.clientId, RawJson::fromValidText(what.source),
                               m_context.timestamps.now()};
    const Room *room = &m_context.rooms.lobby();
    if (!connection.session) {
        m_presence.showGuest(connection);
    } else {
        const auto name = normalizeRoomName(what.room.value_or(room->name));
        if (!name) {
            m_posting.refuse(connection, {}, {ErrorCode::BadRequest, Text::BadRoomName});
            return;
        }
        room = m_context.rooms.find(name.value());
        forwarded.room = name.value();
        forwarded.fromNick = connection.session->nick;
    }
    if (room)
        m_voice.publishToAll(*room, {encodeFrame(forwarded), connection.id, {}});
}

void ChatCore::handle(ChatConnection &connection, const Passthrough &what)
{
    m_posting.answerInOrder(connection, what.frame);
}

void ChatCore::handle(ChatConnection &connection, const Direct &what)
{
    if (m_posting.repeat(connection, what))
        return;
    const auto target = m_recall.target(*connection.session, directRoomName(what.to));
    const auto refusal = target ? m_roomRequests.maySpeak(connection, target.value().stream)
                         : target.error().code == ErrorCode::BadRequest
                             ? std::optional(Refusal{ErrorCode::NoSuchUser})
                             : std::optional(target.error());
    if (refusal)
        m_posting.refuse(connection, what.id, *refusal);
    else
        m_posting.direct(connection, what, {target.value().person, target.value().nick});
}

void ChatCore::handle(ChatConnection &connection, const Typing &what)
{
    const ChatSession *session = connection.session;
    const auto name = normalizeTarget(what.room);
    if (!name)
        return;
    if (const auto nick = nickOfDirectRoom(name.value())) {
        const ChatSession *other = m_context.people.sessionByNick(foldNick(*nick));
        if (!other || other == session)
            return;
        const SharedFrame frame =
            encodeFrame(TypingNotice{directRoomName(session->nick), session->nick, what.state});
        for (const ChatConnection *one : other->connections)
            m_voice.reply(*one, frame, Urgency::Droppable);
        return;
    }
    const auto room = std::ranges::find(connection.rooms, name.value(), &Room::name);
    if (room != connection.rooms.end())
        m_voice.publish(**room, TypingNotice{(*room)->name, session->nick, what.state},
                        connection.id, Urgency::Droppable);
}

void ChatCore::handle(ChatConnection &connection, const HistoryRequest &what)
{
    const auto target = m_recall.target(*connection.session, what.room);
    if (!target) {
        m_voice.refuse(connection, what.id, target.error());
        return;
    }
    const auto page = m_recall.page(what, target.value());
    if (page)
        m_voice.reply(connection, page.value());
    else
        m_voice.refuse(connection, what.id, page.error());
}

void ChatCore::connect(const ChatRequest &request, const Connected &what)
{
    const ChatConnection &connection =
        m_context.people.addConnection(request.connection, request.shard, what.clientId);
    m_context.everybody.join(request.shard);
    m_context.out.send(request.shard, JoinRoom{roomkey::everybody, request.connection});
    m_announcements.come(connection);
    m_presence.awaitGuest(connection);
}

void ChatCore::disconnect(ChatConnection &connection)
{
    // Whoever says something and goes has said it.
    m_waitingBytes -= std::exchange(connection.waitingBytes, 0);
    for (ChatRequest &request : std::exchange(connection.waiting, {})) {
        if (isDone(request.what))
            dispatch(request);
    }
    const QString clientId = connection.clientId;
    ChatSession *session = connection.session;
    m_presence.hideGuest(connection);
    while (!connection.rooms.empty())
        m_presence.stopHearing(connection, *connection.rooms.back());
    m_context.everybody.leave(connection.shard);
    if (!session && connection.isAnnounced)
        m_context.v1Lobby.leave(connection.shard);
    m_context.people.removeConnection(connection.id);
    if (session && session->connections.empty())
        m_presence.awaitReturn(*session);
    m_announcements.go(clientId);
}

void ChatCore::heartbeat()
{
    m_voice.publishToEverybody(ServerHeartbeat{m_context.services.texts(Text::Heartbeat),
                                               m_context.timestamps.now(),
                                               m_context.people.connectionCount()});
}

void ChatCore::finish()
{
    m_announcements.tellIfDue();
    settle();
    while (!m_answered.empty()) {
        for (const ConnectionId id : std::exchange(m_answered, {})) {
            ChatConnection *connection = m_context.people.connection(id);
            if (!connection)
                continue;
            // Each is looked at once, however many there are and however often this is.
            while (!connection->waiting.empty() &&
                   !isBehind(*connection, connection->waiting.front().what)) {
                ChatRequest request = std::move(connection->waiting.front());
                connection->waiting.pop_front();
                const qsizetype bytes = sizeOf(request.what);
                connection->waitingBytes -= bytes;
                m_waitingBytes -= bytes;
                dispatch(request);
            }
        }
        settle();
    }
    watchStore();
    m_context.meters.rooms.store(m_context.rooms.count(), std::memory_order_relaxed);
    m_context.meters.historyStreams.store(m_context.services.history.streamCount(),
                                          std::memory_order_relaxed);
}

void ChatCore::watchStore()
{
    const auto &services = m_context.services;
    const bool isInTrouble = services.history.trouble().has_value();
    if (isInTrouble && !m_isInTrouble)
        m_tendAt = std::min(m_tendAt, services.clock.steadyTime() + limits::storeRetryTime);
    m_isInTrouble = isInTrouble;
    m_context.meters.isStoring.store(!isInTrouble, std::memory_order_relaxed);
    if (services.history.epoch() == m_epoch)
        return;
    // Offsets begin anew: who reconnects learns it from the answer to `join`.
    m_epoch = services.history.epoch();
    m_context.people.markAllUnsaved();
    for (const ChatConnection *connection : m_context.people.connections()) {
        if (connection->session)
            m_context.out.send(connection->shard,
                               CloseLink{connection->id, quint16(CloseCode::ServiceRestart),
                                         services.texts(Text::StoreRenewedReason)});
    }
}

void ChatCore::refreshSessions()
{
    m_refreshAt = m_context.services.clock.steadyTime() + limits::sessionRefresh;
    m_context.people.markAllSeen(m_context.ts());
}

} // namespace kodama
