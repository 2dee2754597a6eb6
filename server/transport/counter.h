// Numbers that one thread writes and any thread may read: no lock, no bus traffic but the reader's.
#pragma once

#include <QtGlobal>

#include <array>
#include <atomic>
#include <chrono>

namespace kodama {

/// Only its own thread may change it; that makes it as cheap as a plain number.
class Counter final
{
public:
    void operator+=(quint64 amount)
    {
        m_value.store(m_value.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
    void operator++() { *this += 1; }

    // NOLINTNEXTLINE(google-explicit-constructor): it stands for its number
    operator quint64() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<quint64> m_value{0};
};

/// The same for what goes up and down.
class Gauge final
{
public:
    void add(qint64 amount)
    {
        m_value.store(m_value.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
    [[nodiscard]] qint64 value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_value{0};
};

/// How often something took how long.
class Histogram final
{
public:
    static constexpr std::array<std::chrono::microseconds, 13> bounds{
        {std::chrono::microseconds{100}, std::chrono::microseconds{250},
         std::chrono::microseconds{500}, std::chrono::milliseconds{1},
         std::chrono::microseconds{2500}, std::chrono::milliseconds{5},
         std::chrono::milliseconds{10}, std::chrono::milliseconds{25},
         std::chrono::milliseconds{50}, std::chrono::milliseconds{100},
         std::chrono::milliseconds{250}, std::chrono::seconds{1}, std::chrono::seconds{5}}};

    void record(std::chrono::nanoseconds time)
    {
        std::size_t place = 0;
        while (place < bounds.size() && time > bounds[place])
            ++place;
        ++m_counts[place];
        m_nanoseconds += static_cast<quint64>(time.count() > 0 ? time.count() : 0);
    }

    /// Of times up to bounds[place] that are longer than the bound before; the last: all longer.
    [[nodiscard]] quint64 count(std::size_t place) const { return m_counts[place]; }
    [[nodiscard]] std::chrono::nanoseconds sum() const
    {
        return std::chrono::nanoseconds{static_cast<qint64>(quint64{m_nanoseconds})};
    }

private:
    std::array<Counter, bounds.size() + 1> m_counts;
    Counter m_nanoseconds;
};

} // namespace kodama
