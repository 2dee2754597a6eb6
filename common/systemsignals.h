// The system's signals as a Qt signal: a handler notes them, the event loop tells of them.
#pragma once

#include <QObject>

#include <csignal>
#include <vector>

class QSocketNotifier;

namespace kodama {

/// How a signal is watched.
struct SignalReaction
{
    enum class WhenIgnored {
        IsWatched,
        StaysIgnored, ///< whoever started the program wants it so: a script, nohup
    };
    enum class Times {
        Always,
        Once, ///< a second one does what it does everywhere
    };

    WhenIgnored whenIgnored = WhenIgnored::IsWatched;
    Times times = Times::Always;
    /// A handler of the caller's own, which ends with SystemSignals::note().
    void (*handler)(int) = nullptr;
};

/// At most one object in a process. Signals with the same number that come before the event loop
/// has looked are told once.
class SystemSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SystemSignals)

public:
    explicit SystemSignals(QObject *parent = nullptr);
    /// Puts the old dispositions back.
    ~SystemSignals() override;

    /// Each number once. False, with the reason in the log, if the system refuses it: the signal
    /// then does what it did before.
    [[nodiscard]] bool watch(int number, const SignalReaction &reaction = {});

    /// For signal handlers alone: what they interrupt keeps its `errno`.
    static void note(int number);

Q_SIGNALS:
    void received(int signalNumber);

private:
    struct Watched
    {
        int number;
        struct sigaction before;
    };

    void onReadable();

    int m_descriptor = -1;
    QSocketNotifier *m_notifier = nullptr;
    std::vector<Watched> m_watched;
};

} // namespace kodama
