#include "app/core/inspect/timeseries.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace kodama {

void TimeSeries::add(std::chrono::nanoseconds time, double value)
{
    m_samples.push_back({time, value, std::exchange(m_isGap, false)});
    while (m_samples.size() > maxSamples || time - m_samples.front().time > window)
        m_samples.pop_front();
}

void TimeSeries::clear()
{
    m_samples.clear();
    m_isGap = false;
}

std::optional<TimeSeries::Summary> TimeSeries::summary() const
{
    if (m_samples.empty())
        return std::nullopt;
    std::vector<double> values;
    values.reserve(m_samples.size());
    for (const Sample &sample : m_samples)
        values.push_back(sample.value);
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return Summary{m_samples.back().value, *middle, *std::max_element(middle, values.end())};
}

double TimeSeries::niceCeiling(double value)
{
    if (!(value > 0) || !std::isfinite(value))
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (value <= step * power)
            return step * power;
    }
    return 10 * power;
}

} // namespace kodama
