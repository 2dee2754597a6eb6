// Opens the history that the configuration asks for, and tells the operator what becomes of it.
#pragma once

#include "server/history/history.h"
#include "server/log.h"
#include "server/storeconfig.h"
#include "server/texts.h"

#include <memory>

namespace kodama {

/// Why the server must not start.
struct StoreRefusal
{
    int exitStatus = 0;
    QString message; ///< in the operator's language
};

/// The history lives in the calling thread from then on. Clock and log must live longer.
[[nodiscard]] Result<std::unique_ptr<History>, StoreRefusal>
openHistory(const StoreConfig &config, const Clock &clock, Log &log, Language language);

/// The same words and status for whoever else cannot use a store.
[[nodiscard]] StoreRefusal refusalOf(const HistoryError &error, const QString &folder,
                                     Language language);

} // namespace kodama
