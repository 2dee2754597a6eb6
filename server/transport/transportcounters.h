// What a transport has counted since it began; read by whoever reports it.
#pragma once

#include "server/transport/counter.h"

namespace kodama {

/// By code; a code that nobody here sends or expects counts as the last.
template <quint16... known>
struct CodeCounters
{
    static constexpr std::array<quint16, sizeof...(known)> codes{known...};

    void note(quint16 code)
    {
        std::size_t place = 0;
        while (place < codes.size() && codes[place] != code)
            ++place;
        ++counts[place];
    }

    std::array<Counter, codes.size() + 1> counts;
};

using CloseCounters = CodeCounters<1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011,
                                   1012, 1013, 4000, 4001, 4002, 4500, 4503, 4504, 4505>;
using ResponseCounters = CodeCounters<200, 400, 403, 404, 405, 408, 426, 431, 500, 503>;

/// What a reactor and its channels measure.
struct ReactorMeters
{
    Histogram turns;       ///< how long a turn took: what everybody else had to wait
    Gauge queued;          ///< bytes that peers have not taken at the end of a turn, with overhead
    Gauge held;            ///< bytes held for clients (HeldBytes)
    Counter receivedBytes; ///< from the system: HTTP, TLS and control frames are in them
    Counter sentBytes;     ///< the same, taken by the system
};

struct TransportCounters
{
    Counter accepted;     ///< descriptors handed over
    Counter upgraded;     ///< of them, became connections
    Counter refused;      ///< of them, got an HTTP answer instead
    Counter dropped;      ///< of them, gone or closed without either
    Counter closed;       ///< connections whose session was told the end
    Counter tooSlow;      ///< of them, closed with 4001
    Counter noPong;       ///< of them, closed with 4002
    Counter tooManyPings; ///< of them, closed with 1008 for that
    Counter shed;         ///< clients that went since all together held too much
    Counter messagesIn;
    Counter framesOut;
    Counter framesDropped; ///< of the droppable ones: too much was waiting
    Histogram loopLag;     ///< how late the event loop came to a timer
    CloseCounters closes;
    ResponseCounters responses; ///< of those refused, by HTTP status; no HTTP counts as the last
};

/// What a transport works with; it may share with others, or have read by others, what is not
/// nullptr.
struct TransportServices
{
    class Reactor &reactor;
    const class Clock &clock;
    class Occupancy *occupancy = nullptr;
    TransportCounters *counters = nullptr;
    class RefusalObserver *refusals = nullptr;
};

} // namespace kodama
