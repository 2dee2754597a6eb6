// The way from main() into the window.
#pragma once

#include "app/core/startupguard.h"

#include <optional>

namespace kodama {

/// If the command line asks for the window: makes the QApplication, shows the window, and returns
/// the exit status when it was closed. Where there is no display, that is what `reportNoDisplay`
/// returns. Nothing otherwise; no application object was made then.
[[nodiscard]] std::optional<int> runWindow(int &argc, char **argv,
                                           StartupGuard::Report reportNoDisplay);

} // namespace kodama
