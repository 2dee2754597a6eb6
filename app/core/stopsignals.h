// SIGINT, SIGTERM and SIGHUP as a Qt signal: who logs out, or closes the terminal, loses nothing.
#pragma once

#include "common/systemsignals.h"

namespace kodama {

/// One object per program. A signal that the program was started to ignore (nohup) stays ignored;
/// one that comes a second time does what it does everywhere. Its end puts the old reactions back.
class StopSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StopSignals)

public:
    explicit StopSignals(QObject *parent = nullptr);

Q_SIGNALS:
    void stopRequested(int signalNumber);

private:
    SystemSignals m_signals;
};

} // namespace kodama
