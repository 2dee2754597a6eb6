// Notifications by org.freedesktop.Notifications, and the badge by
// com.canonical.Unity.LauncherEntry.
#pragma once

#include "app/ui/notificationservice.h"

#include <QDBusConnection>
#include <QHash>
#include <QSet>

#include <functional>
#include <optional>

class QDBusPendingCallWatcher;

namespace kodama {

/// Nothing here waits for an answer: a stuck desktop must not stop the window.
class DBusNotifications final : public NotificationService
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DBusNotifications)

public:
    /// `openBus` is called when the first notification is shown: a start must not wait for a bus.
    explicit DBusNotifications(std::function<QDBusConnection()> openBus, QObject *parent = nullptr);

    void show(const DesktopNotification &notification) override;
    void withdraw(const QString &room) override;
    void setBadge(int count) override;

private Q_SLOTS:
    // By name, over the bus.
    void onActivationToken(uint id, const QString &token);
    void onActionInvoked(uint id, const QString &action);
    void onClosed(uint id, uint reason);

private:
    [[nodiscard]] QDBusConnection &bus();
    void askForCapabilities();
    void notify(const DesktopNotification &notification);
    void closeShown(const QString &room);
    void onNotified(const DesktopNotification &notification, QDBusPendingCallWatcher &answer);

    std::function<QDBusConnection()> m_openBus;
    std::optional<QDBusConnection> m_bus;
    int m_badge = 0;
    QHash<QString, uint> m_ids; // of what is shown, by room
    QString m_token;            // of the notification that is about to be clicked
    uint m_tokenId = 0;         // which one that is
    QSet<QString> m_underWay;   // rooms whose Notify is not answered: the id is not known yet
    QSet<QString> m_withdrawn;  // of these, those whose notification is to go when it is
    QList<DesktopNotification> m_waiting; // for that answer, or for the capabilities
    enum class Capabilities { NotAsked, Asked, Known } m_capabilities = Capabilities::NotAsked;
    bool m_readsMarkup = false;
};

} // namespace kodama
