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
    return error == EROFS || error == ENOSPC || error == EDQUOT || error == EIO || error == ENOMEM;
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
    if (lock.error() == EWOULDBLOCK)
        return HistoryError{HistoryError::Kind::InUse, holderOf(path)};
    return HistoryError{kindOfErrno(lock.error()), path + u": "_s + qt_error_string(lock.error())};
}

} // namespace kodama
