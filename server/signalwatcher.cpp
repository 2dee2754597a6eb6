#include "server/signalwatcher.h"

#include <atomic>
#include <cerrno>
#include <ctime>
#include <unistd.h>

namespace kodama {

namespace {

constexpr qint64 sameWishNs = 250'000'000;

// A signal handler has nothing but globals.
std::atomic<int> firstSignal{0};
std::atomic<qint64> firstSignalNs{0}; // 0: it comes at this moment
std::atomic<bool> isReloadOnHangUp{false};

// clock_gettime() may be called in a signal handler, POSIX.1-2008.
qint64 steadyNs()
{
    timespec time = {};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * qint64(1'000'000'000) + time.tv_nsec;
}

void onSignal(int number)
{
    const int savedError = errno;
    if (number != SIGHUP || !isReloadOnHangUp) {
        int none = 0;
        const qint64 now = steadyNs();
        const qint64 first = firstSignalNs;
        if (firstSignal.compare_exchange_strong(none, number))
            firstSignalNs = now;
        else if (number != SIGHUP && first != 0 && now - first > sameWishNs)
            ::_exit(128 + number);
    }
    SystemSignals::note(number);
    errno = savedError;
}

} // namespace

SignalWatcher::SignalWatcher(OnHangUp onHangUp, QObject *parent)
    : QObject(parent)
{
    firstSignal = 0;
    firstSignalNs = 0;
    isReloadOnHangUp = onHangUp == OnHangUp::Reload;
    connect(&m_signals, &SystemSignals::received, this, &SignalWatcher::onReceived);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        const bool mayStayIgnored =
            number == SIGINT || (number == SIGHUP && onHangUp == OnHangUp::Stop);
        SignalReaction reaction;
        reaction.handler = onSignal;
        if (mayStayIgnored)
            reaction.whenIgnored = SignalReaction::WhenIgnored::StaysIgnored;
        if (!m_signals.watch(number, reaction))
            qFatal("signal %d cannot be watched", number); // the log has the reason
    }
}

void SignalWatcher::onReceived(int number)
{
    if (number == SIGHUP && isReloadOnHangUp)
        Q_EMIT reloadRequested();
    else
        Q_EMIT stopRequested(firstSignal);
}

} // namespace kodama
