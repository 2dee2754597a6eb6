// TLS as a ByteChannel over another one: encrypts what is sent, decrypts what arrives. It has no
// descriptor, so lingering and deadlines are those of the channel below. While the peer takes
// nothing, only a little is encrypted ahead: what waits behind that is shared with others, as
// without TLS, while ciphertext is each connection's own. Lives in its transport's thread.
#pragma once

#include "server/transport/bytechannel.h"
#include "server/transport/outqueue.h"
#include "server/transport/reactor.h"
#include "server/transport/tlscontext.h"
#include "server/transport/transportlimits.h"

using SSL = struct ssl_st; // NOLINT(readability-identifier-naming): OpenSSL's own
using BIO = struct bio_st; // NOLINT(readability-identifier-naming)

namespace kodama {

class TlsChannel final : public ByteChannel,
                         private ChannelObserver,
                         private Reactor::TurnTask,
                         private Reactor::NextTurnTask
{
    Q_DISABLE_COPY_MOVE(TlsChannel)

public:
    /// Takes over a channel that is open; the client speaks first. Limits must outlive the channel.
    TlsChannel(std::unique_ptr<ByteChannel> below, const TlsContext &context, Reactor &reactor,
               const TransportLimits &limits, ChannelObserver &observer);
    ~TlsChannel() override;

    /// What was read already when it turned out to be TLS.
    void receive(std::span<char> bytes) { onBytes(bytes); }

    void setObserver(ChannelObserver &observer) override { m_observer = &observer; }
    void send(const QByteArray &bytes) override;
    void flushEarly() override;
    void setPaused(bool isPaused) override;
    void finish() override;
    void abort() override;
    [[nodiscard]] qsizetype queuedCost() const override;
    [[nodiscard]] double heldWeight(std::chrono::steady_clock::time_point now) const override
    {
        return m_heldQueue.weight(now) + m_heldState.weight(now) + m_below->heldWeight(now);
    }
    [[nodiscard]] quint64 sentBytes() const override { return m_below->sentBytes(); }
    [[nodiscard]] quint64 takenBytes() const override { return m_below->takenBytes(); }
    [[nodiscard]] bool isBlocked() const override { return m_below->isBlocked(); }
    [[nodiscard]] bool isAwaitingTurn() const override { return m_isWaiting; }
    [[nodiscard]] QByteArrayView failure() const override { return m_failure; }

private:
    enum class Phase : quint8 {
        Open,
        Sealing,   ///< finish() was called: what waits is encrypted as the peer takes it
        Finishing, ///< nothing more is sent or read
        Ended,
    };

    struct Bio; // what OpenSSL reads from and writes to
    struct FreeSsl
    {
        void operator()(SSL *ssl) const;
    };

    void onBytes(std::span<char> bytes) override;
    void onInputEnded() override;
    void onDrained() override;
    void onEnded() override;
    void onTurnEnd() override;
    void onNextTurn() override;

    void take(std::span<char> bytes);
    void decrypt();
    void onReadFailed(int result);
    void fail();
    void tellInputEnded();
    [[nodiscard]] bool isSending() const
    {
        return m_phase == Phase::Open || m_phase == Phase::Sealing;
    }
    [[nodiscard]] bool isDeaf() const;
    void updatePause();
    void scheduleTurnEnd();
    void encrypt();
    void seal();
    void noteQueue();
    void noteState();
    [[nodiscard]] int encryptPortion();
    [[nodiscard]] int encryptRecord(const void *data, std::size_t size);
    void pass();

    Reactor &m_reactor;
    const TransportLimits &m_limits;
    std::unique_ptr<ByteChannel> m_below;
    std::unique_ptr<SSL, FreeSsl> m_ssl;
    ChannelObserver *m_observer;
    OutQueue m_plain; ///< to be encrypted at the end of the turn, or later
    HeldQueue m_heldQueue;
    Holding m_heldState;             ///< what OpenSSL holds, about
    qsizetype m_notedCost = 0;       ///< of the queue, as the reactor's meter knows it
    qsizetype m_greetingBytes = 0;   ///< received before the handshake was done
    std::span<const char> m_input;   ///< ciphertext, only while it is being decrypted
    QByteArray m_output;             ///< ciphertext that the channel below has not got yet
    const char *m_failure = nullptr; ///< OpenSSL's words
    Phase m_phase = Phase::Open;
    QByteArray m_greeting; ///< of a handshake, until its turn
    bool m_isScheduled = false;
    bool m_isWaiting = false;    ///< for that turn
    bool m_isEndWaiting = false; ///< the input's, behind it
    bool m_isAnswered = false;   ///< the first part of the handshake, which costs most
    bool m_isPaused = false;
    bool m_isInputEnded = false;
};

} // namespace kodama
