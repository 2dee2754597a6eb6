// Tested by tst_sqlitehistory.
#include "server/history/storefile.h"

#include "server/history/logindex.h"
#include "server/history/schema.h"
#include "server/history/storeidentity.h"
#include "server/history/streamrow.h"

#include <QDateTime>
#include <QFile>
#include <QRandomGenerator>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array suffixes{QLatin1StringView(""), QLatin1StringView("-wal"),
                              QLatin1StringView("-shm")};

QString randomEpoch()
{
    const quint64 number = QRandomGenerator::system()->generate64();
    const QByteArray bytes(reinterpret_cast<const char *>(&number), sizeof number);
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString systemBootId()
{
    QFile file(u"/proc/sys/kernel/random/boot_id"_s);
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll()).trimmed()
                                          : QString();
}

// So that a file that was just made is found after the loss of power.
void syncFolder(const QString &folder)
{
    const int descriptor =
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

bool isReadOnly(const QString &path)
{
    return ::faccessat(AT_FDCWD, QFile::encodeName(path).constData(), W_OK, AT_EACCESS) != 0 &&
           (errno == EACCES || errno == EROFS || errno == EPERM);
}

// SQLite makes a file that everybody may read who may look into the folder, and its log like it.
void makePrivate(const QByteArray &name)
{
    const int descriptor = ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0)
        ::close(descriptor);
}

// Whoever reads a database that is read-only leaves files beside it that are, too.
void makeWritableLike(const QString &database, const QString &path)
{
    struct stat status
    {};
    if (isReadOnly(path) && ::stat(QFile::encodeName(database).constData(), &status) == 0)
        (void)::chmod(QFile::encodeName(path).constData(), status.st_mode & 0777);
}

} // namespace

StoreOptions StoreOptions::inFolder(const QString &folder)
{
    StoreOptions options;
    options.folder = folder;
    options.makeEpoch = randomEpoch;
    options.bootId = systemBootId();
    options.syncFile = ::fdatasync;
    options.fileIdentity = storeIdentity;
    return options;
}

StoreFile::StoreFile(StoreOptions options, const Clock &clock, StoreNoticeHandler onNotice)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_onNotice(std::move(onNotice))
{}

StoreFailure StoreFile::open()
{
    StoreFailure failure = openOnce();
    if (failure && failure->kind == HistoryError::Kind::Corrupt) {
        if (auto aside = setAside(failure->detail))
            return aside;
        failure = openOnce();
    }
    if (failure)
        close();
    return failure;
}

// Also what is only in the log, which SQLite goes through then.
StoreFailure StoreFile::openToRead()
{
    const qint64 notedPages = notedLogPages(path());
    StoreFailure failure = m_database.open(path(), Database::Access::ReadOnly, m_options.busyTime);
    if (!failure)
        failure = beginToRead(notedPages);
    if (failure)
        close();
    return failure;
}

StoreFailure StoreFile::markClean()
{
    if (auto failure = m_database.execute(u"PRAGMA synchronous = FULL"_s))
        return failure;
    return schema::setFact(m_database, u"clean"_s, 1);
}

StoreFailure StoreFile::setAside(const QString &reason)
{
    close();
    const QString aside = freeNameAside();
    for (const QLatin1StringView suffix : suffixes) {
        const QString from = path() + suffix;
        if (QFile::exists(from) && !QFile::rename(from, aside + suffix))
            return HistoryError{HistoryError::Kind::Corrupt,
                                reason + u"; and cannot rename "_s + from};
    }
    unstampStore(path());
    m_isLogCut = false;
    syncFolder(m_options.folder);
    m_onNotice({StoreNotice::Kind::SetAside, aside, HistoryError::Kind::Corrupt});
    return std::nullopt;
}

HistoryError StoreFile::explained(const HistoryError &error) const
{
    const bool isForbidden = error.kind == HistoryError::Kind::Io && readOnlyError();
    return isForbidden ? HistoryError{HistoryError::Kind::ReadOnly, error.detail} : error;
}

