#include "stopsignals.h"

#include <array>
#include <csignal>

namespace kodama {

namespace {

constexpr std::array watched{SIGINT, SIGTERM, SIGHUP};

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
    connect(&m_pipe, &SignalPipe::received, this, &StopSignals::stopRequested);
    if (m_pipe.handler() == nullptr)
        return;
    for (const int number : watched)
        react(number, m_pipe.handler());
}

StopSignals::~StopSignals()
{
    if (m_pipe.handler() == nullptr)
        return;
    for (const int number : watched)
        react(number, SIG_DFL);
}

} // namespace kodama
