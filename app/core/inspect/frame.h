// One WebSocket message as it passed, and who wants to see them pass.
#pragma once

#include <QByteArray>
#include <QMetaType>

#include <chrono>

namespace kodama {

/// All fragments of a message together; the payload as it is without header and mask.
struct Frame
{
    enum class Direction { Received, Sent };
    enum class Kind { Text, Binary, Ping, Pong, Close };

    Direction direction = Direction::Received;
    Kind kind = Kind::Text;
    QByteArray payload;               ///< of Close: two bytes of code and the reason, or nothing
    std::chrono::milliseconds time{}; ///< since 1970-01-01 UTC, when it passed

    friend bool operator==(const Frame &, const Frame &) = default;
};

/// Called for every frame, in order, in the connection's thread; must not block, nor send, open or
/// close anything.
class FrameTap
{
public:
    FrameTap() = default;
    virtual ~FrameTap() = default;
    FrameTap(const FrameTap &) = delete;
    FrameTap &operator=(const FrameTap &) = delete;
    FrameTap(FrameTap &&) = delete;
    FrameTap &operator=(FrameTap &&) = delete;

    virtual void onFrame(const Frame &frame) = 0;
};

} // namespace kodama

Q_DECLARE_METATYPE(kodama::Frame)
