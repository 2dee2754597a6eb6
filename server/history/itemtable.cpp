// Tested by tst_history.
#include "server/history/itemtable.h"

#include "server/history/checksum.h"
#include "server/history/schema.h"

#include <algorithm>
#include <array>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

// Of everything in the row, so that nothing is taken for what it is not.
template <typename Item>
quint32 checksumOf(qint64 id, const Item &item)
{
    const std::array<qint64, 4> numbers{id, item.ts, item.sender, item.session};
    const QByteArrayView head(reinterpret_cast<const char *>(numbers.data()), sizeof numbers);
    return checksum(item.body, checksum(item.retryId, checksum(head)));
}

} // namespace

ItemTable::ItemTable(Database &database)
    : m_database(database)
    , m_insert(database, u"INSERT INTO items (id, ts, sender, session, retry, body, crc)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?)"_s)
    , m_after(database, u"SELECT id, ts, sender, session, retry, body, crc FROM items"
                        " WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?"_s)
    , m_before(database, u"SELECT id, ts, sender, session, retry, body, crc FROM items"
                         " WHERE id >= ? AND id <= ? ORDER BY id DESC LIMIT ?"_s)
    , m_oldest(database, u"SELECT id, ts, length(body) FROM items"
                         " WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?"_s)
    , m_delete(database, u"DELETE FROM items WHERE id >= ? AND id <= ?"_s)
{}

StoreFailure ItemTable::load()
{
    const auto unchecked = schema::fact(m_database, u"unchecked"_s);
    const auto version = schema::fact(m_database, u"version"_s);
    if (!unchecked || !version)
        return unchecked ? version.error() : unchecked.error();
    m_hasUnchecked = unchecked.value().toInt() > 0 || version.value().toInt() < 3;
    return std::nullopt;
}

Result<qint64, HistoryError> ItemTable::append(StreamRow &row, const NewItem &item)
{
    const qint64 offset = row.last + 1;
    const QVariant retry = item.retryId.isEmpty() ? QVariant() : QVariant(item.retryId);
    if (auto failure = m_insert.run({row.itemId(offset), item.ts, item.sender, item.session, retry,
                                     item.body, checksumOf(row.itemId(offset), item)}))
        return *failure;
    if (row.items == 0) {
        row.first = offset;
        row.firstTs = item.ts;
    }
    row.last = offset;
    row.lastTs = item.ts;
    row.items += 1;
    row.bytes += item.body.size();
    row.unsaved += 1;
    return offset;
}

Result<Page, HistoryError> ItemTable::after(const StreamRow &row, qint64 offset, PageLimits limits)
{
    qint64 last = std::max(offset, row.first - 1);
    Page page{.items = {}, .isComplete = offset >= row.first - 1};
    // Once, unless all that there was is damaged.
    while (limits.items > 0 && page.items.isEmpty() && last < row.last) {
        if (auto failure = m_after.run({row.itemId(last + 1), row.itemId(row.last), limits.items}))
            return *failure;
        const auto seen =
            collect(m_after, {row.itemId(last + 1), row.itemId(row.last)}, limits, page);
        if (!seen)
            return seen.error();
        last = seen.value() > 0 ? seen.value() : row.last;
    }
    page.more = last < row.last;
    return page;
}

Result<Page, HistoryError> ItemTable::before(const StreamRow &row, qint64 offset, PageLimits limits)
{
    qint64 first = std::min(offset, row.last + 1);
    Page page;
    while (limits.items > 0 && page.items.isEmpty() && first > row.first) {
        if (auto failure =
                m_before.run({row.itemId(row.first), row.itemId(first - 1), limits.items}))
            return *failure;
        const auto seen =
            collect(m_before, {row.itemId(row.first), row.itemId(first - 1)}, limits, page);
        if (!seen)
            return seen.error();
        first = seen.value() > 0 ? seen.value() : row.first;
    }
    std::reverse(page.items.begin(), page.items.end());
    page.more = first > row.first;
    return page;
}

// Of a broken tree SQLite may give rows that were not asked for. They may be another room's; and
// whoever read on from one would not come to an end.
Result<qint64, HistoryError> ItemTable::collect(Statement &select, Range asked, PageLimits limits,
                                                Page &page)
{
    qsizetype bytes = 0;
    qint64 seen = 0;
    while (select.next()) {
        StoredItem item{offsetOf(select.number(0)), select.number(1), select.number(2),
                        select.number(3),           select.bytes(4),  select.bytes(5)};
        bytes += item.body.size();
        if (!page.items.isEmpty() && bytes > limits.bytes)
            break;
        const qint64 id = select.number(0);
        const bool isAsked = id >= asked.firstId && id <= asked.lastId;
        const QVariant crc = select.value(6);
        const bool isWhole = crc.isNull() ? m_hasUnchecked : crc.toUInt() == checksumOf(id, item);
        if (isAsked && (isWhole || page.items.isEmpty()))
            seen = item.offset;
        if (isAsked && isWhole) {
            page.items.append(std::move(item));
        } else {
            page.damaged += 1;
            page.isComplete = false;
        }
    }
    const StoreFailure failure = select.failure();
    select.finish();
    if (failure)
        return *failure;
    return seen;
}

Result<int, HistoryError> ItemTable::prune(StreamRow &row, const HistoryLimits &limits,
                                           qint64 oldestTs, int atMost)
{
    if (auto failure = m_oldest.run({row.itemId(row.first), row.itemId(row.last), atMost + 1}))
        return *failure;
    StreamRow pruned = row;
    pruned.first = row.last + 1;
    int count = 0;
    bool isAtTheEnd = true;
    while (m_oldest.next()) {
        const bool isOld = m_oldest.number(1) < oldestTs;
        const bool isTooMuch = pruned.items > 1 && isOver(pruned, limits);
        if (count == atMost || (!isOld && !isTooMuch)) {
            pruned.first = offsetOf(m_oldest.number(0));
            pruned.firstTs = m_oldest.number(1);
            isAtTheEnd = false;
            break;
        }
        pruned.items -= 1;
        pruned.bytes -= m_oldest.number(2);
        ++count;
    }
    const StoreFailure failure = m_oldest.failure();
    m_oldest.finish();
    if (failure)
        return *failure;
    if (isAtTheEnd)
        pruned.items = pruned.bytes = 0;
    if (count > 0) {
        if (auto deleting = m_delete.run({row.itemId(row.first), row.itemId(pruned.first - 1)}))
            return *deleting;
    }
    row = pruned;
    return count;
}

bool isOver(const StreamRow &row, const HistoryLimits &limits)
{
    return (limits.items > 0 && row.items > limits.items) ||
           (limits.bytes > 0 && row.bytes > limits.bytes);
}

} // namespace kodama
