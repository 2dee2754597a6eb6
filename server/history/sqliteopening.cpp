// Tested by tst_sqlitehistory. How SqliteHistory opens its file, and comes back after trouble.
#include "server/history/sqlitehistory.h"
#include "server/history/storelock.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto firstRetryDelay = 250ms;
constexpr auto longestRetryDelay = 5s;
// A disk that breaks every new file as well shall not be filled with broken ones.
constexpr auto setAsideInterval = 1min;

// What no waiting mends. All else may pass: a full disk, a lock, a folder that is read-only.
bool isFinal(HistoryError::Kind kind)
{
    using Kind = HistoryError::Kind;
    return kind == Kind::InUse || kind == Kind::NoFolder || kind == Kind::NewerVersion ||
           kind == Kind::NoDriver;
}

} // namespace

Result<std::unique_ptr<SqliteHistory>, HistoryError>
SqliteHistory::open(const StoreOptions &options, const Clock &clock, StoreNoticeHandler onNotice)
{
    std::unique_ptr<SqliteHistory> history(new SqliteHistory(options, clock, std::move(onNotice)));
    if (const auto failure = history->reopen()) {
        if (isFinal(failure->kind))
            return *failure;
        history->stumble(*failure);
    }
    return history;
}

// Not before the folder can be written; kept from then on, so that no other server comes between.
History::Failure SqliteHistory::takeLock()
{
    if (m_lock)
        return std::nullopt;
    auto lock = lockStore(m_options.folder);
    if (!lock)
        return lock.error();
    m_lock = std::move(lock).value();
    return std::nullopt;
}

History::Failure SqliteHistory::reopen()
{
    const bool isFirstTime = m_commit == 0;
    closeFile();
    if (auto failure = takeLock())
        return failure;
    Failure failure = m_file.open();
    if (!failure)
        failure = load();
    if (failure && failure->kind == HistoryError::Kind::Corrupt) {
        m_tables.reset();
        if (auto aside = m_file.setAside(failure->detail))
            return aside;
        failure = m_file.open();
        if (!failure)
            failure = load();
    }
    // What could not be synced is written once more, to the database itself.
    if (!failure && !isFirstTime) {
        const auto copied = m_file.database().value(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
        if (!copied)
            failure = copied.error();
        else if (copied.value().toInt() != 0)
            failure = HistoryError{HistoryError::Kind::Locked, u"somebody reads the old log"_s};
    }
    if (failure) {
        m_tables.reset();
        closeFile();
        return failure;
    }
    m_closedStreams = {};
    m_wasOpen = true;
    const bool isSameStore = m_epoch == m_file.epoch();
    m_epoch = m_file.epoch();
    startSyncer();
    if (isSameStore && m_commit > 0 && m_onSynced)
        m_onSynced(m_commit);
    return std::nullopt;
}

History::Failure SqliteHistory::load()
{
    m_tables.emplace(m_file.database(), m_options.retries);
    if (auto failure = m_tables->streams.load())
        return failure;
    if (auto failure = m_tables->items.load())
        return failure;
    return m_tables->retries.load();
}

// What is in a file that may not be written. The lock is ours, and nothing was given a number yet:
// memory knows no more than the file does.
void SqliteHistory::readMeanwhile()
{
    if (m_tables || !m_lock || m_commit > 0 || m_file.openToRead())
        return;
    if (load()) {
        m_tables.reset();
        m_file.close();
        return;
    }
    m_closedStreams = {};
    m_wasOpen = true;
    m_epoch = m_file.epoch();
}

void SqliteHistory::closeFile()
{
    m_syncer.reset();
    if (m_tables)
        m_closedStreams = m_tables->streams.takeRows();
    m_tables.reset();
    m_file.close();
}

void SqliteHistory::startSyncer()
{
    const auto onSynced = [this](CommitNumber commit) {
        if (m_onSynced)
            m_onSynced(commit);
    };
    const auto onFailed = [this] {
        if (m_onSyncFailed)
            m_onSyncFailed();
    };
    m_syncer = std::make_unique<StoreSyncer>(
        StoreSyncer::Parts{m_file.path(), m_options.syncFile, &m_gate, onSynced, onFailed},
        m_commit);
}

History::Failure SqliteHistory::trouble() const
{
    if (m_trouble || !m_syncer)
        return m_trouble;
    return m_syncer->failure();
}

void SqliteHistory::stumble(const HistoryError &reason)
{
    const HistoryError error = m_file.explained(reason);
    const std::chrono::nanoseconds now = m_clock.steadyTime();
    const bool isNews = !m_trouble || m_trouble->kind != error.kind;
    m_trouble = error;
    m_retryDelay =
        std::clamp<std::chrono::milliseconds>(m_retryDelay * 2, firstRetryDelay, longestRetryDelay);
    m_retryAt = now + m_retryDelay;
    if (isNews)
        m_onNotice({StoreNotice::Kind::Unavailable, error.detail, error.kind});
    if (error.kind == HistoryError::Kind::ReadOnly)
        readMeanwhile();
    if (error.kind != HistoryError::Kind::Corrupt)
        return;
    closeFile();
    if (m_lastSetAside && now - *m_lastSetAside < setAsideInterval) {
        m_retryAt = *m_lastSetAside + setAsideInterval;
        return; // opening will find it broken, and set it aside then
    }
    m_lastSetAside = now;
    m_retryAt = now;
    if (const auto failure = m_file.setAside(error.detail))
        m_retryAt = now + m_retryDelay;
}

void SqliteHistory::recover()
{
    m_trouble.reset();
    m_retryDelay = 0ms;
    m_onNotice({StoreNotice::Kind::Available, QString()});
}

// Whether it is worth trying; opens what was closed.
History::Failure SqliteHistory::makeReady()
{
    const Failure syncing = m_syncer ? m_syncer->failure() : std::nullopt;
    if (syncing) {
        stumble(*syncing);
        closeFile();
    }
    if (m_trouble && m_clock.steadyTime() < m_retryAt)
        return m_trouble;
    if (!m_syncer) {
        // What is open to be read is not closed before it may be written.
        Failure failure = m_tables ? m_file.readOnlyError() : std::nullopt;
        if (!failure)
            failure = reopen();
        if (failure) {
            stumble(*failure);
            return failure;
        }
    }
    return std::nullopt;
}

} // namespace kodama
