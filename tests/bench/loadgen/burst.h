// Broadcasts that all come at once, with nobody else at work.
#pragma once

#include "tests/bench/loadgen/crowd.h"

#include <string>

namespace loadgen {

/// How long the server worked on the bursts: from each one's sending until the kernel had the last
/// of it for its receiver.
struct BurstResult
{
    std::size_t deliveries = 0;
    std::chrono::nanoseconds busy{};
};

/// The first of the crowd says everything at once, and sleeps until it must have been delivered:
/// all cores are the server's meanwhile. Again and again for that time of work.
BurstResult bursts(Crowd &crowd, const std::string &frame, std::chrono::nanoseconds work);

} // namespace loadgen
