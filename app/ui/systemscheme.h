// Whether the desktop is light or dark now, as org.freedesktop.portal.Settings tells it.
#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>

namespace kodama {

class SystemScheme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SystemScheme)

public:
    /// Asks at once and listens from then on; never waits.
    explicit SystemScheme(QDBusConnection bus, QObject *parent = nullptr);

Q_SIGNALS:
    /// Also for the first answer; not if the desktop has no preference.
    void changed(bool isDark);

private Q_SLOTS:
    // By name, over the bus.
    void onSettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &value);

    QDBusConnection m_bus;
};

} // namespace kodama
