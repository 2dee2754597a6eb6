// The chat: who is there, and one order for everything that is said. Takes requests, gives
// deliveries; knows no thread and no socket. All calls come from one thread at a time; after each,
// what outbound() holds is to be handed to the shards, and then onDelivered() to be called.
#pragma once

#include "server/chat/answerdesk.h"
#include "server/chat/chatcontext.h"
#include "server/chat/chatengine.h"
#include "server/chat/chatvoice.h"
#include "server/chat/greeting.h"
#include "server/chat/posting.h"
#include "server/chat/presence.h"
#include "server/chat/recall.h"
#include "server/chat/roomrequests.h"

namespace kodama {

class ChatCore final : public ChatEngine
{
public:
    /// The services must live longer than the core. Whoever runs it takes the history's synced
    /// commits to the desk, and then to onSynced(), in the core's thread.
    ChatCore(int shardCount, const ChatServices &services);

    void handle(std::span<ChatRequest> requests) override;

    void onDelivered() override { m_posting.handOver(); }
    void onSynced(CommitNumber commit) override;

    [[nodiscard]] std::optional<std::chrono::nanoseconds> nextTimer() const override;
    void onTimer(std::chrono::nanoseconds now) override;

    /// Saves who is there, for when they come back after the end of this program.
    void close();

    [[nodiscard]] Outbound &outbound() override { return m_context.out; }

private:
    void take(ChatRequest &request);
    [[nodiscard]] bool mustWait(const ChatConnection &connection, const ChatRequest &request) const;
    [[nodiscard]] bool isBehind(const ChatConnection &connection,
                                const ChatRequest::What &what) const;
    void wait(ChatConnection &connection, ChatRequest &request);
    void dispatch(ChatRequest &request);

    // What a connection asks; only what isOfSession() is known to come from a session.
    void handle(ChatConnection &from, const Disconnected & /*what*/) { disconnect(from); }
    void handle(ChatConnection &from, const Hello &what) { m_greeting.hello(from, what); }
    void handle(ChatConnection &from, const Nick &what) { m_greeting.nick(from, what); }
    void handle(ChatConnection &from, const Away &what) { m_greeting.away(from, what); }
    void handle(ChatConnection &from, const Join &what) { m_roomRequests.join(from, what); }
    void handle(ChatConnection &from, const Leave &what) { m_roomRequests.leave(from, what); }
    void handle(ChatConnection &from, const Topic &what) { m_roomRequests.topic(from, what); }
    void handle(ChatConnection &from, const Rooms &what) { m_roomRequests.rooms(from, what); }
    void handle(ChatConnection &from, const Who &what) { m_roomRequests.who(from, what); }
    void handle(ChatConnection &connection, Broadcast &what);
    void handle(ChatConnection &connection, Custom &what);
    void handle(ChatConnection &connection, const Passthrough &what);
    void handle(ChatConnection &connection, const Direct &what);
    void handle(ChatConnection &connection, const Typing &what);
    void handle(ChatConnection &connection, const HistoryRequest &what);

    void connect(const ChatRequest &request, const Connected &what);
    void disconnect(ChatConnection &connection);
    void heartbeat();
    void answer(const OperatorQuestion &question);
    [[nodiscard]] QStringList connectionLines() const;
    [[nodiscard]] QStringList roomLines();

    void finish();
    void settle()
    {
        // First, as what the disk has by then is looked at behind it.
        m_context.services.desk.setNewsWanted(m_waitingBytes > 0);
        m_posting.settle();
    }
    void watchStore();
    void refreshSessions();

    ChatContext m_context;
    Announcements m_announcements{m_context};
    ChatVoice m_voice{m_context, m_announcements};
    Presence m_presence{m_context, m_voice};
    Posting m_posting;
    Recall m_recall{m_context};
    Greeting m_greeting{m_context, m_voice, m_presence, m_posting};
    RoomRequests m_roomRequests{m_context, m_voice, m_presence, m_posting, m_recall};
    std::vector<ConnectionId> m_answered; // whose waiting requests may go on
    std::chrono::nanoseconds m_tendAt{0};
    std::chrono::nanoseconds m_refreshAt{0};
    QString m_epoch;
    qsizetype m_waitingBytes = 0; ///< of all connections, ChatConnection::waitingBytes
    bool m_isInTrouble = false;
};

} // namespace kodama
