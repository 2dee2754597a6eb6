// Tested by tst_sqlitehistory.
#include "server/history/storesyncer.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
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
constexpr qint64 largestIdleLogBytes = qint64{1} * 1024 * 1024;
constexpr auto idleTime = 1s;
constexpr auto busyTime = 50ms;

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
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
    if (m_log >= 0)
        ::close(m_log);
}

void StoreSyncer::request(CommitNumber commit, qint64 bytes)
{
    bool isMuch = false;
    {
        const std::lock_guard lock(m_mutex);
        m_requested = commit;
        m_bytes += bytes;
        isMuch = m_bytes > checkpointBytes;
    }
    if (isMuch)
        m_wake.notify_one();
}

void StoreSyncer::hurry(CommitNumber commit)
{
    {
        const std::lock_guard lock(m_mutex);
        m_hurried = std::max(m_hurried, std::min(commit, m_requested));
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
        fail(*failure);
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
    const bool isAsked = m_wake.wait_for(lock, idleTime, [this] {
        return m_isStopping ||
               (!m_hasFailed && (m_hurried > m_synced.load() || m_bytes > checkpointBytes));
    });
    const bool isIdle = !isAsked && std::exchange(m_seen, m_requested) == m_requested;
    return {m_requested, m_bytes, isIdle, m_isStopping};
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
    struct stat log = {};
    struct stat database = {};
    if (::fstat(m_log, &log) != 0 || log.st_nlink == 0 ||
        ::stat(QFile::encodeName(m_parts.path).constData(), &database) != 0 ||
        database.st_ino != m_databaseNode)
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
    auto result = m_database.value(u"PRAGMA wal_checkpoint(PASSIVE)"_s);
    struct stat log = {};
    const bool isLarge = m_log >= 0 && ::fstat(m_log, &log) == 0 &&
                         log.st_size > (isIdle ? largestIdleLogBytes : largestLogBytes);
    if (result && isLarge) {
        // Little is left to copy; the writer waits for that. While it is busy it writes over the
        // old log, which is quicker to sync than a file that grows.
        const std::lock_guard lock(*m_parts.gate);
        result = m_database.value(isIdle ? u"PRAGMA wal_checkpoint(TRUNCATE)"_s
                                         : u"PRAGMA wal_checkpoint(RESTART)"_s);
    }
    m_isLogLarge = isLarge && !(isIdle && result);
    // On a full disk the log just stays longer; the writer is the one to notice.
    if (!result && result.error().kind == HistoryError::Kind::Corrupt)
        fail(result.error());
}

void StoreSyncer::fail(const HistoryError &error)
{
    const std::lock_guard lock(m_mutex);
    m_failure = error;
    m_hasFailed.store(true);
}

} // namespace kodama
