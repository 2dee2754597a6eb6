#include "stopsignals.h"

namespace kodama {

StopSignals::StopSignals(QObject *parent)
    : QObject(parent)
{
    connect(&m_signals, &SystemSignals::received, this, &StopSignals::stopRequested);
    SignalReaction reaction;
    reaction.whenIgnored = SignalReaction::WhenIgnored::StaysIgnored;
    reaction.times = SignalReaction::Times::Once;
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        (void)m_signals.watch(number, reaction); // else it ends the program, as everywhere
}

} // namespace kodama
