// A WebSocket client with as little work per message as possible, so that the server is what is
// measured.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace loadgen {

/// A masked text frame (RFC 6455 section 5.2) of up to 65,535 bytes, made once and sent many times.
std::string textFrame(std::string_view payload);

/// Counts the messages in a stream of unmasked, unfragmented frames without looking at them.
class FrameCounter
{
public:
    /// Messages that end in these bytes; control frames do not count.
    std::size_t feed(const char *data, std::size_t size);

    /// Payloads of the pings since the last call, which want to be answered.
    std::vector<std::string> takePings() { return std::exchange(m_pings, {}); }

private:
    bool readHeader(char byte);
    std::size_t endFrame();

    std::string m_header;
    std::string m_control;
    std::vector<std::string> m_pings;
    std::uint64_t m_left = 0;
    unsigned char m_opcode = 0;
    bool m_isInPayload = false;
};

/// One connection. Throws std::runtime_error when anything fails: a benchmark has no second chance.
class Client
{
public:
    /// Connects to 127.0.0.1 and asks for the upgrade.
    explicit Client(std::uint16_t port);
    ~Client();
    Client(Client &&other) noexcept;
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;
    Client &operator=(Client &&) = delete;

    /// Waits until it is granted; before that nothing may be sent or received.
    void awaitUpgrade();

    [[nodiscard]] int descriptor() const { return m_descriptor; }

    void send(std::string_view bytes);

    /// Reads what is there without waiting and answers pings; the number of messages in it.
    std::size_t receive();

    /// From now on the kernel notes when something arrives (SO_TIMESTAMPING).
    void noteArrivals();
    /// When the last of what was received had arrived, by the system's clock.
    [[nodiscard]] std::chrono::system_clock::time_point lastArrival() const { return m_arrival; }

private:
    ssize_t read(char *buffer, std::size_t size);

    int m_descriptor;
    FrameCounter m_counter;
    bool m_notesArrivals = false;
    std::chrono::system_clock::time_point m_arrival;
};

} // namespace loadgen
