// One connection to an SQLite file: opens it, prepares and runs statements, and says what went
// wrong as a HistoryError. Lives in the thread that opened it.
#pragma once

#include "common/result.h"
#include "server/history/historytypes.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <chrono>
#include <optional>

namespace kodama {

/// Nothing: it was done.
using StoreFailure = std::optional<HistoryError>;

class Database final
{
public:
    enum class Access {
        ReadWrite,
        ReadOnly,
        Unchanging ///< nobody writes meanwhile, so nothing is locked: SQLite's immutable
    };

    Database() = default;
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    /// Waits at most busyTime for other processes that hold the file, then and later.
    [[nodiscard]] StoreFailure open(const QString &path, Access access,
                                    std::chrono::milliseconds busyTime);
    /// Statements must be gone before.
    void close();
    [[nodiscard]] bool isOpen() const { return m_connection.isOpen(); }

    /// Without results.
    [[nodiscard]] StoreFailure execute(const QString &sql);
    /// The first column of the first row; an invalid one if there is no row.
    [[nodiscard]] Result<QVariant, HistoryError> value(const QString &sql);

    [[nodiscard]] QSqlDatabase connection() const { return m_connection; }

private:
    QString m_name;
    QSqlDatabase m_connection;
};

/// A column's; 0 for NULL. -1 for what is no whole number: then the file is damaged.
[[nodiscard]] qint64 wholeNumber(const QVariant &value);

/// A statement that is prepared once, when it is first run, and run often:
///
///     if (const auto failure = m_insert.run({id, text})) return failure;
///     while (m_select.next()) ... m_select.value(0)
class Statement final
{
public:
    Statement(const Database &database, QString sql);

    /// Binds and runs; results of an earlier run are gone. NULL is QVariant().
    [[nodiscard]] StoreFailure run(std::initializer_list<QVariant> values);

    /// To the next row. False at the end, after which failure() tells whether it is the real one.
    [[nodiscard]] bool next();
    [[nodiscard]] StoreFailure failure() const;
    [[nodiscard]] QVariant value(int column) const { return m_query.value(column); }
    [[nodiscard]] qint64 number(int column) const { return wholeNumber(m_query.value(column)); }
    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }

    /// Rows that were changed or removed.
    [[nodiscard]] int affected() const { return m_query.numRowsAffected(); }

    /// Lets go of the file; a statement that has rows left keeps others from writing.
    void finish() { m_query.finish(); }

private:
    QSqlQuery m_query;
    const QString m_sql;
    bool m_isPrepared = false;
};

/// SQLite's result code in our words.
[[nodiscard]] HistoryError::Kind kindOfSqliteCode(int code);

} // namespace kodama
