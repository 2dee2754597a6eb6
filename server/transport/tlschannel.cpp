#include "server/transport/tlschannel.h"

#include <QtDebug>

#include <algorithm>
#include <array>
#include <cstring>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace kodama {

namespace {

/// What one TLS record holds at most.
constexpr std::size_t recordBytes = SSL3_RT_MAX_PLAIN_LENGTH;

/// What a record adds, generously: so that the output need not grow while it is written.
constexpr qsizetype recordOverheadBytes = 64;

/// How far ciphertext may be ahead of what the peer takes: enough to keep a connection busy.
constexpr qsizetype sealedAheadBytes = qsizetype{64} * 1024;

/// What a client may say before its handshake is done; some certificates and keys, generously.
constexpr qsizetype greetingBytes = qsizetype{16} * 1024;

/// What OpenSSL holds of a handshake, and of a record that is not whole yet: measured, about.
constexpr qsizetype handshakeStateBytes = qsizetype{40} * 1024;
constexpr qsizetype partialRecordBytes = qsizetype{17} * 1024;

/// Messages that are looked at to fill one record.
constexpr std::size_t partsPerRecord = 256;

} // namespace

void TlsChannel::FreeSsl::operator()(SSL *ssl) const
{
    SSL_free(ssl);
}

/// OpenSSL's view of the channel: it reads ciphertext from m_input and writes to m_output.
struct TlsChannel::Bio
{
    static int read(BIO *bio, char *data, int size)
    {
        auto *const channel = static_cast<TlsChannel *>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const std::size_t count = std::min(channel->m_input.size(), static_cast<std::size_t>(size));
        if (count == 0) {
            BIO_set_retry_read(bio);
            return -1;
        }
        std::memcpy(data, channel->m_input.data(), count);
        channel->m_input = channel->m_input.subspan(count);
        return static_cast<int>(count);
    }

    static int write(BIO *bio, const char *data, int size)
    {
        auto *const channel = static_cast<TlsChannel *>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        channel->m_output.append(data, size);
        return size;
    }

    static long control(BIO *, int command, long, void *)
    {
        return command == BIO_CTRL_FLUSH ? 1 : 0;
    }

    static BIO_METHOD *method()
    {
        static BIO_METHOD *const method = [] {
            BIO_METHOD *const made =
                BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "kodama channel");
            BIO_meth_set_read(made, read);
            BIO_meth_set_write(made, write);
            BIO_meth_set_ctrl(made, control);
            return made;
        }();
        return method;
    }
};

TlsChannel::TlsChannel(std::unique_ptr<ByteChannel> below, const TlsContext &context,
                       Reactor &reactor, const TransportLimits &limits, ChannelObserver &observer)
    : m_reactor(reactor)
    , m_limits(limits)
    , m_below(std::move(below))
    , m_ssl(SSL_new(context.handle()))
    , m_observer(&observer)
    , m_heldQueue(reactor.held())
    , m_heldState(reactor.held())
{
    BIO *const bio = BIO_new(Bio::method());
    if (m_ssl == nullptr || bio == nullptr)
        qFatal("out of memory");
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(m_ssl.get(), bio, bio);
    SSL_set_accept_state(m_ssl.get());
    m_below->setObserver(*this);
}

TlsChannel::~TlsChannel()
{
    if (m_isScheduled)
        m_reactor.cancelAtTurnEnd(*this);
    if (m_isWaiting)
        m_reactor.cancelNextTurn(*this);
}

void TlsChannel::send(const QByteArray &bytes)
{
    if (m_phase != Phase::Open)
        return;
    m_plain.push(bytes);
    if (m_below->isBlocked()) {
        noteQueue();
        updatePause(); // onDrained() goes on; enough may wait now to stop reading
    } else {
        scheduleTurnEnd();
    }
}

void TlsChannel::scheduleTurnEnd()
{
    if (!std::exchange(m_isScheduled, true))
        m_reactor.scheduleAtTurnEnd(*this);
}

