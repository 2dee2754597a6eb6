// Where and how much the server remembers.
#pragma once

#include "server/history/historylimits.h"

#include <QString>

#include <optional>

namespace kodama {

struct StoreConfig
{
    QString folder; ///< empty: in memory only
    HistoryLimits limits;
};

/// The folder of the service's state ($STATE_DIRECTORY), else `kodama` in the user's data folder.
[[nodiscard]] QString defaultStoreFolder();

/// `3600`, `90s`, `15m`, `12h`, `30d`; 0: no limit.
[[nodiscard]] std::optional<std::chrono::seconds> parseAge(const QString &text);

/// `1000000`, `500K`, `64M`, `2G` (of 1024 each); 0: no limit.
[[nodiscard]] std::optional<qint64> parseByteCount(const QString &text);

/// A room's name as it is stored: `#Lab` is `lab`. What can be no room may be a stream all the
/// same: `@1:2` stays as it is.
[[nodiscard]] QString storedRoomName(const QString &room);

} // namespace kodama
