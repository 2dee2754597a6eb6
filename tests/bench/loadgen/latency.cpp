#include "tests/bench/loadgen/latency.h"

#include <algorithm>
#include <unordered_map>

namespace loadgen {

using namespace std::chrono;

LatencyResult latency(Crowd &crowd, const std::string &frame, const Rate &rate)
{
    const auto interval = duration_cast<nanoseconds>(seconds{1}) / rate.perSecond;
    const std::size_t total = rate.perSecond * static_cast<std::size_t>(rate.duration.count());
    const auto begin = steady_clock::now();
    std::vector<nanoseconds> times;
    times.reserve(total * crowd.size()); // to move millions takes as long as what is measured
    std::unordered_map<std::size_t, std::size_t> received; // by client; a stream keeps the order
    const auto note = [&](std::size_t client, std::size_t frames) {
        const nanoseconds now = steady_clock::now() - begin;
        for (std::size_t &count = received[client]; frames > 0; --frames, ++count)
            times.push_back(now - interval * count);
    };
    for (std::size_t sent = 0; sent < total;) {
        const nanoseconds left = interval * sent - (steady_clock::now() - begin);
        if (left <= nanoseconds{0}) {
            crowd.first().send(frame);
            ++sent;
        }
        // What waking us takes is the machine's, and not to be taken for the server's.
        const bool isAwake = rate.sleep == Rate::Sleep::Never;
        crowd.receive(isAwake ? nanoseconds{0} : std::max(left, nanoseconds{0}), note);
    }
    const std::size_t expected = total * crowd.size();
    while (times.size() < expected)
        crowd.receiveSome(note);

    std::sort(times.begin(), times.end());
    return {times.size(), times[times.size() / 2], times[times.size() * 99 / 100], times.back()};
}

} // namespace loadgen
