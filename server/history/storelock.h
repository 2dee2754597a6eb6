// Keeps a second server away from a folder, which is made if need be.
#pragma once

#include "common/filelock.h"
#include "server/history/historytypes.h"

namespace kodama {

/// InUse names the process that has it, and NoFolder what is wrong with the path, or that nothing
/// can be locked there; after any other kind it may work later.
[[nodiscard]] Result<FileLock, HistoryError> lockStore(const QString &folder);

} // namespace kodama
