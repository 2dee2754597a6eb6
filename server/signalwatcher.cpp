#include "server/signalwatcher.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <sys/eventfd.h>
#include <unistd.h>

namespace kodama {

namespace {

constexpr qint64 sameWishNs = 250'000'000;

// A signal handler has nothing but globals.
std::atomic<int> firstSignal{0};
std::atomic<qint64> firstSignalNs{0}; // 0: it comes at this moment
std::atomic<int> wakeUpDescriptor{-1};
std::atomic<bool> isReloadOnHangUp{false};
std::atomic<bool> isReloadWanted{false};

// clock_gettime() may be called in a signal handler, POSIX.1-2008.
qint64 steadyNs()
{
    timespec time = {};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * qint64(1'000'000'000) + time.tv_nsec;
}

void wakeUp()
{
    const quint64 one = 1;
    // The counter cannot be full: it is read after the first.
    [[maybe_unused]] const ssize_t size = ::write(wakeUpDescriptor, &one, sizeof(one));
}

void onSignal(int number)
{
    const int savedError = errno;
    if (number == SIGHUP && isReloadOnHangUp) {
        isReloadWanted = true;
        wakeUp();
        errno = savedError;
        return;
    }
    int none = 0;
    const qint64 now = steadyNs();
    const qint64 first = firstSignalNs;
    if (firstSignal.compare_exchange_strong(none, number))
        firstSignalNs = now;
    else if (number != SIGHUP && first != 0 && now - first > sameWishNs)
        ::_exit(128 + number);
    wakeUp();
    errno = savedError;
}

} // namespace

SignalWatcher::SignalWatcher(OnHangUp onHangUp, QObject *parent)
    : QObject(parent)
    , m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_notifier(new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this))
{
    if (m_descriptor < 0)
        qFatal("eventfd: %s", strerror(errno));
    Q_ASSERT_X(wakeUpDescriptor == -1, "SignalWatcher", "there is one already");
    firstSignal = 0;
    firstSignalNs = 0;
    isReloadWanted = false;
    isReloadOnHangUp = onHangUp == OnHangUp::Reload;
    wakeUpDescriptor = m_descriptor;
    connect(m_notifier, &QSocketNotifier::activated, this, &SignalWatcher::onReadable);

    struct sigaction action
    {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < watched.size(); ++i) {
        ::sigaction(watched[i], nullptr, &m_before[i]);
        const bool mayStayIgnored =
            watched[i] == SIGINT || (watched[i] == SIGHUP && onHangUp == OnHangUp::Stop);
        if (!mayStayIgnored || m_before[i].sa_handler != SIG_IGN)
            ::sigaction(watched[i], &action, nullptr);
    }
}

SignalWatcher::~SignalWatcher()
{
    for (std::size_t i = 0; i < watched.size(); ++i)
        ::sigaction(watched[i], &m_before[i], nullptr);
    wakeUpDescriptor = -1;
    m_notifier->setEnabled(false);
    ::close(m_descriptor);
}

void SignalWatcher::onReadable()
{
    quint64 count = 0;
    if (::read(m_descriptor, &count, sizeof(count)) != sizeof(count))
        return;
    if (isReloadWanted.exchange(false))
        Q_EMIT reloadRequested();
    if (firstSignal != 0)
        Q_EMIT stopRequested(firstSignal);
}

} // namespace kodama
