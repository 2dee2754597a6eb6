#include "server/transport/deadlines.h"

#include <algorithm>

namespace kodama {

using std::chrono::nanoseconds;

void Deadline::unlink() noexcept
{
    if (m_next == nullptr)
        return;
    m_previous->m_next = m_next;
    m_next->m_previous = m_previous;
    m_previous = nullptr;
    m_next = nullptr;
}

Deadlines::Deadlines(const Clock &clock, Histogram &lag)
    : m_clock(clock)
    , m_lag(lag)
    , m_doneTick(tickOf(clock.steadyTime()))
{
    for (Anchor &slot : m_slots) {
        slot.m_previous = &slot;
        slot.m_next = &slot;
    }
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a coarse one is late by itself
    connect(&m_timer, &QTimer::timeout, this, &Deadlines::onTimeout);
}

Deadlines::~Deadlines()
{
    for (Anchor &slot : m_slots) {
        while (slot.m_next != &slot)
            slot.m_next->unlink();
    }
}

qint64 Deadlines::tickOf(nanoseconds time) noexcept
{
    return time / tick;
}

void Deadlines::linkBefore(Deadline &anchor, Deadline &deadline) noexcept
{
    deadline.m_previous = anchor.m_previous;
    deadline.m_next = &anchor;
    anchor.m_previous->m_next = &deadline;
    anchor.m_previous = &deadline;
}

void Deadlines::schedule(Deadline &deadline, nanoseconds due)
{
    deadline.unlink();
    deadline.m_due = due;
    // The slot's time is not before the deadline's; what is past is due in the next slot.
    const qint64 dueTick = std::max(tickOf(due) + 1, m_doneTick + 1);
    linkBefore(m_slots[static_cast<std::size_t>(dueTick) % slotCount], deadline);
    if (!m_timer.isActive() || dueTick < m_armedTick)
        arm(dueTick, now());
}

void Deadlines::arm(qint64 dueTick, nanoseconds time)
{
    m_armedTick = dueTick;
    const nanoseconds left = dueTick * tick - time;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::max(left, nanoseconds{0}));
    m_expected = time + wait;
    m_timer.start(wait);
}

void Deadlines::onTimeout()
{
    m_lag.record(std::max(now() - m_expected, nanoseconds{0}));
    runDue();
}

void Deadlines::runDue()
{
    const nanoseconds time = now();
    const qint64 lastTick = tickOf(time);
    const qint64 firstTick = std::max(m_doneTick + 1, lastTick - qint64{slotCount} + 1);
    m_doneTick = std::max(m_doneTick, lastTick);
    for (qint64 at = firstTick; at <= lastTick; ++at)
        runSlot(m_slots[static_cast<std::size_t>(at) % slotCount], time);
    rearm(now()); // what was called may have taken its time
}

void Deadlines::runSlot(Anchor &slot, nanoseconds time)
{
    if (slot.m_next == &slot)
        return;
    // Moved to a list of its own first: what is called may schedule into this very slot, and may
    // cancel or destroy what is still to be called.
    Anchor due;
    due.m_previous = &due;
    due.m_next = &due;
    while (slot.m_next != &slot) {
        Deadline &deadline = *slot.m_next;
        deadline.unlink();
        linkBefore(due, deadline);
    }
    while (due.m_next != &due) {
        Deadline &deadline = *due.m_next;
        deadline.unlink();
        if (deadline.m_due <= time)
            deadline.onDeadline(time);
        else
            linkBefore(slot, deadline); // of a later round of the wheel
    }
}

void Deadlines::rearm(nanoseconds time)
{
    for (qint64 at = m_doneTick + 1; at <= m_doneTick + qint64{slotCount}; ++at) {
        const Anchor &slot = m_slots[static_cast<std::size_t>(at) % slotCount];
        if (slot.m_next == &slot)
            continue;
        arm(at, time);
        return;
    }
    m_timer.stop();
}

} // namespace kodama
