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
inline const Setting<QByteArray> windowGeometry{QLatin1StringView("window/geometry"), {}};
inline const Setting<QByteArray> windowState{QLatin1StringView("window/state"), {}};
inline const Setting<QString> language{QLatin1StringView("ui/language"),
                                       QStringLiteral("system")}; // languageName()
inline const Setting<QString> theme{QLatin1StringView("ui/theme"),
                                    QStringLiteral("system")}; // system, light, dark
inline const Setting<int> scrollback{QLatin1StringView("view/scrollback"), 10'000}; // rows
inline const Setting<bool> serverPanel{QLatin1StringView("window/panel"), true};

inline const auto all = std::tie(recentServers, lastServer, windowGeometry, windowState, language,
                                 theme, scrollback, serverPanel);

} // namespace kodama::keys
