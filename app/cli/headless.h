// Everything that `kodama` does without a window.
#pragma once

#include "app/cli/localserver.h"
#include "app/commandline.h"

namespace kodama {

/// Runs what the line asks for (not Mode::Window) inside the application object that is there.
/// Returns the program's exit code.
[[nodiscard]] int runHeadless(const AppCommandLine &line, const LocalServerFactory &makeServer);

/// Tells of a wrong command line on standard error; returns the exit code.
[[nodiscard]] int reportUsage(const CommandLineError &error);

/// Where no window can be shown: says so on standard error, and what works; returns the exit code.
[[nodiscard]] int reportNoDisplay();

} // namespace kodama
