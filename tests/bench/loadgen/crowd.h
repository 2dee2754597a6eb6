// Some clients and one epoll descriptor over them.
#pragma once

#include "tests/bench/loadgen/client.h"

#include <chrono>
#include <functional>
#include <vector>

namespace loadgen {

class Crowd
{
public:
    /// Connects all of them and reads what follows from that, such as notices about each other.
    Crowd(std::uint16_t port, std::size_t size);
    ~Crowd();
    Crowd(const Crowd &) = delete;
    Crowd &operator=(const Crowd &) = delete;

    Client &first() { return m_clients.front(); }
    Client &at(std::size_t client) { return m_clients[client]; }
    [[nodiscard]] std::size_t size() const { return m_clients.size(); }

    /// Which client, and how many frames it has just received.
    using OnFrames = std::function<void(std::size_t, std::size_t)>;

    /// Waits for frames and reads them; how many, 0 after the timeout.
    std::size_t receive(std::chrono::nanoseconds timeout, const OnFrames &onFrames = {});

    /// The same, but throws std::runtime_error when nothing comes for ten seconds.
    std::size_t receiveSome(const OnFrames &onFrames = {});

    /// Reads until nothing is under way any more.
    void settle();

private:
    void welcome(std::size_t begin);

    int m_epoll;
    std::vector<Client> m_clients;
};

} // namespace loadgen
