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

/// Whether there may be room for later lines.
bool meansFull(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

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
    quint64 unsaidInBatch = 0; ///< those whose notice is in the batch that is being written
    char lastByte = '\n';      ///< that was written
    bool isWriting = false;
    bool isStopping = false;  ///< ends when the queue is empty
    bool isAbandoned = false; ///< ends now
    bool isFull = false;      ///< the disk is, or was when something was written last
    bool isBroken = false;    ///< the descriptor takes nothing any more
    bool hasEnded = false;

    bool takeBatch(std::deque<QByteArray> &batch);
    bool waitUntilWritable();
    int writeBatch(std::deque<QByteArray> &batch);
    int writeAll(QByteArrayView rest);
    void finishBatch(int error, quint64 linesLeft);
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
        const int error = state->writeBatch(batch);
        state->finishBatch(error, batch.size());
        batch.clear();
    }
}

bool LineWriter::State::takeBatch(std::deque<QByteArray> &batch)
{
    std::unique_lock lock(mutex);
    // On a full disk there is nothing to say before there is something to say it with.
    wakeUp.wait(lock,
                [this] { return !lines.empty() || (droppedUnsaid > 0 && !isFull) || isStopping; });
    const bool hasNotice =
        droppedUnsaid > 0 && dropNotice && !isBroken && (!isFull || !lines.empty());
    if (isAbandoned || (lines.empty() && !hasNotice && isStopping)) {
        hasEnded = true;
        idle.notify_all();
        return false;
    }
    batch.swap(lines);
    bytes = 0;
    unsaidInBatch = hasNotice ? droppedUnsaid : 0;
    if (hasNotice)
        batch.insert(isFull ? batch.begin() : batch.end(), dropNotice(droppedUnsaid));
    if (hasNotice || !isFull)
        droppedUnsaid = 0;
    isWriting = true;
    return true;
}

void LineWriter::State::finishBatch(int error, quint64 linesLeft)
{
    const std::lock_guard lock(mutex);
    isWriting = false;
    isFull = meansFull(error);
    isBroken = isBroken || (error != 0 && !isFull);
    if (isFull) {
        const quint64 notices = unsaidInBatch > 0 ? 1 : 0;
        dropped += linesLeft - notices;
        droppedUnsaid += linesLeft - notices + unsaidInBatch;
    }
    if (lines.empty())
        idle.notify_all();
}

// Whole lines, as many as a pipe takes without blocking once poll() has promised room. Leaves what
// was not written.
int LineWriter::State::writeBatch(std::deque<QByteArray> &batch)
{
    while (!batch.empty()) {
        // A full disk may have taken a part of the line before.
        QByteArray chunk = lastByte == '\n' ? QByteArray() : QByteArray("\n");
        auto end = batch.begin();
        do {
            chunk += *end++;
        } while (end != batch.end() && chunk.size() + end->size() <= PIPE_BUF);
        if (const int error = writeAll(chunk))
            return error;
        batch.erase(batch.begin(), end);
    }
    return 0;
}

int LineWriter::State::writeAll(QByteArrayView rest)
{
    while (!rest.isEmpty()) {
        if (!waitUntilWritable())
            return ECANCELED;
        const auto size = static_cast<std::size_t>(qMin(rest.size(), qsizetype{PIPE_BUF}));
        const ssize_t count = ::write(descriptor, rest.data(), size);
        if (count > 0) {
            lastByte = rest[count - 1];
            rest = rest.sliced(count);
        } else if (count < 0 && errno != EINTR && errno != EAGAIN) {
            return errno;
        }
    }
    return 0;
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
