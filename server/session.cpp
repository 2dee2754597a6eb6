#include "server/session.h"

#include "common/protocol/closecode.h"
#include "common/protocol/codec.h"
#include "common/protocol/limits.h"
#include "server/chatgateway.h"
#include "server/clientregistry.h"
#include "server/errortexts.h"
#include "server/frameencoding.h"
#include "server/handlers/chathandlers.h"
#include "server/handlers/commandhandlers.h"
#include "server/handlers/messagehandlers.h"
#include "server/log.h"
#include "server/population.h"

namespace kodama {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {

/// Bytes of a message that a debug line shows.
constexpr qsizetype loggedBytes = 2048;

/// Of a message or a request; nothing if there is none.
template <typename Variant>
std::optional<QString> idOf(const Variant &what)
{
    return std::visit(
        [](const auto &typed) -> std::optional<QString> {
            if constexpr (requires { typed.id; })
                return typed.id;
            else
                return std::nullopt;
        },
        what);
}

/// Beyond a burst: whoever has said one large thing can say the next small one, and is never told
/// to wait so long that waiting looks like not giving in.
qint64 costOfHalfAWait(const SessionLimits &limits)
{
    const auto wait = std::chrono::duration_cast<std::chrono::seconds>(limits.longestRetry) / 2;
    return limits.bytes.perSecond * wait.count();
}

} // namespace

Session::Session(ClientLink &link, const SessionServices &services)
    : m_link(link)
    , m_services(services)
{
    m_services.population.add();
    m_services.registry.add(m_link.clientId(), {m_link.id(), m_services.shard});
    m_services.log.info(m_services.texts(Text::ClientConnected).arg(m_link.clientId()));
    m_services.hub.add(m_link, this);
    Welcome welcome{m_services.texts(Text::Welcome), m_link.clientId(),
                    m_services.timestamps.now()};
    welcome.protocol = limits::protocolVersion;
    welcome.server = QStringLiteral("kodama-server/" KODAMA_VERSION);
    m_link.send(encodeFrame(welcome));
    tellChat(Connected{m_link.clientId()});
}

bool Session::answersBefore(const SharedFrame &closeFrame)
{
    if (m_version == 1 && m_services.chat.isDone(m_lastTicket))
        return false;
    tellChat(Passthrough{closeFrame});
    return true;
}

void Session::onClosed(const CloseInfo &info)
{
    m_services.hub.remove(m_link.id());
    m_services.log.info(
        m_services.texts(Text::ClientDisconnected).arg(m_link.clientId()).arg(info.code));
    tellChat(Disconnected{});
    m_services.registry.remove(m_link.id());
    m_services.population.remove(); // last: who sees nobody left may count on all of the above
}

void Session::send(const ServerMessage &message)
{
    const SharedFrame frame = encodeFrame(message);
    // What the client asked the chat before is to be answered before, and the others are to be told
    // of it before. In version 2 some answers wait for the disk, so that only the chat knows.
    if (m_version == 1 && m_isAnnounced && m_services.chat.isDone(m_lastTicket))
        m_link.send(frame);
    else
        tellChat(Passthrough{frame});
}

void Session::ask(ChatRequest::What what)
{
    const bool isGreeting = m_version == 1 && std::holds_alternative<Hello>(what);
    if (!mayAsk(m_payloadBytes, idOf(what))) {
        m_mustGreet |= isGreeting;
        return;
    }
    // What comes behind a hello is to be read as the version that it brings.
    if (isGreeting || answersAtLength(what))
        m_link.setReading(ClientLink::Reading::Paused, ClientLink::Pause::ForAnswer);
    tellChat(std::move(what));
}

void Session::tellChat(ChatRequest::What what)
{
    m_lastTicket = m_services.chat.ask(m_link.id(), std::move(what));
}

void Session::onHelloAnswered(int version)
{
    m_version = version;
    m_mustGreet = version == 1;
    onAnswered();
}

void Session::onAnswered()
{
    m_link.setReading(ClientLink::Reading::On, ClientLink::Pause::ForAnswer);
}

// Text or binary: the bytes decide. The codec refuses what is not UTF-8.
void Session::receive(const QByteArray &payload)
{
    Log &log = m_services.log;
    if (log.isEnabled(LogLevel::Debug)) {
        const QString shown = QString::fromUtf8(payload.left(loggedBytes));
        log.debug(m_services.texts(Text::MessageReceived).arg(m_link.clientId(), shown));
    }
    m_payloadBytes = payload.size();
    const auto message =
        decodeClientMessage(payload, m_mustGreet ? limits::protocolVersion : m_version);
    if (!message) {
        const DecodeError &error = message.error();
        log.debug(m_services.texts(Text::MessageRefused)
                      .arg(m_link.clientId(), QString::fromUtf8(error.detail)));
        // In version 1 no other field is checked.
        m_mustGreet |= m_version == 1 && error.code == ErrorCode::BadRequest;
        if (mayAsk(m_payloadBytes, error.id))
            refuse(error.code, error.id, error.detail);
        return;
    }
    if (m_mustGreet && !isAllowedUngreeted(message.value()))
        return;
    if (const auto refusal = m_services.router.route(*this, message.value()))
        refuse(*refusal);
}

// Whoever has said hello takes for private, or for a room's alone, what version 1 would tell
// everybody.
bool Session::isAllowedUngreeted(const ClientMessage &message)
{
    const bool isHarmless = std::holds_alternative<Hello>(message) ||
                            std::holds_alternative<Echo>(message) ||
                            std::holds_alternative<Command>(message);
    if (isHarmless)
        return true;
    const std::optional<QString> id = idOf(message);
    if (mayAsk(m_payloadBytes, id))
        refuse(ErrorCode::Unauthorized, id);
    return false;
}

void Session::refuse(ErrorCode code, const std::optional<QString> &id, const QByteArray &detail)
{
    ++m_services.meters.errors[std::size_t(code)];
    ErrorMessage error{m_services.texts(textOf(code)), qint64(code), errorName(code)};
    error.id = id;
    if (!detail.isEmpty())
        error.detail = QString::fromUtf8(detail);
    send(error);
}

// Not each by itself: what they cost is to be their answers.
bool Session::mayAskForItself()
{
    m_ownBytes += m_payloadBytes;
    if (++m_ownMessages < SessionLimits::ownPart)
        return true;
    m_ownMessages = 0;
    return mayAsk(std::exchange(m_ownBytes, 0) / SessionLimits::ownPart, {});
}

bool Session::mayAsk(qsizetype bytes, const std::optional<QString> &id)
{
    const nanoseconds now = m_services.clock.steadyTime();
    const SessionLimits &limits = m_services.limits;
    if (const nanoseconds wait = m_messages.take(limits.messages, 1, now); wait > 0ns) {
        refuseRate(now, {wait, TokenBucket::timeFor(limits.messages, 1)}, id);
        return false;
    }
    const qint64 cost = std::min(qint64{bytes}, limits.bytes.burst + costOfHalfAWait(limits));
    if (const nanoseconds wait = m_bytes.take(limits.bytes, cost, now); wait > 0ns) {
        refuseRate(now, {wait, TokenBucket::timeFor(limits.bytes, cost)}, id);
        return false;
    }
    return true;
}

// Each refused message is given a time of its own: if all were told when the next one may come,
// they would come together, and all but one would be refused again.
void Session::refuseRate(nanoseconds now, const Excess &excess, const std::optional<QString> &id)
{
    const SessionLimits &limits = m_services.limits;
    const bool isNews = !m_refusedFrom || now - m_refusedLast >= limits.forgiveAfter;
    const bool isCaughtUp = isNews || now >= m_retriesEnd;
    const nanoseconds retryAt = std::max(m_retriesEnd, now + excess.wait);
    m_retriesEnd = std::min<nanoseconds>(retryAt + excess.time, now + limits.longestRetry);
    const nanoseconds backlog = m_retriesEnd - now;
    m_refusedLast = now;
    ++m_services.meters.rateLimited;
    if (isCaughtUp) {
        m_refusedFrom = now;
        m_backlog = backlog;
    } else if (now - *m_refusedFrom < limits.grace) {
        m_backlog = std::max(m_backlog, backlog);
    } else if ((backlog > m_backlog || backlog >= limits.longestRetry) &&
               m_services.chat.isDone(m_lastTicket)) {
        // Not before what is on its way to the client, the refusal included, has been sent.
        m_link.close(quint16(CloseCode::PolicyViolation), m_services.texts(Text::RateLimited));
    }
    if (isNews)
        m_services.log.warning(m_services.texts(Text::RateLimitHit).arg(m_link.clientId()));
    else if (!id)
        return; // one for all that nobody waits for
    constexpr ErrorCode code = ErrorCode::RateLimited;
    ++m_services.meters.errors[std::size_t(code)];
    ErrorMessage error{m_services.texts(Text::RateLimited), qint64(code), errorName(code)};
    error.id = id;
    error.retryAfterMs = std::chrono::ceil<std::chrono::milliseconds>(retryAt - now).count();
    send(error);
}

} // namespace kodama
