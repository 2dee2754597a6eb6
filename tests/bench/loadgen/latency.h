// How long broadcasts are on their way, at a steady rate.
#pragma once

#include "tests/bench/loadgen/crowd.h"

#include <string>

namespace loadgen {

struct Rate
{
    /// Who looks all the time needs a core of its own; who sleeps until something comes does not.
    enum class Sleep : std::uint8_t { Never, BetweenMessages };

    std::size_t perSecond = 20;
    std::chrono::seconds duration{3};
    Sleep sleep = Sleep::BetweenMessages;
};

/// Of all deliveries, from the time a broadcast was due to be sent on: so what a late sender waits
/// for counts, too.
struct LatencyResult
{
    std::size_t deliveries = 0;
    std::chrono::nanoseconds median{};
    std::chrono::nanoseconds p99{};
    std::chrono::nanoseconds most{};
};

/// The first of the crowd sends, everybody receives. Throws std::runtime_error when something is
/// not delivered.
LatencyResult latency(Crowd &crowd, const std::string &frame, const Rate &rate);

} // namespace loadgen
