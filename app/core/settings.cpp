#include "settings.h"

namespace kodama {

using namespace Qt::StringLiterals;

Settings::Settings()
    : m_store(QSettings::IniFormat, QSettings::UserScope, u"kodama"_s, u"kodama"_s)
{}

Settings::Settings(const Profile &profile)
    : m_store(QSettings::IniFormat, QSettings::UserScope, u"kodama"_s,
              profile.name.isEmpty() ? u"kodama"_s : u"kodama-"_s + profile.name)
{}

Settings::Settings(const QString &path)
    : m_store(path, QSettings::IniFormat)
{}

bool Settings::save()
{
    m_store.sync();
    return m_store.status() == QSettings::NoError;
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
