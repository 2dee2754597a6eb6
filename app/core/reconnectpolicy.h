// When to try again: exponential back-off with full jitter. Pure arithmetic; starts no timer.
#pragma once

#include <chrono>
#include <functional>

namespace kodama {

class ReconnectPolicy final
{
public:
    /// Returns numbers in [0, 1). A parameter so that tests know what comes.
    using Random = std::function<double()>;

    static constexpr std::chrono::milliseconds firstCeiling{500};
    static constexpr std::chrono::milliseconds lastCeiling{20'000};
    /// Keeps an unlucky draw from hammering a server that accepts and closes at once.
    static constexpr std::chrono::milliseconds floor{100};
    /// A connection that lasted this long counts as good: the back-off starts again.
    static constexpr std::chrono::seconds stableAfter{10};

    explicit ReconnectPolicy(Random random);

    /// Jitter from the machine's random numbers.
    [[nodiscard]] static ReconnectPolicy withSystemRandom();

    /// For one-shot programs: never tries again.
    [[nodiscard]] static ReconnectPolicy never();

    [[nodiscard]] bool mayRetry() const { return static_cast<bool>(m_random); }

    /// How long to wait before the next attempt: a draw from [floor, ceiling], the ceiling doubling
    /// with each call.
    [[nodiscard]] std::chrono::milliseconds nextDelay();

    /// A connection ended that had lasted this long.
    void connectionEnded(std::chrono::nanoseconds lasted);

    /// The user asked: start again with short waits.
    void reset() { m_attempts = 0; }

private:
    ReconnectPolicy() = default;

    Random m_random;
    int m_attempts = 0;
};

} // namespace kodama
