#include "app/core/preferences.h"

#include "app/core/settingkeys.h"
#include "app/core/settings.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

template <typename Enum>
struct Names;

template <>
struct Names<ThemeMode>
{
    static constexpr std::array list{"system"_L1, "light"_L1, "dark"_L1};
};
template <>
struct Names<Density>
{
    static constexpr std::array list{"comfortable"_L1, "compact"_L1};
};
template <>
struct Names<SendKey>
{
    static constexpr std::array list{"enter"_L1, "ctrl-enter"_L1};
};
template <>
struct Names<Attention>
{
    static constexpr std::array list{"all"_L1, "mentions"_L1, "nothing"_L1};
};

template <typename Enum>
QString nameOf(Enum value)
{
    return Names<Enum>::list[std::size_t(value)];
}

template <typename Enum>
Enum named(const QString &name, Enum fallback)
{
    const auto &list = Names<Enum>::list;
    const auto found = std::find(list.begin(), list.end(), name);
    return found == list.end() ? fallback : static_cast<Enum>(found - list.begin());
}

int within(int value, int least, int most, int fallback)
{
    return value < least || value > most ? fallback : value;
}

constexpr std::array zoomSteps{50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300};

} // namespace

Preferences readPreferences(const Settings &settings)
{
    const Preferences usual;
    Preferences read;
    read.theme = named(settings.get(keys::theme), usual.theme);
    read.fontFamily = settings.get(keys::fontFamily);
    read.fontPoints =
        within(settings.get(keys::fontPoints), minimumFontPoints, maximumFontPoints, 0);
    read.zoomPercent =
        within(settings.get(keys::zoom), minimumZoomPercent, maximumZoomPercent, usual.zoomPercent);
    read.density = named(settings.get(keys::density), usual.density);
    read.reducedMotion = settings.get(keys::reducedMotion);
    read.language = languageFromName(settings.get(keys::language)).value_or(usual.language);
    read.sendKey = named(settings.get(keys::sendKey), usual.sendKey);
    read.asksBeforeLongPaste = settings.get(keys::longPasteQuestion);
    read.checksSpelling = settings.get(keys::spellCheck);
    read.attention = named(settings.get(keys::attention), usual.attention);
    read.roomAttention = settings.get(keys::roomAttention);
    read.showsTextInNotifications = settings.get(keys::notificationText);
    read.sound = settings.get(keys::sound);
    read.doNotDisturb = settings.get(keys::doNotDisturb);
    read.changedKeys = settings.get(keys::shortcuts);
    read.scrollbackRows = within(settings.get(keys::scrollback), minimumScrollbackRows,
                                 maximumScrollbackRows, usual.scrollbackRows);
    return read;
}

void writePreferences(Settings &settings, const Preferences &preferences)
{
    settings.set(keys::theme, nameOf(preferences.theme));
    settings.set(keys::fontFamily, preferences.fontFamily);
    settings.set(keys::fontPoints, preferences.fontPoints);
    settings.set(keys::zoom, preferences.zoomPercent);
    settings.set(keys::density, nameOf(preferences.density));
    settings.set(keys::reducedMotion, preferences.reducedMotion);
    settings.set(keys::language, languageName(preferences.language));
    settings.set(keys::sendKey, nameOf(preferences.sendKey));
    settings.set(keys::longPasteQuestion, preferences.asksBeforeLongPaste);
    settings.set(keys::spellCheck, preferences.checksSpelling);
    settings.set(keys::attention, nameOf(preferences.attention));
    settings.set(keys::roomAttention, preferences.roomAttention);
    settings.set(keys::notificationText, preferences.showsTextInNotifications);
    settings.set(keys::sound, preferences.sound);
    settings.set(keys::doNotDisturb, preferences.doNotDisturb);
    settings.set(keys::shortcuts, preferences.changedKeys);
    settings.set(keys::scrollback, preferences.scrollbackRows);
}

int zoomStep(int percent, int direction)
{
    if (direction > 0) {
        const auto *next = std::upper_bound(zoomSteps.begin(), zoomSteps.end(), percent);
        return next == zoomSteps.end() ? zoomSteps.back() : *next;
    }
    const auto *same = std::lower_bound(zoomSteps.begin(), zoomSteps.end(), percent);
    return same == zoomSteps.begin() ? zoomSteps.front() : *std::prev(same);
}

namespace {

bool isAbout(const QString &line, const QString &room)
{
    const qsizetype equals = line.lastIndexOf(u'=');
    return equals >= 0 && line.left(equals) == room;
}

} // namespace

Attention attentionOf(const Preferences &preferences, const QString &room)
{
    for (const QString &line : preferences.roomAttention) {
        if (isAbout(line, room))
            return named(line.mid(room.size() + 1), preferences.attention);
    }
    return preferences.attention;
}

QStringList withRoomAttention(QStringList rooms, const QString &room, Attention attention)
{
    rooms.removeIf([&room](const QString &line) { return isAbout(line, room); });
    rooms.append(room + u'=' + nameOf(attention));
    rooms.sort();
    return rooms;
}

QStringList withRenamedRoom(QStringList rooms, const QString &room, const QString &newRoom)
{
    const auto line = std::find_if(rooms.cbegin(), rooms.cend(),
                                   [&room](const QString &one) { return isAbout(one, room); });
    if (line == rooms.cend())
        return rooms;
    const QString choice = line->mid(room.size());
    rooms.removeIf([&room, &newRoom](const QString &one) {
        return isAbout(one, room) || isAbout(one, newRoom);
    });
    rooms.append(newRoom + choice);
    rooms.sort();
    return rooms;
}

} // namespace kodama
