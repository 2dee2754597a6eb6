// Tested by tst_history.
#include "server/history/streamtable.h"

#include "server/history/historylimits.h"
#include "server/history/schema.h"

#include <algorithm>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Items that may have to be counted when the table is read.
constexpr qint64 mostUnsaved = 256;

bool makesPlace(const StreamRow &row)
{
    return row.items == 0 && row.topic.isEmpty();
}

} // namespace

const StreamRow *StreamRows::find(const QString &name) const
{
    if (m_foundLast && m_foundLast->name == name)
        return m_foundLast;
    const auto found = m_ids.constFind(name);
    if (found == m_ids.cend())
        return nullptr;
    m_foundLast = find(*found);
    return m_foundLast;
}

const StreamRow *StreamRows::find(qint64 id) const
{
    const auto found = m_rows.find(id);
    return found == m_rows.cend() ? nullptr : &found->second;
}

void StreamRows::erase(const StreamRow &row)
{
    m_foundLast = nullptr;
    m_ids.remove(row.name);
    m_rows.erase(row.id);
}

StreamTable::StreamTable(Database &database)
    : m_database(database)
    , m_insert(database, u"INSERT INTO streams (id, name, topic, first, last, items, bytes,"
                         " first_ts, last_ts) VALUES (?, ?, '', ?, ?, 0, 0, 0, 0)"_s)
    , m_update(database, u"UPDATE streams SET topic = ?, first = ?, last = ?, items = ?, bytes = ?,"
                         " first_ts = ?, last_ts = ? WHERE id = ?"_s)
    , m_delete(database, u"DELETE FROM streams WHERE id = ?"_s)
    , m_insertConversation(database, u"INSERT OR REPLACE INTO conversations VALUES (?, ?, ?)"_s)
    , m_deleteConversation(database, u"DELETE FROM conversations WHERE person = ? AND other = ?"_s)
    , m_forgetPerson(database, u"DELETE FROM people WHERE id = ?"
                               " AND NOT EXISTS (SELECT 1 FROM sessions WHERE person = ?)"
                               " AND NOT EXISTS (SELECT 1 FROM conversations WHERE person = ?)"_s)
{}

// Numbers of the file are believed here or nowhere: behind it they are added and subtracted.
StoreFailure StreamTable::load()
{
    if (auto failure = readRows())
        return failure;
    if (auto failure = readFloor())
        return failure;
    for (auto &[id, row] : m_all.m_rows) {
        if (isPossible(row))
            continue;
        if (auto failure = repair(row))
            return failure;
        m_repaired.append(row.name);
    }
    const auto newest =
        m_database.value(u"SELECT seq FROM sqlite_sequence WHERE name = 'streams'"_s);
    if (!newest)
        return newest.error();
    const qint64 last = m_all.m_rows.empty() ? 0 : m_all.m_rows.rbegin()->first;
    const qint64 noted = wholeNumber(newest.value());
    m_newestId = noted <= limits::largestStreamId ? std::max(last, noted) : last;
    return std::nullopt;
}

StoreFailure StreamTable::readRows()
{
    Statement select(m_database, schema::streamRows());
    if (auto failure = select.run({}))
        return failure;
    while (select.next()) {
        StreamRow row{select.number(0), select.text(1),   select.text(2),   select.number(3),
                      select.number(4), select.number(5), select.number(6), select.number(7),
                      select.number(8), select.number(9)};
        // Its items could be found by nobody, or by those of another one.
        if (!isPossibleId(row.id) || find(row.id) || find(row.name))
            return HistoryError{HistoryError::Kind::Corrupt, u"stream %1 cannot be"_s.arg(row.id)};
        if (select.number(10) < 0)
            row.last = -1; // the items tell only how far it had come at least
        m_all.m_ids.insert(row.name, row.id);
        m_all.m_rows.insert_or_assign(row.id, row);
    }
    return select.failure();
}

StoreFailure StreamTable::readFloor()
{
    const auto floor = schema::fact(m_database, u"floor"_s);
    if (!floor)
        return floor.error();
    m_all.m_floor = wholeNumber(floor.value());
    if (m_all.m_floor < 0 || m_all.m_floor >= limits::largestOffset) {
        m_all.m_floor = 0;
        for (const auto &[id, row] : m_all.m_rows) {
            if (isPossible(row))
                m_all.m_floor = std::max(m_all.m_floor, row.last);
        }
    }
    m_floorBefore = m_all.m_floor;
    return std::nullopt;
}

