#include "server/transport/connection.h"

#include "common/protocol/closecode.h"
#include "server/transport/compressedtwins.h"
#include "server/transport/frame.h"
#include "server/transport/transportcounters.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using std::chrono::nanoseconds;

namespace {

/// The shared event's buffer is kept between messages unless a long one has swollen it.
constexpr qsizetype keptPayloadBytes = qsizetype{64} * 1024;

/// What counts as one more message, unpacked: see TransportLimits::messagesPerTurn. To unpack as
/// much counts twice.
constexpr qsizetype workBytes = qsizetype{8} * 1024;

bool isCloseFrame(const SharedFrame &frame)
{
    constexpr char finAndClose = '\x88';
    return frame.bytes.startsWith(finAndClose);
}

} // namespace

Connection::Connection(Identity identity, const ConnectionServices &services)
    : m_identity(std::move(identity))
    , m_services(services)
    , m_parser({services.limits.messageBytes, services.limits.fragmentsPerMessage},
               m_identity.deflate ? &services.compression.inflaters : nullptr)
    , m_held(services.reactor.held())
{}

Connection::~Connection()
{
    if (m_isContinuing)
        m_services.reactor.cancelNextTurn(*this);
}

void Connection::setChannel(std::unique_ptr<ByteChannel> channel)
{
    m_channel = std::move(channel);
    m_channel->setObserver(*this);
    m_lastHeard = m_services.deadlines.now();
    scheduleCheck(m_lastHeard + pingAfter());
}

void Connection::start(std::unique_ptr<LinkObserver> observer, std::span<char> early)
{
    m_observer = std::move(observer);
    if (!early.empty())
        onBytes(early);
}

void Connection::abort()
{
    m_rest.clear();
    m_channel->abort();
}

void Connection::send(const SharedFrame &frame)
{
    if (m_phase == Phase::Ending && isCloseFrame(frame)) {
        m_channel->send(frame.bytes);
        finish(m_end);
        return;
    }
    if (m_phase != Phase::Open && m_phase != Phase::Ending)
        return;
    // Looked at before the frame is added: one message of the greatest size must always fit. And
    // only what the peer does not take counts, not what this turn has not even tried to send.
    const qsizetype limit = m_services.limits.queuedBytes;
    if (m_channel->queuedCost() > limit) {
        m_channel->flushEarly();
        continueWithRest();
    }
    if (m_channel->queuedCost() > limit) {
        ++m_services.counters.tooSlow;
        m_phase = Phase::Open; // also where answers were awaited: there is no room for them
        close(static_cast<quint16>(CloseCode::TooSlow), u"too slow"_s);
        return;
    }
    m_services.counters.framesOut += quint64(frame.count);
    if (m_identity.deflate && frame.twins != nullptr)
        m_channel->send(frame.twins->frameFor(frame.bytes, m_identity.deflate->windowBits,
                                              m_services.compression.deflater));
    else
        m_channel->send(frame.bytes);
}

void Connection::sendDroppable(const SharedFrame &frame)
{
    if (m_phase == Phase::Open && m_channel->queuedCost() > m_services.limits.queuedBytes / 2) {
        m_channel->flushEarly();
        continueWithRest();
        if (m_channel->queuedCost() > m_services.limits.queuedBytes / 2) {
            ++m_services.counters.framesDropped;
            return;
        }
    }
    send(frame);
}

void Connection::setReading(Reading reading, Pause pause)
{
    if (reading == Reading::Paused)
        m_pauses |= quint8(pause);
    else
        m_pauses &= quint8(~quint8(pause));
    updatePause();
    continueWithRest();
}

void Connection::updatePause()
{
    m_channel->setPaused(isHeld() || !m_rest.isEmpty());
}

void Connection::close(quint16 code, const QString &reason)
{
    m_lingerUntil = {};           // from now on it is us who close
    if (m_phase == Phase::Ending) // no answer is awaited any more; not from within this call
        m_services.deadlines.schedule(*this, m_services.deadlines.now());
    if (m_phase != Phase::Open)
        return;
    sendClose(code, reason);
    m_end = {code, reason};
    m_phase = Phase::Closing;
    updatePause(); // now for the peer's close frame
    continueWithRest();
    m_services.deadlines.schedule(*this, m_services.deadlines.now() + m_services.limits.closeTime);
}

void Connection::onBytes(std::span<char> bytes)
{
    m_lastHeard = m_services.deadlines.now();
    // Whoever says much comes after those who say little, once all together take long.
    const bool isMuch =
        m_saysMuch || m_parser.bufferedBytes() + qsizetype(bytes.size()) > workBytes;
    if (!m_rest.isEmpty())
        m_rest.append(bytes.data(), qsizetype(bytes.size()));
    else if (isMuch && m_services.reactor.isLate())
        keepRest(bytes);
    else
        keepRest(handleSome(bytes));
    noteHeld();
}

std::span<char> Connection::handleSome(std::span<char> bytes)
{
    FrameEvent &event = m_services.event;
    qsizetype work = m_services.limits.messagesPerTurn;
    qsizetype unpacked = 0;
    while (work > 0 && !isHeld() && m_phase != Phase::Over && m_phase != Phase::Ending) {
        const bool isWhole = m_parser.next(bytes, event);
        if (!isWhole && bytes.empty())
            break;
        unpacked += m_parser.unpackedBytes();
        work -= m_parser.unpackedBytes() * 2 / workBytes;
        if (!isWhole)
            continue;
        handle(event);
        work -= 1 + event.payload.size() / workBytes;
    }
    m_saysMuch = unpacked > workBytes;
    if (event.payload.capacity() > keptPayloadBytes)
        event.payload = QByteArray();
    return m_phase == Phase::Over || m_phase == Phase::Ending ? std::span<char>() : bytes;
}

