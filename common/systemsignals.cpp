#include "common/systemsignals.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <sys/eventfd.h>
#include <unistd.h>

namespace kodama {

namespace {

// A signal handler has nothing but globals.
std::atomic<quint64> notedSignals{0}; // a bit for each
std::atomic<int> wakeUpDescriptor{-1};
static_assert(std::atomic<quint64>::is_always_lock_free); // or a handler could wait for itself

constexpr int mostSignals = 64;

quint64 bitOf(int number)
{
    return quint64{1} << (number - 1);
}

} // namespace

SystemSignals::SystemSignals(QObject *parent)
    : QObject(parent)
    , m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_descriptor < 0) {
        qWarning("eventfd: %s", strerror(errno));
        return;
    }
    Q_ASSERT_X(wakeUpDescriptor == -1, "SystemSignals", "there is one already");
    notedSignals = 0;
    wakeUpDescriptor = m_descriptor;
    m_notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &SystemSignals::onReadable);
}

SystemSignals::~SystemSignals()
{
    if (m_descriptor < 0)
        return;
    for (const Watched &one : m_watched)
        ::sigaction(one.number, &one.before, nullptr);
    wakeUpDescriptor = -1;
    m_notifier->setEnabled(false);
    ::close(m_descriptor);
}

bool SystemSignals::watch(int number, const SignalReaction &reaction)
{
    if (m_descriptor < 0)
        return false; // said before
    struct sigaction before
    {};
    bool isDone = ::sigaction(number, nullptr, &before) == 0;
    const bool isIgnored = isDone && before.sa_handler == SIG_IGN;
    if (isIgnored && reaction.whenIgnored == SignalReaction::WhenIgnored::StaysIgnored)
        return true;
    struct sigaction action
    {};
    action.sa_handler = reaction.handler ? reaction.handler : &SystemSignals::note;
    action.sa_flags = SA_RESTART;
    if (reaction.times == SignalReaction::Times::Once)
        action.sa_flags |= static_cast<int>(SA_RESETHAND);
    sigemptyset(&action.sa_mask);
    isDone = isDone && ::sigaction(number, &action, nullptr) == 0;
    if (isDone)
        m_watched.push_back({number, before});
    else
        qWarning("sigaction: signal %d: %s", number, strerror(errno));
    return isDone;
}

void SystemSignals::note(int number)
{
    const int savedError = errno; // of what is interrupted here
    notedSignals.fetch_or(bitOf(number));
    const quint64 one = 1;
    // It fails when the counter is full, and then the event loop is being woken anyway.
    [[maybe_unused]] const ssize_t written = ::write(wakeUpDescriptor, &one, sizeof one);
    errno = savedError;
}

void SystemSignals::onReadable()
{
    quint64 count = 0;
    if (::read(m_descriptor, &count, sizeof count) != sizeof count)
        return;
    const quint64 noted = notedSignals.exchange(0); // after the read: what comes now wakes again
    for (int number = 1; number <= mostSignals; ++number) {
        if ((noted & bitOf(number)) != 0)
            Q_EMIT received(number);
    }
}

} // namespace kodama
