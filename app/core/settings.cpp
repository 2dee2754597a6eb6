#include "settings.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds lockPatience{1000}; // another window of the profile writes

} // namespace

Settings::Settings()
    : m_store(QSettings::IniFormat, QSettings::UserScope, u"kodama"_s, u"kodama"_s)
{
    prepare();
}

Settings::Settings(const Profile &profile)
    : m_store(QSettings::IniFormat, QSettings::UserScope, u"kodama"_s,
              profile.name.isEmpty() ? u"kodama"_s : u"kodama-"_s + profile.name)
{
    prepare();
}

Settings::Settings(const QString &path)
    : m_store(path, QSettings::IniFormat)
{
    prepare();
}

Settings::~Settings()
{
    (void)save();
}

void Settings::prepare()
{
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(saveDelay);
    QObject::connect(&m_saveTimer, &QTimer::timeout, &m_saveTimer, [this] { (void)save(); });
}

QVariant Settings::value(const QString &key) const
{
    const auto changed = m_changed.constFind(key);
    return changed == m_changed.constEnd() ? m_store.value(key) : *changed;
}

void Settings::change(const QString &key, const QVariant &value)
{
    if (this->value(key) == value)
        return;
    m_changed.insert(key, value);
    m_unsaved.insert(key);
    if (!m_saveTimer.isActive())
        m_saveTimer.start();
}

bool Settings::save()
{
    m_saveTimer.stop();
    if (m_unsaved.isEmpty())
        return true;
    const QString path = m_store.fileName();
    QLockFile lock(path + u".lock"_s);
    const bool isOurs = QDir().mkpath(QFileInfo(path).path()) && lock.tryLock(lockPatience);
    if (!isOurs)
        return false;
    m_store.sync(); // what another window has written
    IniValues all = iniValues(m_store);
    for (const QString &key : std::as_const(m_unsaved))
        all.insert(key, m_changed.value(key));
    if (!writeIni(path, all))
        return false;
    m_unsaved.clear();
    return true;
}

QStringList withRecentServer(QStringList servers, const QString &server)
{
    servers.removeAll(server);
    servers.prepend(server);
    if (servers.size() > maxRecentServers)
        servers.resize(maxRecentServers);
    return servers;
}

} // namespace kodama
