// Tested by tst_history.
#include "server/history/retrytable.h"

#include "server/history/schema.h"

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
// So many may be looked through again after the next start.
constexpr qint64 noteInterval = 1000;

QString firstKey()
{
    return u"retries_first"_s;
}

} // namespace

RetryTable::RetryTable(Database &database, const RetryBounds &bounds)
    : m_database(database)
    , m_bounds(bounds)
    , m_insert(database, u"INSERT OR REPLACE INTO retries (seq, session, retry, item, ts)"
                         " VALUES (?, ?, ?, ?, ?)"_s)
    , m_select(database, u"SELECT item, ts FROM retries WHERE session = ? AND retry = ?"_s)
    , m_oldest(database, u"SELECT seq, session FROM retries WHERE seq >= ? AND seq < ?"
                         " ORDER BY seq LIMIT ?"_s)
    , m_count(database, u"SELECT count(*), coalesce(sum(below), 0) FROM (SELECT seq < ? AS below"
                        " FROM retries WHERE session = ? LIMIT ?)"_s)
    , m_delete(database, u"DELETE FROM retries WHERE seq >= ? AND seq <= ?"_s)
    // The signs: by the index on sessions, and not through everybody's.
    , m_deleteOldest(database, u"DELETE FROM retries WHERE seq IN (SELECT seq FROM retries"
                               " WHERE session = ? AND +seq < ? ORDER BY +seq LIMIT ?)"_s)
    , m_portion(database, u"SELECT max(seq) FROM (SELECT seq FROM retries WHERE seq > ? AND seq < ?"
                          " ORDER BY seq LIMIT ?)"_s)
    , m_deleteForgotten(database, u"DELETE FROM retries WHERE seq > ? AND seq <= ? AND NOT EXISTS"
                                  " (SELECT 1 FROM sessions WHERE id = retries.session)"_s)
{}

StoreFailure RetryTable::load()
{
    const auto lowest = m_database.value(u"SELECT min(seq) FROM retries WHERE seq > 0"_s);
    if (!lowest)
        return lowest.error();
    const auto last = m_database.value(u"SELECT max(seq) FROM retries WHERE seq <= "_s +
                                       QString::number(mostSeq));
    if (!last)
        return last.error();
    const auto noted = schema::fact(m_database, firstKey());
    if (!noted)
        return noted.error();
    m_at.last = std::max<qint64>(last.value().toLongLong(), 0);
    const qint64 next = m_at.last + 1;
    const qint64 low = lowest.value().isNull() ? next : lowest.value().toLongLong();
    m_at.first = std::clamp(wholeNumber(noted.value()), std::min(low, next), next);
    m_at.noted = m_at.first;
    const auto below = m_database.value(u"SELECT count(*) FROM retries WHERE seq > 0 AND seq < "_s +
                                        QString::number(m_at.first));
    // What is broken there is noticed by whoever needs it.
    if (!below && below.error().kind != HistoryError::Kind::Corrupt)
        return below.error();
    m_at.below = below ? below.value().toLongLong() : 0;
    keep();
    return std::nullopt;
}

StoreFailure RetryTable::add(const NewItem &item, qint64 itemId)
{
    if (item.retryId.isEmpty())
        return std::nullopt;
    if (const auto known = m_known.find(item.session); known != m_known.end())
        known->others += 1;
    return m_insert.run({++m_at.last, item.session, item.retryId, itemId, item.ts});
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
    const qint64 end = m_at.last + 1 - m_bounds.all;
    if (m_at.first < end) {
        if (auto failure = lookThrough(end, atMost))
            return *failure;
    }
    if (auto failure = dropOldest(atMost))
        return *failure;
    if (auto failure = note())
        return *failure;
    return std::max<qint64>(end - m_at.first, 0);
}

Result<QList<RetryTable::Entry>, HistoryError> RetryTable::oldest(qint64 from, qint64 end,
                                                                  qint64 atMost)
{
    if (auto failure = m_oldest.run({from, end, atMost}))
        return *failure;
    QList<Entry> entries;
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

StoreFailure RetryTable::lookThrough(qint64 end, qint64 atMost)
{
    if (m_known.size() > mostKnown)
        m_known.clear();
    const auto entries = oldest(m_at.first, end, atMost);
    if (!entries)
        return entries.error();
    // Numbers may be left out.
    if (entries.value().isEmpty())
        m_at.first = end;
    qint64 steps = 0;
    Run going;
    for (const Entry &entry : entries.value()) {
        if (steps > mostSteps)
            break;
        Count &count = m_known[entry.session];
        if (!count.isExact && !hasPlenty(count)) {
            if (auto failure = remove(going)) // what goes does not count
                return failure;
            if (auto failure = recount(entry, count))
                return failure;
            steps += count.below + count.others;
        }
        if (hasPlenty(count)) {
            going = {going.last < 0 ? entry.seq : going.first, entry.seq};
        } else {
            if (auto failure = remove(going))
                return failure;
            steps += isOverfull(count) ? count.below + count.others : 0;
            if (auto failure = keepOne(entry, count))
                return failure;
        }
        count.others -= 1;
        m_at.first = entry.seq + 1;
    }
    return remove(going);
}

StoreFailure RetryTable::recount(const Entry &entry, Count &count)
{
    const qint64 enough = 4 * m_bounds.ofSession;
    if (auto failure = m_count.run({entry.seq, entry.session, enough}))
        return failure;
    count = {};
    if (m_count.next()) {
        const qint64 ids = m_count.number(0);
        count.below = m_count.number(1);
        count.others = ids - count.below;
        count.isExact = ids < enough;
    }
    const StoreFailure failure = m_count.failure();
    m_count.finish();
    return failure;
}

// Older ones go, so that no more are kept than may be.
StoreFailure RetryTable::keepOne(const Entry &entry, Count &count)
{
    if (isOverfull(count)) {
        if (auto failure = m_deleteOldest.run({entry.session, entry.seq, slack()}))
            return failure;
        count.below -= m_deleteOldest.affected();
        m_at.below -= m_deleteOldest.affected();
    }
    count.below += 1;
    m_at.below += 1;
    return std::nullopt;
}

StoreFailure RetryTable::dropOldest(qint64 atMost)
{
    const qint64 over = m_at.below + m_at.last + 1 - m_at.first - m_bounds.most;
    if (over <= 0)
        return std::nullopt;
    const auto entries = oldest(1, m_at.last + 1, std::min(over, atMost));
    if (!entries)
        return entries.error();
    Run going;
    for (const Entry &entry : entries.value()) {
        const bool isBelow = entry.seq < m_at.first;
        m_at.below -= isBelow ? 1 : 0;
        if (const auto known = m_known.find(entry.session); known != m_known.end())
            (isBelow ? known->below : known->others) -= 1;
        going = {going.last < 0 ? entry.seq : going.first, entry.seq};
    }
    m_at.first = std::max(m_at.first, going.last + 1);
    return remove(going);
}

// Not each time: that would be one more page for each batch. What is looked through twice comes to
// the same.
StoreFailure RetryTable::note()
{
    if (m_at.first - m_at.noted < noteInterval)
        return std::nullopt;
    m_at.noted = m_at.first;
    return schema::setFact(m_database, firstKey(), m_at.first);
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
    if (auto failure = m_portion.run({m_tendedTo, m_at.first, atMost}))
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
    const int removed = m_deleteForgotten.affected();
    m_at.below -= removed;
    if (removed > 0)
        m_known.clear();
    return removed;
}

} // namespace kodama
