// Tested by tst_history.
#include "server/history/streamtable.h"

#include "server/history/historylimits.h"
#include "server/history/schema.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int offsetBits = 40;

/// Items that may have to be counted when the table is read.
constexpr qint64 mostUnsaved = 256;

} // namespace

qint64 StreamRow::itemId(qint64 offset) const
{
    return (id << offsetBits) + offset;
}

qint64 streamIdOf(qint64 itemId)
{
    return itemId >> offsetBits;
}

qint64 offsetOf(qint64 itemId)
{
    return itemId & ((qint64{1} << offsetBits) - 1);
}

const StreamRow *StreamRows::find(const QString &name) const
{
    const auto found = m_ids.constFind(name);
    return found == m_ids.cend() ? nullptr : find(*found);
}

const StreamRow *StreamRows::find(qint64 id) const
{
    const auto found = m_rows.find(id);
    return found == m_rows.cend() ? nullptr : &found->second;
}

StreamTable::StreamTable(Database &database)
    : m_database(database)
    , m_insert(database, u"INSERT INTO streams (name, topic, first, last, items, bytes, first_ts,"
                         " last_ts) VALUES (?, '', ?, ?, 0, 0, 0, 0)"_s)
    , m_update(database, u"UPDATE streams SET topic = ?, first = ?, last = ?, items = ?, bytes = ?,"
                         " first_ts = ?, last_ts = ? WHERE id = ?"_s)
    , m_delete(database, u"DELETE FROM streams WHERE id = ?"_s)
    , m_insertConversation(database, u"INSERT OR REPLACE INTO conversations VALUES (?, ?, ?)"_s)
    , m_deleteConversation(database, u"DELETE FROM conversations WHERE person = ? AND other = ?"_s)
{}

StoreFailure StreamTable::load()
{
    const auto floor = schema::fact(m_database, u"floor"_s);
    if (!floor)
        return floor.error();
    m_all.m_floor = m_floorBefore = floor.value().toLongLong();
    Statement select(m_database, schema::streamRows());
    if (auto failure = select.run({}))
        return failure;
    while (select.next()) {
        const StreamRow row{select.number(0), select.text(1),   select.text(2),   select.number(3),
                            select.number(4), select.number(5), select.number(6), select.number(7),
                            select.number(8), select.number(9)};
        m_all.m_ids.insert(row.name, row.id);
        m_all.m_rows.insert_or_assign(row.id, row);
    }
    return select.failure();
}

Result<StreamRow *, HistoryError> StreamTable::change(const QString &name)
{
    const auto row = grow(name);
    if (row)
        remember(*row.value()).hasOnlyGrown = false;
    return row;
}

StreamRow &StreamTable::change(const StreamRow &row)
{
    remember(row).hasOnlyGrown = false;
    return m_all.m_rows.at(row.id);
}

Result<StreamRow *, HistoryError> StreamTable::grow(const QString &name)
{
    const StreamRow *row = find(name);
    if (!row)
        return make(name);
    remember(*row);
    return &m_all.m_rows.at(row->id);
}

StoreFailure StreamTable::save()
{
    for (const Before &before : m_before) {
        const auto found = m_all.m_rows.find(before.id);
        if (found == m_all.m_rows.end())
            continue; // made place for another one
        StreamRow &row = found->second;
        if (before.hasOnlyGrown && row.unsaved < mostUnsaved)
            continue;
        if (auto failure = m_update.run({row.topic, row.first, row.last, row.items, row.bytes,
                                         row.firstTs, row.lastTs, row.id}))
            return failure;
        row.unsaved = 0;
    }
    if (m_all.m_floor != m_floorBefore)
        return schema::setFact(m_database, u"floor"_s, m_all.m_floor);
    return std::nullopt;
}

void StreamTable::keep()
{
    m_before.clear();
    m_floorBefore = m_all.m_floor;
}

void StreamTable::undo()
{
    for (auto before = m_before.rbegin(); before != m_before.rend(); ++before) {
        if (before->row) {
            m_all.m_ids.insert(before->row->name, before->id);
            m_all.m_rows.insert_or_assign(before->id, *before->row);
        } else if (const StreamRow *row = find(before->id)) {
            m_all.m_ids.remove(row->name);
            m_all.m_rows.erase(before->id);
        }
    }
    m_before.clear();
    m_all.m_floor = m_floorBefore;
}

Result<StreamRow *, HistoryError> StreamTable::make(const QString &name)
{
    if (m_all.m_rows.size() >= size_t(limits::streams)) {
        if (auto failure = dropAnEmptyOne())
            return *failure;
    }
    if (auto failure = m_insert.run({name, m_all.m_floor + 1, m_all.m_floor}))
        return *failure;
    StreamRow row;
    row.id = m_insert.insertedId();
    row.name = name;
    row.first = m_all.m_floor + 1;
    row.last = m_all.m_floor;
    if (const auto people = directPeople(name)) {
        const auto [one, other] = *people;
        if (auto failure = m_insertConversation.run({one, other, row.id}))
            return *failure;
        if (auto failure = m_insertConversation.run({other, one, row.id}))
            return *failure;
    }
    m_before.push_back({row.id, std::nullopt});
    m_all.m_ids.insert(name, row.id);
    return &m_all.m_rows.insert_or_assign(row.id, row).first->second;
}

// The one that has been silent for longest. Should it come back, its offsets are not given again.
StoreFailure StreamTable::dropAnEmptyOne()
{
    const StreamRow *oldest = nullptr;
    for (const auto &[id, row] : m_all.m_rows) {
        if (row.items == 0 && row.topic.isEmpty() && (!oldest || row.lastTs < oldest->lastTs))
            oldest = &row;
    }
    if (!oldest)
        return HistoryError{HistoryError::Kind::TooManyStreams, QString::number(limits::streams)};
    if (auto failure = m_delete.run({oldest->id}))
        return failure;
    if (const auto people = directPeople(oldest->name)) {
        const auto [one, other] = *people;
        if (auto failure = m_deleteConversation.run({one, other}))
            return failure;
        if (auto failure = m_deleteConversation.run({other, one}))
            return failure;
    }
    remember(*oldest);
    m_all.m_floor = std::max(m_all.m_floor, oldest->last);
    m_all.m_ids.remove(oldest->name);
    m_all.m_rows.erase(oldest->id);
    return std::nullopt;
}

StreamTable::Before &StreamTable::remember(const StreamRow &row)
{
    const auto known = std::find_if(m_before.begin(), m_before.end(),
                                    [&row](const Before &before) { return before.id == row.id; });
    return known != m_before.end() ? *known : m_before.emplace_back(Before{row.id, row});
}

} // namespace kodama
