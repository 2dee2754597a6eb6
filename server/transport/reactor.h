// All descriptors of one thread in one epoll descriptor, which one QSocketNotifier watches: Qt's
// event loop then costs the same for ten connections and for ten thousand. Lives in one thread.
#pragma once

#include "server/transport/heldbytes.h"
#include "server/transport/transportcounters.h"

#include <QObject>
#include <QSocketNotifier>

#include <array>
#include <chrono>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace kodama {

class Reactor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Reactor)

public:
    /// What a descriptor belongs to.
    class Handler
    {
    public:
        /// events: EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP. Level-triggered: what is not dealt with
        /// comes again in the next turn, so a handler does a bounded portion and returns.
        virtual void onReady(quint32 events) = 0;

    protected:
        ~Handler() = default;
    };

    /// Something to do when the turn is over, such as writing what was gathered in it.
    class TurnTask
    {
    public:
        virtual void onTurnEnd() = 0;

    protected:
        ~TurnTask() = default;
    };

    /// Something to go on with in a turn of its own, when those who are ready now have had theirs.
    class NextTurnTask
    {
    public:
        virtual void onNextTurn() = 0;

    protected:
        ~NextTurnTask() = default;
    };

    /// How long Qt's other events may wait while turns follow each other closely: 4 or 40 ms.
    enum class Thread : quint8 { Shared, Own };

    /// Who goes on: one who has been let in; behind those, one who asks to be; behind these, one
    /// who begins to speak TLS, which costs most.
    enum class Rank : quint8 { Known, Newcomer, Stranger };

    explicit Reactor(Thread thread = Thread::Shared);
    ~Reactor() override;

    /// False with errno set when the system refuses.
    [[nodiscard]] bool watch(int descriptor, quint32 events, Handler &handler);
    void rewatch(int descriptor, quint32 events, Handler &handler);
    /// Call before closing the descriptor; the handler is not called again, not even for what this
    /// turn has already found.
    void forget(int descriptor, const Handler &handler);

    /// Runs the task once at the end of this turn, also when called outside a turn of the reactor
    /// (from a timer or another notifier). Tasks may schedule tasks. Must not be scheduled twice.
    void scheduleAtTurnEnd(TurnTask &task);
    /// The same, but before all that was scheduled with scheduleAtTurnEnd() and has not run yet.
    void scheduleBeforeWrites(TurnTask &task);
    void cancelAtTurnEnd(const TurnTask &task);

    /// Called before the writes of a turn that are so many that it is worth looking for more to
    /// write to the same connections. Null: nobody. It must live longer, or be taken back.
    void setBeforeManyWrites(TurnTask *task) { m_beforeManyWrites = task; }

    /// For who writes before the turn has ended: runs what scheduleBeforeWrites() was given.
    void runBeforeWrites();

    /// Runs the task once, soon: each rank in the order in which they came, for a fraction of a
    /// millisecond at a time (newcomers for some of them) but always one, so that whoever is ready
    /// does not wait for all. Must not be scheduled twice.
    void scheduleNextTurn(NextTurnTask &task, Rank rank = Rank::Known);
    void cancelNextTurn(const NextTurnTask &task);
    /// Whether this turn has lasted so long that what takes long should have its own.
    [[nodiscard]] bool isLate() const;
    /// The same, or whether others who were let in wait for theirs: it should wait behind them.
    [[nodiscard]] bool isCrowded() const { return !m_nextTasks.front().empty() || isLate(); }

    /// Where it measures; before that it does so for nobody. They must live longer.
    void setMeters(ReactorMeters &meters)
    {
        m_meters = &meters;
        m_held.setGauge(meters.held);
    }
    [[nodiscard]] ReactorMeters &meters() { return *m_meters; }

    /// What the clients of this thread make it hold.
    [[nodiscard]] HeldBytes &held() { return m_held; }

    /// Who may be at work at the same time, further up or down the call stack.
    enum class Area : quint8 { Received, Decrypted, ToEncrypt };

    /// Memory to work in, shared by all handlers of this thread: nothing in it outlives a call.
    [[nodiscard]] std::span<char> scratch(Area area = Area::Received) noexcept
    {
        return m_scratch[static_cast<std::size_t>(area)];
    }

private:
    void onActivated();
    bool runTurn(int patienceMs); ///< false: nothing was ready
    void runTurnEnd();
    void postNextTurn();
    void onNextTurnPosted();
    [[nodiscard]] bool hasNextTasks() const;
    void runNextTasks();
    void postTurnEnd();

    const int m_longestStayMs;
    int m_epoll;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::array<std::vector<char>, 3> m_scratch;
    std::vector<TurnTask *> m_firstTasks;
    std::vector<TurnTask *> m_tasks;
    TurnTask *m_beforeManyWrites = nullptr;
    std::chrono::steady_clock::time_point m_turnBegin;
    std::chrono::steady_clock::time_point m_lastTurn;      ///< when it ended
    std::array<std::deque<NextTurnTask *>, 3> m_nextTasks; ///< by rank
    bool m_isActive = false;
    bool m_isInTurn = false;
    bool m_isTurnEndPosted = false;
    bool m_isNextTurnPosted = false;
    HeldBytes m_held;
    ReactorMeters m_ownMeters;
    ReactorMeters *m_meters = &m_ownMeters;
    struct Batch;
    std::unique_ptr<Batch> m_batch;
};

} // namespace kodama
