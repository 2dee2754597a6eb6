#include "app/ui/sidecolumns.h"

#include <QAction>

#include <array>
#include <utility>

namespace kodama {
namespace {

constexpr int roomsQuarters = 44;
constexpr int membersQuarters = 46;
constexpr int panelQuarters = 56;
constexpr int logBesideRooms = 66;    // in a narrower one the switcher changes the room
constexpr int logBesideMembers = 110; // names fit into little
constexpr int logBesidePanel = 134;   // in a narrower one the status bar has to do

} // namespace

SideColumns::SideColumns(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    for (QWidget *column : {&m_parts.rooms, &m_parts.members, &m_parts.panel})
        column->hide(); // until there is room, and something to show
    connect(&m_parts.panelWanted, &QAction::toggled, this,
            [this] { onToggled(m_parts.panelWanted, m_parts.panel, m_parts.members); });
    connect(&m_parts.membersWanted, &QAction::toggled, this,
            [this] { onToggled(m_parts.membersWanted, m_parts.members, m_parts.panel); });
    connect(&m_parts.theme, &Theme::changed, this, &SideColumns::arrangeAgain);
}

void SideColumns::setHasRooms(bool hasRooms)
{
    m_hasRooms = hasRooms;
    arrangeAgain();
}

void SideColumns::onToggled(QAction &wanted, const QWidget &column, const QWidget &other)
{
    if (m_width == 0)
        return; // what is remembered, not what somebody asks for
    // Who switches off what stands behind the other column wants to see it.
    const bool wasBehind = !wanted.isChecked() && column.isHidden() && !other.isHidden();
    if (wasBehind)
        return wanted.setChecked(true); // which comes here again
    m_isPanelFirst = (&column == &m_parts.panel) == wanted.isChecked();
    arrangeAgain();
}

void SideColumns::arrange(int width)
{
    m_width = width;
    const auto space = [this](int quarters) { return m_parts.theme.space(quarters); };
    int left = width;
    const bool isListShown = m_hasRooms && left >= space(roomsQuarters + logBesideRooms);
    m_parts.rooms.setVisible(isListShown);
    if (isListShown)
        left -= space(roomsQuarters);
    m_parts.header.setRooms(!m_hasRooms   ? WindowHeader::Rooms::None
                            : isListShown ? WindowHeader::Rooms::InList
                                          : WindowHeader::Rooms::Hidden);
    using Columns = WindowHeader::Columns;
    m_parts.header.setColumns(left >= space(panelQuarters + logBesidePanel)       ? Columns::All
                              : left >= space(membersQuarters + logBesideMembers) ? Columns::Members
                                                                                  : Columns::None);
    std::array columns{
        Column{m_parts.members, m_hasRooms && m_parts.membersWanted.isChecked(), membersQuarters,
               logBesideMembers},
        Column{m_parts.panel, m_parts.panelWanted.isChecked(), panelQuarters, logBesidePanel}};
    const std::array<std::size_t, 2> order =
        m_isPanelFirst ? std::array<std::size_t, 2>{1, 0} : std::array<std::size_t, 2>{0, 1};
    for (const std::size_t i : order) {
        const Column &column = columns[i];
        const bool fits = left >= space(column.quarters + column.logQuarters);
        column.widget.setVisible(column.isWanted && fits);
        if (column.isWanted && fits)
            left -= space(column.quarters);
    }
}

} // namespace kodama
