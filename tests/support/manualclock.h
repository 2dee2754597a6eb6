// A clock whose hands the test turns.
#pragma once

#include "common/clock.h"

namespace kodama {

class ManualClock final : public Clock
{
public:
    ManualClock() = default;
    explicit ManualClock(std::chrono::milliseconds wallTime)
        : m_wallTime(wallTime)
    {}

    [[nodiscard]] std::chrono::milliseconds wallTime() const override { return m_wallTime; }
    [[nodiscard]] std::chrono::nanoseconds steadyTime() const override { return m_steadyTime; }

    /// Moves both clocks.
    void advance(std::chrono::milliseconds time)
    {
        m_wallTime += time;
        m_steadyTime += time;
    }

    /// Moves the wall clock alone, as when somebody sets the machine's time.
    void setWallTime(std::chrono::milliseconds time) { m_wallTime = time; }

private:
    std::chrono::milliseconds m_wallTime{1'765'674'005'000}; // 2025-12-14 10:00:05 in Tokyo
    std::chrono::nanoseconds m_steadyTime{0};
};

} // namespace kodama
