#include "tests/bench/loadgen/burst.h"

#include <algorithm>
#include <thread>

namespace loadgen {

using namespace std::chrono;

namespace {

/// As many as make the way to the first delivery cost little; no more than a receiver's socket
/// holds.
constexpr std::size_t mostFrames = 100;
constexpr std::size_t mostBytes = std::size_t{48} * 1024;
/// What a server adds to a broadcast.
constexpr std::size_t addedBytes = 128;

/// What a server that broadcasts in batches needs for a delivery at most. Who needs longer is at
/// work while its receivers read, too.
constexpr microseconds timePerDelivery{2};

} // namespace

BurstResult bursts(Crowd &crowd, const std::string &frame, nanoseconds work)
{
    const std::size_t frames =
        std::clamp<std::size_t>(mostBytes / (frame.size() + addedBytes), 1, mostFrames);
    std::string burst;
    for (std::size_t i = 0; i < frames; ++i)
        burst += frame;
    for (std::size_t i = 0; i < crowd.size(); ++i)
        crowd.at(i).noteArrivals();
    const std::size_t expected = frames * crowd.size();
    BurstResult result;
    while (result.busy < work) {
        const auto begin = system_clock::now();
        crowd.first().send(burst);
        // Whom something wakes takes a core away.
        std::this_thread::sleep_for(expected * timePerDelivery); // lint: allow(sleep) see above
        for (std::size_t received = 0; received < expected;)
            received += crowd.receiveSome();
        auto end = begin;
        for (std::size_t i = 0; i < crowd.size(); ++i)
            end = std::max(end, crowd.at(i).lastArrival());
        result.deliveries += expected;
        result.busy += end - begin;
    }
    return result;
}

} // namespace loadgen
