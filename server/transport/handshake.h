// One client before it is a connection: reads its opening request, bounded in bytes and time, and
// answers. Lives in its transport's thread.
#pragma once

#include "server/transport/bytechannel.h"
#include "server/transport/deadlines.h"
#include "server/transport/handshakepolicy.h"
#include "server/transport/peeraddress.h"
#include "server/transport/reactor.h"
#include "server/transport/tlsidentity.h"
#include "server/transport/transportlimits.h"
#include "server/transport/upgrade.h"

#include <functional>
#include <memory>

namespace kodama {

class Handshake;

/// What a handshake needs of its transport.
class HandshakeHost
{
public:
    /// The client was answered 101, which waits in the channel. rest: what it sent behind its
    /// request already. Takes the channel out of the handshake.
    virtual void onUpgraded(Handshake &handshake, std::span<char> rest) = 0;
    /// A trusted proxy has told where the client is: whether there is room for one more from there.
    [[nodiscard]] virtual bool admitsForwarded(const Handshake &handshake) = 0;
    /// It got its answer, with that HTTP status (0: none of HTTP), and lingers.
    virtual void onRefused(Handshake &handshake, int status) = 0;
    /// It gets no answer, as it has left or cannot be understood, and lingers.
    virtual void onGivenUp(Handshake &handshake) = 0;
    /// For those who wonder why they cannot connect. status: 0 if the client is not told.
    virtual void report(const Handshake &handshake, int status, const ClientRefusal &refusal) = 0;
    /// It is over and may be destroyed, at the end of the turn.
    virtual void onHandshakeEnded(Handshake &handshake) = 0;

protected:
    ~HandshakeHost() = default;
};

/// What all handshakes of a transport share.
struct HandshakeServices
{
    const TransportLimits &limits;
    const HandshakeGate &gate;
    Upgrader &upgrader;
    Deadlines &deadlines;
    HandshakeHost &host;
    Reactor &reactor;
    const ProxyTrust &proxies;
};

/// What a client counts as, which bounds how many there are.
enum class Seat : quint8 {
    Place, ///< may become a connection
    Aside, ///< may not: is heard nevertheless, as it may only want to watch; or lingers already
};

/// Who came, and to which door.
struct Arrival
{
    Peer peer;
    Encryption encryption = Encryption::Plain;
    std::shared_ptr<const TlsIdentity> identity; ///< for TLS
    RefusalReason lack = RefusalReason::None;    ///< why there is no place
};

class Handshake final : public ChannelObserver, private Deadline, private Reactor::NextTurnTask
{
    Q_DISABLE_COPY_MOVE(Handshake)

public:
    /// Without an identity TLS is not spoken.
    Handshake(quint64 id, const Arrival &arrival, Seat seat, const HandshakeServices &services);
    ~Handshake() override;

    /// Begins; the clock is ticking.
    void start(std::unique_ptr<ByteChannel> channel);

    [[nodiscard]] quint64 id() const { return m_id; }
    [[nodiscard]] Seat seat() const { return m_seat; }
    void stepAside() { m_seat = Seat::Aside; }
    /// It got another answer than 101.
    [[nodiscard]] bool isRefused() const { return m_isRefused; }
    /// After the address that a trusted proxy has told, once the request is read.
    [[nodiscard]] QString clientId() const { return clientIdOf(m_arrival.peer, m_id); }
    /// What was agreed on, once upgraded.
    [[nodiscard]] const std::optional<DeflateParameters> &deflate() const { return m_deflate; }
    [[nodiscard]] std::unique_ptr<ByteChannel> takeChannel() { return std::move(m_channel); }
    /// Behind its request it will say nothing more.
    [[nodiscard]] bool hasInputEnded() const { return m_hasInputEnded; }

    /// Closes without an answer.
    void abort();

    /// Gives back what is held for it, and closes: others need it more.
    void shed();
    [[nodiscard]] double heldWeight(std::chrono::steady_clock::time_point now) const
    {
        return m_held.weight(now) + (m_channel == nullptr ? 0 : m_channel->heldWeight(now));
    }

    void onBytes(std::span<char> bytes) override;
    void onInputEnded() override;
    void onEnded() override;

private:
    void onDeadline(std::chrono::nanoseconds now) override;
    void onNextTurn() override;
    [[nodiscard]] bool takeGreeting(std::span<char> bytes);
    void startTls(std::span<char> bytes);
    void answer(QByteArrayView head, std::span<char> rest);
    [[nodiscard]] QByteArray pageFor(const HandshakeVerdict &verdict, bool isHead) const;
    void upgrade(const HttpRequest &request, std::span<char> rest);
    void refuseWith(const QByteArray &response, const ClientRefusal &refusal = {});

    HandshakeServices m_services;
    quint64 m_id;
    Arrival m_arrival;
    Seat m_seat;
    std::unique_ptr<ByteChannel> m_channel;
    QByteArray m_request;
    Holding m_held; ///< of the request
    std::optional<DeflateParameters> m_deflate;
    qsizetype m_headBytes = 0; ///< of a whole request, which waits for its turn
    bool m_isAnswered = false;
    bool m_isRefused = false;
    bool m_hasInputEnded = false;
    Reactor::Rank m_rank = Reactor::Rank::Newcomer; ///< who waits for its answer
    bool m_isGreeted = false;                       ///< what is spoken is settled
    bool m_isForwarded = false;                     ///< a trusted proxy brought it
};

} // namespace kodama
