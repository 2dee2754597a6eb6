// The tables of the store and how older ones become today's.
#pragma once

#include "server/history/database.h"

namespace kodama::schema {

/// Of the tables as they are made today. Every change of a table, or of foldNick(), adds one and a
/// migration.
inline constexpr int currentVersion = 4;
/// What can be read without migrate(): its tables have the same columns.
inline constexpr int oldestReadable = 2;

enum class State {
    Empty, ///< no tables at all
    Older, ///< migrate() makes it current
    Current,
    Newer, ///< made by a newer kodama-server: hands off
};

struct Found
{
    State state = State::Empty;
    int version = 0;
};

/// A file that is something else, or says two different versions, is Corrupt.
[[nodiscard]] Result<Found, HistoryError> inspect(Database &database);

/// The tables of today in an empty file, all or none of them.
[[nodiscard]] StoreFailure create(Database &database, const QString &epoch);

/// Step by step from an older version, all steps or none.
[[nodiscard]] StoreFailure migrate(Database &database, int from);

/// A SELECT of the streams as they are: id, name, topic, first, last, items, bytes, first_ts,
/// last_ts, and how many of the items the table does not count yet. It counts those at a stream's
/// end later.
[[nodiscard]] QString streamRows();

/// One of the few facts about the store as a whole; an invalid value if it was never set.
[[nodiscard]] Result<QVariant, HistoryError> fact(Database &database, const QString &key);
[[nodiscard]] StoreFailure setFact(Database &database, const QString &key, const QVariant &value);

} // namespace kodama::schema
