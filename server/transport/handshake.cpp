#include "server/transport/handshake.h"

#include "server/transport/httpresponse.h"
#include "server/transport/peeraddress.h"
#include "server/transport/tlschannel.h"

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

/// RFC 8446 section 6: an alert of the highest version whose record looks the same to all, fatal,
/// handshake_failure.
const QByteArray tlsRefusal = QByteArrayLiteral("\x15\x03\x03\x00\x02\x02\x28");

/// The first byte of a TLS record that holds a greeting.
constexpr char tlsHandshakeRecord = 0x16;

/// Empty lines before a request mean nothing (RFC 9112 section 2.2).
std::span<char> withoutEmptyLines(std::span<char> bytes)
{
    while (!bytes.empty() && (bytes.front() == '\r' || bytes.front() == '\n'))
        bytes = bytes.subspan(1);
    return bytes;
}

/// A request begins with its method, or an empty line before it. Anything else (a frame, say) may
/// never bring the line end that we wait for, while its sender waits for us.
bool mayBeginRequest(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '\r' ||
           byte == '\n';
}

/// A server that has no room for more is well, and must not be restarted for it.
bool isForWhoWatches(HandshakeAnswer answer)
{
    return answer == HandshakeAnswer::Healthy || answer == HandshakeAnswer::Readiness ||
           answer == HandshakeAnswer::Metrics;
}

ClientRefusal refusalOf(const HandshakeVerdict &verdict, const HttpRequest &request)
{
    switch (verdict.reason) {
    case RefusalReason::ForeignHost:
        return {verdict.reason, hostOfAuthority(request.host.value_or(QByteArray()))};
    case RefusalReason::ForeignOrigin:
        return {verdict.reason, QString::fromUtf8(request.origin.value_or(QByteArray()))};
    case RefusalReason::WrongVersion:
        return {verdict.reason, QString::fromUtf8(request.version.value_or(QByteArray()))};
    default:
        return {verdict.reason, QString::fromUtf8(verdict.detail)};
    }
}

} // namespace

Handshake::Handshake(quint64 id, const Arrival &arrival, Seat seat,
                     const HandshakeServices &services)
    : m_services(services)
    , m_id(id)
    , m_arrival(arrival)
    , m_seat(seat)
    , m_held(services.reactor.held())
{}

Handshake::~Handshake()
{
    if (m_headBytes > 0)
        m_services.reactor.cancelNextTurn(*this);
}

void Handshake::start(std::unique_ptr<ByteChannel> channel)
{
    m_channel = std::move(channel);
    m_services.deadlines.schedule(*this,
                                  m_services.deadlines.now() + m_services.limits.handshakeTime);
}

void Handshake::abort()
{
    m_channel->abort();
}

void Handshake::shed()
{
    if (m_isAnswered)
        m_channel->abort();
    else
        refuseWith(encodeUnavailable());
}

void Handshake::onBytes(std::span<char> bytes)
{
    if (m_isAnswered || bytes.empty() || (!m_isGreeted && !takeGreeting(bytes)))
        return;
    if (m_headBytes > 0) {
        m_request.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
        m_held.set(m_request.capacity());
        return;
    }
    const qsizetype known = m_request.size();
    if (known == 0)
        bytes = withoutEmptyLines(bytes);
    if (bytes.empty())
        return;
    if (known == 0 && !mayBeginRequest(bytes.front())) {
        refuseWith(encodeHttpResponse({HandshakeAnswer::BadRequest, "this is not HTTP"},
                                      ResponseBody::Whole),
                   {RefusalReason::Malformed, u"this is not HTTP"_s});
        return;
    }
    m_request.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
    const qsizetype end = findHeadEnd(m_request, known);
    const qsizetype headBytes = end < 0 ? m_request.size() : end;
    if (headBytes > m_services.limits.handshakeBytes) {
        refuseWith(encodeHeadTooLarge(), {RefusalReason::RequestTooLong});
        return;
    }
    m_held.set(m_request.capacity());
    if (end < 0)
        return;
    // To agree costs as much as a hundred messages, so it comes after those who are ready.
    m_headBytes = end;
    m_channel->setPaused(true);
    m_services.reactor.scheduleNextTurn(*this, m_rank);
}

void Handshake::onNextTurn()
{
    const qsizetype end = std::exchange(m_headBytes, 0);
    QByteArray request = std::exchange(m_request, QByteArray());
    m_held.set(0);
    if (m_isAnswered)
        return;
    m_channel->setPaused(false);
    const std::span<char> bytes(request.data(), static_cast<std::size_t>(request.size()));
    answer(QByteArrayView(bytes.data(), end), bytes.subspan(static_cast<std::size_t>(end)));
}

/// The first byte tells TLS from everything else. True if the bytes are for us to read.
bool Handshake::takeGreeting(std::span<char> bytes)
{
    m_isGreeted = true;
    const bool isTls = bytes.front() == tlsHandshakeRecord;
    if (isTls && m_arrival.encryption == Encryption::Plain) {
        // Or the client takes it for a server that is not there.
        refuseWith(tlsRefusal, {RefusalReason::PlainExpected});
        return false;
    }
    if (isTls) {
        startTls(bytes);
        return false;
    }
    if (m_arrival.encryption == Encryption::Tls && mayBeginRequest(bytes.front())) {
        refuseWith(encodeTlsRequired(), {RefusalReason::TlsExpected});
        return false;
    }
    return true;
}

