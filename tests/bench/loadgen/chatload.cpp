#include "tests/bench/loadgen/chatload.h"

#include "tests/bench/loadgen/crowd.h"
#include "tests/bench/loadgen/serverprocess.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace loadgen {

using namespace std::chrono;

namespace {

constexpr std::size_t rooms = 10;
constexpr std::size_t postsInFlight = 16;

void sayHello(Crowd &crowd)
{
    for (std::size_t i = 0; i < crowd.size(); ++i) {
        crowd.at(i).send(
            textFrame(R"({"type":"hello","v":2,"nick":"p)" + std::to_string(i) + "\"}"));
        if (i % 16 == 0)
            crowd.receive(milliseconds{0});
    }
    crowd.settle();
}

std::string postFrame(std::size_t room, std::size_t bytes, std::size_t id)
{
    std::string text = R"({"type":"broadcast","room":"r)" + std::to_string(room) + '"';
    if (id > 0)
        text += R"(,"id":")" + std::to_string(id) + '"';
    return textFrame(text + R"(,"content":")" + std::string(bytes, 'x') + "\"}");
}

double microseconds(nanoseconds time)
{
    return duration<double, std::micro>(time).count();
}

void fillRoom(const Load &load)
{
    constexpr std::size_t most = 1000; // on their way
    Crowd crowd(load.port, 1);
    sayHello(crowd);
    std::size_t sent = 0;
    for (std::size_t acks = 0; acks < load.count; acks += crowd.receiveSome()) {
        std::string batch;
        for (; sent < load.count && sent < acks + most; ++sent)
            batch += postFrame(0, load.bytes, sent + 1);
        crowd.first().send(batch);
    }
}

/// How long one answer takes to come, whole.
nanoseconds ask(Crowd &crowd, const std::string &request)
{
    const std::string frame = textFrame(request);
    const auto begin = steady_clock::now();
    crowd.first().send(frame);
    crowd.receiveSome();
    return steady_clock::now() - begin;
}

void printTimes(const char *name, std::vector<nanoseconds> times, const char *end)
{
    std::sort(times.begin(), times.end());
    std::printf("\"%s_us\":%.0f,\"%s_p99_us\":%.0f%s", name, microseconds(times[times.size() / 2]),
                name, microseconds(times[times.size() * 99 / 100]), end);
}

} // namespace

void runDurable(const Load &load)
{
    Crowd crowd(load.port, load.count);
    sayHello(crowd);
    std::size_t posts = 0;
    std::size_t acks = 0;
    const auto post = [&](std::size_t client, std::size_t count) {
        std::string batch;
        for (std::size_t i = 0; i < count; ++i)
            batch += postFrame(client % rooms, load.bytes, ++posts);
        crowd.at(client).send(batch);
    };
    const auto cpuBefore = cpuTime(load.server);
    const auto begin = steady_clock::now();
    for (std::size_t client = 0; client < load.count; ++client)
        post(client, postsInFlight);
    while (steady_clock::now() - begin < load.duration)
        acks += crowd.receiveSome(post);
    const auto wall = steady_clock::now() - begin;
    printResult(acks, wall, cpuTime(load.server) - cpuBefore);
}

void runAck(const Load &load)
{
    Crowd crowd(load.port, 1);
    sayHello(crowd);
    std::vector<nanoseconds> times;
    const auto begin = steady_clock::now();
    while (steady_clock::now() - begin < load.duration) {
        const auto sent = steady_clock::now();
        crowd.first().send(postFrame(0, load.bytes, times.size() + 1));
        crowd.receiveSome();
        times.push_back(steady_clock::now() - sent);
    }
    std::sort(times.begin(), times.end());
    std::printf("{\"acks\":%zu,\"median_us\":%.0f,\"p99_us\":%.0f}\n", times.size(),
                microseconds(times[times.size() / 2]),
                microseconds(times[times.size() * 99 / 100]));
}

void runRecall(const Load &load)
{
    constexpr std::size_t joins = 100; // one session may do 200 at once
    fillRoom(load);
    Crowd crowd(load.port, 1);
    sayHello(crowd);
    std::vector<nanoseconds> joinTimes;
    std::vector<nanoseconds> pageTimes;
    while (joinTimes.size() < joins) {
        joinTimes.push_back(ask(crowd, R"({"type":"join","room":"r0","limit":50})"));
        ask(crowd, R"({"type":"leave","room":"r0"})");
    }
    ask(crowd, R"({"type":"join","room":"r0","limit":1})");
    std::minstd_rand chance; // the same in each run
    const auto begin = steady_clock::now();
    while (steady_clock::now() - begin < load.duration) {
        const std::string before = std::to_string(1 + chance() % load.count);
        pageTimes.push_back(
            ask(crowd, R"({"type":"history","room":"r0","limit":300,"before":)" + before + "}"));
    }
    std::printf("{");
    printTimes("join", joinTimes, ",");
    printTimes("page", pageTimes, "}\n");
}

void runRoom(const Load &load)
{
    Crowd crowd(load.port, load.count);
    sayHello(crowd);
    for (std::size_t i = 0; i < load.count; ++i) {
        crowd.at(i).send(textFrame(R"({"type":"join","room":"r0"})"));
        crowd.receive(milliseconds{0});
    }
    crowd.settle();
    const std::string frame = postFrame(0, load.bytes, 0);
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

} // namespace loadgen
