#include "app/ui/logpills.h"

#include "app/ui/icons.h"

#include <QPushButton>

namespace kodama {

using namespace Qt::StringLiterals;

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
        place(*m_newest, Edge::Bottom, state.clickable);
    }
    if (state.isUnreadAbove) {
        //: On the button that leads up to where the unread messages begin
        m_unread->setText(tr("Unread"));
        m_unread->setAccessibleName(tr("Go to the first unread message"));
        m_unread->setToolTip(tr("Go to the first unread message (Ctrl+Shift+U)"));
        place(*m_unread, Edge::Top, state.clickable);
    }
}

/// At the edge, or as far from it as it takes to leave free what can be clicked.
void LogPills::place(QPushButton &pill, Edge edge, const QRegion &clickable) const
{
    const QRect area = m_viewport.geometry();
    const int gap = m_theme.space(3);
    const bool isRightToLeft = m_viewport.isRightToLeft();
    // The arrow stands behind the words.
    pill.setLayoutDirection(isRightToLeft ? Qt::LeftToRight : Qt::RightToLeft);
    pill.setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
    pill.adjustSize();
    const bool isAtTop = edge == Edge::Top;
    const QPoint usual(isRightToLeft ? area.left() + gap : area.right() - pill.width() - gap,
                       isAtTop ? area.top() + gap : area.bottom() - pill.height() - gap);
    const QRegion taken = clickable.translated(area.topLeft());
    const QRect half(area.left(), isAtTop ? area.top() : area.center().y(), area.width(),
                     area.height() / 2);
    QRect rect(usual, pill.size());
    while (half.contains(rect) && taken.intersects(rect)) {
        const QRect hit = taken.intersected(rect).boundingRect();
        rect.moveTop(isAtTop ? hit.bottom() + 1 + m_theme.space(1)
                             : hit.top() - rect.height() - m_theme.space(1));
    }
    pill.move(half.contains(rect) ? rect.topLeft() : usual);
    pill.raise();
}

} // namespace kodama
