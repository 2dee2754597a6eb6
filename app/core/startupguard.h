// While it lives, Qt's "no platform plugin could be initialized" ends the program with our own
// words and exit code instead of an abort. To stand around the construction of QApplication only.
#pragma once

#include <QtGlobal>

namespace kodama {

class StartupGuard final
{
    Q_DISABLE_COPY_MOVE(StartupGuard)

public:
    /// Prints what is to be said and returns the exit code. There is no application object then.
    using Report = int (*)();

    explicit StartupGuard(Report report);
    ~StartupGuard();
};

} // namespace kodama
