#include "app/ui/windowheader.h"

#include "app/core/errortext.h"
#include "app/core/isolation.h"
#include "app/ui/actionlist.h"
#include "app/ui/connectionlook.h"
#include "app/ui/elidedlabel.h"
#include "app/ui/icons.h"
#include "app/ui/linklabel.h"
#include "app/ui/plaintooltip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int quartersForWords = 130; // beside the pictures of the buttons

template <typename Label>
Label *named(Label *label, const QString &name, const QString &role)
{
    label->setObjectName(name);
    label->setProperty("textRole", role);
    return label;
}

} // namespace

WindowHeader::WindowHeader(const Theme &theme, const ActionList &actions, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_row(new QHBoxLayout(this))
    , m_rooms(addButton(u"roomsButton"_s, actions[ActionId::SwitchRoom]))
    , m_icon(new QLabel)
    , m_title(named(new ElidedLabel, u"serverTitle"_s, u"title"_s))
    , m_subtitle(named(new LinkLabel(theme), u"stateTitle"_s, u"caption"_s))
{
    setObjectName(u"header"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_icon->setObjectName(u"stateIcon"_s);
    auto *titles = new QVBoxLayout;
    titles->setSpacing(0);
    titles->addWidget(m_title);
    titles->addWidget(m_subtitle);
    m_row->addWidget(m_icon);
    m_row->addLayout(titles, 1);
    m_status = addButton(u"statusButton"_s, actions[ActionId::Status]);
    m_ping = addButton(u"pingButton"_s, actions[ActionId::Ping]);
    m_find = addButton(u"findButton"_s, actions[ActionId::Find]);
    m_members = addButton(u"membersButton"_s, actions[ActionId::Members]);
    m_panel = addButton(u"panelButton"_s, actions[ActionId::Panel]);
    setMinimumWidth(m_theme.space(60));
    connect(m_subtitle, &LinkLabel::opened, this, &WindowHeader::linkActivated);
    connect(&m_theme, &Theme::changed, this, &WindowHeader::applyTheme);
    applyTheme();
}

void WindowHeader::showConnection(const ConnectionInfo &info)
{
    m_info = info;
    showTexts();
}

void WindowHeader::showRoom(const RoomFacts &room)
{
    if (room == m_room)
        return;
    m_room = room;
    showTexts();
}

void WindowHeader::setRooms(Rooms rooms)
{
    m_roomsState = rooms;
    showButtons();
    showTexts();
}

void WindowHeader::setColumns(Columns columns)
{
    m_columns = columns;
    showButtons();
}

QList<QWidget *> WindowHeader::buttons() const
{
    return {m_rooms, m_subtitle, m_status, m_ping, m_find, m_members, m_panel};
}

void WindowHeader::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        showTexts();
}

void WindowHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showButtons();
}

void WindowHeader::applyTheme()
{
    const int gap = m_theme.space(2);
    m_row->setContentsMargins(m_theme.space(4), gap, gap, gap);
    m_row->setSpacing(gap);
    for (QToolButton *button : {m_rooms, m_status, m_ping, m_find, m_members, m_panel})
        button->setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
    showTexts();
}

void WindowHeader::showTexts()
{
    const ConnectionLook look = lookOf(m_info.state);
    const QSize size(m_theme.size(6), m_theme.size(6));
    m_icon->setPixmap(
        icons::icon(m_theme, look.icon, look.color).pixmap(size, devicePixelRatioF()));
    m_icon->setAccessibleName(tr("Connection state"));
    const QString state = stateText(m_info.state);
    m_icon->setAccessibleDescription(state);
    const bool isConnected = m_info.state == ConnectionState::Connected;
    const QString server = m_info.server.isEmpty() ? u"Kodama"_s : m_info.server;
    m_title->setText(m_room.title.isEmpty() ? server : m_room.title);
    // With rooms their column says who one is, or the line at the lower edge.
    const bool saysWho = isConnected && !m_info.identity.isEmpty() && m_room.title.isEmpty();
    const QString self =
        saysWho ? tr("%1 · you are %2").arg(state, isolated(m_info.identity)) : state;
    // Below a name one reads it as what that person does, so that the connection is told elsewhere.
    // Without one nobody knows.
    const bool isPerson = m_room.title.startsWith(u'@');
    const QString person = isConnected ? personText() : QString();
    const QString who = isPerson ? person : self;
    const bool isTyping = !m_room.typing.isEmpty();
    const QString below = isTyping || m_room.topic.isEmpty() ? m_room.typing : m_room.topic;
    m_subtitle->showLine(below.isEmpty() ? who : below);
    m_subtitle->setToolTip(plainToolTip(m_room.topic.isEmpty() ? person : m_room.topic));
    m_rooms->setText(m_room.unreadElsewhere > 0 ? QString::number(m_room.unreadElsewhere)
                                                : QString());
    m_rooms->setToolButtonStyle(m_room.unreadElsewhere > 0 ? Qt::ToolButtonTextBesideIcon
                                                           : Qt::ToolButtonIconOnly);
    m_rooms->setAccessibleName(tr("Rooms"));
    m_rooms->setAccessibleDescription(tr("%n unread elsewhere", nullptr, m_room.unreadElsewhere));
}

QString WindowHeader::personText() const
{
    const PersonFacts &person = m_room.person;
    switch (person.presence) {
    case PersonFacts::Presence::Unknown:
        break;
    case PersonFacts::Presence::Here:
        return tr("Online", "of a person");
    case PersonFacts::Presence::Away:
        return person.reason.isEmpty() ? tr("Away", "of a person")
                                       : tr("Away: %1", "of a person").arg(isolated(person.reason));
    case PersonFacts::Presence::Gone:
        return tr("Not online", "of a person");
    }
    return {};
}

void WindowHeader::showButtons()
{
    const bool hasRooms = m_roomsState != Rooms::None;
    const bool isWide = width() >= m_theme.space(quartersForWords);
    m_rooms->setVisible(m_roomsState == Rooms::Hidden);
    // With rooms the banner says what there is to say of the connection, and its panel the rest.
    m_icon->setVisible(!hasRooms);
    for (QToolButton *button : {m_status, m_ping}) {
        button->setVisible(!hasRooms);
        button->setToolButtonStyle(isWide ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    }
    m_find->setVisible(hasRooms);
    m_members->setVisible(hasRooms && m_columns != Columns::None);
    m_panel->setVisible(!hasRooms || m_columns == Columns::All);
}

QToolButton *WindowHeader::addButton(const QString &name, QAction &action)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setFocusPolicy(Qt::TabFocus); // who clicks it goes on where one was
    button->setDefaultAction(&action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_row->addWidget(button);
    return button;
}

} // namespace kodama