StoreFailure StoreFile::readOnlyError() const
{
    for (const QString &each : {m_options.folder, path()}) {
        if (isReadOnly(each))
            return HistoryError{HistoryError::Kind::ReadOnly, each};
    }
    return std::nullopt;
}

QString StoreFile::path() const
{
    return storePath(m_options.folder);
}

StoreFailure StoreFile::openOnce()
{
    // SQLite would open it for reading.
    if (auto readOnly = readOnlyError())
        return readOnly;
    if (isEmptied(path()))
        return HistoryError{HistoryError::Kind::Corrupt, u"the database is empty"_s};
    const qint64 notedPages = notedLogPages(path());
    makeWritableLike(path(), path() + suffixes[1]);
    makeWritableLike(path(), path() + suffixes[2]);
    makePrivate(QFile::encodeName(path()));
    if (auto failure = m_database.open(path(), Database::Access::ReadWrite, m_options.busyTime))
        return failure;
    if (auto failure = configure())
        return failure;
    compareLog(notedPages);
    if (auto failure = bringUpToDate())
        return failure;
    if (auto failure = begin())
        return failure;
    syncFolder(m_options.folder);
    return m_database.execute(u"PRAGMA synchronous = NORMAL"_s);
}

// SQLite has gone through the log by now. It notes what it found, so that it is known once only.
void StoreFile::compareLog(qint64 notedPages)
{
    m_isLogCut = m_isLogCut || notedLogPages(path()) < notedPages;
}

StoreFailure StoreFile::beCareful()
{
    for (const QString &sql : {u"PRAGMA cell_size_check = ON"_s, u"PRAGMA trusted_schema = OFF"_s,
                               u"PRAGMA temp_store = MEMORY"_s}) {
        if (auto failure = m_database.execute(sql))
            return failure;
    }
    return std::nullopt;
}

StoreFailure StoreFile::configure()
{
    if (auto failure = beCareful())
        return failure;
    const auto mode = m_database.value(u"PRAGMA journal_mode = WAL"_s);
    if (!mode)
        return mode.error();
    if (mode.value().toString() != u"wal"_s)
        return HistoryError{HistoryError::Kind::Io, u"no write-ahead log on this file system"_s};
    // The log is copied by the syncer, never in the middle of a batch.
    if (auto failure = m_database.execute(u"PRAGMA wal_autocheckpoint = 0"_s))
        return failure;
    return m_database.execute(u"PRAGMA synchronous = FULL"_s);
}

StoreFailure StoreFile::bringUpToDate()
{
    const auto found = schema::inspect(m_database);
    if (!found)
        return found.error();
    switch (found.value().state) {
    case schema::State::Empty:
        if (auto failure = schema::create(m_database, m_options.makeEpoch()))
            return failure;
        m_onNotice({StoreNotice::Kind::Created, path()});
        return std::nullopt;
    case schema::State::Older:
        if (auto failure = schema::migrate(m_database, found.value().version))
            return failure;
        m_onNotice({StoreNotice::Kind::Migrated, QString::number(found.value().version)});
        return std::nullopt;
    case schema::State::Current:
        return std::nullopt;
    case schema::State::Newer:
        return HistoryError{HistoryError::Kind::NewerVersion,
                            QString::number(found.value().version)};
    }
    Q_UNREACHABLE();
}

StoreFailure StoreFile::begin()
{
    const auto epoch = findEpoch();
    if (!epoch)
        return epoch.error();
    const auto reason = reasonToSkip();
    if (!reason)
        return reason.error();
    if (auto failure = m_database.execute(u"BEGIN IMMEDIATE"_s))
        return failure;
    StoreFailure failure = noteOpening(reason.value().has_value());
    if (!failure)
        failure = m_database.execute(u"COMMIT"_s);
    if (failure) {
        (void)m_database.execute(u"ROLLBACK"_s);
        return failure;
    }
    m_epoch = epoch.value();
    m_isLogCut = false;
    if (reason.value())
        m_onNotice({*reason.value(), QString()});
    return std::nullopt;
}

