// TLS as a ByteChannel over another one: encrypts what is sent, decrypts what arrives. It has no
// descriptor, so bounds, backpressure and lingering are those of the channel below, which counts
// ciphertext. Lives in its transport's thread.
#pragma once

#include "server/transport/bytechannel.h"
#include "server/transport/outqueue.h"
#include "server/transport/reactor.h"
#include "server/transport/tlscontext.h"

using SSL = struct ssl_st; // NOLINT(readability-identifier-naming): OpenSSL's own
using BIO = struct bio_st; // NOLINT(readability-identifier-naming)

namespace kodama {

class TlsChannel final : public ByteChannel, private ChannelObserver, private Reactor::TurnTask
{
    Q_DISABLE_COPY_MOVE(TlsChannel)

public:
    /// Takes over a channel that is open; the client speaks first.
    TlsChannel(std::unique_ptr<ByteChannel> below, const TlsContext &context, Reactor &reactor,
               ChannelObserver &observer);
    ~TlsChannel() override;

    /// What was read already when it turned out to be TLS.
    void receive(std::span<char> bytes) { onBytes(bytes); }

    void setObserver(ChannelObserver &observer) override { m_observer = &observer; }
    void send(const QByteArray &bytes) override;
    void flushEarly() override;
    void setPaused(bool isPaused) override { m_below->setPaused(isPaused); }
    void finish() override;
    void abort() override;
    [[nodiscard]] qsizetype queuedCost() const override;
    [[nodiscard]] quint64 sentBytes() const override { return m_below->sentBytes(); }
    [[nodiscard]] bool isBlocked() const override { return m_below->isBlocked(); }

private:
    enum class Phase : quint8 {
        Open,
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
    void onDrained() override { m_observer->onDrained(); }
    void onEnded() override;
    void onTurnEnd() override;

    void decrypt();
    void onReadFailed(int result);
    void fail();
    void tellInputEnded();
    void encrypt();
    [[nodiscard]] int encryptPortion();
    [[nodiscard]] int encryptRecord(const void *data, std::size_t size);
    void pass();

    Reactor &m_reactor;
    std::unique_ptr<ByteChannel> m_below;
    std::unique_ptr<SSL, FreeSsl> m_ssl;
    ChannelObserver *m_observer;
    OutQueue m_plain;              ///< to be encrypted at the end of the turn
    std::span<const char> m_input; ///< ciphertext, only while it is being decrypted
    QByteArray m_output;           ///< ciphertext that the channel below has not got yet
    Phase m_phase = Phase::Open;
    bool m_isScheduled = false;
    bool m_isInputEnded = false;
};

} // namespace kodama
