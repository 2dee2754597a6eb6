// One client's WebSocket: its frames in and out, its signs of life, its closing handshake. Lives in
// its transport's thread.
#pragma once

#include "server/transport/bytechannel.h"
#include "server/transport/clientlink.h"
#include "server/transport/deadlines.h"
#include "server/transport/deflateoffer.h"
#include "server/transport/frameparser.h"
#include "server/transport/heldbytes.h"
#include "server/transport/reactor.h"
#include "server/transport/transportlimits.h"

#include <memory>

namespace kodama {

class Connection;

/// What a connection needs of its transport.
class ConnectionHost
{
public:
    /// The session has been told that it is over; the bytes may still be lingering.
    virtual void onConnectionClosed(Connection &connection, const CloseInfo &info) = 0;
    /// The channel is closed; the connection may be destroyed, at the end of the turn.
    virtual void onConnectionEnded(Connection &connection) = 0;

protected:
    ~ConnectionHost() = default;
};

struct TransportCounters;

/// What all connections of a transport share.
struct ConnectionServices
{
    const TransportLimits &limits;
    Deadlines &deadlines;
    Compression &compression;
    FrameEvent &event; ///< one for all: it holds something only while a connection reads
    TransportCounters &counters;
    ConnectionHost &host;
    Reactor &reactor;
};

class Connection final : public ClientLink,
                         public ChannelObserver,
                         private Deadline,
                         private Reactor::NextTurnTask
{
    Q_DISABLE_COPY_MOVE(Connection)

public:
    struct Identity
    {
        ConnectionId id = 0;
        QString clientId;
        std::optional<DeflateParameters> deflate; ///< nothing: messages are not compressed
    };

    /// The services, and everything in them, must live longer.
    Connection(Identity identity, const ConnectionServices &services);
    Connection(Identity, ConnectionServices &&) = delete;
    ~Connection() override;

    /// Takes over the channel of an accepted handshake. The observer is made from this link, so it
    /// comes second, and what the client sent already comes third.
    void setChannel(std::unique_ptr<ByteChannel> channel);
    void start(std::unique_ptr<LinkObserver> observer, std::span<char> early);

    /// Closes without a closing handshake.
    void abort();

    /// Gives back what is held for it, and closes: others need it more.
    void shed();
    [[nodiscard]] double heldWeight(std::chrono::steady_clock::time_point now) const;

    [[nodiscard]] ConnectionId id() const override { return m_identity.id; }
    [[nodiscard]] const QString &clientId() const override { return m_identity.clientId; }
    void send(const SharedFrame &frame) override;
    void sendDroppable(const SharedFrame &frame) override;
    void setReading(Reading reading, Pause pause) override;
    void close(quint16 code, const QString &reason) override;

    void onBytes(std::span<char> bytes) override;
    void onInputEnded() override;
    void onDrained() override;
    void onEnded() override;

private:
    enum class Phase : quint8 {
        Open,
        Ending,  ///< the peer is done; answers to it are awaited, our close frame comes behind them
        Closing, ///< our close frame is on its way, theirs is awaited
        Over,    ///< the session knows; the channel is finishing
    };

    void onDeadline(std::chrono::nanoseconds now) override;
    void onNextTurn() override;
    /// Handles what one turn may; returns what is left.
    [[nodiscard]] std::span<char> handleSome(std::span<char> bytes);
    void handleRest();
    void keepRest(std::span<char> rest);
    void continueWithRest();
    void updatePause();
    void noteHeld();
    /// Whether messages have to wait.
    [[nodiscard]] bool isHeld() const { return m_phase == Phase::Open && m_pauses != 0; }
    [[nodiscard]] bool isDeaf() const;
    void handle(const FrameEvent &event);
    void onMessage(const FrameEvent &event);
    void onPing(const FrameEvent &event);
    [[nodiscard]] bool mayControl();
    void onPeerClose(const FrameEvent &event);
    void fail(quint16 code, const QString &reason);
    void endBehindAnswers(const CloseInfo &info, const SharedFrame &closeFrame);
    void sendClose(quint16 code, const QString &reason);
    void finish(const CloseInfo &info);
    void tellClosed(const CloseInfo &info);
    void beginLinger();
    [[nodiscard]] bool mayLinger(std::chrono::nanoseconds now);
    /// Looks again when the next ping is due, or when the peer counts as dead.
    void scheduleCheck(std::chrono::nanoseconds ping);
    [[nodiscard]] std::chrono::nanoseconds pingAfter() const;

    Identity m_identity;
    const ConnectionServices &m_services;
    std::unique_ptr<ByteChannel> m_channel;
    std::unique_ptr<LinkObserver> m_observer;
    FrameParser m_parser;
    Holding m_held; ///< of what it began to say
    TokenBucket m_controlFrames;
    CloseInfo m_end; // how it ends, once that has begun
    std::chrono::nanoseconds m_lastHeard{};
    std::chrono::nanoseconds m_checkAt{}; ///< when it is looked whether it was heard of
    quint64 m_sentAtLastCheck = 0;
    std::chrono::nanoseconds m_lingerUntil{}; ///< nothing: it was not the peer who closed
    quint64 m_takenAtLastCheck = 0;           ///< while lingering
    QByteArray m_rest; ///< what was read and not handled: the others had their turn
    Phase m_phase = Phase::Open;
    quint8 m_pauses = 0;     ///< of ClientLink::Pause
    bool m_saysMuch = false; ///< what came last was much when it was unpacked
    bool m_isContinuing = false;
    bool m_isInputEnded = false; ///< behind the rest
};

} // namespace kodama
