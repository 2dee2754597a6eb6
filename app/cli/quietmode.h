// `kodama --dnd on|off|toggle`: tells the window that is open, or changes the settings.
#pragma once

#include "app/cli/exitcode.h"
#include "app/core/commandline.h"

namespace kodama {

/// Prints what it is now: `on` or `off`.
[[nodiscard]] ExitCode runQuietMode(const AppCommandLine &line);

} // namespace kodama
