// What clients make us hold for them: parts of messages and requests, what is read and not handled,
// what waits to be sent, TLS on its way. Each has a bound of its own; here is the sum over all
// clients, since ten thousand times a little is much.
#pragma once

#include "server/transport/counter.h"
#include "server/transport/occupancy.h"
#include "server/transport/outqueue.h"

#include <chrono>

namespace kodama {

/// The bytes of one thread's clients, which count in the sum over all threads. Lives in one thread.
class HeldBytes final
{
    Q_DISABLE_COPY_MOVE(HeldBytes)

public:
    class Observer
    {
    public:
        /// It has become more, and is more than this thread's part of the bound. From within
        /// whatever made it more: must not take anything away there and then.
        virtual void onMuchHeld() = 0;

    protected:
        ~Observer() = default;
    };

    HeldBytes() = default;

    /// bound: of all threads that share the occupancy together; 0: none. Nothing may be held yet.
    void watch(Occupancy &all, qsizetype bound, Observer &observer);
    /// Before any of these goes away; nothing may be held any more.
    void unwatch();

    /// Where it is told, too; must live longer.
    void setGauge(Gauge &gauge) { m_gauge = &gauge; }

    void change(qsizetype bytes);

    [[nodiscard]] qsizetype count() const { return m_count; }

    /// More than this thread's part.
    [[nodiscard]] bool isMuch() const { return m_bound > 0 && m_count > part(); }
    /// Whether somebody here has to give something back: all together hold too much, and this
    /// thread's clients more than their part. Whoever it is in another thread is found there.
    [[nodiscard]] bool isTooMuch() const { return isMuch() && m_all->heldBytes() > m_bound; }
    /// By an eighth more than that: no time to be considerate.
    [[nodiscard]] bool isFarTooMuch() const
    {
        return isMuch() && m_all->heldBytes() > m_bound / 8 * 9;
    }
    /// More than seven eighths of that: to be giving back until it is not, or it would soon begin
    /// anew.
    [[nodiscard]] bool isNearlyTooMuch() const
    {
        return m_bound > 0 && m_count > part() / 8 * 7 && m_all->heldBytes() > m_bound / 8 * 7;
    }

private:
    [[nodiscard]] qsizetype part() const { return m_bound / m_all->sharers(); }

    Occupancy *m_all = nullptr;
    Observer *m_observer = nullptr;
    Gauge *m_gauge = nullptr;
    qsizetype m_bound = 0;
    qsizetype m_count = 0;
};

/// What one client makes us hold in one place, and since when.
class Holding final
{
    Q_DISABLE_COPY_MOVE(Holding)

public:
    explicit Holding(HeldBytes &all)
        : m_all(all)
    {}
    ~Holding() { set(0); }

    void set(qsizetype bytes)
    {
        if (bytes != m_bytes)
            change(bytes);
    }
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }

    /// Bytes times seconds: what tells somebody who fills our memory from somebody who is in the
    /// middle of something.
    [[nodiscard]] double weight(std::chrono::steady_clock::time_point now) const;

private:
    void change(qsizetype bytes);

    HeldBytes &m_all;
    qsizetype m_bytes = 0;
    std::chrono::steady_clock::time_point m_since;
};

/// The same of a queue: its own share of what it holds. Every entry has to be looked at for that,
/// so it is done again only when much has changed.
class HeldQueue final
{
public:
    explicit HeldQueue(HeldBytes &all)
        : m_held(all)
    {}

    void note(const OutQueue &queue);
    [[nodiscard]] qsizetype bytes() const { return m_held.bytes(); }
    [[nodiscard]] double weight(std::chrono::steady_clock::time_point now) const
    {
        return m_held.weight(now);
    }

private:
    Holding m_held;
    qsizetype m_atCost = 0; ///< what the queue cost when it was looked at
};

} // namespace kodama
