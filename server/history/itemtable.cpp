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
    , m_count(database, u"SELECT count(*), sum(size), max(id) FROM (SELECT id, length(body) AS size"
                        " FROM items WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?)"_s)
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
    if (row.last >= limits::largestOffset)
        return HistoryError{HistoryError::Kind::TooManyStreams, row.name};
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
        const Range asked{row.itemId(last + 1), row.itemId(row.last)};
        if (auto failure = m_after.run({asked.firstId, asked.lastId, limits.items}))
            return *failure;
        const auto seen = collect(m_after, asked, limits, page);
        if (!seen)
            return seen.error();
        last = seen.value();
        if (last == 0) {
            const auto place = placeBehind(asked, Walk::Up);
            if (!place)
                return place.error();
            last =
                place.value() > 0 ? std::max(offsetOf(asked.firstId), place.value() - 1) : row.last;
            page.isComplete = page.isComplete && place.value() == 0;
        }
    }
    page.more = last < row.last;
    return page;
}

Result<Page, HistoryError> ItemTable::before(const StreamRow &row, qint64 offset, PageLimits limits)
{
    qint64 first = std::min(offset, row.last + 1);
    Page page;
    while (limits.items > 0 && page.items.isEmpty() && first > row.first) {
        const Range asked{row.itemId(row.first), row.itemId(first - 1)};
        if (auto failure = m_before.run({asked.firstId, asked.lastId, limits.items}))
            return *failure;
        const auto seen = collect(m_before, asked, limits, page);
        if (!seen)
            return seen.error();
        first = seen.value();
        if (first == 0) {
            const auto place = placeBehind(asked, Walk::Down);
            if (!place)
                return place.error();
            first =
                place.value() > 0 ? std::min(offsetOf(asked.lastId), place.value() + 1) : row.first;
            page.isComplete = page.isComplete && place.value() == 0;
        }
    }
    std::reverse(page.items.begin(), page.items.end());
    page.more = first > row.first;
    return page;
}

ItemTable::Cell ItemTable::cellOf(const Statement &select) const
{
    Cell cell{select.number(0),
              {offsetOf(select.number(0)), select.number(1), select.number(2), select.number(3),
               select.bytes(4), select.bytes(5)},
              false};
    const QVariant crc = select.value(6);
    cell.isWhole = crc.isNull() ? m_hasUnchecked : crc.toUInt() == checksumOf(cell.id, cell.item);
    return cell;
}

// The offset of what a walk through the range would begin with; 0 if that is not in it.
Result<qint64, HistoryError> ItemTable::edge(Statement &select, Range asked)
{
    if (auto failure = select.run({asked.firstId, asked.lastId, 1}))
        return *failure;
    const qint64 id = select.next() ? select.number(0) : 0;
    const StoreFailure failure = select.failure();
    select.finish();
    if (failure)
        return *failure;
    return id >= asked.firstId && id <= asked.lastId ? offsetOf(id) : 0;
}

// A walk ends at once where an item claims a place beyond the range, though others lie behind it.
// Where they can be reached, as near as can be found quickly; 0: there are none.
Result<qint64, HistoryError> ItemTable::placeBehind(Range asked, Walk walk)
{
    const bool isUp = walk == Walk::Up;
    auto farthest = edge(isUp ? m_before : m_after, asked);
    if (!farthest || farthest.value() == 0)
        return farthest;
    const qint64 farthestId = asked.lastId - offsetOf(asked.lastId) + farthest.value();
    const qint64 distance = isUp ? farthestId - asked.firstId : asked.lastId - farthestId;
    for (qint64 step = 1; step < distance; step *= 2) {
        const qint64 place = isUp ? asked.firstId + step : asked.lastId - step;
        auto found =
            isUp ? edge(m_after, {place, asked.lastId}) : edge(m_before, {asked.firstId, place});
        if (!found)
            return found;
        if (found.value() > 0)
            return offsetOf(place);
    }
    return farthest;
}

// Of a broken tree SQLite may give rows that were not asked for. They may be another room's; and
// whoever read on from one would not come to an end.
Result<qint64, HistoryError> ItemTable::collect(Statement &select, Range asked, PageLimits limits,
                                                Page &page)
{
    qsizetype bytes = 0;
    qint64 seen = 0;
    int damagedBehind = 0; // the next page begins with them
    while (select.next()) {
        Cell cell = cellOf(select);
        bytes += cell.item.body.size();
        if (!page.items.isEmpty() && bytes > limits.bytes)
            break;
        const bool isAsked = cell.id >= asked.firstId && cell.id <= asked.lastId;
        if (isAsked && (cell.isWhole || page.items.isEmpty()))
            seen = cell.item.offset;
        if (isAsked && cell.isWhole) {
            page.items.append(std::move(cell.item));
            damagedBehind = 0;
        } else {
            page.damaged += 1;
            damagedBehind += isAsked ? 1 : 0;
            page.isComplete = false;
        }
    }
    const StoreFailure failure = select.failure();
    select.finish();
    if (failure)
        return *failure;
    if (!page.items.isEmpty())
        page.damaged -= damagedBehind;
    return seen;
}

