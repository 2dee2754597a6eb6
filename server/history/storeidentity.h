// By what a store's file is known again, and its copies from it.
#pragma once

#include <QString>

namespace kodama {

/// The number of the file's node, which a file system may give again, and when that was made. Of
/// the stamp, the text and when it was last changed: a copy of the whole folder has another time.
/// Empty: not known.
[[nodiscard]] QString storeIdentity(const QString &path);

/// Beside the database, another one each time that it is opened: a copy that is written over the
/// database itself has an older one inside.
void stampStore(const QString &path, const QString &text);

void unstampStore(const QString &path);

/// Whether the database is gone though there was one: an empty file, or none, beside what only a
/// server that had one leaves.
[[nodiscard]] bool isEmptied(const QString &path);

} // namespace kodama
