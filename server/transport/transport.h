// All clients of one shard, from the accepted descriptor to the last byte: opening handshakes,
// connections, deadlines. Lives in one thread, shares nothing.
#pragma once

#include "server/transport/connection.h"
#include "server/transport/handshake.h"
#include "server/transport/occupancy.h"
#include "server/transport/reactor.h"
#include "server/transport/transportcounters.h"

#include <QObject>

#include <unordered_map>
#include <vector>

namespace kodama {

class Transport final : public QObject,
                        private HandshakeHost,
                        private ConnectionHost,
                        private HeldBytes::Observer,
                        private Reactor::TurnTask,
                        private Reactor::NextTurnTask
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Transport)

public:
    /// Everything given by reference must outlive the transport; limits and policy are copied.
    /// TransportLimits::connections holds for all transports that share an occupancy together.
    Transport(const TransportServices &services, const TransportLimits &limits,
              const HandshakePolicy &policy, LinkAcceptor &acceptor);

    /// Drops what is still connected; the sessions are told (1006).
    ~Transport() override;

    /// Does once what would else make the first client wait.
    void warmUp() { m_upgrader.warmUp(); }

    /// Takes an accepted descriptor, which must be non-blocking, and owns it whatever happens.
    void adopt(int descriptor);

    /// Open WebSockets. Those that are closing count until their session is told.
    [[nodiscard]] qsizetype connectionCount() const { return m_openCount; }
    /// Everything that still holds a descriptor: handshakes and lingering connections, too.
    [[nodiscard]] qsizetype descriptorCount() const;
    [[nodiscard]] const TransportCounters &counters() const { return m_counters; }

    /// Closes every connection (behind what is queued for it) and drops unfinished handshakes; what
    /// comes later is dropped, too. Emits allClosed() when nothing is left, never from within this
    /// call; at the deadline, what is left is aborted.
    void closeAll(quint16 code, const QString &reason, std::chrono::milliseconds deadline);

    /// Calls what is due. The timer does this; so does a test that has turned its clock.
    void runDue() { m_deadlines.runDue(); }

Q_SIGNALS:
    void allClosed();

private:
    class Alarm final : public Deadline
    {
    public:
        Alarm(Transport &transport, void (Transport::*call)())
            : m_transport(transport)
            , m_call(call)
        {}
        void onDeadline(std::chrono::nanoseconds) override { (m_transport.*m_call)(); }

    private:
        Transport &m_transport;
        void (Transport::*m_call)();
    };

    void onUpgraded(Handshake &handshake, std::span<char> rest) override;
    [[nodiscard]] bool admitsForwarded(const Handshake &handshake) override;
    void onRefused(Handshake &handshake, int status) override;
    void onGivenUp(Handshake &handshake) override { letStepAside(handshake); }
    void report(const Handshake &handshake, int status, const ClientRefusal &refusal) override;
    void onHandshakeEnded(Handshake &handshake) override;
    void onConnectionClosed(Connection &connection, const CloseInfo &info) override;
    void onConnectionEnded(Connection &connection) override;
    void onTurnEnd() override;
    void onNextTurn() override;
    void onMuchHeld() override;

    [[nodiscard]] Arrival arrivalOf(int descriptor) const;
    /// Counts the newcomer; nothing if it has to go at once. Says in it why it has no place.
    [[nodiscard]] std::optional<Seat> seatFor(ConnectionId id, Arrival &arrival);
    /// While it lingers, its place is for others, as long as not too many do.
    void letStepAside(Handshake &handshake);
    void report(const QString &clientId, int status, const ClientRefusal &refusal);
    void abortAll();
    void lookAtHeld();
    void shed();
    void findHolders();
    void shed(quint64 id);
    void retire(Handshake &handshake);
    void release(ConnectionId id, Seat seat);
    /// Whether there is room for one more from this address; counts it.
    [[nodiscard]] bool admits(ConnectionId id, const QString &clientId);
    void bury();

    Reactor &m_reactor;
    const TransportLimits m_limits;
    LinkAcceptor &m_acceptor;
    const std::shared_ptr<const TlsIdentity> m_identity;
    const ProxyTrust m_proxies;
    Occupancy m_ownOccupancy; ///< used when there is no shared one
    Occupancy &m_occupancy;
    TransportCounters m_ownCounters; ///< used when there are no shared ones
    TransportCounters &m_counters;
    Deadlines m_deadlines;
    HandshakeGate m_gate;
    Upgrader m_upgrader;
    Compression m_compression;
    FrameEvent m_event;
    RefusalObserver *const m_refusals;
    HandshakeServices m_handshakeServices;
    ConnectionServices m_connectionServices;
    Alarm m_closeDeadline{*this, &Transport::abortAll};
    Alarm m_shedDeadline{*this, &Transport::lookAtHeld};
    struct Holder
    {
        double weight;
        quint64 id;
    };
    std::vector<Holder> m_holders; ///< a heap: who is to go, while some have to
    qsizetype m_openCount = 0;
    std::chrono::nanoseconds m_mayWarnHeldAt{}; ///< about too much that is held
    bool m_isWatchingHeld = false;
    bool m_mustShed = false;
    bool m_isShedScheduled = false;
    bool m_isClosing = false;
    bool m_isBurialScheduled = false;

    // The dead are destroyed at the end of the turn: they may be further up the call stack.
    std::unordered_map<quint64, std::unique_ptr<Handshake>> m_handshakes;
    std::unordered_map<ConnectionId, std::unique_ptr<Connection>> m_connections;
    std::unordered_map<ConnectionId, QString> m_addresses; ///< of those counted by address
    std::vector<std::unique_ptr<Handshake>> m_deadHandshakes;
    std::vector<std::unique_ptr<Connection>> m_deadConnections;
};

} // namespace kodama
