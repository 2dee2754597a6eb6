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
    const QRect area = m_viewport.geometry();
    const int gap = m_theme.space(3);
    const bool isRightToLeft = m_viewport.isRightToLeft();
    const auto place = [&area, gap, isRightToLeft](const QPushButton &pill) {
        return isRightToLeft ? area.left() + gap : area.right() - pill.width() - gap;
    };
    for (QPushButton *pill : {m_newest, m_unread}) // the arrow stands behind the words
        pill->setLayoutDirection(isRightToLeft ? Qt::LeftToRight : Qt::RightToLeft);
    if (!state.isAtBottom) {
        //: On the button that leads down to messages one has not seen yet
        m_newest->setText(state.newMessages > 0 ? tr("%n new", nullptr, state.newMessages)
                                                : QString());
        m_newest->setAccessibleName(tr("Go to the newest message"));
        m_newest->setToolTip(tr("Go to the newest message (Ctrl+End)"));
        m_newest->setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
        m_newest->adjustSize();
        m_newest->move(place(*m_newest), area.bottom() - m_newest->height() - gap);
        m_newest->raise();
    }
    if (state.isUnreadAbove) {
        //: On the button that leads up to where the unread messages begin
        m_unread->setText(tr("Unread"));
        m_unread->setAccessibleName(tr("Go to the first unread message"));
        m_unread->setToolTip(tr("Go to the first unread message (Ctrl+Shift+U)"));
        m_unread->setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
        m_unread->adjustSize();
        m_unread->move(place(*m_unread), area.top() + gap);
        m_unread->raise();
    }
}

} // namespace kodama
