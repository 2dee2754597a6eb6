// Connects what arrives with what disturbs: notifier, tray, the title of the window.
#pragma once

#include "app/ui/notifier.h"
#include "app/ui/trayicon.h"

#include <QModelIndex>

namespace kodama {

class MainWindow;
class MessageLogModel;
struct LogEntry;
class SettingsController;

class AttentionController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AttentionController)

public:
    /// What the controller works with; everything outlives it.
    struct Parts
    {
        const Clock &clock;
        const Theme &theme;
        MainWindow &window;
        SettingsController &settings;
        NotificationService &service;
    };

    explicit AttentionController(const Parts &parts, QObject *parent = nullptr);

    /// New rows at the end of this log are messages that may disturb.
    void watch(const MessageLogModel &log);
    /// A message in a room, that nobody looks at.
    void messageArrived(const QString &room, const LogEntry &entry);
    /// Words of who runs the server are for everybody; they stand in the room that is shown.
    void operatorSpoke(const LogEntry &entry);
    /// This one is shown now; empty: the log of version 1.
    void setRoom(const QString &room);
    /// It is closed: nothing is unread there any more.
    void forgetRoom(const QString &room) { m_notifier.forget(room); }
    /// The person there has another name.
    void renameRoom(const QString &room, const QString &newRoom);
    void setNick(const QString &nick) { m_nick = nick; }
    void setQuiet(bool isQuiet);
    /// Out of the tray, from behind other windows; what one reads stays where it is.
    /// Where windows may not come to the front by themselves they may with the desktop's token.
    void raiseWindow(const QString &activationToken = {});
    /// The newest one of this room, in front.
    void showMessage(const QString &room, const QString &activationToken = {});

    [[nodiscard]] Notifier &notifier() { return m_notifier; }
    [[nodiscard]] TrayIcon &tray() { return m_tray; }

Q_SIGNALS:
    /// Its notification was clicked.
    void roomWanted(const QString &room);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void onRowsInserted(const MessageLogModel &log, int first, int last);
    void showPreferences(const Preferences &preferences);

    Parts m_parts;
    Notifier m_notifier;
    TrayIcon m_tray;
    QString m_nick;
    QString m_room;
};

} // namespace kodama
