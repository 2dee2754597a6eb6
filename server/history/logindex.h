// SQLite's index of the log beside a database (sqlite.org/walformat.html, section 2).
#pragma once

#include <QString>

namespace kodama {

/// How many pages of the log are committed, as whoever wrote it last has noted. Killed, it leaves
/// the note behind, and whoever opens the database next goes through the log itself: finds it
/// fewer, some are damaged or cut off. 0 where there is no note.
[[nodiscard]] qint64 notedLogPages(const QString &database);

} // namespace kodama
