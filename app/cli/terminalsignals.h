// SIGINT, SIGTERM, SIGHUP, SIGWINCH and SIGCONT as Qt signals, so that the terminal is never left
// in libedit's mode. One object per program; its end puts the old reactions back.
#pragma once

#include "common/systemsignals.h"

namespace kodama {

class TerminalSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TerminalSignals)

public:
    explicit TerminalSignals(QObject *parent = nullptr);

Q_SIGNALS:
    void stopRequested(int signalNumber);
    void resized();
    void continued();

private:
    void onReceived(int number);

    SystemSignals m_signals;
};

} // namespace kodama
