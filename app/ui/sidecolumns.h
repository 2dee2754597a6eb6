// Which columns stand beside the log: what is wanted, as far as the window is wide enough. And how
// wide they are, which one drags.
// Tested by tst_roomcontroller and tst_mainwindow.
#pragma once

#include "app/ui/windowheader.h"

#include <QObject>

#include <array>

class QAction;
class QSplitter;

namespace kodama {

/// In quarters of a line.
struct ColumnWidths
{
    int rooms;
    int members;
    int panel;

    bool operator==(const ColumnWidths &) const = default;
};

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
        QSplitter &splitter;    ///< holds the three, and the log
        QAction &membersWanted; ///< checked: the members are wanted
        QAction &panelWanted;
    };

    explicit SideColumns(const Parts &parts, QObject *parent);

    void setHasRooms(bool hasRooms);
    /// For this width of the window.
    void arrange(int width);

    [[nodiscard]] ColumnWidths widths() const;
    /// What is impossible becomes the nearest that is not.
    void setWidths(const ColumnWidths &widths);

private:
    enum Place : std::size_t { Rooms, Members, Panel, PlaceCount };

    [[nodiscard]] QWidget &widgetOf(Place place) const;
    [[nodiscard]] int pixelsOf(Place place) const;
    [[nodiscard]] bool fits(Place place, int left) const;
    void showWidths();
    void onMoved();

    void arrangeAgain() { arrange(m_width); }
    void onToggled(QAction &wanted, const QWidget &column, const QWidget &other);

    Parts m_parts;
    std::array<double, PlaceCount> m_quarters; ///< how wide, as one has dragged it
    int m_width = 0;
    bool m_hasRooms = false;
    bool m_isPanelFirst = false; ///< it was asked for last: it stays if there is room for one only
};

} // namespace kodama
