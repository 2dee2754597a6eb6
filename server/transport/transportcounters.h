// What a transport has counted since it began; read by whoever reports it.
#pragma once

#include <QtGlobal>

namespace kodama {

struct TransportCounters
{
    quint64 accepted = 0;     ///< descriptors taken over
    quint64 upgraded = 0;     ///< of them, became connections
    quint64 refused = 0;      ///< of them, got an HTTP answer instead
    quint64 dropped = 0;      ///< of them, closed without a word: over every bound
    quint64 closed = 0;       ///< connections whose session was told the end
    quint64 tooSlow = 0;      ///< of them, closed with 4001
    quint64 noPong = 0;       ///< of them, closed with 4002
    quint64 tooManyPings = 0; ///< of them, closed with 1008 for that
    quint64 messagesIn = 0;
    quint64 framesOut = 0;
    quint64 framesDropped = 0; ///< of the droppable ones: too much was waiting
    quint64 bytesIn = 0;
    quint64 bytesOut = 0; ///< of connections that have ended
};

} // namespace kodama