StoreFailure ItemTable::count(StreamRow &row, int atMost)
{
    StreamCount &count = row.count;
    const qint64 from = std::max(count.to + 1, row.first);
    if (auto failure = m_count.run({row.itemId(from), row.itemId(row.last), atMost}))
        return failure;
    const qint64 counted = m_count.next() ? m_count.number(0) : 0;
    if (counted > 0) {
        count.items += counted;
        count.bytes += m_count.number(1);
        count.to = std::max(from, offsetOf(m_count.number(2)));
    }
    StoreFailure failure = m_count.failure();
    m_count.finish();
    if (failure || (counted > 0 && count.to < row.last))
        return failure;
    const auto place = from > row.last
                           ? Result<qint64, HistoryError>(0)
                           : placeBehind({row.itemId(from), row.itemId(row.last)}, Walk::Up);
    if (!place)
        return place.error();
    if (counted == 0 && place.value() > 0) {
        count.to = std::max(from, place.value() - 1);
        return std::nullopt;
    }
    row.items = count.items;
    row.bytes = count.bytes;
    if (row.items == 0)
        row.first = row.last + 1;
    count.isDone = true;
    return std::nullopt;
}

ItemTable::Going ItemTable::walkGoing(StreamRow &row, const HistoryLimits &limits, qint64 oldestTs,
                                      PruneBudget budget)
{
    StreamRow rest = row; // also without damaged ones, which go with a whole one behind them
    Going going;
    while (m_after.next()) {
        const Cell cell = cellOf(m_after);
        const bool isWhole =
            cell.isWhole && cell.id >= row.itemId(row.first) && cell.id <= row.itemId(row.last);
        const bool goes =
            !isWhole || cell.item.ts < oldestTs || (rest.items > 1 && isOver(rest, limits));
        going.isCut = going.seen >= budget.items || going.bytes >= budget.bytes;
        going.isKept = going.isCut || !goes;
        if (going.isKept && isWhole)
            row.firstTs = cell.item.ts;
        if (going.isKept)
            break;
        ++going.seen;
        going.bytes += cell.item.body.size();
        rest.items -= 1;
        rest.bytes -= cell.item.body.size();
        if (isWhole) {
            rest.first = cell.item.offset + 1;
            row = rest;
            going.items = going.seen;
        }
    }
    return going;
}

// Makes the row what it is without the items that go.
Result<ItemTable::Going, HistoryError> ItemTable::findGoing(StreamRow &row,
                                                            const HistoryLimits &limits,
                                                            qint64 oldestTs, PruneBudget budget)
{
    if (auto failure = m_after.run({row.itemId(row.first), row.itemId(row.last), budget.items + 1}))
        return *failure;
    Going going = walkGoing(row, limits, oldestTs, budget);
    const StoreFailure failure = m_after.failure();
    m_after.finish();
    if (failure)
        return *failure;
    if (going.seen == 0 && !going.isKept) {
        if (auto skipping = skipUnreachable(row))
            return *skipping;
        return going;
    }
    if (going.items == 0 && going.seen > 0 && (going.isCut || !going.isKept)) {
        // Nothing but damaged ones: not more than would lie there if all were whole.
        row.first = std::min(row.first + going.seen, row.last + 1);
        row.count = {};
        going.items = going.seen;
        return going;
    }
    if (going.isKept ? row.items < 1 : row.items != 0)
        row.count = {};
    else if (!going.isKept)
        row.first = row.last + 1;
    return going;
}

// Where a walk finds nothing although something is there.
StoreFailure ItemTable::skipUnreachable(StreamRow &row)
{
    const auto place = placeBehind({row.itemId(row.first), row.itemId(row.last)}, Walk::Up);
    if (!place)
        return place.error();
    row.first = place.value() > 0 ? std::max(row.first + 1, place.value()) : row.last + 1;
    if (place.value() == 0)
        row.count = {};
    return std::nullopt;
}

StoreFailure ItemTable::prune(StreamRow &row, const HistoryLimits &limits, qint64 oldestTs,
                              PruneBudget &budget)
{
    StreamRow pruned = row;
    const auto going = findGoing(pruned, limits, oldestTs, budget);
    if (!going)
        return going.error();
    int removed = 0;
    if (pruned.first > row.first) {
        if (auto failure = m_delete.run({row.itemId(row.first), row.itemId(pruned.first - 1)}))
            return failure;
        removed = m_delete.affected();
    }
    if (pruned.items != row.items - removed)
        pruned.count = {}; // the tree is damaged
    row = pruned;
    budget.items -= std::max(removed, going.value().items);
    budget.bytes -= going.value().items > 0 ? going.value().bytes : 0;
    return std::nullopt;
}

bool isOver(const StreamRow &row, const HistoryLimits &limits)
{
    return (limits.items > 0 && row.items > limits.items) ||
           (limits.bytes > 0 && row.bytes > limits.bytes);
}

} // namespace kodama
