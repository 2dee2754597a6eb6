// What one run of the load generator is to do, and how it reports.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <sys/types.h>

namespace loadgen {

struct Load
{
    std::uint16_t port = 0;
    pid_t server = 0;
    std::size_t count = 1;
    std::chrono::seconds duration{3};
    std::size_t bytes = 64;
    std::size_t rate = 20;    ///< broadcasts a second
    std::size_t inFlight = 8; ///< broadcasts that somebody has not got yet
};

/// Prints how many messages went through and what each cost the server.
void printResult(std::size_t messages, std::chrono::nanoseconds wall, std::chrono::nanoseconds cpu);

} // namespace loadgen
