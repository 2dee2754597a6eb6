// The program kodama-server without its main().
#pragma once

#include <QStringList>

namespace kodama {

/// Runs until the server was stopped; needs a QCoreApplication. Returns the exit status.
[[nodiscard]] int runServerProgram(const QStringList &arguments);

} // namespace kodama
