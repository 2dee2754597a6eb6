#include "server/shard.h"

namespace kodama {

Shard::Shard(const Shared &shared, const Setup &setup, ShardPort &port)
    : m_meters(setup.meters != nullptr ? *setup.meters : m_ownMeters)
    , m_clock(shared.clock)
    , m_timestamps(shared.clock)
    , m_messageHandlers(m_timestamps)
    , m_commandHandlers(shared.population, m_timestamps, shared.texts, shared.figures)
    , m_router(m_messageHandlers, m_commandHandlers, m_chatHandlers)
    , m_inbox({port, shared.chat, m_reactor, shared.clock}, *this)
    , m_chat({setup.number, port, shared.chat, m_inbox, m_hub, m_reactor, shared.clock})
    , m_services{setup.number,    m_router,          m_hub,        m_chat,
                 shared.registry, shared.population, m_timestamps, shared.log,
                 shared.clock,    m_meters,          shared.texts, setup.session}
    , m_transport(
          {m_reactor, shared.clock, &shared.occupancy, &m_meters.transport, shared.refusals},
          setup.limits, setup.policy, *this)
{
    m_reactor.setBeforeManyWrites(this);
    m_reactor.setMeters(m_meters.reactor);
    connect(&m_transport, &Transport::allClosed, this, &Shard::closed);
}

std::unique_ptr<LinkObserver> Shard::accept(ClientLink &link)
{
    return std::make_unique<Session>(link, m_services);
}

void Shard::carryOut(ShardInput &input)
{
    std::visit([this](auto &what) { take(what); }, input);
}

void Shard::take(Deliveries &deliveries)
{
    for (const Delivery &delivery : deliveries.batch)
        m_hub.carryOut(delivery);
    if (deliveries.askedAt > std::chrono::nanoseconds::zero())
        m_meters.fanout.record(m_clock.steadyTime() - deliveries.askedAt);
}

void Shard::take(CloseAll &what)
{
    // What was published before is queued in front of the close frames; nothing comes behind them.
    m_hub.clear();
    m_transport.closeAll(quint16(what.code), what.reason, what.time);
}

} // namespace kodama
