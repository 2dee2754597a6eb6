#include "app/ui/sidecolumns.h"

#include "app/core/settingkeys.h"

#include <QAction>
#include <QKeyEvent>
#include <QScopedValueRollback>
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

SideColumns::SideColumns(const Parts &parts, QWidget *window)
    : QObject(window)
    , m_parts(parts)
    , m_quarters{double(keys::roomsWidth.fallback), double(keys::membersWidth.fallback),
                 double(keys::panelWidth.fallback)}
{
    for (QWidget *column : {&m_parts.rooms, &m_parts.members, &m_parts.panel})
        column->hide(); // until there is room, and something to show
    m_isWanted[Panel] = m_parts.panelShown.isChecked();
    m_isWanted[Members] = m_parts.membersShown.isChecked();
    for (const Place place : {Members, Panel})
        connect(&actionOf(place), &QAction::toggled, this, [this, place] { onToggled(place); });
    connect(&m_parts.splitter, &QSplitter::splitterMoved, this, &SideColumns::onMoved);
    connect(&m_parts.theme, &Theme::changed, this, &SideColumns::arrangeAgain);
    window->installEventFilter(this);
}

void SideColumns::setHasRooms(bool hasRooms)
{
    m_hasRooms = hasRooms;
    arrangeAgain();
}

// What nobody else in the window has a use for.
bool SideColumns::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || !isInsteadOfRooms(m_first) ||
        static_cast<QKeyEvent *>(event)->key() != Qt::Key_Escape)
        return QObject::eventFilter(watched, event);
    actionOf(m_first).setChecked(false);
    return true;
}

void SideColumns::onToggled(Place place)
{
    if (m_isTicking)
        return;
    const bool isOn = actionOf(place).isChecked();
    if (m_width == 0) { // what is remembered, not what somebody asks for
        m_isWanted[place] = isOn;
        return;
    }
    // Who wants the rooms back has nothing against the column where there is room for it.
    m_isWanted[place] = isOn || isInsteadOfRooms(place);
    if (isOn)
        m_first = place;
    if (place == m_first)
        m_isAsked = isOn;
    arrangeAgain();
}

void SideColumns::arrange(int width)
{
    m_width = width;
    int left = width;
    if (m_first != Rooms && fits(m_first, width - (m_hasRooms ? pixelsOf(Rooms) : 0)))
        m_isAsked = false; // there is room: it need not take the rooms' place later
    const bool isListShown = m_hasRooms && !isInsteadOfRooms(m_first) && fits(Rooms, left);
    m_parts.rooms.setVisible(isListShown);
    if (isListShown)
        left -= pixelsOf(Rooms);
    m_parts.header.setRooms(!m_hasRooms   ? WindowHeader::Rooms::None
                            : isListShown ? WindowHeader::Rooms::InList
                                          : WindowHeader::Rooms::Hidden);
    using Columns = WindowHeader::Columns;
    const auto hasRoom = [this, left](Place place) {
        return fits(place, left) || isInsteadOfRooms(place);
    };
    m_parts.header.setColumns(hasRoom(Panel)     ? Columns::All
                              : hasRoom(Members) ? Columns::Members
                                                 : Columns::None);
    arrangeBeside(left);
    showWidths();
}

/// The columns for which there are actions, in what the rooms leave.
void SideColumns::arrangeBeside(int left)
{
    const std::array<Place, 2> order =
        m_first == Panel ? std::array{Panel, Members} : std::array{Members, Panel};
    for (const Place place : order) {
        const bool isShown = isWanted(place) && (fits(place, left) || isInsteadOfRooms(place));
        widgetOf(place).setVisible(isShown);
        if (isShown)
            left -= pixelsOf(place);
        if (m_width > 0)
            tick(place, isShown);
    }
}

void SideColumns::tick(Place place, bool isChecked)
{
    const QScopedValueRollback<bool> ticking(m_isTicking, true);
    actionOf(place).setChecked(isChecked);
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

QAction &SideColumns::actionOf(Place place) const
{
    return place == Panel ? m_parts.panelShown : m_parts.membersShown;
}

bool SideColumns::isWanted(Place place) const
{
    return m_isWanted[place] && (place == Panel || m_hasRooms);
}

/// Who asks for a column sees it, if need be where the rooms were: the switcher has those, too. The
/// log is as wide then as beside the rooms.
bool SideColumns::isInsteadOfRooms(Place place) const
{
    const int besideRooms = m_width - (m_hasRooms ? pixelsOf(Rooms) : 0);
    return m_isAsked && place == m_first && isWanted(place) && !fits(place, besideRooms) &&
           m_width >= pixelsOf(place) + m_parts.theme.space(logQuarters[Rooms]);
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
        if (!fits(place, left) && !isInsteadOfRooms(place))
            m_quarters = before;
        left -= pixelsOf(place);
    }
    showWidths(); // what became too narrow or too wide springs back
}

} // namespace kodama
