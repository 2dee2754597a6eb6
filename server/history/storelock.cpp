#include "server/history/storelock.h"

#include <QFile>

#include <cerrno>
#include <filesystem>
#include <system_error>

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

/// Whether the disk is to blame, or the machine, and not the path.
bool mayPass(int error)
{
    return error == EROFS || error == ENOSPC || error == EDQUOT || error == EIO ||
           error == ESTALE || error == ETIMEDOUT || error == ENOMEM || error == EMFILE ||
           error == ENFILE || error == EINTR;
}

// Rights may be given, but a file system without locks stays one.
HistoryError::Kind kindOfLocking(int error, const QString &path)
{
    if (error == EWOULDBLOCK)
        return HistoryError::Kind::InUse;
    const bool isForbidden = error == EACCES || error == EPERM;
    if (isForbidden && QFile::exists(path))
        return HistoryError::Kind::Forbidden;
    return isForbidden || mayPass(error) ? kindOfErrno(error) : HistoryError::Kind::NoFolder;
}

std::optional<HistoryError> makeFolder(const QString &folder)
{
    std::error_code error;
    const bool isNew =
        std::filesystem::create_directories(QFile::encodeName(folder).toStdString(), error);
    if (error) {
        const auto kind =
            mayPass(error.value()) ? kindOfErrno(error.value()) : HistoryError::Kind::NoFolder;
        return HistoryError{kind, folder + u": "_s + qt_error_string(error.value())};
    }
    // What people say is nobody's business.
    if (isNew)
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return std::nullopt;
}

} // namespace

Result<FileLock, HistoryError> lockStore(const QString &folder)
{
    if (auto failure = makeFolder(folder))
        return *failure;
    const QString path = folder + u"/lock"_s;
    auto lock = FileLock::take(path);
    if (lock)
        return std::move(lock.value());
    const auto kind = kindOfLocking(lock.error(), path);
    const QString detail = kind == HistoryError::Kind::InUse
                               ? holderOf(path)
                               : path + u": "_s + qt_error_string(lock.error());
    return HistoryError{kind, detail};
}

} // namespace kodama
