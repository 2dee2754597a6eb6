#include "app/ui/actionlist.h"

#include "app/ui/icons.h"

#include <QActionGroup>
#include <QRegularExpression>

#include <algorithm>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;
using Area = ActionArea;
using Id = ActionId;
using Kind = ActionInfo::Kind;

constexpr std::array table{
    ActionInfo{Id::Connect, "connect"_L1, Area::Server, Kind::Command, "connect"_L1,
               "Ctrl+Shift+O"_L1, QT_TRANSLATE_NOOP("kodama::ActionList", "&Connect…")},
    ActionInfo{Id::Reconnect, "reconnect"_L1, Area::Server, Kind::Command, "reconnect"_L1,
               "Ctrl+R"_L1, QT_TRANSLATE_NOOP("kodama::ActionList", "&Reconnect now")},
    ActionInfo{Id::Disconnect, "disconnect"_L1, Area::Server, Kind::Command, "disconnect"_L1,
               "Ctrl+Shift+D"_L1, QT_TRANSLATE_NOOP("kodama::ActionList", "&Disconnect")},
    ActionInfo{Id::Status, "status"_L1, Area::Server, Kind::Command, "status"_L1, "Ctrl+T"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Status")},
    ActionInfo{Id::Ping, "ping"_L1, Area::Server, Kind::Command, "ping"_L1, "Ctrl+P"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Ping")},
    ActionInfo{Id::ChangeName, "changeName"_L1, Area::Server, Kind::Command, "people"_L1, ""_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Change your na&me…")},
    ActionInfo{Id::DoNotDisturb, "doNotDisturb"_L1, Area::Server, Kind::Toggle, ""_L1,
               "Ctrl+Shift+N"_L1, QT_TRANSLATE_NOOP("kodama::ActionList", "Do &not disturb")},
    ActionInfo{Id::Settings, "settings"_L1, Area::Server, Kind::Command, "settings"_L1, "Ctrl+,"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "S&ettings…")},
    ActionInfo{Id::Quit, "quit"_L1, Area::Server, Kind::Command, "quit"_L1, "Ctrl+Q"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Quit")},
    ActionInfo{Id::Write, "write"_L1, Area::Messages, Kind::Command, ""_L1, "Ctrl+M"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Write a message")},
    ActionInfo{Id::Copy, "copy"_L1, Area::Messages, Kind::Command, "copy"_L1, "Ctrl+C"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Copy")},
    ActionInfo{Id::CopyText, "copyText"_L1, Area::Messages, Kind::Command, ""_L1, "Ctrl+Alt+C"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Copy &text only")},
    ActionInfo{Id::CopyMarkdown, "copyMarkdown"_L1, Area::Messages, Kind::Command, ""_L1, ""_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Copy as &Markdown")},
    ActionInfo{Id::CopyJson, "copyJson"_L1, Area::Messages, Kind::Command, ""_L1, "Ctrl+Shift+C"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Copy as &JSON")},
    ActionInfo{Id::Reply, "reply"_L1, Area::Messages, Kind::Command, "quote"_L1, "Ctrl+Shift+R"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Re&ply with a quote")},
    ActionInfo{Id::Quote, "quote"_L1, Area::Messages, Kind::Command, ""_L1, "Ctrl+Alt+R"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Quote")},
    ActionInfo{Id::InspectMessage, "inspectMessage"_L1, Area::Messages, Kind::Command, "info"_L1,
               "Ctrl+Alt+I"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Show the message as &it was received")},
    ActionInfo{Id::Find, "find"_L1, Area::Messages, Kind::Command, "search"_L1, "Ctrl+F"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Find…")},
    ActionInfo{Id::FindOlder, "findOlder"_L1, Area::Messages, Kind::Command, ""_L1, "F3"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Find &older")},
    ActionInfo{Id::FindNewer, "findNewer"_L1, Area::Messages, Kind::Command, ""_L1, "Shift+F3"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Find n&ewer")},
    ActionInfo{Id::FindEverywhere, "findEverywhere"_L1, Area::Messages, Kind::Command, "search"_L1,
               "Ctrl+Shift+F"_L1, QT_TRANSLATE_NOOP("kodama::ActionList", "Searc&h everywhere…")},
    ActionInfo{Id::SaveAs, "saveAs"_L1, Area::Messages, Kind::Command, ""_L1, "Ctrl+S"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Save the messages…")},
    ActionInfo{Id::SelectAll, "selectAll"_L1, Area::Messages, Kind::Command, ""_L1,
               "Ctrl+Shift+A"_L1, QT_TRANSLATE_NOOP("kodama::ActionList", "Select &all messages")},
    ActionInfo{Id::Newest, "newest"_L1, Area::Messages, Kind::Command, "arrow-down"_L1,
               "Ctrl+End"_L1, QT_TRANSLATE_NOOP("kodama::ActionList", "Go to the &newest message")},
    ActionInfo{Id::Unread, "unread"_L1, Area::Messages, Kind::Command, "arrow-up"_L1,
               "Ctrl+Shift+U"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Go to the first &unread message")},
    ActionInfo{Id::Clear, "clear"_L1, Area::Messages, Kind::Command, "clear"_L1, "Ctrl+L"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "C&lear the log")},
    ActionInfo{Id::SwitchRoom, "switchRoom"_L1, Area::Rooms, Kind::Command, "rooms"_L1, "Ctrl+K"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Go to a room or a person…")},
    ActionInfo{Id::PreviousRoom, "previousRoom"_L1, Area::Rooms, Kind::Command, ""_L1, "Alt+Up"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Previous room")},
    ActionInfo{Id::NextRoom, "nextRoom"_L1, Area::Rooms, Kind::Command, ""_L1, "Alt+Down"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Next room")},
    ActionInfo{Id::NextUnread, "nextUnread"_L1, Area::Rooms, Kind::Command, ""_L1,
               "Alt+Shift+Down"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Next room with &unread messages")},
    ActionInfo{Id::Topic, "topic"_L1, Area::Rooms, Kind::Command, ""_L1, "Ctrl+Shift+T"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Change the &topic…")},
    ActionInfo{Id::LeaveRoom, "leaveRoom"_L1, Area::Rooms, Kind::Command, ""_L1, ""_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Leave the room")},
    ActionInfo{Id::Members, "members"_L1, Area::View, Kind::Toggle, "people"_L1, "F8"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Members")},
    ActionInfo{Id::Panel, "panel"_L1, Area::View, Kind::Toggle, "panel"_L1, "F9"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Server &panel")},
    ActionInfo{Id::Inspector, "inspector"_L1, Area::View, Kind::Command, "inspect"_L1,
               "Ctrl+Shift+I"_L1, QT_TRANSLATE_NOOP("kodama::ActionList", "&Inspector")},
    ActionInfo{Id::ZoomIn, "zoomIn"_L1, Area::View, Kind::Command, ""_L1, "Ctrl++; Ctrl+="_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Larger")},
    ActionInfo{Id::ZoomOut, "zoomOut"_L1, Area::View, Kind::Command, ""_L1, "Ctrl+-"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Smaller")},
    ActionInfo{Id::ZoomReset, "zoomReset"_L1, Area::View, Kind::Command, ""_L1, "Ctrl+0"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Normal size")},
    ActionInfo{Id::ThemeSystem, "themeSystem"_L1, Area::View, Kind::Choice, ""_L1, ""_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Like the &system")},
    ActionInfo{Id::ThemeLight, "themeLight"_L1, Area::View, Kind::Choice, ""_L1, ""_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Light")},
    ActionInfo{Id::ThemeDark, "themeDark"_L1, Area::View, Kind::Choice, ""_L1, ""_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Dark")},
    ActionInfo{Id::LanguageSystem, "languageSystem"_L1, Area::View, Kind::Choice, ""_L1, ""_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "Like the &system")},
    ActionInfo{Id::LanguageJapanese, "languageJapanese"_L1, Area::View, Kind::Choice, ""_L1, ""_L1,
               "日本語"},
    ActionInfo{Id::LanguageEnglish, "languageEnglish"_L1, Area::View, Kind::Choice, ""_L1, ""_L1,
               "English"},
    ActionInfo{Id::Help, "help"_L1, Area::Help, Kind::Command, "help"_L1, "F1"_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&Commands and shortcuts")},
    ActionInfo{Id::About, "about"_L1, Area::Help, Kind::Command, "info"_L1, ""_L1,
               QT_TRANSLATE_NOOP("kodama::ActionList", "&About Kodama")},
};

constexpr bool tableIsInOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].id != static_cast<ActionId>(i))
            return false;
    }
    return table.size() == actionCount;
}
static_assert(tableIsInOrder(), "the table is indexed by ActionId");

bool collide(const QKeySequence &first, const QKeySequence &second)
{
    return first.matches(second) != QKeySequence::NoMatch ||
           second.matches(first) != QKeySequence::NoMatch;
}

} // namespace

ActionList::ActionList(const Theme &theme, QObject *parent)
    : QObject(parent)
{
    for (const ActionInfo &info : table)
        makeAction(info, theme);
    const auto group = [this](std::initializer_list<ActionId> choices) {
        auto *exclusive = new QActionGroup(this);
        for (const ActionId id : choices)
            exclusive->addAction(&(*this)[id]);
    };
    group({Id::ThemeSystem, Id::ThemeLight, Id::ThemeDark});
    group({Id::LanguageSystem, Id::LanguageJapanese, Id::LanguageEnglish});
    (*this)[Id::Quit].setMenuRole(QAction::QuitRole);
    (*this)[Id::About].setMenuRole(QAction::AboutRole);
    retranslate();
}

std::span<const ActionInfo> ActionList::all()
{
    return table;
}

const ActionInfo &ActionList::info(ActionId id)
{
    return table[std::size_t(id)];
}

std::optional<ActionId> ActionList::find(const QString &name)
{
    for (const ActionInfo &info : table) {
        if (name == info.name)
            return info.id;
    }
    return std::nullopt;
}

QString ActionList::label(ActionId id)
{
    static const QRegularExpression mnemonic(u"\\(&\\w\\)|&|…$"_s);
    const QString text = tr(info(id).text).remove(mnemonic);
    switch (id) {
    case Id::ThemeSystem:
    case Id::ThemeLight:
    case Id::ThemeDark:
        return tr("Theme: %1").arg(text);
    case Id::LanguageSystem:
    case Id::LanguageJapanese:
    case Id::LanguageEnglish:
        return tr("Language: %1").arg(text);
    default:
        return text;
    }
}

QString ActionList::areaLabel(ActionArea area)
{
    switch (area) {
    case Area::Server:
        return tr("Server");
    case Area::Messages:
        return tr("Messages");
    case Area::Rooms:
        return tr("Rooms");
    case Area::View:
        return tr("View");
    case Area::Help:
        return tr("Help");
    }
    return {};
}

QList<QKeySequence> ActionList::defaultKeys(ActionId id)
{
    const QLatin1StringView keys = info(id).keys;
    return keys.isEmpty() ? QList<QKeySequence>() : QKeySequence::listFromString(keys);
}

QList<QKeySequence> ActionList::keys(ActionId id) const
{
    return (*this)[id].shortcuts();
}

void ActionList::setKeys(ActionId id, const QList<QKeySequence> &keys)
{
    if (keys == (*this)[id].shortcuts())
        return;
    (*this)[id].setShortcuts(keys);
    Q_EMIT keysChanged();
}

std::optional<ActionId> ActionList::ownerOf(const QKeySequence &keys, ActionId except) const
{
    for (const ActionInfo &info : table) {
        const QList<QKeySequence> taken = this->keys(info.id);
        if (info.id != except && std::any_of(taken.begin(), taken.end(), [&keys](const auto &one) {
                return collide(one, keys);
            }))
            return info.id;
    }
    return std::nullopt;
}

QStringList ActionList::changedKeys() const
{
    QStringList lines;
    for (const ActionInfo &info : table) {
        const QList<QKeySequence> now = keys(info.id);
        if (now != defaultKeys(info.id))
            lines.append(info.name + u'=' + QKeySequence::listToString(now));
    }
    return lines;
}

void ActionList::setChangedKeys(const QStringList &lines)
{
    for (const ActionInfo &info : table)
        (*this)[info.id].setShortcuts(defaultKeys(info.id));
    for (const QString &line : lines) {
        const qsizetype equals = line.indexOf(u'=');
        const std::optional<ActionId> id = find(line.left(equals));
        if (equals < 0 || !id)
            continue;
        QList<QKeySequence> keys;
        if (equals + 1 < line.size())
            keys = QKeySequence::listFromString(line.mid(equals + 1));
        keys.removeIf([](const QKeySequence &one) {
            return one.isEmpty() || one[0].key() == Qt::Key_unknown;
        });
        (*this)[*id].setShortcuts(keys);
    }
    Q_EMIT keysChanged();
}

void ActionList::retranslate()
{
    for (const ActionInfo &info : table)
        (*this)[info.id].setText(tr(info.text));
    // On buttons, where no mnemonic is shown.
    (*this)[Id::Status].setIconText(tr("Status"));
    (*this)[Id::Ping].setIconText(tr("Ping"));
}

void ActionList::makeAction(const ActionInfo &info, const Theme &theme)
{
    auto *action = new QAction(this);
    action->setObjectName(info.name + "Action"_L1);
    action->setShortcuts(defaultKeys(info.id));
    action->setCheckable(info.kind != Kind::Command);
    action->setAutoRepeat(false);
    action->setIconVisibleInMenu(info.kind == Kind::Command); // a tick has its place there
    if (!info.icon.isEmpty())
        action->setIcon(icons::icon(theme, info.icon));
    m_actions[std::size_t(info.id)] = action;
}

} // namespace kodama
