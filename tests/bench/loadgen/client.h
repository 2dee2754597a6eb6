// A WebSocket client with as little work per message as possible, so that the server is what is
// measured.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loadgen {

/// A masked text frame (RFC 6455 section 5.2), made once and sent many times.
std::string textFrame(std::string_view payload);

/// Counts the frames in a stream of unmasked ones without looking at their payload.
class FrameCounter
{
public:
    /// Frames that end in these bytes.
    std::size_t feed(const char *data, std::size_t size);

private:
    bool readHeader(char byte);

    std::string m_header;
    std::uint64_t m_left = 0;
    bool m_isInPayload = false;
};

/// One connection. Throws std::runtime_error when anything fails: a benchmark has no second chance.
class Client
{
public:
    /// Connects to 127.0.0.1 and does the opening handshake; blocking.
    explicit Client(std::uint16_t port);
    ~Client();
    Client(Client &&other) noexcept;
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;
    Client &operator=(Client &&) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor; }

    void send(std::string_view bytes);

    /// Reads what is there without waiting; the number of frames that ended in it.
    std::size_t receive();

private:
    void shakeHands();

    int m_descriptor;
    FrameCounter m_counter;
};

} // namespace loadgen
