// What a shard counts, for whoever reports it. Written by the shard's thread alone, read by any.
#pragma once

#include "server/errorcounters.h"
#include "server/transport/transportcounters.h"

namespace kodama {

struct ShardMeters
{
    TransportCounters transport;
    ErrorCounters errors; ///< told to clients without the chat
    Counter rateLimited;  ///< messages refused for that
    Histogram fanout;     ///< from the end of the turn that asked until it was delivered
    ReactorMeters reactor;
};

} // namespace kodama
