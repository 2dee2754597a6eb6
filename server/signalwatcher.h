// SIGINT, SIGTERM and SIGHUP as Qt signals. At most one in a process.
#pragma once

#include <QObject>

#include <array>
#include <csignal>

class QSocketNotifier;

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
/// terminal sends it twice.
class SignalWatcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SignalWatcher)

public:
    explicit SignalWatcher(OnHangUp onHangUp = OnHangUp::Stop, QObject *parent = nullptr);

    /// Puts the old dispositions back.
    ~SignalWatcher() override;

Q_SIGNALS:
    void stopRequested(int signalNumber);
    void reloadRequested();

private:
    void onReadable();

    static constexpr std::array<int, 3> watched{SIGINT, SIGTERM, SIGHUP};
    std::array<struct sigaction, watched.size()> m_before{};
    int m_descriptor = -1;
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace kodama
