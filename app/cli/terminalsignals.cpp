#include "terminalsignals.h"

#include <array>
#include <csignal>

namespace kodama {

namespace {

constexpr std::array watched{SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT};

} // namespace

TerminalSignals::TerminalSignals(QObject *parent)
    : QObject(parent)
{
    connect(&m_pipe, &SignalPipe::received, this, &TerminalSignals::onReceived);
    if (m_pipe.handler() == nullptr)
        return;
    for (const int number : watched) {
        struct sigaction action
        {};
        action.sa_handler = m_pipe.handler();
        action.sa_flags = SA_RESTART;
        ::sigaction(number, &action, nullptr);
    }
}

TerminalSignals::~TerminalSignals()
{
    if (m_pipe.handler() == nullptr)
        return;
    for (const int number : watched)
        std::signal(number, SIG_DFL);
}

void TerminalSignals::onReceived(int number)
{
    if (number == SIGWINCH)
        Q_EMIT resized();
    else if (number == SIGCONT)
        Q_EMIT continued();
    else
        Q_EMIT stopRequested(number);
}

} // namespace kodama
