// How much of something may happen in a time: arithmetic alone, eight bytes for each. Pure.
#pragma once

#include <QtGlobal>

#include <chrono>

namespace kodama {

/// What a bucket is filled with: so many a second, at most a burst at once. perSecond 0: no limit.
struct Rate
{
    qint64 perSecond = 0;
    qint64 burst = 0;
};

class TokenBucket final
{
public:
    /// Takes the cost, or nothing: then returns how long to wait until it may be taken. What costs
    /// more than a burst is let through a full bucket, and paid for afterwards. A new bucket is
    /// full.
    [[nodiscard]] std::chrono::nanoseconds take(const Rate &rate, qint64 cost,
                                                std::chrono::nanoseconds now);

    /// For how long a cost takes what comes in.
    [[nodiscard]] static std::chrono::nanoseconds timeFor(const Rate &rate, qint64 cost);

    [[nodiscard]] bool isFull(std::chrono::nanoseconds now) const { return m_fullAt <= now; }

private:
    std::chrono::nanoseconds m_fullAt = std::chrono::nanoseconds::min();
};

} // namespace kodama
