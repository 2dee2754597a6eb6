// The menu bar: which action stands where. The actions themselves are ActionList's. And the key for
// the menu of what has the focus.
#pragma once

#include "app/ui/actionlist.h"

#include <QList>

class QMainWindow;
class QMenu;

namespace kodama {

class WindowMenus final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowMenus)

public:
    /// Fills the window's menu bar; also gives the window every action, so that keys work of those,
    /// too, that stand in no menu.
    WindowMenus(QMainWindow &window, const ActionList &actions, const Theme &theme);

    /// What belongs to rooms is there at all.
    void setRoomsShown(bool areShown);
    void retranslate();

private:
    void fillMenus();
    void openContextMenu() const;

    QMainWindow &m_window;
    const ActionList &m_actions;
    QList<QMenu *> m_menus; // in the order of ActionArea
    QMenu *m_themeMenu;
    QMenu *m_languageMenu;
};

} // namespace kodama
