#include "app/ui/traywatch.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QDBusVariant>

#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

const QString watcherService = u"org.kde.StatusNotifierWatcher"_s;
const QString watcherPath = u"/StatusNotifierWatcher"_s;

} // namespace

TrayWatch::TrayWatch(QDBusConnection bus, QObject *parent)
    : QObject(parent)
    , m_bus(std::move(bus))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &TrayWatch::tell);
    if (!m_bus.isConnected())
        return;
    auto *watcher = new QDBusServiceWatcher(watcherService, m_bus,
                                            QDBusServiceWatcher::WatchForRegistration, this);
    connect(watcher, &QDBusServiceWatcher::serviceRegistered, this, &TrayWatch::ask);
    // Who watches and who shows may be two programs, that come one after the other.
    m_bus.connect(watcherService, watcherPath, watcherService, u"StatusNotifierHostRegistered"_s,
                  this,
                  SLOT(tell())); // lint: allow(old-connect) D-Bus
    ask();
}

void TrayWatch::onX11TrayFound()
{
    if (!m_isTold && !m_patience.isActive())
        m_patience.start(m_bus.isConnected() ? patience : std::chrono::milliseconds(0));
}

void TrayWatch::ask()
{
    QDBusMessage question = QDBusMessage::createMethodCall(
        watcherService, watcherPath, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    question.setAutoStartService(false);
    question << watcherService << u"IsStatusNotifierHostRegistered"_s;
    auto *answer = new QDBusPendingCallWatcher(m_bus.asyncCall(question), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        answer->deleteLater();
        if (reply.isValid() && reply.value().variant().toBool())
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