StoreFailure StoreFile::beginToRead(qint64 notedPages)
{
    if (auto failure = beCareful())
        return failure;
    const auto found = schema::inspect(m_database);
    compareLog(notedPages);
    if (!found)
        return found.error();
    // In an older one people would not be found by their names.
    if (found.value().state != schema::State::Current)
        return HistoryError{HistoryError::Kind::ReadOnly, path()};
    // Clients may be ahead of one that has to skip, and would take their past for lost.
    const auto reason = reasonToSkip();
    if (!reason)
        return reason.error();
    if (reason.value())
        return HistoryError{HistoryError::Kind::ReadOnly, path()};
    const auto epoch = findEpoch();
    if (!epoch)
        return epoch.error();
    m_epoch = epoch.value();
    return std::nullopt;
}

Result<QString, HistoryError> StoreFile::findEpoch()
{
    const auto epoch = schema::fact(m_database, u"epoch"_s);
    if (!epoch)
        return epoch.error();
    if (epoch.value().toString().isEmpty())
        return HistoryError{HistoryError::Kind::Corrupt, u"no epoch"_s};
    return epoch.value().toString();
}

Result<std::optional<StoreNotice::Kind>, HistoryError> StoreFile::reasonToSkip()
{
    using Reason = std::optional<StoreNotice::Kind>;
    const auto isClean = schema::fact(m_database, u"clean"_s);
    const auto bootId = schema::fact(m_database, u"boot"_s);
    if (!isClean || !bootId)
        return isClean ? bootId.error() : isClean.error();
    const auto file = schema::fact(m_database, u"file"_s);
    if (!file)
        return file.error();
    const bool wasCutOff = !bootId.value().isNull() && isClean.value().toInt() == 0 &&
                           bootId.value().toString() != m_options.bootId;
    if (wasCutOff)
        return Reason(StoreNotice::Kind::Skipped);
    if (m_isLogCut)
        return Reason(StoreNotice::Kind::LogCut);
    const QString identity = m_options.fileIdentity(path());
    const bool isCopy = !file.value().toString().isEmpty() && !identity.isEmpty() &&
                        file.value().toString() != identity && m_identity != identity;
    return isCopy ? Reason(StoreNotice::Kind::Copied) : Reason();
}

// Within the transaction. The stamp is another one also where the rest fails.
StoreFailure StoreFile::noteOpening(bool skips)
{
    StoreFailure failure;
    if (skips)
        failure = skipAhead();
    if (!failure)
        failure = schema::setFact(m_database, u"clean"_s, 0);
    if (!failure)
        failure = schema::setFact(m_database, u"boot"_s, m_options.bootId);
    stampStore(path(), m_options.makeEpoch());
    m_identity = m_options.fileIdentity(path());
    if (!failure)
        failure = schema::setFact(m_database, u"file"_s, m_identity);
    return failure;
}

// Messages may have been shown whose commits were not on the disk yet, or came after the copy was
// made: their offsets are not given again.
StoreFailure StoreFile::skipAhead()
{
    const QString skip = QString::number(limits::skippedOffsets);
    if (auto failure = m_database.execute(
            u"UPDATE streams SET first = c.first + iif(c.items = 0, "_s + skip +
            u", 0), last = c.last + "_s + skip +
            u", items = c.items, bytes = c.bytes, first_ts = c.first_ts, last_ts = c.last_ts FROM ("_s +
            schema::streamRows() + u") AS c WHERE c.id = streams.id"_s))
        return failure;
    return m_database.execute(u"UPDATE facts SET value = value + "_s + skip +
                              u" WHERE key = 'floor'"_s);
}

QString StoreFile::freeNameAside() const
{
    const QString time = QDateTime::fromMSecsSinceEpoch(m_clock.wallTime().count(), Qt::UTC)
                             .toString(u"yyyyMMddTHHmmssZ"_s);
    const QString name = path() + u".corrupt-"_s + time;
    QString free = name;
    for (int i = 2; QFile::exists(free); ++i)
        free = name + u'-' + QString::number(i);
    return free;
}

QString storePath(const QString &folder)
{
    return folder + u"/kodama.db"_s;
}

} // namespace kodama
