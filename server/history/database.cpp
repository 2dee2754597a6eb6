#include "server/history/database.h"

#include <QFileInfo>
#include <QSqlError>
#include <QSqlResult>
#include <QUrl>

#include <atomic>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

// SQLite's primary result codes, sqlite3.h; extended ones carry them in the lowest byte.
enum SqliteCode {
    SqliteError = 1,
    SqlitePermission = 3,
    SqliteBusy = 5,
    SqliteLocked = 6,
    SqliteReadOnly = 8,
    SqliteCorrupt = 11,
    SqliteFull = 13,
    SqliteConstraint = 19,
    SqliteNotADatabase = 26,
};

HistoryError errorOf(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt();
    return {kindOfSqliteCode(code),
            error.databaseText() + u" (SQLite "_s + QString::number(code) + u')'};
}

// Qt takes a text or bytes that were never set for NULL; to us they are empty.
QVariant emptyForNull(const QVariant &value)
{
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
        return QByteArray("");
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        return u""_s;
    return value;
}

// Qt finds a placeholder by a name that it makes of its position, which takes longer than to insert
// the row. Once all are bound, their values can be changed in place.
class Bound : public QSqlResult // abstract, so not final
{
public:
    [[nodiscard]] static QVariantList &valuesOf(const QSqlQuery &query)
    {
        return (query.result()->*(&Bound::boundValues))();
    }
};

QString freshName()
{
    // Names are Qt's only handle on a connection, and common to the whole process.
    static std::atomic<quint64> count{0};
    return u"kodama-history-"_s + QString::number(++count);
}

} // namespace

HistoryError::Kind kindOfSqliteCode(int code)
{
    switch (code & 0xff) {
    case SqliteBusy:
    case SqliteLocked:
        return HistoryError::Kind::Locked;
    case SqlitePermission:
    case SqliteReadOnly:
        return HistoryError::Kind::ReadOnly;
    case SqliteConstraint: // ours always hold
    case SqliteCorrupt:
    case SqliteNotADatabase:
        return HistoryError::Kind::Corrupt;
    case SqliteFull:
        return HistoryError::Kind::DiskFull;
    default:
        return HistoryError::Kind::Io;
    }
}

qint64 wholeNumber(const QVariant &value)
{
    if (value.typeId() == QMetaType::LongLong)
        return value.toLongLong();
    return value.isNull() ? 0 : -1;
}

Database::~Database()
{
    close();
}

StoreFailure Database::open(const QString &path, Access access, std::chrono::milliseconds busyTime)
{
    close();
    if (!QSqlDatabase::isDriverAvailable(u"QSQLITE"_s))
        return HistoryError{HistoryError::Kind::NoDriver,
                            u"Qt's SQLite driver is missing (Debian: libqt6sql6-sqlite)"_s};
    m_name = freshName();
    m_connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    m_connection.setDatabaseName(path);
    QString options = u"QSQLITE_BUSY_TIMEOUT="_s + QString::number(busyTime.count());
    if (access != Access::ReadWrite)
        options += u";QSQLITE_OPEN_READONLY"_s;
    if (access == Access::Unchanging) {
        const QUrl url = QUrl::fromLocalFile(QFileInfo(path).absoluteFilePath());
        m_connection.setDatabaseName(url.toString(QUrl::FullyEncoded) + u"?immutable=1"_s);
        options += u";QSQLITE_OPEN_URI"_s;
    }
    m_connection.setConnectOptions(options);
    if (m_connection.open())
        return std::nullopt;
    const HistoryError error = errorOf(m_connection.lastError());
    close();
    return error;
}

void Database::close()
{
    if (m_name.isEmpty())
        return;
    m_connection.close();
    m_connection = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
    m_name.clear();
}

StoreFailure Database::execute(const QString &sql)
{
    QSqlQuery query(m_connection);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return errorOf(query.lastError());
    return std::nullopt;
}

Result<QVariant, HistoryError> Database::value(const QString &sql)
{
    QSqlQuery query(m_connection);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return errorOf(query.lastError());
    if (query.next())
        return query.value(0);
    if (query.lastError().isValid())
        return errorOf(query.lastError());
    return QVariant();
}

Statement::Statement(const Database &database, QString sql)
    : m_query(database.connection())
    , m_sql(std::move(sql))
{
    m_query.setForwardOnly(true);
}

StoreFailure Statement::run(std::initializer_list<QVariant> values)
{
    if (!m_isPrepared && !m_query.prepare(m_sql)) {
        HistoryError error = errorOf(m_query.lastError());
        // Our statements are right: it is the tables that are not as they were made.
        if (m_query.lastError().nativeErrorCode().toInt() == SqliteError)
            error.kind = HistoryError::Kind::Corrupt;
        return error;
    }
    m_isPrepared = true;
    QVariantList &bound = Bound::valuesOf(m_query);
    qsizetype position = 0;
    for (const QVariant &value : values) {
        if (position < bound.size())
            bound[position] = emptyForNull(value);
        else
            m_query.bindValue(int(position), emptyForNull(value));
        ++position;
    }
    if (!m_query.exec())
        return errorOf(m_query.lastError());
    return std::nullopt;
}

bool Statement::next()
{
    return m_query.next();
}

StoreFailure Statement::failure() const
{
    if (!m_query.lastError().isValid())
        return std::nullopt;
    return errorOf(m_query.lastError());
}

} // namespace kodama
