// Tested by tst_history. The reading half of SqliteHistory, and what it does when nobody asks.
#include "server/history/schema.h"
#include "server/history/sqlitehistory.h"

#include <algorithm>
#include <vector>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Of items at once, a few milliseconds of work.
constexpr std::size_t portion = 256;
constexpr int sessionPortion = 64;
constexpr auto tendInterval = 30s;

} // namespace

// Outside a batch the syncer may be about to empty the log.
template <typename Reader>
auto SqliteHistory::read(const Reader &reader) -> decltype(reader(std::declval<Tables &>()))
{
    if (!m_tables)
        return m_trouble.value_or(HistoryError{HistoryError::Kind::Io, u"not open"_s});
    std::unique_lock<std::mutex> gate(m_gate, std::defer_lock);
    if (!m_batchGate.owns_lock())
        gate.lock();
    auto result = reader(*m_tables);
    // What may only be read is set aside when it may be written.
    if (!result && result.error().kind == HistoryError::Kind::Corrupt && m_syncer) {
        if (gate.owns_lock()) {
            gate.unlock();
            stumble(result.error());
        } else {
            (void)failBatch(result.error());
        }
    }
    return result;
}

// People go on while the store is in trouble, and nobody shall think that what they have is lost.
const StreamRows &SqliteHistory::streams() const
{
    return m_tables ? m_tables->streams.rows() : m_closedStreams;
}

StreamPosition SqliteHistory::position(const QString &stream)
{
    return positionOf(streams().find(stream));
}

StreamPosition SqliteHistory::positionOf(const StreamRow *row) const
{
    if (row)
        return {m_epoch, row->last, row->first};
    const qint64 floor = streams().floor();
    return {m_epoch, floor, floor + 1};
}

QString SqliteHistory::epoch() const
{
    return m_epoch;
}

Result<Page, HistoryError> SqliteHistory::after(const QString &stream, qint64 offset,
                                                PageLimits limits)
{
    return read([&stream, offset, limits](Tables &tables) -> Result<Page, HistoryError> {
        if (const StreamRow *row = tables.streams.find(stream))
            return tables.items.after(*row, offset, limits);
        return Page{.items = {}, .isComplete = offset >= tables.streams.rows().floor()};
    });
}

Result<Page, HistoryError> SqliteHistory::before(const QString &stream, qint64 offset,
                                                 PageLimits limits)
{
    return read([&stream, offset, limits](Tables &tables) -> Result<Page, HistoryError> {
        if (const StreamRow *row = tables.streams.find(stream))
            return tables.items.before(*row, offset, limits);
        return Page{};
    });
}

Result<Page, HistoryError> SqliteHistory::newest(const QString &stream, PageLimits limits)
{
    return before(stream, position(stream).last + 1, limits);
}

Result<std::optional<StoredRetry>, HistoryError> SqliteHistory::findRetry(SessionId session,
                                                                          const QByteArray &retryId)
{
    // Whoever asks acknowledges it: what a killed server left may not be on the disk yet.
    if (m_tables && !m_syncer)
        return m_trouble.value_or(HistoryError{HistoryError::Kind::ReadOnly, m_file.path()});
    return read([session, &retryId](Tables &tables) {
        return tables.retries.find(session, retryId, tables.streams);
    });
}

QList<RoomRecord> SqliteHistory::rooms()
{
    QList<RoomRecord> rooms;
    streams().visit([this, &rooms](const StreamRow &row) {
        if (!row.name.startsWith(u'@') && (row.items > 0 || !row.topic.isEmpty()))
            rooms.append({row.name, row.topic, positionOf(&row), row.items});
    });
    return rooms;
}

QString SqliteHistory::topic(const QString &room)
{
    const StreamRow *row = streams().find(room);
    return row ? row->topic : QString();
}

Result<QList<PersonId>, HistoryError>
SqliteHistory::newestCorrespondents(Tables &tables, PersonId person, int limit)
{
    auto others = tables.people.conversationsOf(person);
    if (!others)
        return others;
    std::vector<std::pair<qint64, PersonId>> found;
    for (const PersonId other : std::as_const(others.value())) {
        // Also one without items: whoever is in it still knows the other.
        if (const StreamRow *row = tables.streams.find(directStream(person, other)))
            found.emplace_back(row->lastTs, other);
    }
    // Here and not by the database, whose rows may be behind.
    std::sort(found.begin(), found.end(),
              [](const auto &a, const auto &b) { return a.first > b.first; });
    QList<PersonId> newest;
    for (const auto &[ts, other] : found) {
        if (newest.size() < limit)
            newest.append(other);
    }
    return newest;
}

