// How long a connection lives: signs of life, and who has to go when all together hold too much.
// Tested by tst_connection and tst_transport.
#include "common/protocol/closecode.h"
#include "server/transport/connection.h"
#include "server/transport/frame.h"
#include "server/transport/transportcounters.h"

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using std::chrono::nanoseconds;

namespace {

/// Spreads the connections over the jitter evenly and the same way in every run.
constexpr quint64 jitterSteps = 64;

/// Who looks so much later than it meant to has stood still itself: stopped, or its machine was.
constexpr std::chrono::seconds standstill{5};

} // namespace

nanoseconds Connection::pingAfter() const
{
    const TransportLimits &limits = m_services.limits;
    const nanoseconds jitter = limits.pingJitter;
    return limits.pingAfter + jitter * (m_identity.id % jitterSteps) / jitterSteps;
}

void Connection::scheduleCheck(nanoseconds ping)
{
    m_checkAt = std::min(ping, m_lastHeard + m_services.limits.deadAfter);
    m_services.deadlines.schedule(*this, m_checkAt);
}

void Connection::onDeadline(nanoseconds now)
{
    if (m_phase == Phase::Ending) {
        sendClose(m_end.code, QString());
        finish(m_end);
        return;
    }
    if (m_phase != Phase::Open) {
        if (!mayLinger(now))
            m_channel->abort();
        return;
    }
    // While the peer is slow we do not listen, so what it takes counts as its sign of life. Nor is
    // it to blame when it is we who do not.
    const quint64 sent = m_channel->sentBytes();
    if ((m_channel->isBlocked() && sent != m_sentAtLastCheck) || isHeld())
        m_lastHeard = now;
    m_sentAtLastCheck = sent;

    // What came meanwhile has not been read: the peer has the time of one more ping.
    if (now - m_checkAt >= standstill)
        m_lastHeard = std::max(m_lastHeard, now - pingAfter());

    const nanoseconds silence = now - m_lastHeard;
    if (silence >= m_services.limits.deadAfter) {
        ++m_services.counters.noPong;
        fail(static_cast<quint16>(CloseCode::NoPong), u"no sign of life"_s);
        return;
    }
    if (silence < pingAfter()) {
        scheduleCheck(m_lastHeard + pingAfter());
        return;
    }
    m_channel->send(encodePingFrame({}).bytes);
    scheduleCheck(now + pingAfter());
}

void Connection::beginLinger()
{
    m_lingerUntil = m_services.deadlines.now() + m_services.limits.lingerTime;
}

/// Whoever closed by itself gets what waits for it, as long as it goes on taking that.
bool Connection::mayLinger(nanoseconds now)
{
    const quint64 taken = m_channel->takenBytes();
    const bool isTaking = std::exchange(m_takenAtLastCheck, taken) != taken;
    if (!isTaking || now >= m_lingerUntil)
        return false;
    m_services.deadlines.schedule(*this,
                                  std::min(now + m_services.limits.closeTime, m_lingerUntil));
    return true;
}

void Connection::shed()
{
    const auto now = std::chrono::steady_clock::now();
    if (m_phase == Phase::Open && m_held.weight(now) >= m_channel->heldWeight(now)) {
        m_parser.stop();
        fail(static_cast<quint16>(CloseCode::TryAgainLater), u"too much is unfinished"_s);
        noteHeld();
        return;
    }
    // It takes nothing, so it would not hear either why.
    if (m_phase == Phase::Open) {
        m_phase = Phase::Closing;
        m_end = {static_cast<quint16>(CloseCode::TooSlow), u"too slow"_s};
    }
    abort();
}

double Connection::heldWeight(std::chrono::steady_clock::time_point now) const
{
    return m_held.weight(now) + m_channel->heldWeight(now);
}

void Connection::noteHeld()
{
    m_held.set(m_parser.heldBytes() + m_rest.size());
}

} // namespace kodama
