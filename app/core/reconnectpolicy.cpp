#include "reconnectpolicy.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace kodama {

ReconnectPolicy::ReconnectPolicy(Random random)
    : m_random(std::move(random))
{}

ReconnectPolicy ReconnectPolicy::withSystemRandom()
{
    return ReconnectPolicy([] { return QRandomGenerator::global()->generateDouble(); });
}

ReconnectPolicy ReconnectPolicy::never()
{
    return ReconnectPolicy();
}

std::chrono::milliseconds ReconnectPolicy::nextDelay()
{
    constexpr int enoughDoublings = 6; // 0.5 s * 2^6 is past the last ceiling
    const int doublings = std::min(m_attempts, enoughDoublings);
    const auto ceiling = std::min(firstCeiling * (1 << doublings), lastCeiling);
    ++m_attempts;
    const double span = static_cast<double>((ceiling - floor).count());
    const double drawn = m_random ? m_random() : 1.0;
    return floor + std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(
                       std::clamp(drawn, 0.0, 1.0) * span));
}

void ReconnectPolicy::connectionEnded(std::chrono::nanoseconds lasted)
{
    if (lasted >= stableAfter)
        reset();
}

} // namespace kodama
