// SIGINT, SIGTERM, SIGHUP, SIGWINCH and SIGCONT as Qt signals, so that the terminal is never left
// in libedit's mode. One object per program.
#pragma once

#include "app/core/signalpipe.h"

namespace kodama {

class TerminalSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TerminalSignals)

public:
    explicit TerminalSignals(QObject *parent = nullptr);
    /// Puts the default reactions back.
    ~TerminalSignals() override;

Q_SIGNALS:
    void stopRequested(int signalNumber);
    void resized();
    void continued();

private:
    void onReceived(int number);

    SignalPipe m_pipe;
};

} // namespace kodama
