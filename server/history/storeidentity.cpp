// Tested by tst_sqlitehistory and tst_storedamage.
#include "server/history/storeidentity.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <optional>
#include <sys/stat.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

std::optional<struct statx> statusOf(const QString &path)
{
    struct statx file = {};
    constexpr unsigned wanted = STATX_INO | STATX_BTIME | STATX_CTIME;
    if (::statx(AT_FDCWD, QFile::encodeName(path).constData(), 0, wanted, &file) != 0)
        return std::nullopt;
    return file;
}

QString textOf(const struct statx_timestamp &time)
{
    return u".%1.%2"_s.arg(time.tv_sec).arg(time.tv_nsec);
}

QString stampOf(const QString &path)
{
    return path + u"-opened"_s;
}

} // namespace

QString storeIdentity(const QString &path)
{
    const auto file = statusOf(path);
    if (!file)
        return {};
    QString identity = QString::number(file->stx_ino) + textOf(file->stx_btime);
    QFile opened(stampOf(path));
    const auto change = statusOf(stampOf(path));
    constexpr qint64 enough = 64;
    if (change && opened.open(QIODevice::ReadOnly))
        identity += textOf(change->stx_ctime) + u'.' + QString::fromLatin1(opened.read(enough));
    return identity;
}

void stampStore(const QString &path, const QString &text)
{
    QFile file(stampOf(path));
    if (!file.open(QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(text.toLatin1()) != text.size())
        file.remove(); // what is not known is no copy
}

void unstampStore(const QString &path)
{
    QFile::remove(stampOf(path));
}

// A new database is on the disk before its log is made, and before its stamp.
bool isEmptied(const QString &path)
{
    const QFileInfo database(path);
    return database.size() == 0 && (QFileInfo(path + u"-wal"_s).size() > 0 ||
                                    (database.exists() && QFile::exists(stampOf(path))));
}

} // namespace kodama
