// The program's picture in the tray: says that something is unread, quiet or not connected.
#pragma once

#include "app/ui/theme.h"

#include <QMenu>
#include <QSystemTrayIcon>

namespace kodama {

class ActionList;

/// Shown where the desktop has a tray; also the way for notifications where it has no service.
class TrayIcon final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrayIcon)

public:
    TrayIcon(const Theme &theme, const ActionList &actions, QObject *parent = nullptr);

    void showUnread(int count, bool hasMention);
    void showQuiet(bool isQuiet);
    /// The fallback for a desktop without a notification service.
    void showMessage(const QString &room, const QString &title, const QString &body);
    void retranslate();

    [[nodiscard]] QString toolTip() const { return m_icon.toolTip(); }
    /// The picture as it would be shown.
    [[nodiscard]] static QIcon picture(const Theme &theme, int count, bool hasMention,
                                       bool isQuiet);

Q_SIGNALS:
    void windowWanted();
    void messageClicked(const QString &room);

private:
    void showAll();

    const Theme &m_theme;
    const ActionList &m_actions;
    QMenu m_menu;
    QAction *m_show;
    QSystemTrayIcon m_icon;
    QString m_room; // of the message shown last
    int m_count = 0;
    bool m_hasMention = false;
    bool m_isQuiet = false;
};

} // namespace kodama
