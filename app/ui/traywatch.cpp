#include "app/ui/traywatch.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>

#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

TrayWatch::TrayWatch(QDBusConnection bus, Other other, QObject *parent)
    : QObject(parent)
    , m_bus(std::move(bus))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &TrayWatch::tell);
    if (other == Other::X11)
        m_patience.start(m_bus.isConnected() ? patience : std::chrono::milliseconds(0));
    if (!m_bus.isConnected())
        return;
    const QString service = u"org.kde.StatusNotifierWatcher"_s;
    auto *watcher =
        new QDBusServiceWatcher(service, m_bus, QDBusServiceWatcher::WatchForRegistration, this);
    connect(watcher, &QDBusServiceWatcher::serviceRegistered, this, &TrayWatch::tell);
    const QString busName = u"org.freedesktop.DBus"_s;
    QDBusMessage ask = QDBusMessage::createMethodCall(busName, u"/org/freedesktop/DBus"_s, busName,
                                                      u"NameHasOwner"_s);
    ask << service;
    auto *answer = new QDBusPendingCallWatcher(m_bus.asyncCall(ask), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<bool> reply = *answer;
        answer->deleteLater();
        if (reply.isValid() && reply.value())
            tell();
    });
}

void TrayWatch::tell()
{
    m_patience.stop();
    if (!std::exchange(m_isTold, true))
        Q_EMIT found();
}

} // namespace kodama
