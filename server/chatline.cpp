#include "server/chatline.h"

namespace kodama {

ChatLine::~ChatLine()
{
    if (!m_requests.empty())
        m_reactor.cancelAtTurnEnd(*this);
}

ChatLine::Ticket ChatLine::ask(ConnectionId connection, ChatRequest::What what)
{
    if (m_requests.empty())
        m_reactor.scheduleBeforeWrites(*this);
    m_requests.push_back({connection, m_ends.shard, std::move(what)});
    return m_turn;
}

bool ChatLine::isDone(Ticket ticket)
{
    if (ticket > m_done) {
        // In this order: what the chat delivered before it wrote the number has been put in by now,
        // so when nothing is left it has been carried out.
        const Ticket handled = m_ends.here.handledTurn.load(std::memory_order_acquire);
        if (m_ends.here.inbox.isEmpty())
            m_done = handled;
    }
    return ticket <= m_done;
}

void ChatLine::onTurnEnd()
{
    m_ends.there.inbox.put({std::exchange(m_requests, {}), m_ends.shard, m_turn, {}});
    ++m_turn;
}

} // namespace kodama
