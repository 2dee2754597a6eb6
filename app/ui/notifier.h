// Decides when to disturb: popups, sound, badge and tray follow from what is unread and allowed.
#pragma once

#include "app/core/attention.h"
#include "app/ui/notificationservice.h"
#include "common/clock.h"

#include <QHash>
#include <QTimer>

namespace kodama {

class Notifier final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Notifier)

public:
    /// Both outlive the notifier.
    Notifier(NotificationService &service, const Clock &clock, QObject *parent = nullptr);

    void setPreferences(const Preferences &preferences);
    /// A message that is not this user's own and was not there before. Cheap: may be called
    /// thousands of times a second.
    void messageArrived(const IncomingMessage &message);
    /// Who looks at the window needs no popup; what is in `room` counts as seen.
    void setWindowActive(bool isActive, const QString &room);
    /// It was seen elsewhere, or is gone.
    void forget(const QString &room);
    /// The same conversation has another name; its notification is taken back.
    void rename(const QString &room, const QString &newRoom);

    [[nodiscard]] const UnreadCounts &unread() const { return m_unread; }
    [[nodiscard]] bool isQuiet() const { return m_preferences.doNotDisturb; }

    /// A room's notification is not renewed more often than this.
    static constexpr std::chrono::milliseconds popupInterval{2000};

Q_SIGNALS:
    /// What tray and title show; at most once per turn of the event loop.
    void unreadChanged(int count, bool hasMention);
    /// The notification of this room was clicked.
    void activated(const QString &room, const QString &activationToken = {});

private:
    struct Waiting
    {
        IncomingMessage newest;
        int count = 0;
    };

    void showWaiting();
    void showNow(const QString &room, const Waiting &waiting);
    void tellUnread();

    NotificationService &m_service;
    const Clock &m_clock;
    Preferences m_preferences;
    UnreadCounts m_unread;
    QHash<QString, Waiting> m_waiting;
    QHash<QString, std::chrono::nanoseconds> m_shownAt;
    QTimer m_popupTimer;
    QTimer m_unreadTimer;
    QString m_room;
    bool m_isWindowActive = true;
};

} // namespace kodama