Result<QList<DirectRecord>, HistoryError> SqliteHistory::directsOf(PersonId person, int limit)
{
    return read([this, person, limit](Tables &tables) -> Result<QList<DirectRecord>, HistoryError> {
        const auto others = newestCorrespondents(tables, person, limit);
        if (!others)
            return others.error();
        QList<DirectRecord> directs;
        for (const PersonId other : others.value()) {
            const auto known = tables.people.named(other);
            if (!known)
                return known.error();
            directs.append({other, known.value().nick, known.value().nickKey,
                            positionOf(tables.streams.find(directStream(person, other)))});
        }
        return directs;
    });
}

Result<QList<PersonId>, HistoryError> SqliteHistory::correspondentsOf(PersonId person, int limit)
{
    return read(
        [person, limit](Tables &tables) { return newestCorrespondents(tables, person, limit); });
}

Result<std::optional<PersonRecord>, HistoryError> SqliteHistory::findPerson(PersonId person)
{
    return read([person](Tables &tables) { return tables.people.findPerson(person); });
}

Result<std::optional<PersonRecord>, HistoryError>
SqliteHistory::findPersonByNick(const QString &nickKey)
{
    return read([&nickKey](Tables &tables) { return tables.people.findPersonByNick(nickKey); });
}

Result<std::optional<SessionRecord>, HistoryError>
SqliteHistory::findSession(const QByteArray &tokenHash)
{
    return read([&tokenHash](Tables &tables) { return tables.people.findSession(tokenHash); });
}

std::chrono::milliseconds SqliteHistory::tend(std::chrono::milliseconds wallTime)
{
    const bool wasInTrouble = m_trouble.has_value();
    PruneBudget budget{int(portion)};
    if (!begin()) {
        // A failure is remembered by the batch.
        (void)write([this, wallTime, wasInTrouble, &budget](Tables &tables) -> Failure {
            if (wasInTrouble)
                return schema::setFact(m_file.database(), u"probed"_s, qint64(wallTime.count()));
            return tendTables(tables, wallTime, budget);
        });
        (void)commit();
    }
    if (m_trouble) {
        const auto wait =
            std::chrono::ceil<std::chrono::milliseconds>(m_retryAt - m_clock.steadyTime());
        return std::max<std::chrono::milliseconds>(wait, 1ms);
    }
    return budget.isSpent() || wasInTrouble ? 0ms : tendInterval;
}

History::Failure SqliteHistory::tendTables(Tables &tables, std::chrono::milliseconds wallTime,
                                           PruneBudget &budget)
{
    const bool hasAge = m_options.limits.age > 0s;
    const qint64 oldestTs = hasAge ? (wallTime - m_options.limits.age).count() : 0;
    std::vector<const StreamRow *> over;
    std::vector<const StreamRow *> behind;
    tables.streams.rows().visit([&, this](const StreamRow &row) {
        // What is said to come from the future is looked at.
        const bool isOld =
            hasAge && row.items > 0 && (row.firstTs < oldestTs || row.firstTs > wallTime.count());
        if (isOld || (row.items > 1 && isOver(row, m_options.limits)))
            over.push_back(&row);
        else if (row.unsaved > 0 && behind.size() < portion)
            behind.push_back(&row);
    });
    for (const StreamRow *row : behind)
        (void)tables.streams.change(*row); // saves it
    for (const StreamRow *row : over) {
        if (budget.isSpent())
            break;
        if (auto failure = prune(tables, tables.streams.change(*row), oldestTs, budget))
            return failure;
    }
    return forgetSessions(tables, wallTime, budget);
}

History::Failure SqliteHistory::forgetSessions(Tables &tables, std::chrono::milliseconds wallTime,
                                               PruneBudget &budget)
{
    const auto forgotten = tables.people.forget((wallTime - limits::sessionAge).count(),
                                                limits::sessions, sessionPortion);
    if (!forgotten)
        return forgotten.error();
    const auto retries = tables.retries.forget(int(portion));
    if (!retries)
        return retries.error();
    if (forgotten.value() == sessionPortion || retries.value() > int(portion) / 2)
        budget.items = 0; // there may be more
    return std::nullopt;
}

} // namespace kodama
