#include "server/transport/heldbytes.h"

#include <algorithm>
#include <utility>

namespace kodama {

using std::chrono::steady_clock;

void HeldBytes::watch(Occupancy &all, qsizetype bound, Observer &observer)
{
    m_all = &all;
    m_bound = bound;
    m_observer = &observer;
    all.share();
}

void HeldBytes::unwatch()
{
    m_all->unshare();
    m_all = nullptr;
    m_bound = 0;
}

void HeldBytes::change(qsizetype bytes)
{
    m_count += bytes;
    if (m_gauge != nullptr)
        m_gauge->add(bytes);
    if (m_all == nullptr)
        return;
    m_all->hold(bytes);
    if (bytes > 0 && isMuch())
        m_observer->onMuchHeld();
}

double Holding::weight(steady_clock::time_point now) const
{
    // Whoever has just begun weighs something, too.
    constexpr std::chrono::duration<double> least{0.01};
    return double(m_bytes) * std::max(least, std::chrono::duration<double>(now - m_since)).count();
}

void Holding::change(qsizetype bytes)
{
    if (m_bytes == 0)
        m_since = steady_clock::now();
    m_all.change(bytes - std::exchange(m_bytes, bytes));
}

void HeldQueue::note(const OutQueue &queue)
{
    constexpr qsizetype leastChange = 4096;
    const qsizetype cost = queue.cost();
    const qsizetype change = cost > m_atCost ? cost - m_atCost : m_atCost - cost;
    if (cost != 0 && change < std::max(leastChange, m_atCost / 4))
        return;
    m_atCost = cost;
    m_held.set(queue.ownCost());
}

} // namespace kodama
