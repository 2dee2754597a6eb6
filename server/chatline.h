// A shard's line to the chat: gathers requests and hands them over before anything is written, once
// per turn or, where a turn has to write early, more often. Lives in the shard's thread.
#pragma once

#include "server/chatgateway.h"
#include "server/chatport.h"
#include "server/hub.h"
#include "server/shardinbox.h"

namespace kodama {

/// Who asks faster than the chat handles is not read from until the chat has caught up.
class ChatLine final : public ChatGateway, private Reactor::TurnTask
{
    Q_DISABLE_COPY_MOVE(ChatLine)

public:
    struct Services
    {
        int shard = 0;
        ShardPort &here;
        ChatPort &there;
        ShardInbox &inbox;
        const Hub &hub; ///< where to find who is to be paused
        Reactor &reactor;
        const Clock &clock;
    };

    /// Everything must live longer than the line.
    explicit ChatLine(const Services &services)
        : m_services(services)
    {}
    ~ChatLine() override;

    Ticket ask(ConnectionId connection, ChatRequest::What what) override;
    [[nodiscard]] bool isDone(Ticket ticket) override;

    /// Reads again from those that had to wait, if the chat has caught up. To be called whenever
    /// something came in.
    void resume();

    /// For a turn that is about to write to many: takes in what the chat has delivered, and waits a
    /// moment for what it still makes of what it was asked, so that all of it leaves in the same
    /// writes. Between two turns that follow each other half of it would wait for the next one.
    void gather();

private:
    struct Turn
    {
        Ticket number = 0;
        qsizetype cost = 0;
    };

    void onTurnEnd() override;
    void pause(ConnectionId connection);
    void pauseEverybody();
    void forgetHandled();

    const Services m_services;
    RequestBatch m_requests;
    Turn m_turn{1, 0};           ///< what is being gathered
    std::deque<Turn> m_underWay; ///< what the chat has not handled
    qsizetype m_cost = 0;        ///< of all that
    Ticket m_done = 0;
    std::vector<ConnectionId> m_paused;
    bool m_isEverybodyPaused = false; ///< but for those that came later and have not asked
};

} // namespace kodama
