// Tested by tst_history.
#include "server/history/retrytable.h"

#include <algorithm>
#include <utility>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

// What is above is damaged.
constexpr qint64 mostSeq = qint64{1} << 60;
// To find out how many ids a session has: a good part of a millisecond. And how many sessions are
// remembered to have how many.
constexpr qint64 mostSteps = 4096;
constexpr qsizetype mostKnown = 100'000;

} // namespace

RetryTable::RetryTable(Database &database, RetryBounds bounds)
    : m_database(database)
    , m_bounds(bounds)
    , m_insert(database, u"INSERT OR REPLACE INTO retries (seq, session, retry, item, ts)"
                         " VALUES (?, ?, ?, ?, ?)"_s)
    , m_select(database, u"SELECT item, ts FROM retries WHERE session = ? AND retry = ?"_s)
    , m_oldest(database, u"SELECT seq, session FROM retries WHERE seq >= ? AND seq < ?"
                         " ORDER BY seq LIMIT ?"_s)
    , m_count(database, u"SELECT count(*) FROM (SELECT 1 FROM retries WHERE session = ? LIMIT ?)"_s)
    , m_delete(database, u"DELETE FROM retries WHERE seq >= ? AND seq <= ?"_s)
    // The sign: by the index on sessions, and not through everybody's.
    , m_deleteOldest(database, u"DELETE FROM retries WHERE seq IN (SELECT seq FROM retries"
                               " WHERE session = ? ORDER BY +seq LIMIT ?)"_s)
    , m_portion(database, u"SELECT max(seq) FROM (SELECT seq FROM retries WHERE seq > ? AND seq < ?"
                          " ORDER BY seq LIMIT ?)"_s)
    , m_deleteForgotten(database, u"DELETE FROM retries WHERE seq > ? AND seq <= ? AND NOT EXISTS"
                                  " (SELECT 1 FROM sessions WHERE id = retries.session)"_s)
{}

StoreFailure RetryTable::load()
{
    const auto first = m_database.value(u"SELECT min(seq) FROM retries WHERE seq > 0"_s);
    if (!first)
        return first.error();
    const auto last = m_database.value(u"SELECT max(seq) FROM retries WHERE seq <= "_s +
                                       QString::number(mostSeq));
    if (!last)
        return last.error();
    m_last = std::max<qint64>(last.value().toLongLong(), 0);
    m_first = first.value().isNull() ? m_last + 1 : first.value().toLongLong();
    m_first = std::min(m_first, m_last + 1);
    keep();
    return std::nullopt;
}

StoreFailure RetryTable::add(const NewItem &item, qint64 itemId)
{
    if (item.retryId.isEmpty())
        return std::nullopt;
    if (const auto known = m_known.find(item.session); known != m_known.end())
        known->ids += 1;
    return m_insert.run({++m_last, item.session, item.retryId, itemId, item.ts});
}

Result<std::optional<StoredRetry>, HistoryError>
RetryTable::find(SessionId session, const QByteArray &retryId, const StreamTable &streams)
{
    if (auto failure = m_select.run({session, retryId}))
        return *failure;
    std::optional<StoredRetry> found;
    if (m_select.next()) {
        const qint64 item = m_select.number(0);
        if (const StreamRow *stream = streams.find(streamIdOf(item)))
            found = StoredRetry{stream->name, offsetOf(item), m_select.number(1)};
    }
    const StoreFailure failure = m_select.failure();
    m_select.finish();
    if (failure)
        return *failure;
    return found;
}

// What goes and what is kept is decided once, when an id is the oldest of those that were not
// looked through. To go by what a session has then, its ids need not be in order anywhere.
Result<qint64, HistoryError> RetryTable::prune(qint64 atMost)
{
    const qint64 end = m_last + 1 - m_bounds.all;
    if (m_first >= end)
        return qint64{0};
    if (m_known.size() > mostKnown)
        m_known.clear();
    const auto entries = oldest(end, atMost);
    if (!entries)
        return entries.error();
    if (auto failure = lookThrough(entries.value()))
        return *failure;
    // Numbers may be left out.
    if (entries.value().isEmpty())
        m_first = end;
    return end - m_first;
}

Result<QList<RetryTable::Entry>, HistoryError> RetryTable::oldest(qint64 end, qint64 atMost)
{
    if (auto failure = m_oldest.run({m_first, end, atMost}))
        return *failure;
    QList<Entry> entries;
    qint64 from = m_first;
    while (m_oldest.next()) {
        const Entry entry{m_oldest.number(0), m_oldest.number(1)};
        if (entry.seq < from || entry.seq >= end)
            continue; // of a broken tree
        entries.append(entry);
        from = entry.seq + 1;
    }
    const StoreFailure failure = m_oldest.failure();
    m_oldest.finish();
    if (failure)
        return *failure;
    return entries;
}

StoreFailure RetryTable::lookThrough(const QList<Entry> &entries)
{
    qint64 steps = 0;
    Run going;
    for (const Entry &entry : entries) {
        if (steps > mostSteps)
            break;
        Count &count = m_known[entry.session];
        if (!count.isExact && !hasPlenty(count)) {
            if (auto failure = recount(entry.session, count))
                return failure;
            steps += count.ids;
        }
        if (hasPlenty(count)) {
            going = {going.last < 0 ? entry.seq : going.first, entry.seq};
            count.ids -= 1;
        } else {
            if (auto failure = remove(going))
                return failure;
            steps += count.ids > mostKept() ? count.ids : 0;
            if (auto failure = makeFew(entry.session, count))
                return failure;
        }
        m_first = entry.seq + 1;
    }
    return remove(going);
}

// Whether the oldest that was not looked through may go though as many as can be were kept.
bool RetryTable::hasPlenty(const Count &count) const
{
    return count.ids > mostKept() + m_bounds.ofSession;
}

StoreFailure RetryTable::recount(SessionId session, Count &count)
{
    const qint64 enough = 4 * m_bounds.ofSession;
    if (auto failure = m_count.run({session, enough}))
        return failure;
    count.ids = m_count.next() ? m_count.number(0) : 0;
    count.isExact = count.ids < enough;
    const StoreFailure failure = m_count.failure();
    m_count.finish();
    return failure;
}

// So that no more are kept than may be, also with the one that is looked at.
StoreFailure RetryTable::makeFew(SessionId session, Count &count)
{
    if (count.ids <= mostKept())
        return std::nullopt;
    if (auto failure = m_deleteOldest.run({session, slack()}))
        return failure;
    count.ids -= m_deleteOldest.affected();
    return std::nullopt;
}

StoreFailure RetryTable::remove(Run &run)
{
    if (run.last < 0)
        return std::nullopt;
    const Run removed = std::exchange(run, {});
    return m_delete.run({removed.first, removed.last});
}

Result<int, HistoryError> RetryTable::forget(int atMost)
{
    if (auto failure = m_portion.run({m_tendedTo, m_first, atMost}))
        return *failure;
    const qint64 from = m_tendedTo;
    m_tendedTo = m_portion.next() ? m_portion.number(0) : 0;
    const StoreFailure failure = m_portion.failure();
    m_portion.finish();
    if (failure)
        return *failure;
    if (m_tendedTo <= 0) {
        m_tendedTo = 0; // from the beginning
        return 0;
    }
    if (auto removing = m_deleteForgotten.run({from, m_tendedTo}))
        return *removing;
    if (m_deleteForgotten.affected() > 0)
        m_known.clear();
    return m_deleteForgotten.affected();
}

} // namespace kodama
