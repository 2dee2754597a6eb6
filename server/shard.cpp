#include "server/shard.h"

namespace kodama {

Shard::Shard(const Shared &shared, const TransportLimits &limits, const HandshakePolicy &policy)
    : m_backplane(shared.backplane)
    , m_timestamps(shared.clock)
    , m_messageHandlers(shared.backplane, m_timestamps)
    , m_commandHandlers(shared.population, m_timestamps, shared.texts)
    , m_router(m_messageHandlers, m_commandHandlers)
    , m_services{m_router,          m_hub,        shared.backplane, m_registry,
                 shared.population, m_timestamps, shared.log,       shared.texts}
    , m_transport(m_reactor, limits, policy, *this, shared.clock)
{
    m_backplane.addSink(*this);
    connect(&m_transport, &Transport::allClosed, this, &Shard::closed);
}

Shard::~Shard()
{
    m_backplane.removeSink(*this);
}

void Shard::close(CloseCode code, const QString &reason, std::chrono::milliseconds time)
{
    // What was published before is queued in front of the close frames; nothing comes behind them.
    m_hub.clear();
    m_transport.closeAll(quint16(code), reason, time);
}

std::unique_ptr<LinkObserver> Shard::accept(ClientLink &link)
{
    return std::make_unique<Session>(link, m_services);
}

void Shard::deliver(const Publication &publication)
{
    m_hub.broadcast(publication);
}

} // namespace kodama
