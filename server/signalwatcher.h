// SIGINT, SIGTERM and SIGHUP as Qt signals. At most one in a process.
#pragma once

#include "common/systemsignals.h"

namespace kodama {

/// What SIGHUP asks for.
enum class OnHangUp {
    Stop,   ///< as when a terminal is closed
    Reload, ///< as daemons are told to read their files again
};

/// The first signal is told; the second SIGINT or SIGTERM ends the process at once, whatever its
/// threads do (status 128 + number), unless it comes within a fourth of a second: timeout(1) tells
/// the process and then its group. SIGINT, and SIGHUP if it stops, stay ignored if they were: by
/// a script for what it starts in the background, by nohup. SIGHUP never counts as second: a closed
/// terminal sends it twice. Its end puts the old dispositions back.
class SignalWatcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SignalWatcher)

public:
    explicit SignalWatcher(OnHangUp onHangUp = OnHangUp::Stop, QObject *parent = nullptr);

Q_SIGNALS:
    void stopRequested(int signalNumber);
    void reloadRequested();

private:
    void onReceived(int number);

    SystemSignals m_signals;
};

} // namespace kodama
