#include "serverfolder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestFileBytes = qint64{64} * 1024 * 1024;
constexpr qint64 longestFirstLineBytes = qint64{64} * 1024;
constexpr int mostInstances = 16; // of this program with the same server
constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString folderName(const QUrl &server)
{
    QUrl plain =
        server.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment | QUrl::NormalizePathSegments);
    if (plain.path() == u"/")
        plain.setPath({});
    const QByteArray hash =
        QCryptographicHash::hash(plain.toEncoded(), QCryptographicHash::Sha256).toHex();
    constexpr qsizetype enough = 16;
    return QString::fromLatin1(hash.left(enough));
}

/// Nobody else may look inside.
bool makePrivate(const QString &path)
{
    return QDir().mkpath(path) && QFile::setPermissions(path, ownerOnly | QFileDevice::ExeOwner);
}

} // namespace

ServerFolder::ServerFolder(const QString &base, const QUrl &server)
    : m_first(base + u"/servers/"_s + folderName(server))
{
    for (int instance = 1; instance <= mostInstances; ++instance) {
        if (!makePrivate(pathOf(instance)) || take(instance))
            return;
    }
}

ServerFolder ServerFolder::abandoned(const QString &file) const
{
    for (int instance = m_instance + 1; keepsFiles() && instance <= mostInstances; ++instance) {
        if (!QFile::exists(pathOf(instance) + u'/' + file))
            continue;
        ServerFolder other;
        other.m_first = m_first;
        if (other.take(instance))
            return other;
    }
    return {};
}

QString ServerFolder::pathOf(int instance) const
{
    return instance == 1 ? m_first : m_first + u'-' + QString::number(instance);
}

bool ServerFolder::take(int instance)
{
    auto lock = FileLock::take(pathOf(instance) + u"/lock"_s);
    if (!lock)
        return false;
    m_lock = std::move(lock.value());
    m_instance = instance;
    m_path = pathOf(instance);
    return true;
}

QString ServerFolder::standardBase()
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return data.isEmpty() ? data : data + u"/kodama"_s;
}

QString ServerFolder::filePath(const QString &name) const
{
    return keepsFiles() ? m_path + u'/' + name : QString();
}

bool ServerFolder::write(const QString &name, const QByteArray &bytes) const
{
    if (!keepsFiles())
        return false;
    QSaveFile file(filePath(name));
    return file.open(QIODevice::WriteOnly) && file.setPermissions(ownerOnly) &&
           file.write(bytes) == bytes.size() && file.flush() && // which commit() does not look at
           file.commit();
}

std::optional<QByteArray> ServerFolder::read(const QString &name) const
{
    QFile file(filePath(name));
    if (!keepsFiles() || !file.open(QIODevice::ReadOnly) || file.size() > largestFileBytes)
        return std::nullopt;
    return file.readAll();
}

bool ServerFolder::remove(const QString &name) const
{
    return keepsFiles() && QFile::remove(filePath(name));
}

QByteArrayList ServerFolder::firstLines(const QString &prefix) const
{
    QByteArrayList lines;
    if (!keepsFiles())
        return lines;
    const QStringList names = QDir(m_path).entryList({prefix + u'*'}, QDir::Files);
    for (const QString &name : names) {
        QFile file(filePath(name));
        if (file.open(QIODevice::ReadOnly))
            lines += file.readLine(longestFirstLineBytes);
    }
    return lines;
}

} // namespace kodama
