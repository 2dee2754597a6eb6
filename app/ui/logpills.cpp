#include "app/ui/logpills.h"

#include "app/ui/icons.h"

#include <QPushButton>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowsNear = 3; // as high as so many pills: farther from the edge it looks lost

/// Away from the edge, as far as it takes.
QRect movedOff(const QRegion &taken, QRect rect, bool isAtTop, int gap)
{
    while (taken.intersects(rect)) {
        const QRect hit = taken.intersected(rect).boundingRect();
        rect.moveTop(isAtTop ? hit.bottom() + 1 + gap : hit.top() - rect.height() - gap);
    }
    return rect;
}

} // namespace

LogPills::LogPills(const Theme &theme, QWidget &viewport, QWidget &parent)
    : QObject(&parent)
    , m_theme(theme)
    , m_viewport(viewport)
    , m_newest(makePill(u"newestPill"_s, u"arrow-down"_s, parent))
    , m_unread(makePill(u"unreadPill"_s, u"arrow-up"_s, parent))
{
    connect(m_newest, &QPushButton::clicked, this, &LogPills::newestRequested);
    connect(m_unread, &QPushButton::clicked, this, &LogPills::unreadRequested);
}

QPushButton *LogPills::makePill(const QString &name, const QString &icon, QWidget &parent)
{
    auto *pill = new QPushButton(&parent);
    pill->setObjectName(name);
    pill->setProperty("role", u"pill"_s);
    pill->setIcon(icons::icon(m_theme, icon, ThemeColor::TextOnAccent));
    pill->setFocusPolicy(Qt::TabFocus);
    pill->hide();
    return pill;
}

void LogPills::update(const State &state)
{
    m_newest->setVisible(!state.isAtBottom);
    m_unread->setVisible(state.isUnreadAbove);
    if (!state.isAtBottom) {
        //: On the button that leads down to messages one has not seen yet
        m_newest->setText(state.newMessages > 0 ? tr("%n new", nullptr, state.newMessages)
                                                : QString());
        m_newest->setAccessibleName(tr("Go to the newest message"));
        m_newest->setToolTip(tr("Go to the newest message (Ctrl+End)"));
        place(*m_newest, Edge::Bottom, state);
    }
    if (state.isUnreadAbove) {
        //: On the button that leads up to where the unread messages begin
        m_unread->setText(tr("Unread"));
        m_unread->setAccessibleName(tr("Go to the first unread message"));
        m_unread->setToolTip(tr("Go to the first unread message (Ctrl+Shift+U)"));
        place(*m_unread, Edge::Top, state);
    }
}

void LogPills::place(QPushButton &pill, Edge edge, const State &state) const
{
    // The arrow stands behind the words.
    pill.setLayoutDirection(m_viewport.isRightToLeft() ? Qt::LeftToRight : Qt::RightToLeft);
    pill.setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
    pill.adjustSize();
    pill.move(freePlace(pill.size(), edge, state).topLeft());
    pill.raise();
}

/// Near the edge at its side, else in the middle or at the other side, where nobody reads. Where
/// all of that is taken, at its side and as far from the edge as it takes to leave free when things
/// were said, or at least what can be clicked.
QRect LogPills::freePlace(const QSize &size, Edge edge, const State &state) const
{
    const QRect area = m_viewport.geometry();
    const int gap = m_theme.space(3);
    const bool isAtTop = edge == Edge::Top;
    const int y = isAtTop ? area.top() + gap : area.bottom() - size.height() - gap;
    const int left = area.left() + gap;
    const int right = area.right() - size.width() - gap;
    const int side = m_viewport.isRightToLeft() ? left : right;
    const QRect half(area.left(), isAtTop ? area.top() : area.center().y(), area.width(),
                     area.height() / 2);
    QRect band(half);
    band.setHeight(std::min(half.height(), gap + rowsNear * size.height()));
    if (!isAtTop)
        band.moveBottom(half.bottom());
    const QRegion clickable = state.clickable.translated(area.topLeft());
    const QRegion times = clickable + state.times.translated(area.topLeft());
    const QRegion taken = clickable + state.written.translated(area.topLeft());
    for (const int x : {side, (left + right) / 2, left + right - side}) {
        const QRect rect = movedOff(taken, {QPoint(x, y), size}, isAtTop, m_theme.space(1));
        if (band.contains(rect))
            return rect;
    }
    const QRect usual(QPoint(side, y), size);
    for (const QRegion &least : {times, clickable}) {
        const QRect rect = movedOff(least, usual, isAtTop, m_theme.space(1));
        if (half.contains(rect))
            return rect;
    }
    return usual;
}

} // namespace kodama
