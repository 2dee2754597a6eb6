// Tested by tst_stopsignals.
#include "signalpipe.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace kodama {

namespace {

// A signal handler has no other way to find its object.
std::atomic<int> writeEnd{-1};

extern "C" void noteSignal(int number)
{
    const int savedError = errno; // of what is interrupted here
    const auto byte = static_cast<unsigned char>(number);
    // A full pipe already tells what is to be told.
    [[maybe_unused]] const ssize_t written = ::write(writeEnd.load(), &byte, 1);
    errno = savedError;
}

} // namespace

SignalPipe::SignalPipe(QObject *parent)
    : QObject(parent)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_descriptor = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SignalPipe::onReadable);
}

SignalPipe::~SignalPipe()
{
    if (m_descriptor < 0)
        return;
    m_notifier.reset();
    ::close(writeEnd.exchange(-1));
    ::close(m_descriptor);
}

SignalPipe::Handler SignalPipe::handler() const
{
    return m_descriptor < 0 ? nullptr : &noteSignal;
}

void SignalPipe::onReadable()
{
    unsigned char number = 0;
    while (::read(m_descriptor, &number, 1) == 1)
        Q_EMIT received(number);
}

} // namespace kodama
