#include "server/history/storelock.h"

#include <QFile>

#include <cerrno>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

HistoryError::Kind kindOfErrno(int error)
{
    switch (error) {
    case EROFS:
    case EACCES:
    case EPERM:
        return HistoryError::Kind::ReadOnly;
    case ENOSPC:
    case EDQUOT:
        return HistoryError::Kind::DiskFull;
    default:
        return HistoryError::Kind::Io;
    }
}

QString holderOf(const QString &path)
{
    constexpr qint64 enough = 32;
    QFile file(path);
    const bool isOpen = file.open(QIODevice::ReadOnly);
    const QString text = isOpen ? QString::fromLatin1(file.read(enough)).trimmed() : QString();
    return text.isEmpty() ? u"?"_s : text;
}

} // namespace

Result<FileLock, HistoryError> lockStore(const QString &folder)
{
    const QString path = folder + u"/lock"_s;
    auto lock = FileLock::take(path);
    if (lock)
        return std::move(lock.value());
    if (lock.error() == EWOULDBLOCK)
        return HistoryError{HistoryError::Kind::InUse, holderOf(path)};
    return HistoryError{kindOfErrno(lock.error()), path + u": "_s + qt_error_string(lock.error())};
}

} // namespace kodama
