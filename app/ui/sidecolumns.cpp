#include "app/ui/sidecolumns.h"

#include "app/core/settingkeys.h"

#include <QAction>
#include <QSplitter>

#include <algorithm>
#include <utility>

namespace kodama {
namespace {

// What a column leaves to the log at least, or it does not stand there.
constexpr std::array logQuarters{
    66,  // rooms: in a narrower one the switcher changes the room
    110, // members: names fit into little
    134, // panel: in a narrower one the status bar has to do
};
constexpr int narrowestQuarters = 28;
constexpr int widestQuarters = 120;

} // namespace

SideColumns::SideColumns(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_quarters{double(keys::roomsWidth.fallback), double(keys::membersWidth.fallback),
                 double(keys::panelWidth.fallback)}
{
    for (QWidget *column : {&m_parts.rooms, &m_parts.members, &m_parts.panel})
        column->hide(); // until there is room, and something to show
    connect(&m_parts.panelWanted, &QAction::toggled, this,
            [this] { onToggled(m_parts.panelWanted, m_parts.panel, m_parts.members); });
    connect(&m_parts.membersWanted, &QAction::toggled, this,
            [this] { onToggled(m_parts.membersWanted, m_parts.members, m_parts.panel); });
    connect(&m_parts.splitter, &QSplitter::splitterMoved, this, &SideColumns::onMoved);
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
    int left = width;
    // Who asks for the panel sees it, if need be instead of the list: the switcher has the rooms.
    const bool isPanelInstead = m_isPanelFirst && m_parts.panelWanted.isChecked() &&
                                fits(Panel, left) && !fits(Panel, left - pixelsOf(Rooms));
    const bool isListShown = m_hasRooms && !isPanelInstead && fits(Rooms, left);
    m_parts.rooms.setVisible(isListShown);
    if (isListShown)
        left -= pixelsOf(Rooms);
    m_parts.header.setRooms(!m_hasRooms   ? WindowHeader::Rooms::None
                            : isListShown ? WindowHeader::Rooms::InList
                                          : WindowHeader::Rooms::Hidden);
    using Columns = WindowHeader::Columns;
    m_parts.header.setColumns(fits(Panel, left)     ? Columns::All
                              : fits(Members, left) ? Columns::Members
                                                    : Columns::None);
    const std::array<Place, 2> order =
        m_isPanelFirst ? std::array{Panel, Members} : std::array{Members, Panel};
    for (const Place place : order) {
        const bool isWanted = place == Panel ? m_parts.panelWanted.isChecked()
                                             : m_hasRooms && m_parts.membersWanted.isChecked();
        const bool isShown = isWanted && fits(place, left);
        widgetOf(place).setVisible(isShown);
        if (isShown)
            left -= pixelsOf(place);
    }
    showWidths();
}

ColumnWidths SideColumns::widths() const
{
    return {qRound(m_quarters[Rooms]), qRound(m_quarters[Members]), qRound(m_quarters[Panel])};
}

void SideColumns::setWidths(const ColumnWidths &widths)
{
    const std::array wanted{widths.rooms, widths.members, widths.panel};
    for (std::size_t place = 0; place < PlaceCount; ++place)
        m_quarters[place] = std::clamp(wanted[place], narrowestQuarters, widestQuarters);
    arrangeAgain();
}

QWidget &SideColumns::widgetOf(Place place) const
{
    return place == Rooms ? m_parts.rooms : place == Members ? m_parts.members : m_parts.panel;
}

int SideColumns::pixelsOf(Place place) const
{
    return qRound(m_quarters[place] * m_parts.theme.space(100) / 100.0);
}

bool SideColumns::fits(Place place, int left) const
{
    return left >= pixelsOf(place) + m_parts.theme.space(logQuarters[place]);
}

void SideColumns::showWidths()
{
    const QSplitter &splitter = m_parts.splitter;
    QList<int> sizes(splitter.count(), 0);
    int left = splitter.width();
    for (const Place place : {Rooms, Members, Panel}) {
        QWidget &widget = widgetOf(place);
        if (widget.isHidden())
            continue;
        sizes[splitter.indexOf(&widget)] = pixelsOf(place);
        left -= pixelsOf(place) + splitter.handleWidth();
    }
    for (int i = 0; i < splitter.count(); ++i) {
        if (sizes[i] == 0 && !splitter.widget(i)->isHidden())
            sizes[i] = left; // the log's
    }
    m_parts.splitter.setSizes(sizes);
}

void SideColumns::onMoved()
{
    const double quarter = m_parts.theme.space(100) / 100.0;
    const std::array before = m_quarters;
    int left = m_width;
    for (const Place place : {Rooms, Members, Panel}) {
        const QWidget &widget = widgetOf(place);
        if (widget.isHidden())
            continue;
        m_quarters[place] =
            std::clamp(widget.width() / quarter, double(narrowestQuarters), double(widestQuarters));
        if (!fits(place, left))
            m_quarters = before;
        left -= pixelsOf(place);
    }
    showWidths(); // what became too narrow or too wide springs back
}

} // namespace kodama
