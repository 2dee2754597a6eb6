#include "tests/bench/loadgen/client.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace loadgen {

namespace {

constexpr unsigned char textOpcode = 1;
constexpr unsigned char pingOpcode = 9;
constexpr unsigned char pongOpcode = 10;

constexpr unsigned char mask[4] = {0x37, 0xfa, 0x21, 0x3d}; // RFC 6455 section 5.7's example

[[noreturn]] void fail(const std::string &what)
{
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

std::string maskedFrame(unsigned char opcode, std::string_view payload)
{
    std::string frame{static_cast<char>(0x80 | opcode)};
    const std::size_t size = payload.size();
    if (size < 126) {
        frame += static_cast<char>(0x80 | size);
    } else {
        frame += static_cast<char>(0x80 | 126);
        frame += static_cast<char>(size >> 8);
        frame += static_cast<char>(size & 0xff);
    }
    frame.append(reinterpret_cast<const char *>(mask), sizeof mask);
    for (std::size_t i = 0; i < size; ++i)
        frame += static_cast<char>(static_cast<unsigned char>(payload[i]) ^ mask[i % 4]);
    return frame;
}

} // namespace

std::string textFrame(std::string_view payload)
{
    return maskedFrame(textOpcode, payload);
}

/// True when the header is whole; then m_left is the payload's size.
bool FrameCounter::readHeader(char byte)
{
    m_header += byte;
    if (m_header.size() < 2)
        return false;
    const auto at = [this](std::size_t i) { return static_cast<unsigned char>(m_header[i]); };
    const std::size_t extra = at(1) == 127 ? 8 : (at(1) == 126 ? 2 : 0);
    if (m_header.size() < 2 + extra)
        return false;
    m_opcode = at(0) & 0x0f;
    m_left = extra == 0 ? at(1) : 0;
    for (std::size_t i = 0; i < extra; ++i)
        m_left = m_left << 8 | at(2 + i);
    m_header.clear();
    return true;
}

/// 1 for a message, 0 for a control frame.
std::size_t FrameCounter::endFrame()
{
    m_isInPayload = false;
    if (m_opcode == pingOpcode)
        m_pings.push_back(m_control);
    m_control.clear();
    return m_opcode < 8 ? 1 : 0;
}

std::size_t FrameCounter::feed(const char *data, std::size_t size)
{
    std::size_t frames = 0;
    while (size > 0 || (m_isInPayload && m_left == 0)) {
        if (!m_isInPayload) {
            m_isInPayload = readHeader(*data++);
            --size;
            continue;
        }
        const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, size));
        if (m_opcode >= 8)
            m_control.append(data, taken);
        data += taken;
        size -= taken;
        m_left -= taken;
        if (m_left == 0)
            frames += endFrame();
    }
    return frames;
}

Client::Client(std::uint16_t port)
    : m_descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (m_descriptor < 0)
        fail("socket");
    if (connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        fail("connect");
    const int on = 1;
    setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
}

Client::~Client()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
}

Client::Client(Client &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_counter(std::move(other.m_counter))
    , m_notesArrivals(other.m_notesArrivals)
    , m_arrival(other.m_arrival)
{}

void Client::awaitUpgrade()
{
    std::string answer;
    std::size_t end = std::string::npos;
    while ((end = answer.find("\r\n\r\n")) == std::string::npos) {
        char buffer[4096];
        const ssize_t size = recv(m_descriptor, buffer, sizeof buffer, 0);
        if (size <= 0)
            fail("handshake");
        answer.append(buffer, static_cast<std::size_t>(size));
    }
    if (answer.rfind("HTTP/1.1 101", 0) != 0)
        throw std::runtime_error("the server refused: " + answer.substr(0, answer.find('\r')));
    m_counter.feed(answer.data() + end + 4, answer.size() - end - 4);
    if (fcntl(m_descriptor, F_SETFL, O_NONBLOCK) != 0)
        fail("fcntl");
}

void Client::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            pollfd waiting{m_descriptor, POLLOUT, 0};
            poll(&waiting, 1, -1);
        } else {
            fail("send");
        }
    }
}

void Client::noteArrivals()
{
    const int what = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
    if (setsockopt(m_descriptor, SOL_SOCKET, SO_TIMESTAMPING, &what, sizeof what) != 0)
        fail("SO_TIMESTAMPING");
    m_notesArrivals = true;
}

ssize_t Client::read(char *buffer, std::size_t size)
{
    if (!m_notesArrivals)
        return recv(m_descriptor, buffer, size, 0);
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(scm_timestamping))];
    iovec part{buffer, size};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t received = recvmsg(m_descriptor, &message, 0);
    if (const cmsghdr *const header = received > 0 ? CMSG_FIRSTHDR(&message) : nullptr) {
        scm_timestamping stamps{};
        std::memcpy(&stamps, CMSG_DATA(header), sizeof stamps);
        using namespace std::chrono;
        m_arrival = system_clock::time_point(seconds{stamps.ts[0].tv_sec} +
                                             nanoseconds{stamps.ts[0].tv_nsec});
    }
    return received;
}

std::size_t Client::receive()
{
    char buffer[65536];
    std::size_t frames = 0;
    for (;;) {
        const ssize_t size = read(buffer, sizeof buffer);
        if (size < 0 && errno == EAGAIN)
            return frames;
        if (size <= 0)
            fail("the server ended the connection");
        frames += m_counter.feed(buffer, static_cast<std::size_t>(size));
        for (const std::string &payload : m_counter.takePings())
            send(maskedFrame(pongOpcode, payload));
        if (size < static_cast<ssize_t>(sizeof buffer))
            return frames;
    }
}

} // namespace loadgen
