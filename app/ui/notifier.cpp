#include "app/ui/notifier.h"

#include "app/core/isolation.h"

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

Notifier::Notifier(NotificationService &service, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_clock(clock)
{
    m_popupTimer.setSingleShot(true);
    m_unreadTimer.setSingleShot(true);
    m_unreadTimer.setInterval(0);
    connect(&m_popupTimer, &QTimer::timeout, this, &Notifier::showWaiting);
    connect(&m_unreadTimer, &QTimer::timeout, this, &Notifier::tellUnread);
    connect(&m_service, &NotificationService::activated, this, &Notifier::activated);
}

void Notifier::setPreferences(const Preferences &preferences)
{
    m_preferences = preferences;
    if (m_preferences.doNotDisturb) {
        for (const QString &room : m_shownAt.keys() + m_waiting.keys())
            m_service.withdraw(room);
        m_waiting.clear();
        m_popupTimer.stop();
    }
    m_unreadTimer.start();
}

void Notifier::messageArrived(const IncomingMessage &message)
{
    const bool isSeen = m_isWindowActive && message.room == m_room;
    if (isSeen || !countsAsUnread(m_preferences, message))
        return;
    m_unread.add(message);
    if (!m_unreadTimer.isActive())
        m_unreadTimer.start();
    if (m_preferences.doNotDisturb)
        return;
    Waiting &waiting = m_waiting[message.room];
    waiting.newest = message;
    ++waiting.count;
    if (!m_popupTimer.isActive())
        m_popupTimer.start(0); // what comes together is one popup
}

void Notifier::setWindowActive(bool isActive, const QString &room)
{
    m_isWindowActive = isActive;
    m_room = room;
    if (isActive)
        forget(room);
}

void Notifier::forget(const QString &room)
{
    m_unread.clear(room);
    m_waiting.remove(room);
    if (m_shownAt.remove(room) > 0)
        m_service.withdraw(room);
    m_unreadTimer.start();
}

void Notifier::rename(const QString &room, const QString &newRoom)
{
    m_unread.rename(room, newRoom);
    if (m_room == room)
        m_room = newRoom;
    if (m_waiting.contains(room)) {
        Waiting waiting = m_waiting.take(room);
        waiting.newest.room = newRoom;
        m_waiting.insert(newRoom, waiting);
    }
    forget(room);
}

void Notifier::showWaiting()
{
    const std::chrono::nanoseconds now = m_clock.steadyTime();
    std::chrono::nanoseconds next = popupInterval;
    for (auto one = m_waiting.begin(); one != m_waiting.end();) {
        const auto shown = m_shownAt.constFind(one.key());
        const std::chrono::nanoseconds wait = shown == m_shownAt.constEnd()
                                                  ? std::chrono::nanoseconds(0)
                                                  : *shown + popupInterval - now;
        if (wait.count() > 0) {
            next = std::min(next, wait);
            ++one;
            continue;
        }
        m_shownAt.insert(one.key(), now);
        showNow(one.key(), one.value());
        one = m_waiting.erase(one);
    }
    if (!m_waiting.isEmpty())
        m_popupTimer.start(std::chrono::ceil<std::chrono::milliseconds>(next));
}

void Notifier::showNow(const QString &room, const Waiting &waiting)
{
    DesktopNotification shown;
    shown.room = room;
    shown.isSilent = !m_preferences.sound;
    const IncomingMessage &newest = waiting.newest;
    //: Title of a notification. %1: a person, %2: a room
    shown.title = newest.isDirect ? newest.sender
                                  : tr("%1 in %2").arg(isolated(newest.sender), isolated(room));
    if (!m_preferences.showsTextInNotifications)
        shown.body = tr("%n new message(s)", nullptr, waiting.count);
    else if (waiting.count == 1)
        shown.body = newest.text;
    else
        //: %1: the text of the newest message
        shown.body = tr("%1 (and %n more)", nullptr, waiting.count - 1).arg(isolated(newest.text));
    m_service.show(shown);
}

void Notifier::tellUnread()
{
    // Do not disturb means the badge, too; what is unread is still told to whoever asks.
    const int count = m_preferences.doNotDisturb ? 0 : m_unread.total();
    m_service.setBadge(count);
    Q_EMIT unreadChanged(count, count > 0 && m_unread.hasMention());
}

} // namespace kodama
