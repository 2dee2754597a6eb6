#include "server/linewriter.h"

#include <cerrno>
#include <climits>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <poll.h>
#include <unistd.h>

namespace kodama {

namespace {

/// How soon a thread that waits for a reader notices that it was abandoned.
constexpr std::chrono::milliseconds lookUpTime{50};

} // namespace

// Shared with the thread, which may outlive the writer when it is stuck in write().
struct LineWriter::State
{
    int descriptor = -1;
    DropNotice dropNotice;

    mutable std::mutex mutex;
    std::condition_variable wakeUp; ///< for the thread
    std::condition_variable idle;   ///< for flush() and the destructor
    std::deque<QByteArray> lines;
    qsizetype bytes = 0;
    quint64 dropped = 0;
    quint64 droppedUnsaid = 0;
    bool isWriting = false;
    bool isStopping = false;  ///< ends when the queue is empty
    bool isAbandoned = false; ///< ends now
    bool isBroken = false;    ///< the descriptor takes nothing any more
    bool hasEnded = false;

    bool takeBatch(std::deque<QByteArray> &batch);
    bool waitUntilWritable();
    bool writeBatch(const std::deque<QByteArray> &batch);
    bool writeAll(QByteArrayView rest);
    void finishBatch(bool written);
};

LineWriter::LineWriter(int descriptor, DropNotice dropNotice)
    : m_state(std::make_shared<State>())
{
    m_state->descriptor = descriptor;
    m_state->dropNotice = std::move(dropNotice);
    m_thread = std::thread([state = m_state] { run(state); });
}

LineWriter::~LineWriter()
{
    std::unique_lock lock(m_state->mutex);
    m_state->isStopping = true;
    m_state->wakeUp.notify_one();
    const auto hasEnded = [this] { return m_state->hasEnded; };
    if (!m_state->idle.wait_for(lock, flushTime, hasEnded)) {
        m_state->isAbandoned = true;
        m_state->idle.wait_for(lock, 2 * lookUpTime, hasEnded);
    }
    const bool canJoin = m_state->hasEnded;
    lock.unlock();
    // A write() that blocks although poll() promised room (somebody else filled the pipe) must not
    // keep the program from ending.
    if (canJoin)
        m_thread.join();
    else
        m_thread.detach();
}

void LineWriter::write(QByteArray line)
{
    const std::lock_guard lock(m_state->mutex);
    const bool isFull = m_state->bytes + line.size() > queuedBytes ||
                        qsizetype(m_state->lines.size()) >= queuedLines;
    if (isFull || m_state->isBroken) {
        ++m_state->dropped;
        ++m_state->droppedUnsaid;
        return;
    }
    m_state->bytes += line.size();
    m_state->lines.push_back(std::move(line));
    m_state->wakeUp.notify_one();
}

bool LineWriter::flush(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_state->mutex);
    return m_state->idle.wait_for(lock, time,
                                  [this] { return m_state->lines.empty() && !m_state->isWriting; });
}

quint64 LineWriter::droppedCount() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->dropped;
}

void LineWriter::run(const std::shared_ptr<State> &state)
{
    std::deque<QByteArray> batch;
    while (state->takeBatch(batch)) {
        const bool isWritten = state->writeBatch(batch);
        batch.clear();
        state->finishBatch(isWritten);
    }
}

bool LineWriter::State::takeBatch(std::deque<QByteArray> &batch)
{
    std::unique_lock lock(mutex);
    wakeUp.wait(lock, [this] { return !lines.empty() || droppedUnsaid > 0 || isStopping; });
    const bool hasNotice = droppedUnsaid > 0 && dropNotice && !isBroken;
    if (isAbandoned || (lines.empty() && !hasNotice && isStopping)) {
        hasEnded = true;
        idle.notify_all();
        return false;
    }
    batch.swap(lines);
    bytes = 0;
    if (hasNotice)
        batch.push_back(dropNotice(droppedUnsaid));
    droppedUnsaid = 0;
    isWriting = true;
    return true;
}

void LineWriter::State::finishBatch(bool written)
{
    const std::lock_guard lock(mutex);
    isWriting = false;
    isBroken = isBroken || !written;
    if (lines.empty())
        idle.notify_all();
}

// Whole lines, as many as a pipe takes without blocking once poll() has promised room.
bool LineWriter::State::writeBatch(const std::deque<QByteArray> &batch)
{
    QByteArray chunk;
    for (const QByteArray &line : batch) {
        if (chunk.size() + line.size() > PIPE_BUF) {
            if (!writeAll(chunk))
                return false;
            chunk.clear();
        }
        chunk += line;
    }
    return writeAll(chunk);
}

bool LineWriter::State::writeAll(QByteArrayView rest)
{
    while (!rest.isEmpty()) {
        if (!waitUntilWritable())
            return false;
        const auto size = static_cast<std::size_t>(qMin(rest.size(), qsizetype{PIPE_BUF}));
        const ssize_t count = ::write(descriptor, rest.data(), size);
        if (count >= 0)
            rest = rest.sliced(count);
        else if (errno != EINTR && errno != EAGAIN)
            return false;
    }
    return true;
}

// False when the writer was abandoned.
bool LineWriter::State::waitUntilWritable()
{
    for (;;) {
        pollfd entry{descriptor, POLLOUT, 0};
        // Errors are left for write() to report.
        if (::poll(&entry, 1, int(lookUpTime.count())) > 0)
            return true;
        const std::lock_guard lock(mutex);
        if (isAbandoned)
            return false;
    }
}

} // namespace kodama
