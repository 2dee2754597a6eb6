#include "server/heaptrimmer.h"

#include <malloc.h>

namespace kodama {

namespace {

/// Clients whose coming or going leaves so much behind (about 1 KB each) that it is worth it.
constexpr qint64 many = 256;

} // namespace

void HeapTrimmer::trimHeap()
{
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}

HeapTrimmer::HeapTrimmer(const Population &population, Trim trim,
                         std::chrono::milliseconds interval)
    : m_population(population)
    , m_trim(std::move(trim))
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &HeapTrimmer::look);
}

void HeapTrimmer::onClient()
{
    if (m_timer.isActive() || ++m_came < many)
        return;
    m_came = 0;
    m_timer.start();
}

void HeapTrimmer::look()
{
    const qint64 count = m_population.count();
    const bool isQuiet = qAbs(count - std::exchange(m_before, count)) < many;
    if (!isQuiet)
        return; // what is given back now is asked for again
    if (qAbs(count - m_trimmed) >= many) {
        m_trimmed = count;
        m_trim();
    }
    if (count < many)
        m_timer.stop();
}

} // namespace kodama
