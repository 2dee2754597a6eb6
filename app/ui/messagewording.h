// What a row says to people: sentences for notices, names, times and days, text for the clipboard.
#pragma once

#include "app/core/messagelogmodel.h"

#include <QString>

class QModelIndex;

namespace kodama {

/// How a kind of row is shown.
enum class RowShape {
    Bubble, ///< somebody says something
    Notice, ///< something happened: one quiet line in the middle
};

[[nodiscard]] RowShape rowShape(LogEntry::Kind kind);
[[nodiscard]] RowShape rowShape(const LogEntry &entry);
[[nodiscard]] bool isProblem(LogEntry::Kind kind);

/// The facts of one row, read from any model with the roles of MessageLogModel.
[[nodiscard]] LogEntry entryAt(const QModelIndex &index);

/// The name above a bubble.
[[nodiscard]] QString senderName(const LogEntry &entry);

/// The name for records: one's own, not "You".
[[nodiscard]] QString recordedName(const LogEntry &entry);

/// How the names in a sentence are written.
enum class NameForm {
    Plain,    ///< for the clipboard, files and screen readers
    Isolated, ///< for the screen, see isolated()
};

/// What stands in the bubble, or the whole sentence of a notice.
[[nodiscard]] QString bodyText(const LogEntry &entry, NameForm form = NameForm::Plain);

/// What a run of people coming and going comes to: "mika and 4 others joined".
[[nodiscard]] QString runText(const QModelIndex &head, NameForm form = NameForm::Plain);

/// That the server has more above this row than is kept here; empty: it has not.
[[nodiscard]] QString cutText(const QModelIndex &index);

/// One or two characters for a round picture: the last digits of the port where the name is an
/// address, else the first letter.
[[nodiscard]] QString avatarText(const QString &sender);

/// "14:05", in the user's form.
[[nodiscard]] QString timeText(const QDateTime &time);
/// The day and the time in full.
[[nodiscard]] QString fullTimeText(const QDateTime &time);
/// "Today", "Yesterday", or the date in full.
[[nodiscard]] QString dayText(const QDate &day, const QDate &today);

/// The time in an answer of the server: ISO 8601 without zone; anything else is left as it is.
[[nodiscard]] QString serverTimeText(const QString &time);

/// A round trip in milliseconds, with as many digits as mean something.
[[nodiscard]] QString roundTripText(qint64 microseconds);

/// "3 d 4 h", "4 h 5 min" or "5 min": the two largest units.
[[nodiscard]] QString durationText(qint64 seconds);

/// "name, time, text" for screen readers; what became of it where that is worth a word.
[[nodiscard]] QString spokenText(const LogEntry &entry);

/// "[14:05] name: text", for the clipboard.
[[nodiscard]] QString plainText(const LogEntry &entry);

} // namespace kodama
