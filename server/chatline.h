// A shard's line to the chat: gathers requests and hands them over once per turn. Lives in the
// shard's thread.
#pragma once

#include "server/chatgateway.h"
#include "server/chatport.h"
#include "server/shardport.h"
#include "server/transport/reactor.h"

namespace kodama {

class ChatLine final : public ChatGateway, private Reactor::TurnTask
{
    Q_DISABLE_COPY_MOVE(ChatLine)

public:
    struct Ends
    {
        int shard = 0;
        ShardPort &here;
        ChatPort &there;
    };

    /// Everything must live longer than the line.
    ChatLine(const Ends &ends, Reactor &reactor)
        : m_ends(ends)
        , m_reactor(reactor)
    {}
    ~ChatLine() override;

    Ticket ask(ConnectionId connection, ChatRequest::What what) override;
    [[nodiscard]] bool isDone(Ticket ticket) override;

private:
    void onTurnEnd() override;

    const Ends m_ends;
    Reactor &m_reactor;
    RequestBatch m_requests;
    Ticket m_turn = 1; ///< of what is being gathered
    Ticket m_done = 0;
};

} // namespace kodama
