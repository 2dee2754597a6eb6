#include "server/transport/tcpchannel.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace kodama {

namespace {

/// Frames that one system call may carry; the kernel's own bound (IOV_MAX).
constexpr std::size_t partsPerWrite = 1024;

/// So many are written without waiting for the end of the turn: when very many clients come or go
/// at once, ten thousand queues of hundreds of notices would cost more memory than the clients.
constexpr std::size_t partsPerTurn = OutQueue::turnEntries;

/// Who says or is told so much at once comes after those who say little.
constexpr qsizetype muchBytes = qsizetype{8} * 1024;

bool isTransient(int error)
{
    return error == EAGAIN || error == EINTR;
}

ssize_t sendParts(int descriptor, std::span<iovec> parts)
{
    if (parts.size() == 1)
        return ::send(descriptor, parts[0].iov_base, parts[0].iov_len, MSG_NOSIGNAL);
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    return ::sendmsg(descriptor, &message, MSG_NOSIGNAL);
}

} // namespace

TcpChannel::TcpChannel(int descriptor, Reactor &reactor, const TransportLimits &limits,
                       ChannelObserver &observer)
    : m_reactor(reactor)
    , m_limits(limits)
    , m_observer(&observer)
    , m_held(reactor.held())
    , m_descriptor(descriptor)
{}

TcpChannel::~TcpChannel()
{
    if (m_isFlushScheduled)
        m_reactor.cancelAtTurnEnd(*this);
    if (m_waitingEvents != 0)
        m_reactor.cancelNextTurn(*this);
    if (m_isWatched)
        m_reactor.forget(m_descriptor, *this);
    if (m_phase != Phase::Ended)
        ::close(m_descriptor);
}

bool TcpChannel::open()
{
    m_events = wantedEvents();
    m_isWatched = m_reactor.watch(m_descriptor, m_events, *this);
    return m_isWatched;
}

void TcpChannel::send(const QByteArray &bytes)
{
    if (m_phase != Phase::Open || m_isOutputBroken)
        return;
    m_queue.push(bytes);
    if (m_isBlocked) {
        noteQueue();
        updateInterest(); // enough may wait now to stop reading
    } else if (m_queue.count() < partsPerTurn) {
        scheduleFlush();
    } else {
        flushEarly();
    }
}

void TcpChannel::flushEarly()
{
    // Only while open: then the worst that can happen is onOutputBroken(), which waits for the
    // end of the input before it tells anybody.
    // Even if blocked: that may be long ago, or only mean that one call did not take all parts.
    if (m_phase != Phase::Open || m_isInputEnded || m_isOutputBroken)
        return;
    m_reactor.runBeforeWrites();
    flush();
}

void TcpChannel::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    if (m_phase != Phase::Ended)
        updateInterest();
}

void TcpChannel::finish()
{
    if (m_phase != Phase::Open)
        return;
    m_phase = Phase::Finishing;
    if (!m_isBlocked) // or EPOLLOUT tells when to go on
        scheduleFlush();
    updateInterest();
}

void TcpChannel::abort()
{
    // What the peer does not take would else stay in the kernel long after us: a reset throws it
    // away, and tells the peer.
    if (m_isBlocked && m_phase != Phase::Ended) {
        const linger atOnce{1, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    }
    end();
}

quint64 TcpChannel::takenBytes() const
{
    int waiting = 0;
    if (m_phase != Phase::Ended && ::ioctl(m_descriptor, SIOCOUTQ, &waiting) != 0)
        waiting = 0;
    // A Unix socket counts its overhead, too.
    return m_sentBytes - std::min(m_sentBytes, static_cast<quint64>(waiting));
}

void TcpChannel::onReady(quint32 events)
{
    if (m_waitingEvents != 0)
        return;
    if (isMuch(events) && m_reactor.isCrowded()) {
        m_waitingEvents = events;
        m_reactor.scheduleNextTurn(*this);
    } else {
        serve(events);
    }
}

void TcpChannel::onNextTurn()
{
    serve(std::exchange(m_waitingEvents, 0));
}

bool TcpChannel::isMuch(quint32 events) const noexcept
{
    // To send much, or to throw it away.
    constexpr quint32 otherEvents = ~quint32{EPOLLIN};
    return m_hasReadMuch || ((events & otherEvents) != 0 && m_queue.cost() > muchBytes);
}

void TcpChannel::serve(quint32 events)
{
    if ((events & EPOLLOUT) != 0) {
        flush();
        if (m_phase == Phase::Open && !isDeaf())
            m_observer->onDrained();
    }
    if (m_phase == Phase::Ended || (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) == 0)
        return;
    if (!mustNotRead()) {
        readPortion();
    } else if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
        // The peer has gone, which would be reported for ever. What it said before can wait.
        char next = 0;
        if (::recv(m_descriptor, &next, 1, MSG_PEEK) <= 0) {
            readPortion();
            return;
        }
        m_reactor.forget(m_descriptor, *this);
        m_isWatched = false;
    } else {
        setInterest(wantedEvents()); // updateInterest() waited for something to come
    }
}

