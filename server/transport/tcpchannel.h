// A ByteChannel on a stream socket's descriptor, served by the reactor. Lives in its thread.
#pragma once

#include "server/transport/bytechannel.h"
#include "server/transport/outqueue.h"
#include "server/transport/reactor.h"
#include "server/transport/transportlimits.h"

namespace kodama {

class TcpChannel final : public ByteChannel,
                         private Reactor::Handler,
                         private Reactor::TurnTask,
                         private Reactor::NextTurnTask
{
    Q_DISABLE_COPY_MOVE(TcpChannel)

public:
    /// Takes the descriptor, which must be non-blocking. Limits must outlive the channel.
    TcpChannel(int descriptor, Reactor &reactor, const TransportLimits &limits,
               ChannelObserver &observer);
    ~TcpChannel() override;

    /// Begins to read. False with errno set when the system refuses.
    [[nodiscard]] bool open();

    void setObserver(ChannelObserver &observer) override { m_observer = &observer; }
    void send(const QByteArray &bytes) override;
    void flushEarly() override;
    void setPaused(bool isPaused) override;
    void finish() override;
    void abort() override;
    [[nodiscard]] qsizetype queuedCost() const override { return m_queue.cost(); }
    [[nodiscard]] double heldWeight(std::chrono::steady_clock::time_point now) const override
    {
        return m_held.weight(now);
    }
    [[nodiscard]] quint64 sentBytes() const override { return m_sentBytes; }
    [[nodiscard]] quint64 takenBytes() const override;
    [[nodiscard]] bool isBlocked() const override { return m_isBlocked; }

private:
    enum class Phase : quint8 {
        Open,
        Finishing, ///< sends what is queued, throws input away
        Draining,  ///< has sent FIN, waits for the peer's
        Ended,
    };

    void onReady(quint32 events) override;
    void onTurnEnd() override;
    void onNextTurn() override;
    /// Whether dealing with this may take long.
    [[nodiscard]] bool isMuch(quint32 events) const noexcept;
    void serve(quint32 events);
    void scheduleFlush();
    void flush();
    void onOutputBroken();
    void readPortion();
    void onEndOfInput();
    void continueFinishing();
    void updateInterest();
    void setInterest(quint32 events);
    [[nodiscard]] bool isDeaf() const noexcept;
    [[nodiscard]] bool mustNotRead() const noexcept;
    [[nodiscard]] quint32 wantedEvents() const noexcept;
    void noteQueue();
    void end();

    Reactor &m_reactor;
    const TransportLimits &m_limits;
    ChannelObserver *m_observer;
    OutQueue m_queue;
    quint64 m_sentBytes = 0;
    HeldQueue m_held;
    qsizetype m_notedCost = 0; ///< of the queue, as the reactor's meter knows it
    int m_descriptor;
    quint32 m_events = 0;        ///< that are watched for
    quint32 m_waitingEvents = 0; ///< that have come and wait for their turn
    Phase m_phase = Phase::Open;
    bool m_isWatched = false;
    bool m_hasReadMuch = false; ///< the last time
    bool m_isFlushScheduled = false;
    bool m_isBlocked = false;
    bool m_isPaused = false;
    bool m_isInputEnded = false;
    bool m_isOutputBroken = false;
};

} // namespace kodama
