#include "tests/bench/loadgen/crowd.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <sys/epoll.h>
#include <unistd.h>

namespace loadgen {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds quiet{300}; ///< no frame for so long: nothing is under way
/// So many come at once: the server tells the others about them together, as it would in a storm.
constexpr std::size_t wave = 100;

} // namespace

Crowd::Crowd(std::uint16_t port, std::size_t size)
    : m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
    m_clients.reserve(size);
    while (m_clients.size() < size) {
        const std::size_t begin = m_clients.size();
        for (std::size_t i = 0; i < std::min(wave, size - begin); ++i)
            m_clients.emplace_back(port);
        welcome(begin);
    }
    settle();
}

Crowd::~Crowd()
{
    close(m_epoll);
}

void Crowd::welcome(std::size_t begin)
{
    for (std::size_t i = begin; i < m_clients.size(); ++i) {
        m_clients[i].awaitUpgrade();
        epoll_event event{EPOLLIN, {.u64 = i}};
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_clients[i].descriptor(), &event);
    }
    // Or the server would have to queue what it tells them.
    while (receive(milliseconds{0}) > 0) {
    }
}

std::size_t Crowd::receive(std::chrono::nanoseconds timeout, const OnFrames &onFrames)
{
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(timeout);
    const timespec atMost{whole.count(), (timeout - whole).count()};
    std::array<epoll_event, 256> events; // NOLINT(*-member-init): filled by the kernel
    const int ready =
        epoll_pwait2(m_epoll, events.data(), static_cast<int>(events.size()), &atMost, nullptr);
    std::size_t sum = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(ready, 0)); ++i) {
        const std::size_t frames = m_clients[events[i].data.u64].receive();
        if (onFrames)
            onFrames(events[i].data.u64, frames);
        sum += frames;
    }
    return sum;
}

std::size_t Crowd::receiveSome(const OnFrames &onFrames)
{
    constexpr std::chrono::seconds patience{10};
    const auto begin = std::chrono::steady_clock::now();
    std::size_t frames = 0;
    while (frames == 0) { // part of a long one may come first
        frames = receive(patience, onFrames);
        if (frames == 0 && std::chrono::steady_clock::now() - begin >= patience)
            throw std::runtime_error("no answer for 10 seconds");
    }
    return frames;
}

void Crowd::settle()
{
    while (receive(quiet) > 0) {
    }
}

} // namespace loadgen
