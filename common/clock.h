// Time as a parameter: what reads a clock takes one of these, so that tests can turn the hands.
#pragma once

#include <chrono>

namespace kodama {

/// Two clocks in one: the wall for people, the steady one for durations. Callable from any thread.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Time since 1970-01-01 UTC. May jump when the machine's time is set.
    [[nodiscard]] virtual std::chrono::milliseconds wallTime() const = 0;

    /// Never goes back; only differences mean something.
    [[nodiscard]] virtual std::chrono::nanoseconds steadyTime() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds wallTime() const override;
    [[nodiscard]] std::chrono::nanoseconds steadyTime() const override;
};

} // namespace kodama
