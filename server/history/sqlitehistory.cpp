#include "server/history/sqlitehistory.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

// What a commit adds to the log beside bodies, about: the pages that they begin and end in, and
// those of the retry ids and their index.
constexpr qint64 commitOverheadBytes = qint64{8} * 1024;
constexpr qint64 retriesOverheadBytes = qint64{12} * 1024;
// Of items, a millisecond of work.
constexpr int countedAtOnce = 4096;
constexpr int fewItems = 4;

} // namespace

SqliteHistory::Tables::Tables(Database &database, const RetryBounds &bounds)
    : streams(database)
    , items(database)
    , retries(database, bounds)
    , people(database)
    , begin(database, u"BEGIN IMMEDIATE"_s)
    , commit(database, u"COMMIT"_s)
    , rollback(database, u"ROLLBACK"_s)
{}

SqliteHistory::SqliteHistory(const StoreOptions &options, const Clock &clock,
                             StoreNoticeHandler onNotice)
    : m_options(options)
    , m_clock(clock)
    , m_onNotice(onNotice)
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
    const int atMost = 2 * m_batch.items + 16;
    // tend() adds nothing, and has had its portion.
    PruneBudget budget{m_batch.items > 0 ? atMost : 0, PruneBudget::portionBytes + m_batch.bytes};
    Failure failure;
    tables.streams.visitChanged([this, &tables, &budget, &failure](StreamRow &row) {
        const qint64 slack = std::min<qint64>(64, m_options.limits.items / 8);
        HistoryLimits limits = m_options.limits;
        limits.items = limits.items > 0 ? limits.items + slack : 0;
        if (!failure && !budget.isSpent() && isOver(row, limits))
            failure = prune(tables, tables.streams.change(row), 0, budget);
    });
    if (failure)
        return failure;
    const auto retries = tables.retries.prune(atMost);
    if (!retries)
        return retries.error();
    if (auto saving = tables.streams.save())
        return saving;
    return tables.commit.run({});
}

History::Failure SqliteHistory::prune(Tables &tables, StreamRow &row, qint64 oldestTs,
                                      PruneBudget &budget)
{
    // One changed bit in what the file says of a stream must not cost what was said in it.
    if (!row.count.isDone) {
        if (auto failure = tables.items.count(row, countedAtOnce + m_batch.items))
            return failure;
        if (!row.count.isDone) {
            budget.items = 0; // there is more to do
            return std::nullopt;
        }
    }
    return tables.items.prune(row, m_options.limits, oldestTs, budget);
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
