#include "server/history/storelock.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

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

QString holderOf(int descriptor)
{
    std::array<char, 32> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    return size > 0 ? QString::fromLatin1(text.data(), size).trimmed() : u"?"_s;
}

} // namespace

Result<StoreLock, HistoryError> StoreLock::take(const QString &folder)
{
    const QString path = folder + u"/lock"_s;
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const int error = errno;
        return HistoryError{kindOfErrno(error),
                            path + u": "_s + QString::fromLocal8Bit(std::strerror(error))};
    }
    StoreLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return HistoryError{HistoryError::Kind::InUse, holderOf(descriptor)};
    // For people only, and of no consequence on a full disk.
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(descriptor, 0) == 0) {
        [[maybe_unused]] const ssize_t written =
            ::pwrite(descriptor, pid.constData(), size_t(pid.size()), 0);
    }
    return lock;
}

StoreLock::StoreLock(StoreLock &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{}

StoreLock &StoreLock::operator=(StoreLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

StoreLock::~StoreLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace kodama
