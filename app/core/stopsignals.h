// SIGINT, SIGTERM and SIGHUP as a Qt signal: who logs out, or closes the terminal, loses nothing.
#pragma once

#include "app/core/signalpipe.h"

namespace kodama {

/// One object per program. A signal that the program was started to ignore (nohup) stays ignored;
/// one that comes a second time does what it does everywhere.
class StopSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StopSignals)

public:
    explicit StopSignals(QObject *parent = nullptr);
    /// Puts the default reactions back.
    ~StopSignals() override;

Q_SIGNALS:
    void stopRequested(int signalNumber);

private:
    SignalPipe m_pipe;
};

} // namespace kodama
