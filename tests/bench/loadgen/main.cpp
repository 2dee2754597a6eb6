// Puts one load on one server and prints one line of JSON: what it cost the server.
//
// loadgen PORT PID echo IN_FLIGHT SECONDS BYTES
// loadgen PORT PID fanout RECEIVERS SECONDS BYTES
// loadgen PORT PID bursts RECEIVERS SECONDS BYTES
// loadgen PORT PID memory CONNECTIONS
// loadgen PORT PID idle CONNECTIONS SECONDS BYTES
// loadgen PORT PID storm CONNECTIONS
// loadgen PORT PID durable PUBLISHERS SECONDS BYTES
// loadgen PORT PID ack 1 SECONDS BYTES
// loadgen PORT PID recall MESSAGES SECONDS BYTES
// loadgen PORT PID room MEMBERS SECONDS BYTES [IN_FLIGHT]
// loadgen PORT PID latency|latency-awake RECEIVERS SECONDS BYTES BROADCASTS_PER_SECOND
#include "tests/bench/loadgen/burst.h"
#include "tests/bench/loadgen/chatload.h"
#include "tests/bench/loadgen/crowd.h"
#include "tests/bench/loadgen/latency.h"
#include "tests/bench/loadgen/load.h"
#include "tests/bench/loadgen/serverprocess.h"
#include "tests/bench/loadgen/storm.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>

using namespace loadgen;
using namespace std::chrono;

namespace {

std::string echoFrame(std::size_t bytes)
{
    return textFrame(R"({"type":"echo","text":")" + std::string(bytes, 'x') + "\"}");
}

std::string broadcastFrame(std::size_t bytes)
{
    return textFrame(R"({"type":"broadcast","content":")" + std::string(bytes, 'x') + "\"}");
}

struct Cost
{
    std::size_t messages = 0;
    nanoseconds wall{};
    nanoseconds cpu{};
    [[nodiscard]] double microseconds() const
    {
        return duration<double, std::micro>(cpu).count() / static_cast<double>(messages);
    }
};

/// One client keeps count messages under way; a message is an echo and its answer.
Cost echo(const Load &load, std::size_t inFlight)
{
    Crowd crowd(load.port, 1);
    const std::string frame = echoFrame(load.bytes);
    const auto cpuBefore = cpuTime(load.server);
    const auto begin = steady_clock::now();
    for (std::size_t i = 0; i < inFlight; ++i)
        crowd.first().send(frame);
    std::size_t answers = 0;
    while (steady_clock::now() - begin < load.duration) {
        const std::size_t frames = crowd.receiveSome();
        answers += frames;
        std::string batch;
        for (std::size_t i = 0; i < frames; ++i)
            batch += frame;
        crowd.first().send(batch);
    }
    return {answers, steady_clock::now() - begin, cpuTime(load.server) - cpuBefore};
}

void runEcho(const Load &load)
{
    const Cost cost = echo(load, load.count);
    printResult(cost.messages, cost.wall, cost.cpu);
}

/// The server's own memory once it has been the same for three seconds: it may tidy up after those
/// who came.
long long bytesAtRest(const Load &load, Crowd &crowd)
{
    constexpr milliseconds pause{500};
    constexpr int looks = 6;
    constexpr int mostLooks = 40; // of a server that never rests
    long long bytes = privateBytes(load.server);
    for (int same = 0, all = 0; same < looks && all < mostLooks; ++all) {
        crowd.receive(pause);
        const long long now = privateBytes(load.server);
        same = now == bytes ? same + 1 : 0;
        bytes = now;
    }
    return bytes;
}

/// What an echo costs alone, and beside count idle connections, which must not matter.
void runIdle(const Load &load)
{
    const Cost alone = echo(load, 1);
    const long long before = privateBytes(load.server);
    Crowd crowd(load.port, load.count - 1); // the one that is not idle counts, too
    const long long grown = bytesAtRest(load, crowd) - before;
    const Cost beside = echo(load, 1);
    std::printf("{\"alone_us\":%.3f,\"beside_us\":%.3f,\"bytes_per_connection\":%lld}\n",
                alone.microseconds(), beside.microseconds(),
                grown / static_cast<long long>(load.count));
}

/// count clients that come at once.
void runStorm(const Load &load)
{
    const auto cpuBefore = cpuTime(load.server);
    const StormResult result = storm(load.port, load.count);
    const auto cpu = cpuTime(load.server) - cpuBefore;
    std::printf("{\"median_ms\":%.1f,\"last_ms\":%.1f,\"cpu_us_per_client\":%.1f}\n",
                duration<double, std::milli>(result.median).count(),
                duration<double, std::milli>(result.last).count(),
                duration<double, std::micro>(cpu).count() / static_cast<double>(load.count));
}

