#include "server/transport/tokenbucket.h"

#include <algorithm>

namespace kodama {

using std::chrono::nanoseconds;

nanoseconds TokenBucket::take(const Rate &rate, qint64 cost, nanoseconds now)
{
    if (rate.perSecond <= 0)
        return nanoseconds::zero();
    const qint64 burst = std::max(rate.burst, qint64{1});
    const nanoseconds fullAt = std::max(m_fullAt, now);
    const nanoseconds wait =
        fullAt + timeFor(rate, std::min(cost, burst)) - timeFor(rate, burst) - now;
    if (wait > nanoseconds::zero())
        return wait;
    m_fullAt = fullAt + timeFor(rate, cost);
    return nanoseconds::zero();
}

nanoseconds TokenBucket::timeFor(const Rate &rate, qint64 cost)
{
    constexpr double perSecond = 1e9;
    return nanoseconds(qint64(double(cost) / double(rate.perSecond) * perSecond));
}

} // namespace kodama
