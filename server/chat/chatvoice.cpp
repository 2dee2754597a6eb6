// Tested by tst_chatcore.
#include "server/chat/chatvoice.h"

#include "server/chat/chatlimits.h"
#include "server/errortexts.h"
#include "server/frameencoding.h"

namespace kodama {

Refusal storeUnavailable()
{
    return {ErrorCode::StoreUnavailable, {}, qint64(limits::storeRetryTime.count())};
}

void ChatVoice::reply(const ChatConnection &connection, const ServerMessage &message)
{
    reply(connection, encodeFrame(message));
}

void ChatVoice::reply(const ChatConnection &connection, const SharedFrame &frame, Urgency urgency)
{
    m_context.out.send(connection.shard, Reply{connection.id, frame, urgency});
}

void ChatVoice::refuse(const ChatConnection &connection, const std::optional<QString> &id,
                       const Refusal &refusal)
{
    reply(connection, errorOf(id, refusal));
}

ErrorMessage ChatVoice::errorOf(const std::optional<QString> &id, const Refusal &refusal) const
{
    ++m_context.meters.errors[std::size_t(refusal.code)];
    ErrorMessage error;
    error.message = m_context.services.texts(refusal.text.value_or(textOf(refusal.code)));
    error.code = qint64(refusal.code);
    error.name = errorName(refusal.code);
    error.id = id;
    error.retryAfterMs = refusal.retryAfterMs;
    error.suggestion = refusal.suggestion;
    return error;
}

void ChatVoice::publish(const Room &room, const ServerMessage &message, ConnectionId except,
                        Urgency urgency)
{
    m_context.out.publish(room.audience, {room.key, encodeFrame(message), except, {}, urgency});
}

void ChatVoice::publishToAll(const Room &room, const Copies &copies)
{
    if (&room == &m_context.rooms.lobby()) {
        m_announcements.tell(); // who has come by now hears it, too
        m_context.out.publish(m_context.v1Lobby, {roomkey::v1Lobby, copies.frame, copies.sender,
                                                  copies.forSender, Urgency::Normal});
    }
    m_context.out.publish(
        room.audience, {room.key, copies.frame, copies.sender, copies.forSender, Urgency::Normal});
}

void ChatVoice::publishToEverybody(const ServerMessage &message)
{
    m_context.out.publish(m_context.everybody, {roomkey::everybody, encodeFrame(message)});
}

} // namespace kodama
