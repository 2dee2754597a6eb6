// Tested by tst_history.
#include "server/history/retrytable.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

// What is above is damaged.
constexpr qint64 mostSeq = qint64{1} << 60;

} // namespace

RetryTable::RetryTable(Database &database)
    : m_database(database)
    , m_insert(database, u"INSERT OR REPLACE INTO retries (seq, session, retry, item, ts)"
                         " VALUES (?, ?, ?, ?, ?)"_s)
    , m_select(database, u"SELECT item, ts FROM retries WHERE session = ? AND retry = ?"_s)
    , m_delete(database, u"DELETE FROM retries WHERE seq < ?"_s)
    , m_oldest(database, u"SELECT min(seq) FROM retries WHERE seq >= ?"_s)
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

Result<qint64, HistoryError> RetryTable::prune(qint64 bound, qint64 atMost)
{
    const qint64 over = m_last - m_first + 1 - bound;
    if (over <= 0)
        return qint64{0};
    const qint64 first = m_first + std::min(over, atMost);
    if (auto failure = m_delete.run({first}))
        return *failure;
    // Numbers may be left out, where one was damaged by many.
    if (auto failure = m_oldest.run({first}))
        return *failure;
    const qint64 oldest = m_oldest.next() ? m_oldest.number(0) : 0;
    m_oldest.finish();
    m_first = std::clamp(oldest, first, m_last + 1);
    return m_last - m_first + 1 - bound;
}

} // namespace kodama
