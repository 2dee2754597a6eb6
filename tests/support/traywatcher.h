// What a panel offers on the bus, so that programs find its tray.
#pragma once

#include <QObject>

namespace kodama {

class TrayWatcher final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered MEMBER hasHost)

public:
    bool hasHost = false; ///< somebody shows what it watches

public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString &service) { Q_EMIT itemCame(service); }

Q_SIGNALS:
    void StatusNotifierHostRegistered();
    void itemCame(const QString &service);
};

} // namespace kodama
