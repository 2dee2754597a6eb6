// kodama-server --check-store and --export: looks at a store and ends.
#pragma once

#include "server/texts.h"

namespace kodama {

/// Results go to standard output, complaints to standard error. Returns the exit status: 0 whole,
/// 65 damaged, 66 there is no such store or room.
[[nodiscard]] int checkStoreProgram(const QString &folder, Language language);
[[nodiscard]] int exportProgram(const QString &folder, const QString &room, Language language);

} // namespace kodama
