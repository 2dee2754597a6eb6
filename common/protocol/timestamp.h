// The protocol's timestamps: ISO 8601 local time without zone, as Python's
// datetime.now().isoformat().
#pragma once

#include "common/clock.h"

#include <QByteArray>
#include <QString>

namespace kodama {

/// Formats "now" at most once per millisecond; in between the same text is returned.
/// One object per thread. Microseconds are printed as Python does: six digits, none when zero.
class TimestampSource final
{
public:
    explicit TimestampSource(const Clock &clock)
        : m_clock(clock)
    {}

    [[nodiscard]] const QString &now();

private:
    const Clock &m_clock;
    std::chrono::milliseconds m_formattedAt = std::chrono::milliseconds::min();
    std::chrono::seconds m_secondFormatted = std::chrono::seconds::min();
    QString m_secondText;
    QString m_text;
};

} // namespace kodama
