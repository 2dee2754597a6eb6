#include "terminalsignals.h"

namespace kodama {

TerminalSignals::TerminalSignals(QObject *parent)
    : QObject(parent)
{
    connect(&m_signals, &SystemSignals::received, this, &TerminalSignals::onReceived);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT})
        (void)m_signals.watch(number); // else it does what it does everywhere
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