/// One client of count broadcasts; a message is one delivery to one receiver, the sender included.
void runFanout(const Load &load)
{
    Crowd crowd(load.port, load.count);
    const std::string frame = broadcastFrame(load.bytes);
    const auto cpuBefore = cpuTime(load.server);
    const auto begin = steady_clock::now();
    std::size_t sent = 0;
    std::size_t delivered = 0;
    while (steady_clock::now() - begin < load.duration) {
        for (; sent < delivered / load.count + load.inFlight; ++sent)
            crowd.first().send(frame);
        delivered += crowd.receiveSome();
    }
    while (delivered < sent * load.count)
        delivered += crowd.receiveSome();
    printResult(delivered, steady_clock::now() - begin, cpuTime(load.server) - cpuBefore);
}

/// How long a broadcast takes to each of count receivers, at a steady rate.
void runLatency(const Load &load, Rate::Sleep sleep)
{
    Crowd crowd(load.port, load.count);
    const LatencyResult result =
        latency(crowd, broadcastFrame(load.bytes), {load.rate, load.duration, sleep});
    std::printf("{\"deliveries\":%zu,\"median_us\":%.0f,\"p99_us\":%.0f,\"most_us\":%.0f}\n",
                result.deliveries, duration<double, std::micro>(result.median).count(),
                duration<double, std::micro>(result.p99).count(),
                duration<double, std::micro>(result.most).count());
}

/// The same with all cores left to the server.
void runBursts(const Load &load)
{
    Crowd crowd(load.port, load.count);
    const auto cpuBefore = cpuTime(load.server);
    const BurstResult result = bursts(crowd, broadcastFrame(load.bytes), load.duration);
    printResult(result.deliveries, result.busy, cpuTime(load.server) - cpuBefore);
}

/// Idle connections; bytes of the server's own memory for each.
void runMemory(const Load &load)
{
    const Crowd warm(load.port, 10); // what the first connections bring in is not per connection
    const long long before = privateBytes(load.server);
    Crowd crowd(load.port, load.count);
    const long long grown = bytesAtRest(load, crowd) - before;
    std::printf("{\"connections\":%zu,\"bytes_per_connection\":%lld}\n", load.count,
                grown / static_cast<long long>(load.count));
}

int run(int argc, char **argv)
{
    if (argc < 5) {
        std::fputs(
            "usage: loadgen PORT PID echo|fanout|bursts|memory|idle|storm|durable|ack|recall|room|"
            "latency|latency-awake COUNT [SECONDS [BYTES [RATE|IN_FLIGHT]]]\n",
            stderr);
        return 2;
    }
    Load load;
    load.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    load.server = std::atoi(argv[2]);
    load.count = static_cast<std::size_t>(std::atoi(argv[4]));
    load.duration = seconds{argc > 5 ? std::atoi(argv[5]) : 3};
    load.bytes = static_cast<std::size_t>(argc > 6 ? std::atoi(argv[6]) : 64);
    const std::string what = argv[3];
    if (argc > 7)
        (what.starts_with("latency") ? load.rate : load.inFlight) =
            static_cast<std::size_t>(std::atoi(argv[7]));
    if (what == "echo")
        runEcho(load);
    else if (what == "fanout")
        runFanout(load);
    else if (what == "idle")
        runIdle(load);
    else if (what == "storm")
        runStorm(load);
    else if (what == "durable")
        runDurable(load);
    else if (what == "ack")
        runAck(load);
    else if (what == "recall")
        runRecall(load);
    else if (what == "room")
        runRoom(load);
    else if (what == "latency")
        runLatency(load, Rate::Sleep::BetweenMessages);
    else if (what == "latency-awake")
        runLatency(load, Rate::Sleep::Never);
    else if (what == "bursts")
        runBursts(load);
    else
        runMemory(load);
    return 0;
}

} // namespace

namespace loadgen {

void printResult(std::size_t messages, nanoseconds wall, nanoseconds cpu)
{
    std::printf("{\"messages\":%zu,\"per_second\":%.0f,\"cpu_us\":%.3f}\n", messages,
                static_cast<double>(messages) / duration<double>(wall).count(),
                duration<double, std::micro>(cpu).count() / static_cast<double>(messages));
}

} // namespace loadgen

int main(int argc, char **argv)
{
    try {
        return run(argc, argv);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "loadgen: %s\n", error.what());
        return 1;
    }
}
