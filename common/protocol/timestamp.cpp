#include "common/protocol/timestamp.h"

#include <QDateTime>

namespace kodama {

using namespace std::chrono;

const QString &TimestampSource::now()
{
    const milliseconds wall = m_clock.wallTime();
    if (wall == m_formattedAt)
        return m_text;
    m_formattedAt = wall;

    const auto second = floor<seconds>(wall);
    if (second != m_secondFormatted) {
        // Looking up the local time reads the time-zone file; once a second is enough.
        m_secondFormatted = second;
        m_secondText = QDateTime::fromSecsSinceEpoch(second.count())
                           .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    }
    const auto fraction = (wall - second).count();
    m_text = m_secondText;
    if (fraction != 0)
        m_text += u'.' + QString::number(fraction * 1000).rightJustified(6, u'0');
    return m_text;
}

} // namespace kodama
