#include "app/ui/roompanel.h"

#include "app/core/isolation.h"
#include "app/ui/actionlist.h"
#include "app/ui/avatar.h"
#include "app/ui/elidedlabel.h"
#include "app/ui/icons.h"
#include "app/ui/plaintooltip.h"
#include "app/ui/roomlist.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QToolButton>
#include <QVBoxLayout>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int betweenPictureAndText = 4; // by the style

} // namespace

RoomPanel::RoomPanel(const Theme &theme, const ActionList &actions, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new ElidedLabel)
    , m_enter(new QToolButton)
    , m_list(new RoomList(theme))
    , m_identity(new QToolButton)
    , m_bottom(new QHBoxLayout)
{
    setObjectName(u"roomPanel"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName(u"roomTitle"_s);
    m_title->setProperty("textRole", u"strong"_s);
    m_enter->setObjectName(u"enterRoomButton"_s);
    connect(m_enter, &QToolButton::clicked, &actions[ActionId::SwitchRoom], &QAction::trigger);
    m_enter->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_enter->setIcon(icons::icon(theme, u"plus"_s));
    m_identity->setObjectName(u"identityButton"_s);
    m_identity->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_identity->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(m_identity, &QToolButton::clicked, &actions[ActionId::ChangeName], &QAction::trigger);
    for (QToolButton *button : {m_enter, m_identity})
        button->setFocusPolicy(Qt::TabFocus); // as in the list between them
    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_enter);
    auto *column = new QVBoxLayout(this);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    m_bottom->addWidget(m_identity);
    column->addLayout(m_bottom);
    connect(&m_theme, &Theme::changed, this, &RoomPanel::applyTheme);
    setMinimumWidth(1); // it goes before it would keep the window wide
    applyTheme();
    retranslate();
}

void RoomPanel::showIdentity(const QString &nick)
{
    if (m_nick == nick)
        return;
    m_nick = nick;
    applyTheme();
    retranslate();
}

void RoomPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void RoomPanel::applyTheme()
{
    const int gap = m_theme.space(2);
    layout()->setContentsMargins(0, gap, 0, gap);
    layout()->setSpacing(gap);
    // The same on both sides: margins do not turn round with the window.
    m_title->setContentsMargins(gap, 0, gap, 0);
    m_enter->setIconSize(QSize(m_theme.size(4), m_theme.size(4)));
    layout()->itemAt(0)->layout()->setContentsMargins(m_theme.space(1), 0, m_theme.space(1), 0);
    const int side = m_theme.size(6);
    const qreal ratio = devicePixelRatioF();
    // With what is between it and the name, as in the list above; the style leaves less.
    const QSize whole(side + m_theme.space(2) - betweenPictureAndText, side);
    const int left = isRightToLeft() ? whole.width() - side : 0;
    QPixmap picture(whole * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    if (!m_nick.isEmpty()) {
        QPainter painter(&picture);
        paintAvatar(painter, m_theme, QRect(left, 0, side, side), m_nick);
    }
    m_identity->setIcon(QIcon(picture));
    m_identity->setIconSize(whole);
    constexpr int insideButton = 3; // what the style leaves before the picture
    const int edge = m_theme.space(3) - insideButton;
    m_bottom->setContentsMargins(edge, 0, edge, 0);
    m_identity->setVisible(!m_nick.isEmpty());
}

void RoomPanel::retranslate()
{
    m_title->setText(tr("Rooms"));
    m_enter->setAccessibleName(tr("Go to a room or a person"));
    m_enter->setToolTip(m_enter->accessibleName());
    QString shown = m_nick;
    m_identity->setText(shown.replace(u'&', u"&&"_s));
    m_identity->setAccessibleName(tr("You are %1").arg(m_nick));
    m_identity->setAccessibleDescription(tr("Changes your name."));
    m_identity->setToolTip(
        plainToolTip(tr("You are %1. A click changes your name.").arg(isolated(m_nick))));
}

} // namespace kodama
