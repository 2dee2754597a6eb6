#include "tests/bench/loadgen/storm.h"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace loadgen {

namespace {

using std::chrono::steady_clock;

constexpr std::string_view request =
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
constexpr int patienceMs = 30'000;

struct Arrival
{
    int descriptor = -1;
    bool hasAsked = false;
    bool isServed = false;
    std::string answer;
};

class Storm
{
public:
    Storm(std::uint16_t port, std::size_t clients)
        : m_arrivals(clients)
        , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    {
        m_address.sin_family = AF_INET;
        m_address.sin_port = htons(port);
        m_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    ~Storm()
    {
        for (const Arrival &arrival : m_arrivals)
            close(arrival.descriptor);
        close(m_epoll);
    }
    Storm(const Storm &) = delete;
    Storm &operator=(const Storm &) = delete;

    StormResult run()
    {
        m_begin = steady_clock::now();
        for (std::size_t i = 0; i < m_arrivals.size(); ++i)
            begin(i);
        StormResult result;
        while (m_served < m_arrivals.size()) {
            turn();
            if (m_served > m_arrivals.size() / 2 && result.median.count() == 0)
                result.median = steady_clock::now() - m_begin;
        }
        result.last = steady_clock::now() - m_begin;
        return result;
    }

private:
    void begin(std::size_t index)
    {
        Arrival &arrival = m_arrivals[index];
        arrival.descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        const auto *const address = reinterpret_cast<const sockaddr *>(&m_address);
        if (connect(arrival.descriptor, address, sizeof m_address) != 0 && errno != EINPROGRESS)
            throw std::runtime_error("a client cannot connect");
        epoll_event event{EPOLLOUT | EPOLLIN, {.u64 = index}};
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, arrival.descriptor, &event);
    }

    void turn()
    {
        epoll_event events[256];
        const int ready = epoll_wait(m_epoll, events, 256, patienceMs);
        if (ready <= 0)
            throw std::runtime_error("clients are not served");
        for (int i = 0; i < ready; ++i)
            handle(m_arrivals[events[i].data.u64], events[i]);
    }

    void handle(Arrival &arrival, epoll_event event)
    {
        if (!arrival.hasAsked) {
            arrival.hasAsked = send(arrival.descriptor, request.data(), request.size(),
                                    MSG_NOSIGNAL) == static_cast<ssize_t>(request.size());
            event.events = EPOLLIN;
            epoll_ctl(m_epoll, EPOLL_CTL_MOD, arrival.descriptor, &event);
            return;
        }
        char buffer[65536];
        const ssize_t size = recv(arrival.descriptor, buffer, sizeof buffer, 0);
        if (size <= 0)
            throw std::runtime_error("the server ended a connection");
        if (arrival.isServed)
            return; // notices about those who came later
        arrival.answer.append(buffer, static_cast<std::size_t>(size));
        const std::size_t end = arrival.answer.find("\r\n\r\n");
        arrival.isServed = end != std::string::npos && arrival.answer.size() > end + 4;
        m_served += arrival.isServed ? 1 : 0;
    }

    std::vector<Arrival> m_arrivals;
    sockaddr_in m_address{};
    int m_epoll;
    std::size_t m_served = 0;
    steady_clock::time_point m_begin;
};

} // namespace

StormResult storm(std::uint16_t port, std::size_t clients)
{
    return Storm(port, clients).run();
}

} // namespace loadgen
