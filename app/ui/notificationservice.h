// Shows a notification on the desktop; an interface, so that there may be another way, or none.
#pragma once

#include <QObject>
#include <QString>

namespace kodama {

struct DesktopNotification
{
    QString room; ///< a newer one of the same room takes the place of the older
    QString title;
    QString body;
    bool isSilent = false;
};

class NotificationService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NotificationService)

public:
    using QObject::QObject;

    virtual void show(const DesktopNotification &notification) = 0;
    virtual void withdraw(const QString &room) = 0;
    /// A number on the program's picture in the dock; 0: none.
    virtual void setBadge(int count) = 0;

Q_SIGNALS:
    /// Somebody clicked the notification of this room. The desktop's token for it, if there is one.
    void activated(const QString &room, const QString &activationToken = {});
    /// The desktop has no such service.
    void unavailable(const kodama::DesktopNotification &notification);
};

} // namespace kodama