void Connection::keepRest(std::span<char> rest)
{
    if (rest.empty())
        return;
    m_rest = QByteArray(rest.data(), qsizetype(rest.size()));
    updatePause();
    continueWithRest();
}

void Connection::continueWithRest()
{
    if (m_rest.isEmpty() || isHeld() || isDeaf() || std::exchange(m_isContinuing, true))
        return;
    m_services.reactor.scheduleNextTurn(*this);
}

void Connection::onNextTurn()
{
    m_isContinuing = false;
    if (isHeld() || isDeaf())
        return; // setReading() or onDrained() goes on
    handleRest();
    noteHeld();
    updatePause();
    continueWithRest();
    if (m_rest.isEmpty() && std::exchange(m_isInputEnded, false))
        onInputEnded();
}

void Connection::handleRest()
{
    QByteArray bytes = std::exchange(m_rest, QByteArray());
    const std::span<char> left = handleSome({bytes.data(), static_cast<std::size_t>(bytes.size())});
    bytes.remove(0, bytes.size() - qsizetype(left.size()));
    m_rest = std::move(bytes);
}

bool Connection::isDeaf() const
{
    return m_phase == Phase::Open && m_channel->isBlocked() &&
           m_channel->queuedCost() > m_services.limits.pauseReadingAtBytes;
}

void Connection::onDrained()
{
    continueWithRest();
}

void Connection::handle(const FrameEvent &event)
{
    switch (event.kind) {
    case FrameEvent::Kind::Text:
    case FrameEvent::Kind::Binary:
        onMessage(event);
        break;
    case FrameEvent::Kind::Ping:
        onPing(event);
        break;
    case FrameEvent::Kind::Pong:
        (void)mayControl(); // a sign of life like any byte
        break;
    case FrameEvent::Kind::Close:
        onPeerClose(event);
        break;
    case FrameEvent::Kind::Error:
        fail(event.code, QString::fromLatin1(event.payload));
        break;
    }
}

void Connection::onMessage(const FrameEvent &event)
{
    if (m_phase != Phase::Open)
        return; // it crossed our close frame
    ++m_services.counters.messagesIn;
    if (event.kind == FrameEvent::Kind::Text)
        m_observer->onText(event.payload);
    else
        m_observer->onBinary(event.payload);
}

void Connection::onPing(const FrameEvent &event)
{
    // While the peer reads nothing, nothing is read from it, so this is bounded in bytes, too.
    if (m_phase == Phase::Open && mayControl())
        m_channel->send(encodePongFrame(event.payload).bytes);
}

bool Connection::mayControl()
{
    if (m_controlFrames.take(m_services.limits.controlFrames, 1, m_lastHeard) ==
        nanoseconds::zero())
        return true;
    ++m_services.counters.tooManyPings;
    fail(static_cast<quint16>(CloseCode::PolicyViolation), u"too many pings"_s);
    return false;
}

void Connection::onPeerClose(const FrameEvent &event)
{
    if (m_phase == Phase::Closing) {
        finish(m_end);
        return;
    }
    beginLinger();
    endBehindAnswers({event.code, QString::fromUtf8(event.payload)},
                     encodeCloseFrame(event.code, QString()));
}

void Connection::fail(quint16 code, const QString &reason)
{
    if (m_phase == Phase::Closing) {
        finish(m_end); // theirs will not be understood any more
        return;
    }
    endBehindAnswers({code, reason}, encodeCloseFrame(code, reason));
}

void Connection::endBehindAnswers(const CloseInfo &info, const SharedFrame &closeFrame)
{
    m_end = info;
    m_phase = Phase::Ending;
    m_rest.clear();
    updatePause();
    m_services.deadlines.schedule(*this, m_services.deadlines.now() + m_services.limits.closeTime);
    if (!m_observer->answersBefore(closeFrame))
        send(closeFrame);
}

void Connection::sendClose(quint16 code, const QString &reason)
{
    m_channel->send(encodeCloseFrame(code, reason).bytes);
}

void Connection::finish(const CloseInfo &info)
{
    m_phase = Phase::Over;
    m_channel->finish();
    m_takenAtLastCheck = m_channel->takenBytes();
    m_services.deadlines.schedule(*this, m_services.deadlines.now() + m_services.limits.closeTime);
    tellClosed(info);
}

void Connection::tellClosed(const CloseInfo &info)
{
    m_phase = Phase::Over;
    const std::unique_ptr<LinkObserver> observer = std::move(m_observer);
    if (observer == nullptr)
        return;
    observer->onClosed(info);
    m_services.host.onConnectionClosed(*this, info);
}

void Connection::onInputEnded()
{
    // Who has closed by itself is owed the answers and a close frame (RFC 6455 section 5.5.1).
    if (m_phase == Phase::Over || m_phase == Phase::Ending)
        return;
    if (!m_rest.isEmpty()) {
        m_isInputEnded = true;
        return;
    }
    if (m_phase == Phase::Open)
        beginLinger();
    finish(m_phase == Phase::Open ? CloseInfo{} : m_end);
}

void Connection::onEnded()
{
    // Whoever says something and goes has said it, unless it would have waited for an answer.
    while (m_phase == Phase::Open && !m_rest.isEmpty() && !isHeld())
        handleRest();
    m_held.set(0);
    m_services.deadlines.cancel(*this);
    tellClosed(m_phase == Phase::Open ? CloseInfo{} : m_end);
    m_services.host.onConnectionEnded(*this);
}

} // namespace kodama