void TlsChannel::onTurnEnd()
{
    m_isScheduled = false;
    if (isSending())
        encrypt();
}

void TlsChannel::flushEarly()
{
    if (m_phase != Phase::Open)
        return;
    do {
        encrypt();
        m_below->flushEarly();
    } while (!m_plain.isEmpty() && !m_below->isBlocked());
    updatePause();
}

void TlsChannel::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    updatePause();
}

bool TlsChannel::isDeaf() const
{
    return m_below->isBlocked() && queuedCost() > m_limits.pauseReadingAtBytes;
}

void TlsChannel::updatePause()
{
    m_below->setPaused(m_phase == Phase::Open && (m_isPaused || m_isWaiting || isDeaf()));
}

void TlsChannel::finish()
{
    if (m_phase != Phase::Open)
        return;
    m_phase = Phase::Sealing;
    encrypt();
}

/// Behind the last of what was to be sent.
void TlsChannel::seal()
{
    if (SSL_is_init_finished(m_ssl.get()) == 1)
        SSL_shutdown(m_ssl.get());
    ERR_clear_error();
    pass();
    m_phase = Phase::Finishing;
    m_below->finish();
}

void TlsChannel::abort()
{
    m_below->abort();
}

qsizetype TlsChannel::queuedCost() const
{
    return m_plain.cost() + m_below->queuedCost();
}

void TlsChannel::onBytes(std::span<char> bytes)
{
    if (SSL_is_init_finished(m_ssl.get()) == 1) {
        take(bytes);
        return;
    }
    // A handshake costs as much as hundreds of messages, so it comes after those who are ready.
    m_greeting.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
    noteState();
    if (std::exchange(m_isWaiting, true))
        return;
    // Whom we have answered is let in first: else, with too many to serve, nobody would be.
    m_reactor.scheduleNextTurn(*this,
                               m_isAnswered ? Reactor::Rank::Known : Reactor::Rank::Stranger);
    updatePause();
}

void TlsChannel::onNextTurn()
{
    m_isWaiting = false;
    QByteArray bytes = std::exchange(m_greeting, QByteArray());
    if (m_phase == Phase::Open)
        take({bytes.data(), static_cast<std::size_t>(bytes.size())});
    noteState();
    updatePause();
}

void TlsChannel::take(std::span<char> bytes)
{
    m_input = bytes;
    decrypt();
    m_input = {};
    m_isAnswered = m_isAnswered || !m_output.isEmpty();
    if (m_phase == Phase::Open)
        pass(); // the handshake's answers
    if (m_phase != Phase::Ended && SSL_is_init_finished(m_ssl.get()) != 1)
        m_greetingBytes += static_cast<qsizetype>(bytes.size());
    noteState();
    if (m_phase == Phase::Open && m_greetingBytes > greetingBytes)
        fail(); // OpenSSL would gather more
    if (std::exchange(m_isEndWaiting, false))
        tellInputEnded();
}

void TlsChannel::decrypt()
{
    const std::span<char> area = m_reactor.scratch(Reactor::Area::Decrypted);
    while (m_phase == Phase::Open && !m_isInputEnded) {
        ERR_clear_error();
        const int size = SSL_read(m_ssl.get(), area.data(), static_cast<int>(area.size()));
        if (size <= 0) {
            onReadFailed(size);
            return;
        }
        m_observer->onBytes(area.first(static_cast<std::size_t>(size)));
    }
}

