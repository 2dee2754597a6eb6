#include "server/history/storecheck.h"

#include "common/protocol/names.h"
#include "server/history/itemtable.h"
#include "server/history/schema.h"
#include "server/history/storefile.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int mostProblems = 100;
constexpr PageLimits readAtOnce{1000, 4 * 1024 * 1024};

// A backup on a medium that is read-only: SQLite would want to make a file for its locks. Nobody
// uses it, and no log is missing.
bool isUnchanging(const QString &folder)
{
    const QString path = storePath(folder);
    return ::faccessat(AT_FDCWD, QFile::encodeName(folder).constData(), W_OK, AT_EACCESS) != 0 &&
           !QFile::exists(path + u"-shm"_s) && QFileInfo(path + u"-wal"_s).size() == 0;
}

StoreFailure openToRead(Database &database, const QString &folder)
{
    const QString path = storePath(folder);
    if (::access(QFile::encodeName(path).constData(), R_OK) != 0)
        return HistoryError{HistoryError::Kind::Io, path + u": "_s + qt_error_string(errno)};
    // A server that uses it may be in the middle of a checkpoint.
    const auto access =
        isUnchanging(folder) ? Database::Access::Unchanging : Database::Access::ReadOnly;
    if (auto failure = database.open(path, access, 5s))
        return failure;
    const auto found = schema::inspect(database);
    if (!found)
        return found.error();
    switch (found.value().state) {
    case schema::State::Empty:
        return HistoryError{HistoryError::Kind::Corrupt, u"no tables"_s};
    case schema::State::Older:
        if (found.value().version >= schema::oldestReadable)
            return std::nullopt;
        [[fallthrough]];
    case schema::State::Newer:
        return HistoryError{HistoryError::Kind::NewerVersion,
                            QString::number(found.value().version)};
    case schema::State::Current:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

class Checker final
{
public:
    Checker(Database &database, StoreReport &report)
        : m_database(database)
        , m_report(report)
        , m_items(database)
    {}

    [[nodiscard]] StoreFailure check()
    {
        if (auto failure = checkFile())
            return failure;
        StreamTable streams(m_database);
        if (auto failure = streams.load())
            return failure;
        for (const QString &name : streams.repaired())
            complain(u"%1: the numbers noted of it cannot be true"_s.arg(name));
        StoreFailure failure = m_items.load();
        streams.rows().visit([this, &failure](const StreamRow &row) {
            if (!failure)
                failure = checkStream(row);
        });
        if (!failure)
            failure = count(u"items"_s, m_counted);
        if (!failure && m_counted != m_report.items)
            complain(u"%1 items belong to no room"_s.arg(m_counted - m_report.items));
        if (!failure)
            failure = count(u"people"_s, m_report.people);
        if (!failure)
            failure = count(u"sessions"_s, m_report.sessions);
        return failure;
    }

private:
    void complain(const QString &problem)
    {
        if (m_report.problems.size() < mostProblems)
            m_report.problems.append(problem);
    }

    [[nodiscard]] StoreFailure checkFile()
    {
        Statement select(m_database, u"PRAGMA integrity_check(20)"_s);
        if (auto failure = select.run({}))
            return failure;
        while (select.next()) {
            if (select.text(0) != u"ok"_s)
                complain(select.text(0));
        }
        return select.failure();
    }

    [[nodiscard]] StoreFailure checkStream(const StreamRow &row)
    {
        (row.name.startsWith(u'@') ? m_report.conversations : m_report.rooms) += 1;
        qint64 items = 0;
        qint64 bytes = 0;
        qint64 damaged = 0;
        qint64 offset = row.first - 1;
        for (bool more = true; more;) {
            const auto page = m_items.after(row, offset, readAtOnce);
            if (!page)
                return page.error();
            for (const StoredItem &item : page.value().items)
                bytes += item.body.size();
            items += page.value().items.size();
            damaged += page.value().damaged;
            more = page.value().more && !page.value().items.isEmpty();
            if (more)
                offset = page.value().items.constLast().offset;
        }
        if (damaged > 0)
            complain(u"%1: %2 damaged items"_s.arg(row.name).arg(damaged));
        else if (items != row.items || bytes != row.bytes)
            complain(u"%1: %2 items of %3 bytes, but %4 of %5 are noted"_s.arg(row.name)
                         .arg(items)
                         .arg(bytes)
                         .arg(row.items)
                         .arg(row.bytes));
        m_report.items += items + damaged;
        m_report.bytes += bytes;
        return std::nullopt;
    }

    [[nodiscard]] StoreFailure count(const QString &table, qint64 &into)
    {
        const auto number = m_database.value(u"SELECT count(*) FROM "_s + table);
        if (!number)
            return number.error();
        into = number.value().toLongLong();
        return std::nullopt;
    }

    Database &m_database;
    StoreReport &m_report;
    ItemTable m_items;
    qint64 m_counted = 0;
};

} // namespace

Result<StoreReport, HistoryError> checkStore(const QString &folder)
{
    Database database;
    if (const auto failure = openToRead(database, folder))
        return *failure;
    StoreReport report;
    report.version = schema::currentVersion;
    StoreFailure failure = database.execute(u"BEGIN"_s); // one moment of a store that is in use
    const auto epoch = schema::fact(database, u"epoch"_s);
    if (!failure && !epoch)
        failure = epoch.error();
    if (!failure) {
        report.epoch = epoch.value().toString();
        failure = Checker(database, report).check();
    }
    if (failure && failure->kind == HistoryError::Kind::Corrupt)
        report.problems.append(failure->detail);
    else if (failure)
        return *failure;
    return report;
}

Result<std::optional<ExportResult>, HistoryError>
exportRoom(const QString &folder, const QString &room,
           const std::function<void(const QByteArray &line)> &sink)
{
    Database database;
    if (const auto failure = openToRead(database, folder))
        return *failure;
    if (const auto failure = database.execute(u"BEGIN"_s)) // one moment of a store that is in use
        return *failure;
    StreamTable streams(database);
    if (const auto failure = streams.load())
        return *failure;
    const StreamRow *row = streams.find(room);
    if (!row) // the lobby is always there, also before anybody said something in it
        return room == lobbyName ? std::optional(ExportResult{}) : std::nullopt;
    ItemTable items(database);
    if (const auto failure = items.load())
        return *failure;
    ExportResult result;
    qint64 offset = row->first - 1;
    for (bool more = true; more;) {
        const auto page = items.after(*row, offset, readAtOnce);
        if (!page)
            return page.error();
        for (const StoredItem &item : page.value().items) {
            QByteArray line = item.body;
            // Only between tokens can there be one: strings have it escaped.
            sink(line.replace('\n', ' ').replace('\r', ' '));
            offset = item.offset;
        }
        result.items += page.value().items.size();
        result.damaged += page.value().damaged;
        more = page.value().more && !page.value().items.isEmpty();
    }
    return std::optional(result);
}

} // namespace kodama
