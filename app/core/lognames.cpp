#include "app/core/lognames.h"

#include "app/core/messagelogmodel.h"

#include <QSet>

#include <algorithm>

namespace kodama {

QStringList LogNames::nicks() const
{
    QStringList names;
    QSet<QString> known;
    const int rows = m_log.rowCount();
    for (int row = rows - 1; row >= std::max(0, rows - rowsLookedAt); --row) {
        const LogEntry &entry = m_log.entry(row);
        const bool isPerson =
            entry.kind == LogEntry::Kind::Chat || entry.kind == LogEntry::Kind::Joined;
        if (!isPerson || entry.isOwn || entry.sender.isEmpty() || known.contains(entry.sender))
            continue;
        known.insert(entry.sender);
        names.append(entry.sender);
    }
    return names;
}

} // namespace kodama