void Handshake::startTls(std::span<char> bytes)
{
    const std::optional<TlsContext> context = m_arrival.identity->context();
    if (!context || m_seat == Seat::Aside) { // to tell it so would cost a greeting
        m_services.host.report(*this, 0, {m_arrival.lack});
        m_channel->abort();
        return;
    }
    m_rank = Reactor::Rank::Known; // its greeting has waited
    auto channel = std::make_unique<TlsChannel>(std::move(m_channel), *context, m_services.reactor,
                                                m_services.limits, *this);
    TlsChannel &added = *channel;
    m_channel = std::move(channel);
    added.receive(bytes);
}

void Handshake::answer(QByteArrayView head, std::span<char> rest)
{
    const auto request = parseHttpRequest(head);
    if (!request) {
        refuseWith(encodeHttpResponse({HandshakeAnswer::BadRequest, request.error().detail},
                                      ResponseBody::Whole),
                   {RefusalReason::Malformed, QString::fromUtf8(request.error().detail)});
        return;
    }
    m_isForwarded = m_services.proxies.trusts(m_arrival.peer);
    if (m_isForwarded)
        m_arrival.peer =
            m_services.proxies.clientIn(request.value().forwardedFor).value_or(m_arrival.peer);
    const HandshakeVerdict verdict = m_services.gate.judge(request.value());
    if (m_seat == Seat::Aside && !isForWhoWatches(verdict.answer))
        refuseWith(encodeUnavailable(), {m_arrival.lack});
    else if (verdict.answer == HandshakeAnswer::Upgrade)
        upgrade(request.value(), rest);
    else
        refuseWith(pageFor(verdict, request.value().method == "HEAD"),
                   refusalOf(verdict, request.value()));
}

QByteArray Handshake::pageFor(const HandshakeVerdict &verdict, bool isHead) const
{
    const ResponseBody body = isHead ? ResponseBody::HeadOnly : ResponseBody::Whole;
    const StatusPages &pages = m_services.gate.pages();
    // Those who are not counted by address are on this machine.
    const bool mayWatch = m_services.gate.service() == HandshakePolicy::Service::PagesOnly ||
                          countedAddressOf(clientId()).isEmpty();
    if (verdict.answer == HandshakeAnswer::Metrics && mayWatch)
        return encodeMetrics(pages.metrics(), body);
    if (verdict.answer == HandshakeAnswer::Readiness && !pages.isReady())
        return encodeNotReady(body);
    return encodeHttpResponse(verdict, body);
}

void Handshake::upgrade(const HttpRequest &request, std::span<char> rest)
{
    if (m_isForwarded && !m_services.host.admitsForwarded(*this)) {
        refuseWith(encodeUnavailable(), {RefusalReason::NoPlaceFromThere});
        return;
    }
    const auto upgraded = m_services.upgrader.upgrade(request);
    if (!upgraded) {
        refuseWith(encodeInternalError(), {RefusalReason::UpgradeFailed});
        return;
    }
    m_isAnswered = true;
    m_deflate = upgraded->deflate;
    m_services.deadlines.cancel(*this);
    m_channel->send(upgraded->response);
    m_services.host.onUpgraded(*this, rest);
}

void Handshake::refuseWith(const QByteArray &response, const ClientRefusal &refusal)
{
    m_isAnswered = true;
    m_isRefused = true;
    m_request = QByteArray();
    m_held.set(0);
    m_channel->send(response);
    m_channel->finish();
    m_services.deadlines.schedule(*this, m_services.deadlines.now() + m_services.limits.closeTime);
    const int status = statusOfResponse(response);
    m_services.host.report(*this, status, refusal);
    m_services.host.onRefused(*this, status);
}

void Handshake::onInputEnded()
{
    m_hasInputEnded = true;
    if (m_headBytes > 0 || std::exchange(m_isAnswered, true))
        return;
    const QByteArrayView failure = m_channel->failure();
    if (!failure.isEmpty())
        m_services.host.report(*this, 0, {RefusalReason::TlsFailed, QString::fromLatin1(failure)});
    // Not abort(): what TLS says about its failure is on its way.
    m_channel->finish();
    m_services.deadlines.schedule(*this, m_services.deadlines.now() + m_services.limits.closeTime);
    m_services.host.onGivenUp(*this);
}

void Handshake::onEnded()
{
    m_held.set(0);
    m_isAnswered = true;
    m_services.deadlines.cancel(*this);
    m_services.host.onHandshakeEnded(*this);
}

void Handshake::onDeadline(std::chrono::nanoseconds)
{
    if (!m_isAnswered && (m_headBytes > 0 || m_channel->isAwaitingTurn()))
        m_services.deadlines.schedule(*this, // it is us who are slow
                                      m_services.deadlines.now() + m_services.limits.handshakeTime);
    else if (m_isAnswered || m_request.isEmpty())
        m_channel->abort(); // nobody there who asked for something
    else
        refuseWith(encodeRequestTimeout(), {RefusalReason::RequestTooSlow});
}

} // namespace kodama
