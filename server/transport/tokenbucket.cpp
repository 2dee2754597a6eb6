#include "server/transport/tokenbucket.h"

#include <algorithm>

namespace kodama {

using std::chrono::nanoseconds;

namespace {

nanoseconds timeToFill(const Rate &rate, qint64 tokens)
{
    constexpr double perSecond = 1e9;
    return nanoseconds(qint64(double(tokens) / double(rate.perSecond) * perSecond));
}

} // namespace

nanoseconds TokenBucket::take(const Rate &rate, qint64 cost, nanoseconds now)
{
    if (rate.perSecond <= 0)
        return nanoseconds::zero();
    const qint64 burst = std::max(rate.burst, qint64{1});
    const nanoseconds fullAt = std::max(m_fullAt, now) + timeFor(rate, cost);
    const nanoseconds wait = fullAt - timeToFill(rate, burst) - now;
    if (wait > nanoseconds::zero())
        return wait;
    m_fullAt = fullAt;
    return nanoseconds::zero();
}

nanoseconds TokenBucket::timeFor(const Rate &rate, qint64 cost)
{
    return timeToFill(rate, std::min(cost, std::max(rate.burst, qint64{1})));
}

} // namespace kodama
