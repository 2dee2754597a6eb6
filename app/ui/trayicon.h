// The program's picture in the tray: says that something is unread, quiet or not connected.
#pragma once

#include "app/ui/theme.h"

#include <QMenu>
#include <QSystemTrayIcon>

#include <memory>

namespace kodama {

class ActionList;

/// Shown where the desktop has a tray, once TrayWatch says that it may be there; also the way for
/// notifications where it has no service.
class TrayIcon final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrayIcon)

public:
    TrayIcon(const Theme &theme, const ActionList &actions, QObject *parent = nullptr);

    /// From now on; does nothing the second time.
    void appear();
    [[nodiscard]] bool hasAppeared() const { return m_icon != nullptr; }

    void showUnread(int count, bool hasMention);
    void showQuiet(bool isQuiet);
    /// The fallback for a desktop without a notification service.
    void showMessage(const QString &room, const QString &title, const QString &body);
    void retranslate();

    [[nodiscard]] QString toolTip() const;
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
    // Made late: Qt looks for a tray on the bus when the first one is made, and never again.
    std::unique_ptr<QSystemTrayIcon> m_icon;
    QString m_room; // of the message shown last
    int m_count = 0;
    bool m_hasMention = false;
    bool m_isQuiet = false;
};

} // namespace kodama
