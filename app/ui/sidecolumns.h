// Which columns stand beside the log: what is wanted, as far as the window is wide enough.
// Tested by tst_roomcontroller and tst_mainwindow.
#pragma once

#include "app/ui/windowheader.h"

#include <QObject>

class QAction;

namespace kodama {

class SideColumns final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SideColumns)

public:
    /// All outlive it.
    struct Parts
    {
        const Theme &theme;
        WindowHeader &header;
        QWidget &rooms;
        QWidget &members;
        QWidget &panel;
        QAction &membersWanted; ///< checked: the members are wanted
        QAction &panelWanted;
    };

    explicit SideColumns(const Parts &parts, QObject *parent);

    void setHasRooms(bool hasRooms);
    /// For this width of the window.
    void arrange(int width);

private:
    struct Column
    {
        QWidget &widget;
        bool isWanted;
        int quarters;    ///< its own
        int logQuarters; ///< what it leaves to the log at least
    };

    void arrangeAgain() { arrange(m_width); }
    void onToggled(QAction &wanted, const QWidget &column, const QWidget &other);

    Parts m_parts;
    int m_width = 0;
    bool m_hasRooms = false;
    bool m_isPanelFirst = false; ///< it was asked for last: it stays if there is room for one only
};

} // namespace kodama
