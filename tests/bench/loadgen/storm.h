// Very many clients that all come in the same moment.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace loadgen {

/// From the first connect() on until each client has got its first message: when the middle one had
/// it, and when the last one. Throws std::runtime_error if one never gets it.
struct StormResult
{
    std::chrono::nanoseconds median{};
    std::chrono::nanoseconds last{};
};

StormResult storm(std::uint16_t port, std::size_t clients);

} // namespace loadgen
