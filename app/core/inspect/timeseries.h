// Values over time, the last minutes of them: what a small chart shows.
#pragma once

#include <chrono>
#include <deque>
#include <optional>

namespace kodama {

/// Times are those of a steady clock.
class TimeSeries final
{
public:
    struct Sample
    {
        std::chrono::nanoseconds time;
        double value;
        bool isAfterGap; ///< nothing is known of the time before: no line leads here
    };

    static constexpr std::chrono::minutes window{5};
    static constexpr std::size_t maxSamples = 2'000; ///< the oldest go first

    /// Drops what is older than the window.
    void add(std::chrono::nanoseconds time, double value);
    /// The next sample stands alone: the connection was lost, for example.
    void addGap() { m_isGap = true; }
    void clear();

    [[nodiscard]] const std::deque<Sample> &samples() const { return m_samples; }
    [[nodiscard]] bool isEmpty() const { return m_samples.empty(); }

    struct Summary
    {
        double last;
        double median;
        double highest;
    };
    /// Of what is there; nothing when there is nothing.
    [[nodiscard]] std::optional<Summary> summary() const;

    /// 1, 2 or 5 times a power of ten, at least `value`: the end of an axis. 1 for what is not
    /// positive.
    [[nodiscard]] static double niceCeiling(double value);

private:
    std::deque<Sample> m_samples;
    bool m_isGap = false;
};

} // namespace kodama
