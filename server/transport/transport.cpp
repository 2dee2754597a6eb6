#include "server/transport/transport.h"

#include "server/transport/tcpchannel.h"

#include <algorithm>
#include <atomic>
#include <unistd.h>

namespace kodama {

namespace {

/// Between two warnings about the same thing.
constexpr std::chrono::seconds quietTime{5};

/// To close somebody who takes nothing costs time: all that waits for it is thrown away.
constexpr std::chrono::microseconds shedTime{500};

/// How long much may be held before it is looked whether others want it.
constexpr std::chrono::milliseconds lookAgainTime{200};

/// Unique in the process, whichever shard a client comes to.
ConnectionId nextConnectionId()
{
    static std::atomic<ConnectionId> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

/// Room for two at least who have all that one may have.
qsizetype heldBound(const TransportLimits &limits)
{
    if (limits.heldBytes == 0)
        return 0;
    return std::max(limits.heldBytes, 2 * (limits.messageBytes + limits.queuedBytes));
}

template <typename Map>
auto pointersTo(const Map &map)
{
    std::vector<typename Map::mapped_type::pointer> pointers;
    pointers.reserve(map.size());
    for (const auto &[id, owner] : map)
        pointers.push_back(owner.get());
    return pointers;
}

} // namespace

Transport::Transport(const TransportServices &services, const TransportLimits &limits,
                     const HandshakePolicy &policy, LinkAcceptor &acceptor)
    : m_reactor(services.reactor)
    , m_limits(limits)
    , m_acceptor(acceptor)
    , m_identity(policy.identity)
    , m_proxies(policy.trustedProxies)
    , m_occupancy(services.occupancy != nullptr ? *services.occupancy : m_ownOccupancy)
    , m_counters(services.counters != nullptr ? *services.counters : m_ownCounters)
    , m_deadlines(services.clock, m_counters.loopLag)
    , m_gate(policy)
    , m_upgrader(policy)
    , m_refusals(services.refusals)
    , m_handshakeServices{m_limits, m_gate, m_upgrader, m_deadlines, *this, m_reactor, m_proxies}
    , m_connectionServices{m_limits,   m_deadlines, m_compression, m_event,
                           m_counters, *this,       m_reactor}
{
    m_reactor.held().watch(m_occupancy, heldBound(limits), *this);
}

Transport::~Transport()
{
    m_isClosing = true;
    abortAll();
    if (m_isBurialScheduled)
        m_reactor.cancelAtTurnEnd(*this);
    if (m_isShedScheduled)
        m_reactor.cancelNextTurn(*this);
    m_reactor.held().unwatch();
}

qsizetype Transport::descriptorCount() const
{
    return static_cast<qsizetype>(m_handshakes.size()) +
           static_cast<qsizetype>(m_connections.size());
}

void Transport::adopt(int descriptor)
{
    ++m_counters.accepted;
    const ConnectionId id = nextConnectionId();
    Arrival arrival = arrivalOf(descriptor);
    const std::optional<Seat> seat = m_isClosing ? std::nullopt : seatFor(id, arrival);
    if (!seat) {
        ++m_counters.dropped;
        ::close(descriptor);
        report(clientIdOf(arrival.peer, id), 0, {arrival.lack});
        return;
    }
    auto handshake = std::make_unique<Handshake>(id, arrival, *seat, m_handshakeServices);
    auto channel = std::make_unique<TcpChannel>(descriptor, m_reactor, m_limits, *handshake);
    if (!channel->open()) {
        release(id, *seat);
        ++m_counters.dropped;
        qWarning("cannot watch a client's descriptor: %s", strerror(errno));
        return;
    }
    Handshake &added = *m_handshakes.emplace(id, std::move(handshake)).first->second;
    added.start(std::move(channel));
}

std::optional<Seat> Transport::seatFor(ConnectionId id, Arrival &arrival)
{
    arrival.lack = m_gate.service() == HandshakePolicy::Service::PagesOnly
                       ? RefusalReason::NoPlaceForPages
                       : RefusalReason::NoPlace;
    if (m_occupancy.enter(m_limits.connections)) {
        // Whom a proxy brings is counted when it has told who that is.
        if (m_proxies.trusts(arrival.peer) || admits(id, clientIdOf(arrival.peer, id)))
            return Seat::Place;
        arrival.lack = RefusalReason::NoPlaceFromThere;
        m_occupancy.leave();
    }
    // Strangers who wait there and say nothing must not make this machine's health checks fail.
    const bool isOwn =
        !m_proxies.trusts(arrival.peer) && countedAddressOf(clientIdOf(arrival.peer, id)).isEmpty();
    const qsizetype places = m_limits.refusals + (isOwn ? m_limits.ownRefusals : 0);
    // In TLS even to be refused costs too much then.
    if (arrival.encryption != Encryption::Tls && m_occupancy.enterAside(places))
        return Seat::Aside;
    return std::nullopt;
}

Arrival Transport::arrivalOf(int descriptor) const
{
    Arrival arrival{peerOf(descriptor), Encryption::Plain, m_identity};
    if (m_identity != nullptr)
        arrival.encryption = m_identity->encryptionOn(localPortOf(descriptor));
    return arrival;
}

bool Transport::admits(ConnectionId id, const QString &clientId)
{
    const QString address = countedAddressOf(clientId);
    if (address.isEmpty() || m_limits.connectionsPerAddress == 0)
        return true;
    if (!m_occupancy.enterFrom(address, m_limits.connectionsPerAddress))
        return false;
    m_addresses.emplace(id, address);
    return true;
}

bool Transport::admitsForwarded(const Handshake &handshake)
{
    return admits(handshake.id(), handshake.clientId());
}

void Transport::release(ConnectionId id, Seat seat)
{
    if (seat == Seat::Aside) {
        m_occupancy.leaveAside();
        return;
    }
    m_occupancy.leave();
    if (const auto address = m_addresses.extract(id))
        m_occupancy.leaveFrom(address.mapped());
}

void Transport::closeAll(quint16 code, const QString &reason, std::chrono::milliseconds deadline)
{
    m_isClosing = true;
    for (Handshake *const handshake : pointersTo(m_handshakes))
        handshake->abort();
    for (Connection *const connection : pointersTo(m_connections))
        connection->close(code, reason);
    m_deadlines.schedule(m_closeDeadline, m_deadlines.now() + deadline);
    bury(); // looks whether anything is left
}

void Transport::abortAll()
{
    for (Handshake *const handshake : pointersTo(m_handshakes))
        handshake->abort();
    for (Connection *const connection : pointersTo(m_connections))
        connection->abort();
}

void Transport::onUpgraded(Handshake &handshake, std::span<char> rest)
{
    ++m_counters.upgraded;
    ++m_openCount;
    auto owner = std::make_unique<Connection>(
        Connection::Identity{handshake.id(), handshake.clientId(), handshake.deflate()},
        m_connectionServices);
    Connection &connection = *owner;
    m_connections.emplace(connection.id(), std::move(owner));
    connection.setChannel(handshake.takeChannel());
    retire(handshake);
    connection.start(m_acceptor.accept(connection), rest);
    if (handshake.hasInputEnded())
        connection.onInputEnded();
}

void Transport::onRefused(Handshake &handshake, int status)
{
    ++m_counters.refused;
    m_counters.responses.note(static_cast<quint16>(status));
    letStepAside(handshake);
}

void Transport::letStepAside(Handshake &handshake)
{
    if (handshake.seat() == Seat::Place && m_occupancy.enterAside(m_limits.refusals)) {
        release(handshake.id(), Seat::Place);
        handshake.stepAside();
    }
}

void Transport::report(const Handshake &handshake, int status, const ClientRefusal &refusal)
{
    if (refusal.reason != RefusalReason::None)
        report(handshake.clientId(), status, refusal);
}

void Transport::report(const QString &clientId, int status, const ClientRefusal &refusal)
{
    if (m_refusals != nullptr && refusal.reason != RefusalReason::None)
        m_refusals->onRefused(clientId, status, refusal);
}

void Transport::onHandshakeEnded(Handshake &handshake)
{
    release(handshake.id(), handshake.seat());
    if (!handshake.isRefused())
        ++m_counters.dropped;
    retire(handshake);
}

void Transport::retire(Handshake &handshake)
{
    const auto found = m_handshakes.find(handshake.id());
    m_deadHandshakes.push_back(std::move(found->second));
    m_handshakes.erase(found);
    bury();
}

void Transport::onConnectionClosed(Connection &, const CloseInfo &info)
{
    m_counters.closes.note(info.code);
    ++m_counters.closed;
    --m_openCount;
}

void Transport::onConnectionEnded(Connection &connection)
{
    release(connection.id(), Seat::Place);
    const auto found = m_connections.find(connection.id());
    m_deadConnections.push_back(std::move(found->second));
    m_connections.erase(found);
    bury();
}

void Transport::bury()
{
    if (m_isBurialScheduled)
        return;
    m_isBurialScheduled = true;
    m_reactor.scheduleAtTurnEnd(*this);
}

void Transport::onTurnEnd()
{
    m_isBurialScheduled = false;
    if (std::exchange(m_mustShed, false))
        shed();
    m_deadHandshakes.clear();
    m_deadConnections.clear();
    if (m_isClosing && descriptorCount() == 0) {
        m_deadlines.cancel(m_closeDeadline);
        Q_EMIT allClosed();
    }
}

void Transport::onMuchHeld()
{
    if (m_isClosing)
        return;
    if (m_reactor.held().isTooMuch()) {
        m_mustShed = true;
        bury();
    } else if (!std::exchange(m_isWatchingHeld, true)) {
        // Others may come to want it, in threads where nobody has much.
        m_deadlines.schedule(m_shedDeadline, m_deadlines.now() + lookAgainTime);
    }
}

void Transport::lookAtHeld()
{
    m_isWatchingHeld = false;
    if (m_reactor.held().isMuch())
        onMuchHeld();
}

/// Those who hold most for longest, a few in each turn.
void Transport::shed()
{
    if (m_deadlines.now() >= m_mayWarnHeldAt) {
        m_mayWarnHeldAt = m_deadlines.now() + quietTime;
        qWarning("clients hold %lld bytes of memory (--max-held-bytes): closing some",
                 m_occupancy.heldBytes());
    }
    if (m_holders.empty())
        findHolders();
    const HeldBytes &held = m_reactor.held();
    const auto end = std::chrono::steady_clock::now() + shedTime;
    while (held.isNearlyTooMuch() && !m_holders.empty()) {
        if (!held.isFarTooMuch() && std::chrono::steady_clock::now() >= end) {
            if (!std::exchange(m_isShedScheduled, true))
                m_reactor.scheduleNextTurn(*this);
            return;
        }
        std::ranges::pop_heap(m_holders, {}, &Holder::weight);
        shed(m_holders.back().id);
        m_holders.pop_back();
    }
    m_holders.clear();
}

void Transport::findHolders()
{
    const auto now = std::chrono::steady_clock::now();
    for (const auto &[id, handshake] : m_handshakes)
        m_holders.push_back({handshake->heldWeight(now), id});
    for (const auto &[id, connection] : m_connections)
        m_holders.push_back({connection->heldWeight(now), id});
    std::erase_if(m_holders, [](const Holder &holder) { return holder.weight <= 0; });
    std::ranges::make_heap(m_holders, {}, &Holder::weight);
}

void Transport::shed(quint64 id)
{
    const auto connection = m_connections.find(id);
    const auto handshake = m_handshakes.find(id);
    if (connection != m_connections.end())
        connection->second->shed();
    else if (handshake != m_handshakes.end())
        handshake->second->shed();
    else
        return; // gone meanwhile
    ++m_counters.shed;
}

void Transport::onNextTurn()
{
    m_isShedScheduled = false;
    m_mustShed = m_reactor.held().isNearlyTooMuch();
    if (m_mustShed)
        bury();
    else
        m_holders.clear();
}

} // namespace kodama
