// Which columns stand beside the log: what is wanted, as far as the window is wide enough; what
// somebody asks for, if need be instead of the rooms. And how wide they are, which one drags.
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
        QSplitter &splitter;   ///< holds the three, and the log
        QAction &membersShown; ///< checked: the members stand there; triggered: they are to, or not
        QAction &panelShown;
    };

    /// Before the first arrange(), what the actions say is what is wanted.
    explicit SideColumns(const Parts &parts, QWidget *window);

    void setHasRooms(bool hasRooms);
    /// For this width of the window.
    void arrange(int width);

    /// Whether they stand there where there is room: the actions say whether they do now.
    [[nodiscard]] bool isPanelWanted() const { return m_isWanted[Panel]; }
    [[nodiscard]] bool areMembersWanted() const { return m_isWanted[Members]; }

    [[nodiscard]] ColumnWidths widths() const;
    /// What is impossible becomes the nearest that is not.
    void setWidths(const ColumnWidths &widths);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum Place : std::size_t { Rooms, Members, Panel, PlaceCount };

    [[nodiscard]] QWidget &widgetOf(Place place) const;
    [[nodiscard]] QAction &actionOf(Place place) const;
    [[nodiscard]] bool isWanted(Place place) const;
    [[nodiscard]] bool isInsteadOfRooms(Place place) const;
    void arrangeBeside(int left);
    void tick(Place place, bool isChecked);
    [[nodiscard]] int pixelsOf(Place place) const;
    [[nodiscard]] bool fits(Place place, int left) const;
    void showWidths();
    void onMoved();

    void arrangeAgain() { arrange(m_width); }
    void onToggled(Place place);

    Parts m_parts;
    std::array<double, PlaceCount> m_quarters; ///< how wide, as one has dragged it
    int m_width = 0;
    bool m_hasRooms = false;
    std::array<bool, PlaceCount> m_isWanted{};
    Place m_first = Members; ///< stays if there is room for one only
    bool m_isAsked = false;  ///< for that one, by somebody who wants to see it now
    bool m_isTicking = false;
};

} // namespace kodama
