// Tested by tst_sqlitehistory.
#include "server/history/storesyncer.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utility>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Small portions: syncing waits while one is copied.
constexpr qint64 checkpointBytes = qint64{4} * 1024 * 1024;
// A log that is written all the time never ends by itself.
constexpr qint64 largestLogBytes = qint64{16} * 1024 * 1024;
// Kept, also of a log that nobody writes to.
constexpr qint64 roomBytes = qint64{4} * 1024 * 1024;
// Left to others on the disk.
constexpr qint64 spareBytes = qint64{64} * 1024 * 1024;
constexpr auto idleTime = 1s;
constexpr auto busyTime = 50ms;
// What a commit of few messages takes, and waking up a thread on a core that sleeps, too.
constexpr auto expectedTime = 150us;

/// Awake, but lets others go first.
template <typename Condition>
void awaitMoment(const Condition &condition)
{
    const auto end = std::chrono::steady_clock::now() + expectedTime;
    while (!condition() && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
}

/// Nothing is changed if it cannot be done.
bool fillWithZeros(int file, qint64 upTo)
{
    struct stat state = {};
    struct statvfs disk = {};
    if (::fstat(file, &state) != 0 || ::fstatvfs(file, &disk) != 0 ||
        qint64(disk.f_bavail) * qint64(disk.f_frsize) < upTo + spareBytes)
        return false;
    static const std::array<char, 65536> zeros{};
    qint64 size = state.st_size;
    while (size < upTo) {
        const auto count = std::min<qint64>(zeros.size(), upTo - size);
        const auto written = ::pwrite(file, zeros.data(), size_t(count), size);
        if (written <= 0) {
            [[maybe_unused]] const int isGivenBack = ::ftruncate(file, state.st_size);
            return false;
        }
        size += written;
    }
    return true;
}

/// Only what the mask (STATX_...) asks for. Who asks for the time of the last change, as stat()
/// does, makes Linux 6.13 and later write down a new one with the next byte: the sync of a log then
/// takes another write, a quarter of its time (multigrain timestamps, fs/inode.c).
std::optional<struct statx> look(int folder, const char *path, unsigned int mask)
{
    struct statx state = {};
    if (::statx(folder, path, AT_EMPTY_PATH, mask, &state) != 0)
        return std::nullopt;
    return state;
}

HistoryError systemError(const QString &what)
{
    const int error = errno;
    const auto kind =
        error == ENOSPC || error == EDQUOT ? HistoryError::Kind::DiskFull : HistoryError::Kind::Io;
    return {kind, what + u": "_s + QString::fromLocal8Bit(std::strerror(error))};
}

} // namespace

StoreSyncer::StoreSyncer(Parts parts, CommitNumber synced)
    : m_parts(std::move(parts))
    , m_requested(synced)
    , m_synced(synced)
    , m_thread([this] { run(); })
{}

StoreSyncer::~StoreSyncer()
{
    stop();
    if (m_log >= 0)
        ::close(m_log);
}

void StoreSyncer::stop()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void StoreSyncer::request(CommitNumber commit, qint64 bytes)
{
    bool mustWake = false;
    {
        const std::lock_guard lock(m_mutex);
        m_requested = commit;
        m_bytes += bytes;
        mustWake = m_bytes > checkpointBytes || std::exchange(m_isResting, false);
    }
    if (mustWake)
        m_wake.notify_one();
}

void StoreSyncer::expect()
{
    if (!m_isAsleep.load())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_isExpecting = true;
    }
    m_wake.notify_one();
}

void StoreSyncer::hurry(CommitNumber commit)
{
    {
        const std::lock_guard lock(m_mutex);
        m_hurried = std::max(m_hurried.load(), std::min(commit, m_requested));
    }
    m_wake.notify_one();
}

