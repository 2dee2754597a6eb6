// How often which error was told to clients, by code. Written by one thread, read by any.
#pragma once

#include "common/protocol/errorcode.h"
#include "server/transport/counter.h"

namespace kodama {

using ErrorCounters = std::array<Counter, std::size_t(ErrorCode::Internal) + 1>;

} // namespace kodama
