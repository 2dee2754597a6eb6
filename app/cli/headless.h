// Everything that `kodama` does without a window.
#pragma once

#include "app/cli/localserver.h"

namespace kodama {

/// Runs what the arguments of main() ask for, or tells what is wrong with them, inside the
/// application object that is there. A window, which the arguments may ask for, cannot be shown
/// from here and is reported as such. Returns the program's exit code.
[[nodiscard]] int runHeadless(int argc, char **argv, const LocalServerMaker &makeServer);

/// Where no window can be shown: says so on standard error, and what works; returns the exit code.
[[nodiscard]] int reportNoDisplay();

} // namespace kodama
