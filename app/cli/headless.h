// Everything that `kodama` does without a window.
#pragma once

#include "app/cli/localserver.h"

#include <QStringList>

namespace kodama {

/// Opens /dev/null in the place of standard streams that are closed, or the next thing that is
/// opened would be taken for them. To be called before anything else.
void openStandardStreams();

/// Runs what the arguments ask for, or tells what is wrong with them, inside the application object
/// that is there. A window, which the arguments may ask for, cannot be shown from here and is
/// reported as such. Returns the program's exit code.
[[nodiscard]] int runHeadless(const QStringList &arguments, const LocalServerMaker &makeServer);

/// Where no window can be shown: says so on standard error, and what works; returns the exit code.
[[nodiscard]] int reportNoDisplay();

} // namespace kodama
