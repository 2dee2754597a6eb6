// Many coarse deadlines under one timer: a wheel of slots, nothing allocated, nothing sorted, no
// wake-up while nothing is due. Lives in one thread.
#pragma once

#include "common/clock.h"
#include "server/transport/counter.h"

#include <QTimer>

#include <array>

namespace kodama {

/// What is called when its time has come. At most one time each; taken off the wheel when
/// destroyed.
class Deadline
{
    Q_DISABLE_COPY_MOVE(Deadline)

public:
    Deadline() = default;

    virtual ~Deadline() { unlink(); }

    virtual void onDeadline(std::chrono::nanoseconds now) = 0;

private:
    friend class Deadlines;
    void unlink() noexcept;

    Deadline *m_previous = nullptr;
    Deadline *m_next = nullptr;
    std::chrono::nanoseconds m_due{};
};

class Deadlines final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Deadlines)

public:
    /// Deadlines are met up to this much late.
    static constexpr std::chrono::milliseconds tick{100};

    /// lag: where it is told how late the event loop came; it must live longer.
    Deadlines(const Clock &clock, Histogram &lag);
    ~Deadlines() override;

    [[nodiscard]] std::chrono::nanoseconds now() const { return m_clock.steadyTime(); }

    /// Replaces the time that the deadline had, if any.
    void schedule(Deadline &deadline, std::chrono::nanoseconds due);
    void cancel(Deadline &deadline) { deadline.unlink(); }

    /// Calls whatever is due. The timer does this; so does a test that has turned its clock.
    void runDue();

private:
    static constexpr std::size_t slotCount = 512;
    struct Anchor final : Deadline
    {
        void onDeadline(std::chrono::nanoseconds) override {}
    };

    [[nodiscard]] static qint64 tickOf(std::chrono::nanoseconds time) noexcept;
    static void linkBefore(Deadline &anchor, Deadline &deadline) noexcept;
    void runSlot(Anchor &slot, std::chrono::nanoseconds time);
    void rearm(std::chrono::nanoseconds time);
    void arm(qint64 dueTick, std::chrono::nanoseconds time);
    void onTimeout();

    const Clock &m_clock;
    Histogram &m_lag;
    QTimer m_timer;
    std::array<Anchor, slotCount> m_slots;
    qint64 m_doneTick;
    qint64 m_armedTick = 0;
    std::chrono::nanoseconds m_expected{}; ///< when the timer is to fire
};

} // namespace kodama
