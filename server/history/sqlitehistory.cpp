#include "server/history/sqlitehistory.h"

#include "server/history/schema.h"
#include "server/history/storelock.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto firstRetryDelay = 250ms;
constexpr auto longestRetryDelay = 5s;
// A disk that breaks every new file as well shall not be filled with broken ones.
constexpr auto setAsideInterval = 1min;
// What a commit adds to the log beside bodies, about: the pages that they begin and end in, and
// those of the retry ids and their index.
constexpr qint64 commitOverheadBytes = qint64{8} * 1024;
constexpr qint64 retriesOverheadBytes = qint64{12} * 1024;
// Of items, a millisecond of work.
constexpr int countedAtOnce = 4096;
constexpr int fewItems = 4;

} // namespace

SqliteHistory::Tables::Tables(Database &database)
    : streams(database)
    , items(database)
    , retries(database)
    , people(database)
    , begin(database, u"BEGIN IMMEDIATE"_s)
    , commit(database, u"COMMIT"_s)
    , rollback(database, u"ROLLBACK"_s)
{}

Result<std::unique_ptr<SqliteHistory>, HistoryError>
SqliteHistory::open(const StoreOptions &options, const Clock &clock, StoreNoticeHandler onNotice)
{
    if (!QDir().exists(options.folder)) {
        if (!QDir().mkpath(options.folder))
            return HistoryError{HistoryError::Kind::Io,
                                u"cannot make the folder "_s + options.folder};
        // What people say is nobody's business.
        QFile::setPermissions(options.folder,
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    auto lock = lockStore(options.folder);
    if (!lock)
        return lock.error();
    std::unique_ptr<SqliteHistory> history(
        new SqliteHistory(options, clock, std::move(onNotice), std::move(lock).value()));
    if (const auto failure = history->reopen()) {
        if (failure->kind == HistoryError::Kind::NewerVersion ||
            failure->kind == HistoryError::Kind::NoDriver)
            return *failure;
        history->stumble(*failure);
    }
    return history;
}

SqliteHistory::SqliteHistory(const StoreOptions &options, const Clock &clock,
                             StoreNoticeHandler onNotice, FileLock lock)
    : m_options(options)
    , m_clock(clock)
    , m_onNotice(onNotice)
    , m_lock(std::move(lock))
    , m_file(options, clock, std::move(onNotice))
    , m_epoch(options.makeEpoch()) // until the file tells its own
    , m_batchGate(m_gate, std::defer_lock)
{}

SqliteHistory::~SqliteHistory()
{
    if (m_syncer)
        m_syncer->stop();
    if (m_tables && !trouble()) // of the last sync, too
        (void)m_file.markClean();
    closeFile();
}

void SqliteHistory::setSyncedHandler(SyncedHandler handler)
{
    m_onSynced = std::move(handler);
}

void SqliteHistory::setSyncFailedHandler(std::function<void()> handler)
{
    m_onSyncFailed = std::move(handler);
}

History::Failure SqliteHistory::reopen()
{
    const bool isFirstTime = m_commit == 0;
    closeFile();
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
    m_tables.emplace(m_file.database());
    if (auto failure = m_tables->streams.load())
        return failure;
    if (auto failure = m_tables->items.load())
        return failure;
    return m_tables->retries.load();
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

void SqliteHistory::stumble(const HistoryError &error)
{
    const std::chrono::nanoseconds now = m_clock.steadyTime();
    const bool isNews = !m_trouble || m_trouble->kind != error.kind;
    m_trouble = error;
    m_retryDelay =
        std::clamp<std::chrono::milliseconds>(m_retryDelay * 2, firstRetryDelay, longestRetryDelay);
    m_retryAt = now + m_retryDelay;
    if (isNews)
        m_onNotice({StoreNotice::Kind::Unavailable, error.detail, error.kind});
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
    if (!m_tables) {
        if (auto failure = reopen()) {
            stumble(*failure);
            return failure;
        }
    }
    return std::nullopt;
}

History::Failure SqliteHistory::begin()
{
    m_itemsBefore = std::exchange(m_batch, {}).items;
    m_batch.isOpen = true;
    m_batch.failure = makeReady();
    if (!m_batch.failure) {
        m_batchGate.lock();
        return std::nullopt;
    }
    m_batch.isOpen = false;
    return m_batch.failure;
}

History::Failure SqliteHistory::failBatch(const HistoryError &error)
{
    if (m_tables) {
        if (m_batch.hasBegun)
            (void)m_tables->rollback.run({});
        m_tables->streams.undo();
        m_tables->retries.undo();
    }
    m_batch.hasBegun = false;
    m_batch.failure = error;
    if (m_batchGate.owns_lock())
        m_batchGate.unlock(); // the syncer may wait for it, and be waited for
    stumble(error);
    return error;
}

History::Failure SqliteHistory::write(const std::function<Failure(Tables &)> &writer)
{
    Q_ASSERT(m_batch.isOpen || m_batch.failure);
    if (m_batch.failure)
        return m_batch.failure;
    if (!m_batch.hasBegun) {
        m_batch.hasBegun = true;
        if (auto failure = m_tables->begin.run({}))
            return failBatch(*failure);
    }
    Failure failure = writer(*m_tables);
    if (failure && failure->kind != HistoryError::Kind::TooManyStreams)
        return failBatch(*failure);
    return failure;
}

Result<CommitNumber, HistoryError> SqliteHistory::commit()
{
    if (!m_batch.failure && m_batch.hasBegun) {
        if (auto failure = finishWriting(*m_tables))
            (void)failBatch(*failure);
    }
    if (m_batchGate.owns_lock())
        m_batchGate.unlock();
    m_batch.isOpen = false;
    if (m_batch.failure)
        return *m_batch.failure;
    if (!m_batch.hasBegun)
        return CommitNumber{0};
    m_tables->streams.keep();
    m_tables->retries.keep();
    ++m_commit;
    m_syncer->request(m_commit, commitOverheadBytes + m_batch.bytes +
                                    (m_batch.hasRetries ? retriesOverheadBytes : 0));
    if (m_trouble)
        recover();
    return m_commit;
}

void SqliteHistory::hurry(CommitNumber commit)
{
    if (m_syncer)
        m_syncer->hurry(commit);
}

CommitNumber SqliteHistory::syncedCommit() const
{
    return m_syncer ? m_syncer->synced() : 0;
}

// The limits are kept on the way: a batch removes about as much as it adds, so that no batch is
// long.
History::Failure SqliteHistory::finishWriting(Tables &tables)
{
    int budget = 2 * m_batch.items + 16;
    Failure failure;
    tables.streams.visitChanged([this, &tables, &budget, &failure](StreamRow &row) {
        const qint64 slack = std::min<qint64>(64, m_options.limits.items / 8);
        HistoryLimits limits = m_options.limits;
        limits.items = limits.items > 0 ? limits.items + slack : 0;
        if (!failure && budget > 0 && isOver(row, limits))
            failure = prune(tables, tables.streams.change(row), 0, budget);
    });
    if (failure)
        return failure;
    const auto retries = tables.retries.prune(limits::retryIds, 2 * m_batch.items + 16);
    if (!retries)
        return retries.error();
    if (auto saving = tables.streams.save())
        return saving;
    return tables.commit.run({});
}

History::Failure SqliteHistory::prune(Tables &tables, StreamRow &row, qint64 oldestTs, int &budget)
{
    // One changed bit in what the file says of a stream must not cost what was said in it.
    if (!row.count.isDone) {
        if (auto failure = tables.items.count(row, countedAtOnce + m_batch.items))
            return failure;
        if (!row.count.isDone) {
            budget = 0; // there is more to do
            return std::nullopt;
        }
    }
    const auto pruned = tables.items.prune(row, m_options.limits, oldestTs, budget);
    if (!pruned)
        return pruned.error();
    budget -= pruned.value();
    return std::nullopt;
}

Result<qint64, HistoryError> SqliteHistory::append(const NewItem &item)
{
    qint64 offset = 0;
    // Whoever gave it an id waits for the disk. A long batch would make the syncer wait, too.
    if (!item.retryId.isEmpty() && m_batch.items == 0 && m_itemsBefore <= fewItems && m_syncer)
        m_syncer->expect();
    const auto failure = write([this, &item, &offset](Tables &tables) -> Failure {
        const auto row = tables.streams.grow(item.stream);
        if (!row)
            return row.error();
        const auto appended = tables.items.append(*row.value(), item);
        if (!appended)
            return appended.error();
        offset = appended.value();
        m_batch.items += 1;
        m_batch.bytes += item.body.size();
        m_batch.hasRetries |= !item.retryId.isEmpty();
        return tables.retries.add(item, row.value()->itemId(offset));
    });
    if (failure)
        return *failure;
    return offset;
}

History::Failure SqliteHistory::setTopic(const QString &room, const QString &topic)
{
    return write([&room, &topic](Tables &tables) -> Failure {
        const auto row = tables.streams.change(room);
        if (!row)
            return row.error();
        row.value()->topic = topic;
        return std::nullopt;
    });
}

History::Failure SqliteHistory::savePerson(const PersonRecord &person)
{
    return write([&person](Tables &tables) { return tables.people.savePerson(person); });
}

History::Failure SqliteHistory::saveSession(const SessionRecord &session)
{
    return write([&session](Tables &tables) { return tables.people.saveSession(session); });
}

History::Failure SqliteHistory::removeSession(SessionId session)
{
    return write([session](Tables &tables) { return tables.people.removeSession(session); });
}

} // namespace kodama
