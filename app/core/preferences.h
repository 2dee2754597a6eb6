// What a person can choose in the settings, as one value: read, compared, changed, written.
#pragma once

#include "app/core/language.h"

#include <QString>
#include <QStringList>

namespace kodama {

class Settings;

enum class ThemeMode { System, Light, Dark };
enum class Density { Comfortable, Compact };
/// Which key sends what was written; the other one starts a new line.
enum class SendKey { Enter, ControlEnter };
/// Which messages of a room may disturb.
enum class Attention { All, Mentions, Nothing };

struct Preferences
{
    // Appearance
    ThemeMode theme = ThemeMode::System;
    QString fontFamily; ///< empty: the system's
    int fontPoints = 0; ///< 0: the system's
    int zoomPercent = 100;
    Density density = Density::Comfortable;
    bool reducedMotion = false;
    // Language
    UiLanguage language = UiLanguage::System;
    // Writing
    SendKey sendKey = SendKey::Enter;
    bool asksBeforeLongPaste = true;
    bool checksSpelling = true;
    // Notifications
    Attention attention = Attention::Mentions; ///< of rooms without a choice of their own
    QStringList roomAttention;                 ///< `room=mentions`
    bool showsTextInNotifications = true;
    bool sound = true;
    bool doNotDisturb = false;
    // Keys
    QStringList changedKeys; ///< see ActionList::changedKeys()
    // History
    int scrollbackRows = 10'000;

    bool operator==(const Preferences &) const = default;
};

inline constexpr int minimumZoomPercent = 50;
inline constexpr int maximumZoomPercent = 300;
inline constexpr int minimumFontPoints = 6;
inline constexpr int maximumFontPoints = 48;
inline constexpr int minimumScrollbackRows = 100;
inline constexpr int maximumScrollbackRows = 1'000'000;

/// A damaged, foreign or impossible value reads as the default.
[[nodiscard]] Preferences readPreferences(const Settings &settings);
void writePreferences(Settings &settings, const Preferences &preferences);

/// The next step of the zoom in a direction (+1, -1), within the bounds.
[[nodiscard]] int zoomStep(int percent, int direction);

/// What a room's messages may do, and the same list with that changed.
[[nodiscard]] Attention attentionOf(const Preferences &preferences, const QString &room);
[[nodiscard]] QStringList withRoomAttention(QStringList rooms, const QString &room,
                                            Attention attention);
/// The person there has another name.
[[nodiscard]] QStringList withRenamedRoom(QStringList rooms, const QString &room,
                                          const QString &newRoom);

} // namespace kodama
