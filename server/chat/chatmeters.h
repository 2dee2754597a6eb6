// What the chat counts, for whoever reports it. Written by the chat's thread alone, read by any.
#pragma once

#include "server/errorcounters.h"

#include <atomic>

namespace kodama {

struct ChatMeters
{
    ErrorCounters errors; ///< told to clients
    Histogram turns;      ///< how long it dealt with what had come: what others had to wait
    /// The lobby and the rooms that somebody is in; -1: nobody has said yet.
    std::atomic<qint64> rooms{-1};
    /// The rooms and conversations that are remembered, as History::streamCount(); -1 as above.
    std::atomic<qint64> historyStreams{-1};
    /// Whether messages can be stored.
    std::atomic<bool> isStoring{true};
};

} // namespace kodama
