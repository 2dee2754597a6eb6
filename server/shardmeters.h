// What a shard counts, for whoever reports it. Written by the shard's thread alone, read by any.
#pragma once

#include "common/protocol/errorcode.h"
#include "server/transport/transportcounters.h"

namespace kodama {

struct ShardMeters
{
    TransportCounters transport;
    std::array<Counter, std::size_t(ErrorCode::Internal) + 1> errors; ///< by code; told to clients
    Counter rateLimited;                                              ///< messages refused for that
    Histogram fanout; ///< from the end of the turn that asked until it was delivered
    ReactorMeters reactor;
};

} // namespace kodama
