// Keeps a second server away from a folder.
#pragma once

#include "common/filelock.h"
#include "server/history/historytypes.h"

namespace kodama {

/// InUse names the process that has it; other kinds mean that the folder cannot be used.
[[nodiscard]] Result<FileLock, HistoryError> lockStore(const QString &folder);

} // namespace kodama
