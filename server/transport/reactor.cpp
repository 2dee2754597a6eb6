#include "server/transport/reactor.h"

#include <algorithm>
#include <array>
#include <sys/epoll.h>
#include <unistd.h>
#include <utility>

namespace kodama {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

/// Descriptors served in one turn; the kernel hands out the others first in the next.
constexpr int eventsPerTurn = 256;
constexpr std::size_t receivedBytes = std::size_t{64} * 1024;
/// For how long those who go on do so before who is ready has its turn.
constexpr std::chrono::microseconds nextTurnTime{500};
/// The same by rank: who comes in has less of it than who is here. With as long a turn for those
/// in a storm of newcomers everybody else waited 2 ms more often than not.
constexpr std::array<std::chrono::microseconds, 3> rankTimes{nextTurnTime, 300us, 150us};
/// What one TLS record holds at most.
constexpr std::size_t tlsRecordBytes = std::size_t{16} * 1024;

/// Writing to so many takes longer than waking another thread and hearing from it.
constexpr std::size_t manyWrites = 32;

/// Turns that follow each other within this time are worth waiting for.
constexpr std::chrono::milliseconds busyGap{1};
/// For so long turns follow each other before Qt has its turn, and for so long the last of them
/// waits for one that does not come. The long time is well below the tick of Deadlines, which the
/// timers of a shard go by. The short one costs microseconds on a virtual machine each time: its
/// timer is the next one to fire on this processor, so the hardware has to be told.
constexpr int ownStayMs = 20;
constexpr int sharedStayMs = 2;

/// Those who go on, one at least.
void runSome(std::deque<Reactor::NextTurnTask *> &tasks, steady_clock::duration atMost)
{
    const auto start = steady_clock::now();
    // Not those that are scheduled meanwhile: theirs is the turn after this one.
    for (std::size_t left = tasks.size(); left > 0 && !tasks.empty(); --left) {
        Reactor::NextTurnTask *const task = tasks.front();
        tasks.pop_front();
        task->onNextTurn();
        if (steady_clock::now() - start >= atMost)
            return;
    }
}

} // namespace

struct Reactor::Batch
{
    std::array<epoll_event, eventsPerTurn> events{};
    int size = 0;
};

Reactor::Reactor(Thread thread)
    : m_longestStayMs(thread == Thread::Own ? ownStayMs : sharedStayMs)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_scratch{std::vector<char>(receivedBytes), std::vector<char>(tlsRecordBytes),
                std::vector<char>(tlsRecordBytes)}
    , m_batch(std::make_unique<Batch>())
{
    if (m_epoll < 0)
        qFatal("epoll_create1: %s", strerror(errno));
    m_notifier = std::make_unique<QSocketNotifier>(m_epoll, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Reactor::onActivated);
}

Reactor::~Reactor()
{
    m_notifier.reset();
    ::close(m_epoll);
}

// What is watched is the reactor's state, wherever the kernel keeps it: NOLINTs below.
bool Reactor::watch(int descriptor, quint32 events, Handler &handler) // NOLINT(*-function-const)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = &handler;
    return epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Reactor::rewatch(int descriptor, quint32 events, Handler &handler) // NOLINT(*-function-const)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = &handler;
    if (epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event) != 0)
        qWarning("epoll_ctl: cannot change what is watched: %s", strerror(errno));
}

void Reactor::forget(int descriptor, const Handler &handler)
{
    if (epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr) != 0)
        qWarning("epoll_ctl: cannot stop watching: %s", strerror(errno));
    if (!m_isInTurn)
        return;
    for (int i = 0; i < m_batch->size; ++i) {
        epoll_event &event = m_batch->events[static_cast<std::size_t>(i)];
        if (event.data.ptr == &handler)
            event.data.ptr = nullptr;
    }
}

void Reactor::scheduleAtTurnEnd(TurnTask &task)
{
    m_tasks.push_back(&task);
    postTurnEnd();
}

void Reactor::scheduleBeforeWrites(TurnTask &task)
{
    m_firstTasks.push_back(&task);
    postTurnEnd();
}

void Reactor::postTurnEnd()
{
    if (m_isInTurn || m_isTurnEndPosted)
        return;
    m_isTurnEndPosted = true;
    QMetaObject::invokeMethod(this, &Reactor::runTurnEnd, Qt::QueuedConnection);
}

void Reactor::cancelAtTurnEnd(const TurnTask &task)
{
    // Emptied, not removed: runTurnEnd() may be walking along the lists.
    for (auto *const tasks : {&m_firstTasks, &m_tasks})
        std::replace(tasks->begin(), tasks->end(), const_cast<TurnTask *>(&task),
                     static_cast<TurnTask *>(nullptr));
}

