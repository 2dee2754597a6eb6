#include "server/chat/chatcore.h"

#include "server/frameencoding.h"

namespace kodama {

ChatCore::ChatCore(int shardCount, const Clock &clock, Texts texts)
    : m_timestamps(clock)
    , m_texts(texts)
    , m_out(shardCount)
{}

void ChatCore::handle(std::span<ChatRequest> requests)
{
    for (const ChatRequest &request : requests)
        std::visit([&](const auto &what) { take(request, what); }, request.what);
}

void ChatCore::take(const ChatRequest &request, const Connected &what)
{
    m_connections.insert_or_assign(request.connection, Connection{what.clientId, request.shard});
    const ClientConnected notice{what.clientId, m_timestamps.now(), connectionCount()};
    publishToV1(notice);
    m_v1Lobby.join(request.shard);
    m_everybody.join(request.shard);
    m_out.send(request.shard, JoinRoom{roomkey::v1Lobby, request.connection});
    m_out.send(request.shard, JoinRoom{roomkey::everybody, request.connection});
}

void ChatCore::take(const ChatRequest &request, const Disconnected &)
{
    const auto entry = m_connections.extract(request.connection);
    if (entry.empty())
        return;
    m_v1Lobby.leave(request.shard);
    m_everybody.leave(request.shard);
    publishToV1(ClientDisconnected{entry.mapped().clientId, m_timestamps.now(), connectionCount()});
}

void ChatCore::take(const ChatRequest &request, const Broadcast &what)
{
    const auto entry = m_connections.find(request.connection);
    if (entry == m_connections.end())
        return;
    publishToV1(BroadcastMessage{entry->second.clientId, what.content, m_timestamps.now()});
}

void ChatCore::take(const ChatRequest &request, const Custom &what)
{
    const auto entry = m_connections.find(request.connection);
    if (entry == m_connections.end())
        return;
    const ForwardedMessage forwarded{entry->second.clientId, RawJson::fromValidText(what.source),
                                     m_timestamps.now()};
    publishToV1(forwarded, request.connection);
}

void ChatCore::take(const ChatRequest &request, const Passthrough &what)
{
    m_out.send(request.shard, Reply{request.connection, what.frame});
}

void ChatCore::take(const ChatRequest &, const NotifyAll &what)
{
    m_out.publish(m_everybody, {roomkey::everybody,
                                encodeFrame(ServerNotification{what.text, m_timestamps.now()})});
}

void ChatCore::take(const ChatRequest &, const HeartbeatDue &)
{
    const ServerHeartbeat heartbeat{m_texts(Text::Heartbeat), m_timestamps.now(),
                                    connectionCount()};
    m_out.publish(m_everybody, {roomkey::everybody, encodeFrame(heartbeat)});
}

void ChatCore::publishToV1(const ServerMessage &message, ConnectionId except)
{
    m_out.publish(m_v1Lobby, {roomkey::v1Lobby, encodeFrame(message), except});
}

} // namespace kodama
