// Every action of the window in one table: name, place, text, default keys. Menus, buttons, the
// settings and the sheet of shortcuts all read it; adding one is an enumerator and a row.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QStringList>

#include <array>
#include <optional>
#include <span>

namespace kodama {

class Theme;

enum class ActionId {
    // Server
    Connect,
    Reconnect,
    Disconnect,
    Status,
    Ping,
    ChangeName,
    DoNotDisturb,
    Settings,
    Quit,
    // Messages
    Write,
    Copy,
    CopyText,
    CopyMarkdown,
    CopyJson,
    Reply,
    Quote,
    InspectMessage,
    Find,
    FindOlder,
    FindNewer,
    FindEverywhere,
    SaveAs,
    SelectAll,
    Newest,
    Unread,
    Clear,
    // Rooms
    SwitchRoom,
    PreviousRoom,
    NextRoom,
    NextUnread,
    Topic,
    LeaveRoom,
    // View
    Members,
    Panel,
    Inspector,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    LanguageSystem,
    LanguageJapanese,
    LanguageEnglish,
    // Help
    Help,
    About,
};

inline constexpr std::size_t actionCount = std::size_t(ActionId::About) + 1;

enum class ActionArea { Server, Messages, Rooms, View, Help };

struct ActionInfo
{
    enum class Kind { Command, Toggle, Choice };

    ActionId id = ActionId::Help;
    QLatin1StringView name; ///< in settings and key files: never changes; object name: + "Action"
    ActionArea area = ActionArea::Help;
    Kind kind = Kind::Command;
    QLatin1StringView icon;     ///< of icons.h; empty: none
    QLatin1StringView keys;     ///< what QKeySequence::listFromString() reads; empty: none
    const char *text = nullptr; ///< English with a mnemonic; for ActionList::tr()
};

/// Makes the actions and holds them. Whoever does the work connects to `triggered` or `toggled`.
class ActionList final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActionList)

public:
    explicit ActionList(const Theme &theme, QObject *parent = nullptr);

    [[nodiscard]] static std::span<const ActionInfo> all();
    [[nodiscard]] static const ActionInfo &info(ActionId id);
    [[nodiscard]] static std::optional<ActionId> find(const QString &name);

    [[nodiscard]] QAction &operator[](ActionId id) const { return *m_actions[std::size_t(id)]; }

    /// The text for a list: without mnemonic and dots, and with the choice that it belongs to.
    [[nodiscard]] static QString label(ActionId id);
    [[nodiscard]] static QString areaLabel(ActionArea area);

    [[nodiscard]] static QList<QKeySequence> defaultKeys(ActionId id);
    [[nodiscard]] QList<QKeySequence> keys(ActionId id) const;
    void setKeys(ActionId id, const QList<QKeySequence> &keys);
    /// Who has these keys, or keys that begin or continue them, besides `except`.
    [[nodiscard]] std::optional<ActionId> ownerOf(const QKeySequence &keys, ActionId except) const;

    /// What differs from the defaults, as `name=Ctrl+X; Ctrl+Y`, for the settings.
    [[nodiscard]] QStringList changedKeys() const;
    /// All others get their defaults. What names no action or no key is left out.
    void setChangedKeys(const QStringList &lines);

    void retranslate();

Q_SIGNALS:
    void keysChanged();

private:
    void makeAction(const ActionInfo &info, const Theme &theme);

    std::array<QAction *, actionCount> m_actions{};
};

} // namespace kodama