void TlsChannel::onReadFailed(int result)
{
    switch (SSL_get_error(m_ssl.get(), result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return; // the next portion brings more
    case SSL_ERROR_ZERO_RETURN:
        tellInputEnded();
        return;
    default:
        fail();
        return;
    }
}

/// Nothing that comes after this can be understood. OpenSSL has written what the peer should know.
void TlsChannel::fail()
{
    const char *const reason = ERR_reason_error_string(ERR_peek_error());
    m_failure = reason == nullptr ? "unknown error" : reason;
    if (SSL_is_init_finished(m_ssl.get()) == 1) // else it is told why nobody was let in
        qInfo("TLS failed: %s", m_failure);
    ERR_clear_error();
    m_plain.clear();
    noteQueue();
    pass();
    m_phase = Phase::Finishing;
    m_below->finish();
    tellInputEnded();
}

void TlsChannel::tellInputEnded()
{
    if (!std::exchange(m_isInputEnded, true))
        m_observer->onInputEnded();
}

void TlsChannel::encrypt()
{
    // What is to be said before the peer can understand it is not said.
    if (SSL_is_init_finished(m_ssl.get()) != 1)
        m_plain.clear();
    qsizetype room = sealedAheadBytes - (m_below->isBlocked() ? m_below->queuedCost() : 0);
    while (!m_plain.isEmpty() && room > 0) {
        const int size = encryptPortion();
        if (size <= 0) {
            ERR_clear_error();
            m_plain.clear(); // broken; the end of the input tells
            break;
        }
        m_plain.advance(size);
        room -= size;
    }
    pass();
    noteQueue();
    if (m_plain.isEmpty() && m_phase == Phase::Sealing)
        seal();
    else if (!m_plain.isEmpty() && !m_below->isBlocked())
        scheduleTurnEnd(); // behind what the channel below does then
    updatePause();
}

/// One record of as many messages as fit. Returns how many bytes of the queue it took.
int TlsChannel::encryptPortion()
{
    std::array<iovec, partsPerRecord> parts; // NOLINT(*-member-init): filled as far as used
    const std::size_t count = m_plain.gather(parts);
    if (count == 1 || parts[0].iov_len >= recordBytes) {
        return encryptRecord(parts[0].iov_base, std::min(parts[0].iov_len, recordBytes));
    }
    const std::span<char> area = m_reactor.scratch(Reactor::Area::ToEncrypt);
    std::size_t filled = 0;
    for (const iovec &part : std::span(parts).first(count)) {
        const std::size_t size = std::min(part.iov_len, recordBytes - filled);
        std::memcpy(area.data() + filled, part.iov_base, size);
        filled += size;
    }
    return encryptRecord(area.data(), filled);
}

int TlsChannel::encryptRecord(const void *data, std::size_t size)
{
    m_output.reserve(m_output.size() + static_cast<qsizetype>(size) + recordOverheadBytes);
    ERR_clear_error();
    return SSL_write(m_ssl.get(), data, static_cast<int>(size));
}

void TlsChannel::pass()
{
    if (m_output.isEmpty())
        return;
    m_below->send(std::exchange(m_output, QByteArray()));
}

void TlsChannel::noteQueue()
{
    const qsizetype cost = m_plain.cost();
    if (cost == m_notedCost)
        return;
    m_reactor.meters().queued.add(cost - std::exchange(m_notedCost, cost));
    m_heldQueue.note(m_plain);
}

void TlsChannel::noteState()
{
    qsizetype bytes = m_greeting.capacity();
    if (m_phase != Phase::Ended) {
        if (SSL_is_init_finished(m_ssl.get()) != 1)
            bytes += handshakeStateBytes;
        if (SSL_has_pending(m_ssl.get()) == 1)
            bytes += partialRecordBytes;
    }
    m_heldState.set(bytes);
}

void TlsChannel::onDrained()
{
    if (isSending())
        encrypt();
    if (!isDeaf())
        m_observer->onDrained();
}

void TlsChannel::onInputEnded()
{
    if (m_isWaiting && m_isAnswered)
        m_isEndWaiting = true; // what was said before the end may tell why
    else
        tellInputEnded();
}

void TlsChannel::onEnded()
{
    if (std::exchange(m_isWaiting, false))
        m_reactor.cancelNextTurn(*this);
    m_greeting = QByteArray();
    m_phase = Phase::Ended;
    m_plain.clear();
    noteQueue();
    noteState();
    m_observer->onEnded();
}

} // namespace kodama
