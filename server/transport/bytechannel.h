// A client's byte stream, whatever carries it: plain TCP now, TLS through the same interface.
#pragma once

#include <QByteArray>

#include <chrono>
#include <span>

namespace kodama {

/// Told what happens on a channel. May call anything of the channel in return.
class ChannelObserver
{
public:
    /// At most one portion per turn, and while paused at most what was read before. The bytes may
    /// be changed (unmasked in place) and are gone afterwards.
    virtual void onBytes(std::span<char> bytes) = 0;

    /// The peer will send nothing more. Sending still works.
    virtual void onInputEnded() = 0;

    /// The peer takes what waits for it: what was left for later because it did not may go on.
    virtual void onDrained() {}

    /// The channel is closed, for whatever reason. Called once and last; the channel must not be
    /// destroyed before the end of the turn.
    virtual void onEnded() = 0;

protected:
    ~ChannelObserver() = default;
};

/// Lives in one thread. Nothing blocks.
class ByteChannel
{
public:
    virtual ~ByteChannel() = default;

    virtual void setObserver(ChannelObserver &observer) = 0;

    /// Queues the bytes; all that is queued in one turn leaves in one write at its end. Unbounded:
    /// the caller looks at queuedCost(). Ignored after finish(). Never calls the observer.
    virtual void send(const QByteArray &bytes) = 0;

    /// Tries to send before the turn ends, so that only what the peer does not take counts. Never
    /// calls the observer.
    virtual void flushEarly() = 0;

    /// While paused nothing is read from the peer, as long as nobody called finish().
    virtual void setPaused(bool isPaused) = 0;

    /// No more to send: when the queue is empty tells the peer so (FIN), throws away what still
    /// comes, and closes when the peer has closed, too. Without this linger the kernel would answer
    /// late input with a reset, which can destroy what the peer has not read yet. No time limit of
    /// its own: the caller abort()s at a deadline.
    virtual void finish() = 0;

    /// Closes at once. Calls onEnded().
    virtual void abort() = 0;

    /// Bytes waiting to be sent, with overhead (OutQueue::cost()).
    [[nodiscard]] virtual qsizetype queuedCost() const = 0;

    /// How much of what we hold is due to it: see Holding::weight().
    [[nodiscard]] virtual double heldWeight(std::chrono::steady_clock::time_point now) const = 0;

    /// Bytes sent since the beginning.
    [[nodiscard]] virtual quint64 sentBytes() const = 0;
    /// The same without what the system holds for the peer still. May ask the system.
    [[nodiscard]] virtual quint64 takenBytes() const { return sentBytes(); }

    /// Whether something of the peer waits for its turn with us: then it is not the peer who is
    /// slow.
    [[nodiscard]] virtual bool isAwaitingTurn() const { return false; }

    /// Why nothing more that comes can be understood; empty as long as it can.
    [[nodiscard]] virtual QByteArrayView failure() const { return {}; }

    /// Whether the peer's slowness keeps queued bytes from being sent.
    [[nodiscard]] virtual bool isBlocked() const = 0;
};

} // namespace kodama