StoreFailure StoreSyncer::failure() const
{
    if (!m_hasFailed.load())
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

void StoreSyncer::run()
{
    if (const auto failure = m_database.open(m_parts.path, Database::Access::ReadWrite, busyTime))
        remember(*failure); // the first batch finds it; nobody may listen yet
    while (true) {
        const Task task = nextTask();
        if (task.commit > m_synced.load())
            sync(task.commit);
        if (task.bytes > (task.isIdle ? 0 : checkpointBytes) || (task.isIdle && m_isLogLarge))
            checkpoint(task.isIdle);
        if (task.isLast)
            break;
    }
    m_database.close();
}

StoreSyncer::Task StoreSyncer::nextTask()
{
    std::unique_lock lock(m_mutex);
    bool isTimeOver = false;
    while (!isAsked() && !isTimeOver) {
        m_isAsleep = true;
        // Once all that was written is copied there is nothing to look at again.
        m_isResting = m_seen == m_requested && m_bytes == 0 && !m_isLogLarge;
        if (m_isResting)
            m_wake.wait(lock, [this] { return isAsked() || m_isExpecting || !m_isResting; });
        else
            isTimeOver =
                !m_wake.wait_for(lock, idleTime, [this] { return isAsked() || m_isExpecting; });
        m_isAsleep = false;
        if (std::exchange(m_isExpecting, false) && !isAsked())
            awaitHurry(lock);
    }
    const bool isIdle = isTimeOver && std::exchange(m_seen, m_requested) == m_requested;
    return {m_requested, m_bytes, isIdle, m_isStopping};
}

// Without the mutex meanwhile.
void StoreSyncer::awaitHurry(std::unique_lock<std::mutex> &lock)
{
    lock.unlock();
    awaitMoment([this] { return m_hurried.load() > m_synced.load(); });
    lock.lock();
}

// With the mutex.
bool StoreSyncer::isAsked() const
{
    return m_isStopping ||
           (!m_hasFailed && (m_hurried.load() > m_synced.load() || m_bytes > checkpointBytes));
}

void StoreSyncer::sync(CommitNumber commit)
{
    if (m_hasFailed)
        return;
    if (const auto failure = syncLog()) {
        fail(*failure);
        return;
    }
    m_synced.store(commit);
    if (m_parts.onSynced)
        m_parts.onSynced(commit);
    makeRoom(roomBytes);
}

// To sync a file that has grown takes half as long again as to sync what was written over: where it
// ends must be written, too. So the log gets zeros to be written over.
void StoreSyncer::makeRoom(qint64 upTo)
{
    if (!m_mayMakeRoom || m_log < 0 || m_logBytes >= upTo || m_hasFailed)
        return;
    {
        // Nobody appends meanwhile: neither our writer nor another process.
        const std::lock_guard lock(*m_parts.gate);
        if (m_database.execute(u"BEGIN IMMEDIATE"_s))
            return; // tried again after the next sync
        m_mayMakeRoom = fillWithZeros(m_log, upTo);
        (void)m_database.execute(u"ROLLBACK"_s);
    }
    m_logBytes = upTo;
    if (m_mayMakeRoom && m_parts.syncFile(m_log) != 0)
        fail(systemError(m_parts.path + u"-wal"_s));
}

StoreFailure StoreSyncer::syncLog()
{
    if (m_log < 0) {
        if (auto failure = openLog())
            return failure;
    }
    if (m_parts.syncFile(m_log) != 0)
        return systemError(m_parts.path + u"-wal"_s);
    // What was deleted or moved away is written to, but nobody would find it again.
    const auto log = look(m_log, "", STATX_NLINK);
    const auto database = look(AT_FDCWD, QFile::encodeName(m_parts.path).constData(), STATX_INO);
    if (!log || log->stx_nlink == 0 || !database || database->stx_ino != m_databaseNode)
        return HistoryError{HistoryError::Kind::Io, m_parts.path + u" was moved or removed"_s};
    return std::nullopt;
}

StoreFailure StoreSyncer::openLog()
{
    const QString path = m_parts.path + u"-wal"_s;
    struct stat database = {};
    if (::stat(QFile::encodeName(m_parts.path).constData(), &database) != 0)
        return systemError(m_parts.path);
    m_databaseNode = database.st_ino;
    m_log = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC);
    if (m_log < 0)
        return systemError(path);
    return std::nullopt;
}

void StoreSyncer::checkpoint(bool isIdle)
{
    if (m_hasFailed)
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_bytes = 0;
    }
    qint64 written = 0;
    StoreFailure failure = copyLog(written);
    struct stat log = {};
    const bool isLarge = m_log >= 0 && ::fstat(m_log, &log) == 0 &&
                         log.st_size > (isIdle ? roomBytes : largestLogBytes);
    if (!failure && isLarge) {
        // Little is left to copy; the writer waits for that. While it is busy it writes over the
        // old log.
        const std::lock_guard lock(*m_parts.gate);
        failure = m_database.execute(isIdle ? u"PRAGMA wal_checkpoint(TRUNCATE)"_s
                                            : u"PRAGMA wal_checkpoint(RESTART)"_s);
    }
    m_isLogLarge = isLarge && !(isIdle && !failure);
    if (isIdle && isLarge && !failure)
        m_logBytes = 0;
    makeRoom(isIdle ? roomBytes : std::min(written + roomBytes, largestLogBytes));
    // On a full disk the log just stays longer; the writer is the one to notice.
    if (failure && failure->kind == HistoryError::Kind::Corrupt)
        fail(*failure);
}

// What was committed meanwhile comes behind what is in the log, else over it.
StoreFailure StoreSyncer::copyLog(qint64 &written)
{
    constexpr qint64 frameBytes = 4096 + 24;
    Statement copy(m_database, u"PRAGMA wal_checkpoint(PASSIVE)"_s);
    if (auto failure = copy.run({}))
        return failure;
    if (copy.next())
        written = copy.number(1) * frameBytes;
    return copy.failure();
}

void StoreSyncer::fail(const HistoryError &error)
{
    remember(error);
    if (m_parts.onFailed)
        m_parts.onFailed();
}

void StoreSyncer::remember(const HistoryError &error)
{
    const std::lock_guard lock(m_mutex);
    m_failure = error;
    m_hasFailed.store(true);
}

} // namespace kodama
