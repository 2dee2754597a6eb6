// The chat: who is there, and one order for everything that is said. Takes requests, gives
// deliveries; knows no thread and no socket. All calls come from one thread at a time.
#pragma once

#include "common/protocol/servermessages.h"
#include "common/protocol/timestamp.h"
#include "server/chat/chatengine.h"
#include "server/texts.h"

#include <span>
#include <unordered_map>

namespace kodama {

class ChatCore final : public ChatEngine
{
public:
    /// The clock must live longer than the core.
    ChatCore(int shardCount, const Clock &clock, Texts texts);

    Q_DISABLE_COPY_MOVE(ChatCore)

    void handle(std::span<ChatRequest> requests) override;
    [[nodiscard]] Outbound &outbound() override { return m_out; }

private:
    struct Connection
    {
        QString clientId;
        int shard = 0;
    };

    void take(const ChatRequest &request, const Connected &what);
    void take(const ChatRequest &request, const Disconnected &what);
    void take(const ChatRequest &request, const Broadcast &what);
    void take(const ChatRequest &request, const Custom &what);
    void take(const ChatRequest &request, const Passthrough &what);
    void take(const ChatRequest &request, const NotifyAll &what);
    void take(const ChatRequest &request, const HeartbeatDue &what);

    [[nodiscard]] qint64 connectionCount() const { return qint64(m_connections.size()); }
    void publishToV1(const ServerMessage &message, ConnectionId except = 0);

    TimestampSource m_timestamps;
    const Texts m_texts;
    Outbound m_out;
    Audience m_v1Lobby;
    Audience m_everybody;
    std::unordered_map<ConnectionId, Connection> m_connections;
};

} // namespace kodama
