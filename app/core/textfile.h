// A file as text that one can put into a message, or the reason why it is none.
#pragma once

#include "common/result.h"

#include <QString>

namespace kodama {

struct TextFileError
{
    enum class Kind {
        Unreadable, ///< detail: the system's words
        NoFile,     ///< a folder, a device
        TooLarge,   ///< more than a message may hold
        NoText,     ///< not UTF-8, or with a NUL as only other files have it
    };

    Kind kind = Kind::Unreadable;
    QString name; ///< without its folder
    QString detail;
    friend bool operator==(const TextFileError &, const TextFileError &) = default;
};

inline constexpr qint64 maxTextFileBytes = qint64{1024} * 1024;

/// Line ends as the field has them, without a byte order mark. Reads no more than a message may
/// hold, and nothing that is no ordinary file.
[[nodiscard]] Result<QString, TextFileError> readTextFile(const QString &path);

/// A whole sentence.
[[nodiscard]] QString errorText(const TextFileError &error);

} // namespace kodama