void Reactor::scheduleNextTurn(NextTurnTask &task, Rank rank)
{
    m_nextTasks[static_cast<std::size_t>(rank)].push_back(&task);
    postNextTurn();
}

void Reactor::cancelNextTurn(const NextTurnTask &task)
{
    for (auto &tasks : m_nextTasks)
        std::erase(tasks, &task);
}

bool Reactor::isLate() const
{
    return m_isInTurn && steady_clock::now() - m_turnBegin >= nextTurnTime;
}

bool Reactor::hasNextTasks() const
{
    return std::ranges::any_of(m_nextTasks, [](const auto &tasks) { return !tasks.empty(); });
}

void Reactor::postNextTurn()
{
    // Qt does not send what is posted meanwhile before it has looked at the descriptors again.
    // While we are active it need not know.
    if (!m_isActive && !std::exchange(m_isNextTurnPosted, true))
        QMetaObject::invokeMethod(this, &Reactor::onNextTurnPosted, Qt::QueuedConnection);
}

void Reactor::onNextTurnPosted()
{
    m_isNextTurnPosted = false;
    if (!hasNextTasks())
        return;
    runTurn(0); // who has become ready meanwhile
    runNextTasks();
    if (hasNextTasks())
        postNextTurn();
}

void Reactor::runNextTasks()
{
    if (!hasNextTasks())
        return;
    m_turnBegin = steady_clock::now();
    m_isInTurn = true;
    for (std::size_t rank = 0; rank < m_nextTasks.size(); ++rank)
        runSome(m_nextTasks[rank], rankTimes[rank]);
    runTurnEnd();
    m_meters->turns.record(steady_clock::now() - m_turnBegin);
}

void Reactor::onActivated()
{
    // While messages follow each other closely we wait for the next one here: going through Qt's
    // loop would cost another system call and its bookkeeping for each. Qt's own events have their
    // turn after a moment.
    const auto begin = steady_clock::now();
    auto end = begin;
    int patienceMs = 0;
    m_isActive = true;
    do {
        // Those who go on come after those who are ready, and nobody waits while there are any.
        const bool goesOn = hasNextTasks();
        const bool wasReady = runTurn(goesOn ? 0 : patienceMs);
        if (goesOn)
            runNextTasks();
        else if (!wasReady)
            break;
        const bool isBusy = patienceMs > 0 || begin - m_lastTurn < busyGap;
        patienceMs = isBusy ? m_longestStayMs : 0;
        end = steady_clock::now();
    } while ((patienceMs > 0 || hasNextTasks()) &&
             end - begin < std::chrono::milliseconds(m_longestStayMs));
    m_lastTurn = end;
    m_isActive = false;
    if (hasNextTasks())
        postNextTurn();
}

bool Reactor::runTurn(int patienceMs)
{
    m_batch->size = epoll_wait(m_epoll, m_batch->events.data(), eventsPerTurn, patienceMs);
    if (m_batch->size <= 0)
        return false;
    m_turnBegin = steady_clock::now();
    m_isInTurn = true;
    for (int i = 0; i < m_batch->size; ++i) {
        const epoll_event &event = m_batch->events[static_cast<std::size_t>(i)];
        if (event.data.ptr != nullptr)
            static_cast<Handler *>(event.data.ptr)->onReady(event.events);
    }
    m_batch->size = 0;
    runTurnEnd();
    m_meters->turns.record(steady_clock::now() - m_turnBegin);
    return true;
}

void Reactor::runTurnEnd()
{
    m_isTurnEndPosted = false;
    m_isInTurn = true;
    runBeforeWrites();
    if (m_beforeManyWrites != nullptr && m_tasks.size() >= manyWrites)
        m_beforeManyWrites->onTurnEnd();
    // By index: a task may schedule further ones, which belong to this turn, too.
    for (std::size_t i = 0; i < m_tasks.size(); ++i) { // NOLINT(modernize-loop-convert)
        if (m_tasks[i] != nullptr)
            m_tasks[i]->onTurnEnd();
        if (!m_firstTasks.empty())
            runBeforeWrites();
    }
    m_tasks.clear();
    m_isInTurn = false;
}

void Reactor::runBeforeWrites()
{
    for (std::size_t i = 0; i < m_firstTasks.size(); ++i) { // NOLINT(modernize-loop-convert)
        if (TurnTask *const task = std::exchange(m_firstTasks[i], nullptr))
            task->onTurnEnd();
    }
    m_firstTasks.clear();
}

} // namespace kodama