void TcpChannel::scheduleFlush()
{
    if (m_isFlushScheduled)
        return;
    m_isFlushScheduled = true;
    m_reactor.scheduleAtTurnEnd(*this);
}

void TcpChannel::onTurnEnd()
{
    m_isFlushScheduled = false;
    if (m_phase != Phase::Ended && !m_isBlocked)
        flush();
}

void TcpChannel::flush()
{
    m_isBlocked = false;
    if (!m_queue.isEmpty()) {
        std::array<iovec, partsPerWrite> parts; // NOLINT(*-member-init): filled as far as used
        const std::size_t count = m_queue.gather(parts);
        const ssize_t sent = sendParts(m_descriptor, std::span(parts).first(count));
        if (sent < 0 && !isTransient(errno)) {
            onOutputBroken();
            return;
        }
        if (sent > 0) {
            m_sentBytes += static_cast<quint64>(sent);
            m_reactor.meters().sentBytes += static_cast<quint64>(sent);
            m_queue.advance(sent);
        }
        // What is left waits for EPOLLOUT, be it that the peer is slow or that there were more
        // parts than one call takes: one call per connection and turn, for everybody's sake.
        m_isBlocked = !m_queue.isEmpty();
        noteQueue();
    }
    continueFinishing();
    if (m_phase != Phase::Ended)
        updateInterest();
}

void TcpChannel::onOutputBroken()
{
    // The peer does not take anything any more, but what it sent before may still be waiting to be
    // read: reading comes to the end by itself.
    m_isOutputBroken = true;
    m_queue.clear();
    if (m_isInputEnded || m_phase != Phase::Open)
        end();
    else
        updateInterest();
}

void TcpChannel::readPortion()
{
    if (m_isInputEnded) {
        // Only errors and hang-ups are reported now.
        end();
        return;
    }
    const std::span<char> scratch = m_reactor.scratch();
    const std::size_t portion =
        std::min(scratch.size(), static_cast<std::size_t>(m_limits.readBytesPerTurn));
    const ssize_t received = ::recv(m_descriptor, scratch.data(), portion, 0);
    m_hasReadMuch = received > muchBytes;
    if (received > 0) {
        m_reactor.meters().receivedBytes += static_cast<quint64>(received);
        if (m_phase == Phase::Open)
            m_observer->onBytes(scratch.first(static_cast<std::size_t>(received)));
    } else if (received == 0) {
        onEndOfInput();
    } else if (!isTransient(errno)) {
        end();
    }
}

void TcpChannel::onEndOfInput()
{
    m_isInputEnded = true;
    if (m_phase == Phase::Draining || m_isOutputBroken) {
        end();
        return;
    }
    updateInterest();
    if (m_phase == Phase::Open)
        m_observer->onInputEnded();
}

void TcpChannel::continueFinishing()
{
    if (m_phase != Phase::Finishing || !m_queue.isEmpty())
        return;
    if (m_isInputEnded || ::shutdown(m_descriptor, SHUT_WR) != 0) {
        end();
        return;
    }
    m_phase = Phase::Draining;
}

bool TcpChannel::isDeaf() const noexcept
{
    return m_isBlocked && m_queue.cost() > m_limits.pauseReadingAtBytes;
}

bool TcpChannel::mustNotRead() const noexcept
{
    return m_phase == Phase::Open && !m_isInputEnded && (m_isPaused || isDeaf());
}

quint32 TcpChannel::wantedEvents() const noexcept
{
    quint32 events = 0;
    if (!m_isInputEnded && !mustNotRead())
        events |= EPOLLIN;
    if (m_isBlocked)
        events |= EPOLLOUT;
    return events;
}

void TcpChannel::updateInterest()
{
    const quint32 wanted = wantedEvents();
    if (!m_isWatched && wanted != 0) {
        m_events = wanted;
        m_isWatched = m_reactor.watch(m_descriptor, m_events, *this);
        if (!m_isWatched)
            qWarning("epoll_ctl: cannot watch again: %s", strerror(errno));
        return;
    }
    // Most pauses are over before anything comes: if something does, onReady() stops listening.
    if (wanted != m_events && m_isWatched && !(mustNotRead() && (wanted | EPOLLIN) == m_events))
        setInterest(wanted);
}

void TcpChannel::setInterest(quint32 events)
{
    m_events = events;
    m_reactor.rewatch(m_descriptor, m_events, *this);
}

void TcpChannel::noteQueue()
{
    const qsizetype cost = m_queue.cost();
    if (cost == m_notedCost)
        return;
    m_reactor.meters().queued.add(cost - std::exchange(m_notedCost, cost));
    m_held.note(m_queue);
}

void TcpChannel::end()
{
    if (m_phase == Phase::Ended)
        return;
    m_phase = Phase::Ended;
    m_queue.clear();
    noteQueue();
    if (m_isWatched)
        m_reactor.forget(m_descriptor, *this);
    m_isWatched = false;
    if (std::exchange(m_waitingEvents, 0) != 0)
        m_reactor.cancelNextTurn(*this);
    ::close(m_descriptor);
    m_observer->onEnded();
}

} // namespace kodama
