#include "app/ui/windowmenus.h"

#include "app/ui/icons.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>
#include <QToolButton>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;
using Id = ActionId;

void fill(QMenu &menu, const ActionList &actions, std::initializer_list<std::optional<Id>> items)
{
    for (const std::optional<Id> &item : items) {
        if (item)
            menu.addAction(&actions[*item]);
        else
            menu.addSeparator();
    }
}

constexpr std::optional<Id> separator;

} // namespace

WindowMenus::WindowMenus(QMainWindow &window, const ActionList &actions, const Theme &theme)
    : QObject(&window)
    , m_window(window)
    , m_actions(actions)
    , m_themeMenu(new QMenu(&window))
    , m_languageMenu(new QMenu(&window))
{
    for (const QString &name :
         {u"serverMenu"_s, u"messagesMenu"_s, u"roomsMenu"_s, u"viewMenu"_s, u"helpMenu"_s}) {
        m_menus.append(window.menuBar()->addMenu(QString()));
        m_menus.last()->setObjectName(name);
    }
    // The style's own picture is black on whatever ground.
    if (auto *more = window.menuBar()->findChild<QToolButton *>(u"qt_menubar_ext_button"_s))
        more->setIcon(icons::icon(theme, u"menu"_s));
    m_themeMenu->setObjectName(u"themeMenu"_s);
    m_themeMenu->setIcon(icons::icon(theme, u"theme"_s));
    m_languageMenu->setObjectName(u"languageMenu"_s);
    m_languageMenu->setIcon(icons::icon(theme, u"language"_s));
    fillMenus();
    for (const ActionInfo &info : ActionList::all())
        window.addAction(&actions[info.id]);
    // On X11 Qt knows only the key that has a menu on it, and many keyboards have none.
    const auto *key = new QShortcut(QKeySequence(u"Shift+F10"_s), &window);
    connect(key, &QShortcut::activated, this, &WindowMenus::openContextMenu);
    retranslate();
}

void WindowMenus::fillMenus()
{
    fill(*m_menus[0], m_actions,
         {Id::Connect, Id::Reconnect, Id::Disconnect, separator, Id::Status, Id::Ping, separator,
          Id::ChangeName, Id::DoNotDisturb, Id::Settings, separator, Id::Quit});
    fill(*m_menus[1], m_actions,
         {Id::Write,          separator,     Id::Copy,  Id::CopyText,  Id::CopyMarkdown,
          Id::CopyJson,       Id::SelectAll, separator, Id::Reply,     Id::Quote,
          Id::InspectMessage, separator,     Id::Find,  Id::FindOlder, Id::FindNewer,
          Id::FindEverywhere, Id::SaveAs,    separator, Id::Newest,    Id::Unread,
          Id::Clear});
    fill(*m_menus[2], m_actions,
         {Id::SwitchRoom, separator, Id::PreviousRoom, Id::NextRoom, Id::NextUnread, separator,
          Id::Topic, Id::LeaveRoom});
    fill(*m_themeMenu, m_actions, {Id::ThemeSystem, Id::ThemeLight, Id::ThemeDark});
    fill(*m_languageMenu, m_actions,
         {Id::LanguageSystem, separator, Id::LanguageJapanese, Id::LanguageEnglish});
    fill(*m_menus[3], m_actions,
         {Id::Members, Id::Panel, Id::Inspector, separator, Id::ZoomIn, Id::ZoomOut, Id::ZoomReset,
          separator});
    m_menus[3]->addMenu(m_themeMenu);
    m_menus[3]->addMenu(m_languageMenu);
    fill(*m_menus[4], m_actions, {Id::Help, Id::About});
}

void WindowMenus::openContextMenu() const
{
    QWidget *focus = m_window.focusWidget();
    if (focus == nullptr)
        return;
    const QPoint at = focus->inputMethodQuery(Qt::ImCursorRectangle).toRect().center();
    QContextMenuEvent wanted(QContextMenuEvent::Keyboard, at, focus->mapToGlobal(at));
    QCoreApplication::sendEvent(focus, &wanted);
}

void WindowMenus::setRoomsShown(bool areShown)
{
    m_menus[2]->menuAction()->setVisible(areShown);
    for (const ActionId id : {Id::SwitchRoom, Id::PreviousRoom, Id::NextRoom, Id::NextUnread,
                              Id::Topic, Id::LeaveRoom, Id::Members, Id::ChangeName})
        m_actions[id].setVisible(areShown); // which takes their keys away, too
}

void WindowMenus::retranslate()
{
    m_menus[0]->setTitle(tr("&Server"));
    m_menus[1]->setTitle(tr("&Messages"));
    m_menus[2]->setTitle(tr("&Rooms"));
    m_menus[3]->setTitle(tr("&View"));
    m_menus[4]->setTitle(tr("&Help"));
    m_themeMenu->setTitle(tr("&Theme"));
    m_languageMenu->setTitle(tr("Lan&guage"));
}

} // namespace kodama
