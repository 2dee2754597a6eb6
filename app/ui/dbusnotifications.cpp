#include "app/ui/dbusnotifications.h"

#include "app/core/activationtoken.h"

#include <QCoreApplication>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <algorithm>
#include <utility>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

const QString service = u"org.freedesktop.Notifications"_s;
const QString path = u"/org/freedesktop/Notifications"_s;
constexpr qsizetype longestBody = 400; // more is not read on a notification
using Hints = QVariantMap;             // lint: allow(qvariantmap) a{sv} of D-Bus

QDBusMessage call(const QString &method)
{
    return QDBusMessage::createMethodCall(service, path, service, method);
}

} // namespace

DBusNotifications::DBusNotifications(std::function<QDBusConnection()> openBus, QObject *parent)
    : NotificationService(parent)
    , m_openBus(std::move(openBus))
{}

QDBusConnection &DBusNotifications::bus()
{
    if (m_bus)
        return *m_bus;
    m_bus = m_openBus();
    // The signals are known by their names on the bus; there is no pointer to a member for them.
    m_bus->connect(service, path, service, u"ActivationToken"_s, this,
                   SLOT(onActivationToken(uint, QString))); // lint: allow(old-connect) D-Bus
    m_bus->connect(service, path, service, u"ActionInvoked"_s, this,
                   SLOT(onActionInvoked(uint, QString))); // lint: allow(old-connect) D-Bus
    m_bus->connect(service, path, service, u"NotificationClosed"_s, this,
                   SLOT(onClosed(uint, uint))); // lint: allow(old-connect) D-Bus
    return *m_bus;
}

void DBusNotifications::show(const DesktopNotification &notification)
{
    if (!bus().isConnected()) {
        Q_EMIT unavailable(notification);
        return;
    }
    if (m_capabilities == Capabilities::Known && !m_underWay.contains(notification.room))
        return notify(notification);
    m_waiting.removeIf([&notification](const auto &one) { return one.room == notification.room; });
    m_waiting.append(notification);
    if (m_capabilities == Capabilities::NotAsked)
        askForCapabilities();
}

void DBusNotifications::withdraw(const QString &room)
{
    m_waiting.removeIf([&room](const DesktopNotification &one) { return one.room == room; });
    if (m_underWay.contains(room))
        m_withdrawn.insert(room);
    else
        closeShown(room);
}

void DBusNotifications::setBadge(int count)
{
    if (count == m_badge || !bus().isConnected())
        return;
    m_badge = count;
    QDBusMessage update =
        QDBusMessage::createSignal(u"/com/canonical/unity/launcherentry/kodama"_s,
                                   u"com.canonical.Unity.LauncherEntry"_s, u"Update"_s);
    update << u"application://kodama.desktop"_s
           << Hints{{u"count"_s, qint64(count)}, {u"count-visible"_s, count > 0}};
    bus().send(update);
}

/// Comes right before the click.
void DBusNotifications::onActivationToken(uint id, const QString &token)
{
    m_tokenId = id;
    m_token = activationToken(token);
}

void DBusNotifications::onActionInvoked(uint id, const QString & /*action*/)
{
    const QString token = m_tokenId == id ? std::exchange(m_token, {}) : QString();
    const QString room = m_ids.key(id);
    if (!m_ids.contains(room))
        return; // somebody else's
    m_ids.remove(room);
    Q_EMIT activated(room, token);
}

void DBusNotifications::onClosed(uint id, uint /*reason*/)
{
    const QString room = m_ids.key(id);
    if (m_ids.value(room) == id)
        m_ids.remove(room);
}

void DBusNotifications::askForCapabilities()
{
    m_capabilities = Capabilities::Asked;
    auto *answer = new QDBusPendingCallWatcher(bus().asyncCall(call(u"GetCapabilities"_s)), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<QStringList> reply = *answer;
        answer->deleteLater();
        m_readsMarkup = reply.isValid() && reply.value().contains(u"body-markup"_s);
        // No service now does not mean never: it is asked again at the next notification.
        m_capabilities = reply.isValid() ? Capabilities::Known : Capabilities::NotAsked;
        for (const DesktopNotification &one : std::exchange(m_waiting, {})) {
            if (reply.isValid())
                show(one);
            else
                Q_EMIT unavailable(one);
        }
    });
}

void DBusNotifications::notify(const DesktopNotification &notification)
{
    const QString shortened = notification.body.left(longestBody);
    const QString body = m_readsMarkup ? shortened.toHtmlEscaped() : shortened;
    Hints hints{{u"desktop-entry"_s, u"kodama"_s},
                {u"category"_s, u"im.received"_s},
                {u"urgency"_s, QVariant::fromValue(uchar(1))}};
    if (notification.isSilent)
        hints.insert(u"suppress-sound"_s, true);
    else
        hints.insert(u"sound-name"_s, u"message-new-instant"_s);
    QDBusMessage message = call(u"Notify"_s);
    message << QCoreApplication::applicationName() << m_ids.value(notification.room) << u"kodama"_s
            << notification.title << body << QStringList{u"default"_s, tr("Open")} << hints << -1;
    m_underWay.insert(notification.room);
    auto *answer = new QDBusPendingCallWatcher(bus().asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer, notification] {
        onNotified(notification, *answer);
        answer->deleteLater();
    });
}

void DBusNotifications::onNotified(const DesktopNotification &notification,
                                   QDBusPendingCallWatcher &answer)
{
    const QDBusPendingReply<uint> reply = answer;
    const QString room = notification.room;
    m_underWay.remove(room);
    const bool isWithdrawn = m_withdrawn.remove(room);
    if (reply.isValid()) {
        m_ids.insert(room, reply.value());
    } else {
        m_capabilities = Capabilities::NotAsked;
        if (!isWithdrawn)
            Q_EMIT unavailable(notification);
    }
    if (isWithdrawn)
        closeShown(room);
    const auto next = std::find_if(m_waiting.cbegin(), m_waiting.cend(),
                                   [&room](const auto &one) { return one.room == room; });
    if (next != m_waiting.cend())
        show(m_waiting.takeAt(next - m_waiting.cbegin()));
}

void DBusNotifications::closeShown(const QString &room)
{
    const uint id = m_ids.take(room);
    if (id == 0)
        return;
    QDBusMessage message = call(u"CloseNotification"_s);
    message << id;
    bus().send(message);
}

} // namespace kodama
