#include "server/chatline.h"

#include "server/threadlimits.h"

namespace kodama {

namespace {

qsizetype costOf(const ChatRequest::What &what)
{
    return std::visit(
        [](const auto &typed) -> qsizetype {
            if constexpr (requires { typed.content.text(); })
                return threadlimits::overheadBytes + typed.content.text().size();
            else if constexpr (requires { typed.source.size(); })
                return threadlimits::overheadBytes + typed.source.size();
            else if constexpr (requires { typed.frame.bytes; })
                return threadlimits::overheadBytes + typed.frame.bytes.size();
            else
                return threadlimits::overheadBytes;
        },
        what);
}

} // namespace

ChatLine::~ChatLine()
{
    if (!m_requests.empty())
        m_services.reactor.cancelAtTurnEnd(*this);
}

ChatLine::Ticket ChatLine::ask(ConnectionId connection, ChatRequest::What what)
{
    if (m_requests.empty())
        m_services.reactor.scheduleBeforeWrites(*this);
    const qsizetype cost = costOf(what);
    m_turn.cost += cost;
    m_cost += cost;
    m_requests.push_back({connection, m_services.shard, std::move(what)});
    if (m_cost > threadlimits::mostRequestBytes)
        pauseEverybody();
    else if (m_cost > threadlimits::requestBytes)
        pause(connection);
    return m_turn.number;
}

bool ChatLine::isDone(Ticket ticket)
{
    if (ticket > m_done) {
        // In this order: what the chat delivered before it wrote the number has been put in by now,
        // so when nothing is left it has been carried out.
        const Ticket handled = m_services.here.handledTurn;
        if (m_services.inbox.isEmpty())
            m_done = handled;
    }
    return ticket <= m_done;
}

void ChatLine::pause(ConnectionId connection)
{
    forgetHandled();
    ClientLink *const link = m_services.hub.find(connection);
    if (m_cost <= threadlimits::requestBytes || link == nullptr)
        return;
    link->setReading(ClientLink::Reading::Paused, ClientLink::Pause::ForChat);
    m_paused.push_back(connection);
}

// Whoever is paused one by one has asked by then: so many could hold any amount together.
void ChatLine::pauseEverybody()
{
    forgetHandled();
    if (m_isEverybodyPaused || m_cost <= threadlimits::mostRequestBytes)
        return;
    m_isEverybodyPaused = true;
    m_services.hub.forEach([this](ClientLink &link) {
        link.setReading(ClientLink::Reading::Paused, ClientLink::Pause::ForChat);
        m_paused.push_back(link.id());
    });
}

void ChatLine::resume()
{
    if (m_paused.empty())
        return;
    m_services.here.wantsWake = true;
    forgetHandled(); // after that: either we see the number, or the chat sees that we want to
    if (m_cost > threadlimits::requestBytes / 2)
        return;
    m_services.here.wantsWake = false;
    m_isEverybodyPaused = false;
    for (const ConnectionId connection : std::exchange(m_paused, {})) {
        if (ClientLink *const link = m_services.hub.find(connection))
            link->setReading(ClientLink::Reading::On, ClientLink::Pause::ForChat);
    }
}

void ChatLine::gather()
{
    ShardPort &here = m_services.here;
    forgetHandled();
    if (here.inbox.isEmpty() && !m_underWay.empty()) {
        here.wantsWake = true; // also when nothing follows
        if (here.handledTurn < m_underWay.back().number)
            here.wakeup.wait(threadlimits::gatherTime);
    }
    if (!here.inbox.isEmpty())
        m_services.inbox.takePortion();
}

void ChatLine::forgetHandled()
{
    const Ticket handled = m_services.here.handledTurn;
    while (!m_underWay.empty() && m_underWay.front().number <= handled) {
        m_cost -= m_underWay.front().cost;
        m_underWay.pop_front();
    }
}

void ChatLine::onTurnEnd()
{
    m_services.there.inbox.put({std::exchange(m_requests, {}),
                                m_services.shard,
                                m_turn.number,
                                m_services.clock.steadyTime(),
                                {}});
    m_underWay.push_back(m_turn);
    m_turn = {m_turn.number + 1, 0};
    forgetHandled();
    resume();
}

} // namespace kodama
