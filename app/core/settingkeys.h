// Every setting: key, type, default. The test walks keys::all.
#pragma once

#include "app/core/settings.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <tuple>

namespace kodama::keys {

inline const Setting<QStringList> recentServers{QLatin1StringView("server/recent"), {}};
inline const Setting<QString> lastServer{QLatin1StringView("server/last"), {}};
inline const Setting<QString> ownServer{QLatin1StringView("server/own"),
                                        {}}; // empty: never started one; window, stays
inline const Setting<QByteArray> windowGeometry{QLatin1StringView("window/geometry"), {}};
inline const Setting<QByteArray> windowState{QLatin1StringView("window/state"), {}};
inline const Setting<QString> language{QLatin1StringView("ui/language"),
                                       QStringLiteral("system")}; // languageName()
inline const Setting<QString> theme{QLatin1StringView("ui/theme"),
                                    QStringLiteral("system")}; // system, light, dark
inline const Setting<int> scrollback{QLatin1StringView("view/scrollback"), 10'000}; // rows
inline const Setting<bool> serverPanel{QLatin1StringView("window/panel"), true};
inline const Setting<bool> memberList{QLatin1StringView("window/members"), true};
// Widths of columns in quarters of a line: they grow and shrink with the letters.
inline const Setting<int> roomsWidth{QLatin1StringView("window/roomsWidth"), 44};
inline const Setting<int> membersWidth{QLatin1StringView("window/membersWidth"), 46};
inline const Setting<int> panelWidth{QLatin1StringView("window/panelWidth"), 56};

// The person
inline const Setting<QString> userNick{QLatin1StringView("user/nick"), {}};
inline const Setting<bool> staysGuest{QLatin1StringView("user/staysGuest"), false}; // do not ask

// Preferences: see app/core/preferences.h
inline const Setting<QString> fontFamily{QLatin1StringView("ui/font"), {}};  // empty: system
inline const Setting<int> fontPoints{QLatin1StringView("ui/fontPoints"), 0}; // 0: system
inline const Setting<int> zoom{QLatin1StringView("ui/zoom"), 100};           // percent
inline const Setting<QString> density{QLatin1StringView("ui/density"),
                                      QStringLiteral("comfortable")}; // comfortable, compact
inline const Setting<bool> reducedMotion{QLatin1StringView("ui/reducedMotion"), false};
inline const Setting<QString> sendKey{QLatin1StringView("composer/sendKey"),
                                      QStringLiteral("enter")}; // enter, ctrl-enter
inline const Setting<bool> longPasteQuestion{QLatin1StringView("composer/longPasteQuestion"), true};
inline const Setting<bool> spellCheck{QLatin1StringView("composer/spellCheck"), true};
inline const Setting<QString> attention{QLatin1StringView("notify/attention"),
                                        QStringLiteral("mentions")}; // all, mentions, nothing
inline const Setting<QStringList> roomAttention{QLatin1StringView("notify/rooms"), {}};
inline const Setting<bool> notificationText{QLatin1StringView("notify/text"), true};
inline const Setting<bool> sound{QLatin1StringView("notify/sound"), true};
inline const Setting<bool> doNotDisturb{QLatin1StringView("notify/doNotDisturb"), false};
inline const Setting<QStringList> shortcuts{QLatin1StringView("keys/changed"), {}}; // ping=Ctrl+7

inline const auto all = std::tie(
    recentServers, lastServer, ownServer, windowGeometry, windowState, language, theme, scrollback,
    serverPanel, memberList, roomsWidth, membersWidth, panelWidth, userNick, staysGuest, fontFamily,
    fontPoints, zoom, density, reducedMotion, sendKey, longPasteQuestion, spellCheck, attention,
    roomAttention, notificationText, sound, doNotDisturb, shortcuts);

} // namespace kodama::keys
