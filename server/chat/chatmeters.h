// What the chat counts, for whoever reports it. Written by the chat's thread alone, read by any.
#pragma once

#include "server/errorcounters.h"

#include <atomic>

namespace kodama {

struct ChatMeters
{
    ErrorCounters errors; ///< told to clients
    /// The lobby and the rooms that somebody is in; -1: nobody has said yet.
    std::atomic<qint64> rooms{-1};
    /// Whether messages can be stored.
    std::atomic<bool> isStoring{true};
};

} // namespace kodama