// From the items that are there. Where it cannot be told how far the stream had come, no offset is
// given twice.
StoreFailure StreamTable::repair(StreamRow &row)
{
    Statement count(m_database, u"SELECT count(*), sum(length(body)), min(id), max(id) FROM items"
                                " WHERE id >= ? AND id <= ?"_s);
    if (auto failure = count.run({row.itemId(1), row.itemId(limits::largestOffset)}))
        return failure;
    if (!count.next())
        return count.failure();
    row.items = count.number(0);
    row.bytes = count.number(1);
    row.first = offsetOf(count.number(2));
    const qint64 newest = row.items > 0 ? offsetOf(count.number(3)) : m_all.m_floor;
    if (row.last < newest || row.last > limits::largestOffset)
        row.last = std::min(newest + limits::skippedOffsets, limits::largestOffset);
    if (row.items == 0)
        row.first = row.last + 1;
    row.count.isDone = true;
    row.unsaved = std::max<qint64>(row.unsaved, 1);
    return count.failure();
}

Result<StreamRow *, HistoryError> StreamTable::change(const QString &name)
{
    auto row = grow(name);
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
    visitChanged(
        [this](const StreamRow &row) { m_hasNoEmptyOne = m_hasNoEmptyOne && !makesPlace(row); });
    m_before.clear();
    m_floorBefore = m_all.m_floor;
}

void StreamTable::undo()
{
    m_hasNoEmptyOne = false;
    for (auto before = m_before.rbegin(); before != m_before.rend();
         ++before) { // NOLINT(*-loop-convert)
        if (before->row) {
            m_all.m_ids.insert(before->row->name, before->id);
            m_all.m_rows.insert_or_assign(before->id, *before->row);
        } else if (const StreamRow *row = find(before->id)) {
            m_all.erase(*row);
        }
    }
    m_before.clear();
    m_all.m_floor = m_floorBefore;
}

Result<StreamRow *, HistoryError> StreamTable::make(const QString &name)
{
    if (m_all.m_rows.size() >= streamBound(name)) {
        if (auto failure = dropAnEmptyOne())
            return *failure;
    }
    StreamRow row;
    row.id = freeId();
    row.count.isDone = true;
    row.name = name;
    row.first = m_all.m_floor + 1;
    row.last = m_all.m_floor;
    if (auto failure = m_insert.run({row.id, name, row.first, row.last}))
        return *failure;
    m_newestId = std::max(m_newestId, row.id);
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

// Not one that was there before, so that nobody finds what was said in that, until there are no
// others.
qint64 StreamTable::freeId() const
{
    if (m_newestId < limits::largestStreamId)
        return m_newestId + 1;
    qint64 free = 1;
    for (const auto &[id, row] : m_all.m_rows) {
        if (id != free)
            break;
        ++free;
    }
    return free;
}

// That has been silent for longest.
const StreamRow *StreamTable::emptyOne()
{
    if (m_hasNoEmptyOne)
        return nullptr;
    const StreamRow *oldest = nullptr;
    for (const auto &[id, row] : m_all.m_rows) {
        if (makesPlace(row) && (!oldest || row.lastTs < oldest->lastTs))
            oldest = &row;
    }
    m_hasNoEmptyOne = oldest == nullptr;
    return oldest;
}

// Should it come back, its offsets are not given again.
StoreFailure StreamTable::dropAnEmptyOne()
{
    const StreamRow *oldest = emptyOne();
    if (!oldest)
        return HistoryError{HistoryError::Kind::TooManyStreams,
                            QString::number(m_all.m_rows.size())};
    if (auto failure = m_delete.run({oldest->id}))
        return failure;
    if (const auto people = directPeople(oldest->name)) {
        const auto [one, other] = *people;
        if (auto failure = m_deleteConversation.run({one, other}))
            return failure;
        if (auto failure = m_deleteConversation.run({other, one}))
            return failure;
        for (const PersonId person : {one, other}) {
            if (auto failure = m_forgetPerson.run({person, person, person}))
                return failure;
        }
    }
    remember(*oldest);
    m_all.m_floor = std::max(m_all.m_floor, oldest->last);
    m_all.erase(*oldest);
    return std::nullopt;
}

StreamTable::Before &StreamTable::remember(const StreamRow &row)
{
    const auto known = std::find_if(m_before.begin(), m_before.end(),
                                    [&row](const Before &before) { return before.id == row.id; });
    return known != m_before.end() ? *known : m_before.emplace_back(Before{row.id, row});
}

} // namespace kodama
