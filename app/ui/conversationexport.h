// A conversation as a document: plain text, Markdown, JSON lines, or a web page of its own.
#pragma once

#include "app/core/logentry.h"

#include <QModelIndex>

class QAbstractItemModel;
class QIODevice;

namespace kodama {

enum class ExportForm {
    Text,      ///< a line for each message, a heading for each day
    Markdown,  ///< the same with names in bold; what peers wrote is escaped
    JsonLines, ///< one object a line: time, kind, sender, text, own, and offset where there is one
    Html,      ///< one file without scripts and without anything from elsewhere
};

/// One message as Markdown, without a line break at its end.
[[nodiscard]] QString markdownOf(const LogEntry &entry);
/// One message as a JSON object on one line.
[[nodiscard]] QByteArray jsonLineOf(const LogEntry &entry);
/// The lines of a text, each behind "> ", and an empty line.
[[nodiscard]] QString quoteOf(const LogEntry &entry);

/// Some rows of a model with the roles of MessageLogModel; none if `last` is before `first`.
struct ExportedRows
{
    const QAbstractItemModel &model;
    int first = 0;
    int last = -1;
};

/// Writes them, UTF-8. What is not loaded (gaps) is said where it is missing; so is, above the
/// first row of the model, what was said before it. False: the device did not take it all.
[[nodiscard]] bool exportRows(const ExportedRows &rows, ExportForm form, const QString &title,
                              QIODevice &to);

/// By the end of its name; Text for all others.
[[nodiscard]] ExportForm exportFormOf(const QString &fileName);

} // namespace kodama
