#include "stopsignals.h"

#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace kodama {

namespace {

constexpr std::array watched{SIGINT, SIGTERM, SIGHUP};

// A signal handler has no other way to find its object.
std::atomic<int> writeEnd{-1};

extern "C" void noteStop(int number)
{
    const auto byte = static_cast<unsigned char>(number);
    // A full pipe already tells what is to be told.
    [[maybe_unused]] const ssize_t written = ::write(writeEnd.load(), &byte, 1);
}

void react(int number, void (*reaction)(int))
{
    struct sigaction before
    {};
    ::sigaction(number, nullptr, &before);
    if (before.sa_handler == SIG_IGN)
        return;
    struct sigaction action
    {};
    action.sa_handler = reaction;
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND); // once
    ::sigaction(number, &action, nullptr);
}

} // namespace

StopSignals::StopSignals(QObject *parent)
    : QObject(parent)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // signals then do what they do everywhere
    m_descriptor = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &StopSignals::onReadable);
    for (const int number : watched)
        react(number, &noteStop);
}

StopSignals::~StopSignals()
{
    if (m_descriptor < 0)
        return;
    for (const int number : watched)
        react(number, SIG_DFL);
    m_notifier.reset();
    ::close(writeEnd.exchange(-1));
    ::close(m_descriptor);
}

void StopSignals::onReadable()
{
    unsigned char number = 0;
    while (::read(m_descriptor, &number, 1) == 1)
        Q_EMIT stopRequested(number);
}

} // namespace kodama
