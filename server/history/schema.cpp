#include "server/history/schema.h"

#include "server/history/nickkeys.h"

namespace kodama::schema {

using namespace Qt::Literals::StringLiterals;

namespace {

// An item's id is its stream's, then 40 bits for its offset: items of a stream lie together and
// are found by one comparison (StreamTable).
QStringList tables()
{
    return {
        u"CREATE TABLE facts (key TEXT PRIMARY KEY, value) WITHOUT ROWID"_s,
        u"CREATE TABLE streams (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,"
        " topic TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, items INTEGER NOT "
        "NULL,"
        " bytes INTEGER NOT NULL, first_ts INTEGER NOT NULL, last_ts INTEGER NOT NULL)"_s,
        u"CREATE TABLE items (id INTEGER PRIMARY KEY, ts INTEGER NOT NULL, sender INTEGER NOT NULL,"
        " session INTEGER NOT NULL, retry BLOB, body BLOB NOT NULL, crc INTEGER)"_s,
        u"CREATE TABLE retries (seq INTEGER PRIMARY KEY, session INTEGER NOT NULL, retry BLOB NOT "
        u"NULL,"
        " item INTEGER NOT NULL, ts INTEGER NOT NULL)"_s,
        u"CREATE UNIQUE INDEX retries_by_id ON retries (session, retry)"_s,
        // The key that foldNick() makes; with a line feed: who had it before its owner (nickkeys).
        u"CREATE TABLE people (id INTEGER PRIMARY KEY, nick TEXT NOT NULL, nick_key TEXT UNIQUE)"_s,
        u"CREATE TABLE sessions (id INTEGER PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE,"
        " person INTEGER NOT NULL, rooms TEXT NOT NULL, last_seen INTEGER NOT NULL)"_s,
        u"CREATE INDEX sessions_by_person ON sessions (person)"_s,
        u"CREATE INDEX sessions_by_last_seen ON sessions (last_seen)"_s,
        u"CREATE TABLE conversations (person INTEGER NOT NULL, other INTEGER NOT NULL,"
        " stream INTEGER NOT NULL, PRIMARY KEY (person, other)) WITHOUT ROWID"_s,
    };
}

/// Makes the version after this one.
StoreFailure stepFrom(Database &database, int version)
{
    switch (version) {
    case 1:
        return database.execute(u"ALTER TABLE items ADD COLUMN crc INTEGER"_s);
    case 2:
        // Items without a checksum are taken as they are only where there are any: in all other
        // stores one is missing because the row is damaged. And servers before believed the table
        // of the streams, and would give an offset twice (streamRows).
        return database.execute(u"INSERT INTO facts SELECT 'unchecked', 1"
                                " WHERE EXISTS (SELECT 1 FROM items WHERE crc IS NULL)"_s);
    case 3:
        // More names look alike: people would not be found by theirs, or another one would.
        return nickkeys::renew(database);
    default:
        return std::nullopt;
    }
}

StoreFailure setVersion(Database &database, int version)
{
    if (auto failure = setFact(database, u"version"_s, version))
        return failure;
    return database.execute(u"PRAGMA user_version = "_s + QString::number(version));
}

template <typename Work>
StoreFailure inOneTransaction(Database &database, Work work)
{
    if (auto failure = database.execute(u"BEGIN IMMEDIATE"_s))
        return failure;
    StoreFailure failure = work();
    if (!failure)
        failure = setVersion(database, currentVersion);
    if (!failure)
        failure = database.execute(u"COMMIT"_s);
    if (failure)
        (void)database.execute(u"ROLLBACK"_s);
    return failure;
}

HistoryError strange(const QString &detail)
{
    return {HistoryError::Kind::Corrupt, detail};
}

} // namespace

Result<Found, HistoryError> inspect(Database &database)
{
    const auto tableCount = database.value(u"SELECT count(*) FROM sqlite_schema"_s);
    if (!tableCount)
        return tableCount.error();
    const auto header = database.value(u"PRAGMA user_version"_s);
    if (!header)
        return header.error();
    if (tableCount.value().toInt() == 0)
        return header.value().toInt() == 0
                   ? Result<Found, HistoryError>(Found{})
                   : Result<Found, HistoryError>(strange(u"a version without tables"_s));
    const auto hasFacts =
        database.value(u"SELECT count(*) FROM sqlite_schema WHERE name = 'facts'"_s);
    if (!hasFacts)
        return hasFacts.error();
    if (hasFacts.value().toInt() != 1)
        return strange(u"not a store of kodama-server"_s);
    const auto noted = fact(database, u"version"_s);
    if (!noted)
        return noted.error();
    const int version = noted.value().toInt();
    if (version < 1 || version != header.value().toInt())
        return strange(
            u"it says version %1 and version %2"_s.arg(version).arg(header.value().toInt()));
    if (version == currentVersion)
        return Found{State::Current, version};
    return Found{version < currentVersion ? State::Older : State::Newer, version};
}

StoreFailure create(Database &database, const QString &epoch)
{
    QStringList statements = tables();
    // An epoch is of letters and digits: random bytes in base64url.
    statements.append(u"INSERT INTO facts VALUES ('epoch', '"_s + epoch + u"')"_s);
    statements.append(u"INSERT INTO facts VALUES ('floor', 0)"_s);
    return inOneTransaction(database, [&database, &statements]() -> StoreFailure {
        for (const QString &sql : std::as_const(statements)) {
            if (auto failure = database.execute(sql))
                return failure;
        }
        return std::nullopt;
    });
}

StoreFailure migrate(Database &database, int from)
{
    return inOneTransaction(database, [&database, from]() -> StoreFailure {
        for (int version = from; version < currentVersion; ++version) {
            if (auto failure = stepFrom(database, version))
                return failure;
        }
        return std::nullopt;
    });
}

QString streamRows()
{
    return u"WITH newer AS (SELECT s.id AS stream, count(*) AS items, min(i.id) AS first,"
           " max(i.id) AS last, sum(length(i.body)) AS bytes"
           " FROM streams s CROSS JOIN items i" // in this order: one look for each stream
           " ON i.id > (s.id << 40) + s.last AND i.id < (s.id + 1) << 40 GROUP BY s.id)"
           " SELECT s.id AS id, s.name AS name, s.topic AS topic,"
           " iif(s.items = 0 AND n.items > 0, n.first - (s.id << 40), s.first) AS first,"
           " coalesce(n.last - (s.id << 40), s.last) AS last,"
           " s.items + coalesce(n.items, 0) AS items, s.bytes + coalesce(n.bytes, 0) AS bytes,"
           " iif(s.items = 0 AND n.items > 0, (SELECT ts FROM items WHERE id = n.first), "
           "s.first_ts)"
           " AS first_ts,"
           " coalesce((SELECT ts FROM items WHERE id = n.last), s.last_ts) AS last_ts,"
           " coalesce(n.items, 0) AS unsaved, s.last AS noted"
           " FROM streams s LEFT JOIN newer n ON n.stream = s.id"_s;
}

Result<QVariant, HistoryError> fact(Database &database, const QString &key)
{
    Statement select(database, u"SELECT value FROM facts WHERE key = ?"_s);
    if (const auto failure = select.run({key}))
        return *failure;
    if (select.next())
        return select.value(0);
    if (const auto failure = select.failure())
        return *failure;
    return QVariant();
}

StoreFailure setFact(Database &database, const QString &key, const QVariant &value)
{
    return Statement(database, u"INSERT OR REPLACE INTO facts VALUES (?, ?)"_s).run({key, value});
}

} // namespace kodama::schema
