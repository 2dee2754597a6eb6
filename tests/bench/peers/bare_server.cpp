// The least that a server which tells everybody what one says can do: no handshake that deserves
// the name, no JSON, no check of anything, one send() for each receiver of each message. What a
// broadcast takes with it is the machine's and the load generator's. Prints its port and runs until
// it is killed.
#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr std::string_view upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                     "Connection: Upgrade\r\nSec-WebSocket-Accept: any\r\n\r\n";
// A text frame as long as what kodama-server makes of 64 bytes.
constexpr std::size_t payloadBytes = 180;

std::vector<int> clients;

void send(int client, std::string_view bytes)
{
    [[maybe_unused]] const ssize_t sent = ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void accept(int listener, int epoll)
{
    const int client = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    const int on = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{EPOLLIN, {.fd = client}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, client, &event);
}

void receive(int client)
{
    std::array<char, 65536> buffer; // NOLINT(*-member-init): filled by the kernel
    const ssize_t size = ::recv(client, buffer.data(), buffer.size(), 0);
    if (size <= 0) {
        std::erase(clients, client);
        ::close(client);
        return;
    }
    if (buffer[0] == 'G') {
        clients.push_back(client);
        send(client, upgrade);
        return;
    }
    static const std::vector<char> message = [] {
        std::vector<char> bytes(4 + payloadBytes, 'x');
        bytes[0] = char(0x81);
        bytes[1] = 126;
        bytes[2] = 0;
        bytes[3] = char(payloadBytes);
        return bytes;
    }();
    // Each masked frame of less than 126 bytes: two of header, four of mask, the payload.
    for (ssize_t at = 0; at + 6 <= size; at += 6 + (buffer[std::size_t(at) + 1] & 0x7f)) {
        for (const int one : clients)
            send(one, {message.data(), message.size()});
    }
}

} // namespace

int main()
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *const any = reinterpret_cast<sockaddr *>(&address);
    if (::bind(listener, any, size) != 0 || ::listen(listener, SOMAXCONN) != 0 ||
        ::getsockname(listener, any, &size) != 0)
        return 1;
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event watched{EPOLLIN, {.fd = listener}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &watched);
    while (true) {
        std::array<epoll_event, 256> events; // NOLINT(*-member-init): filled by the kernel
        const int count = ::epoll_wait(epoll, events.data(), int(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int ready = events[std::size_t(i)].data.fd;
            if (ready == listener)
                accept(listener, epoll);
            else
                receive(ready);
        }
    }
}
