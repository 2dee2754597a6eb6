// What is in a frame, as text: for a line of a list, for finding, for files. Pure.
#pragma once

#include "app/core/inspect/frame.h"

#include <QString>

#include <optional>

namespace kodama {

/// One line of at most `maxLength` characters without control characters. Of a binary frame: its
/// first bytes in hexadecimal; of a close frame: code and reason.
[[nodiscard]] QString framePreview(const Frame &frame, qsizetype maxLength = 200);

/// All that one might look for: text with `\u3042` read as the character that it stands for.
[[nodiscard]] QString frameSearchText(const Frame &frame);

/// "00000000  68 65 6c 6c 6f …  hello", 16 bytes a line, of the first `maxBytes`.
[[nodiscard]] QString hexDump(const QByteArray &bytes, qsizetype maxBytes);

/// "68 65 6c", blanks and lines as one likes; nothing if it is no hexadecimal.
[[nodiscard]] std::optional<QByteArray> bytesFromHex(const QString &text);
[[nodiscard]] QString hexOf(const QByteArray &bytes);

/// Of a close frame; 0: it has none.
[[nodiscard]] quint16 closeCodeOf(const QByteArray &payload);
[[nodiscard]] QString closeReasonOf(const QByteArray &payload);
[[nodiscard]] QByteArray closePayload(quint16 code, const QString &reason);

/// One line for a file: {"time":…,"direction":…,"kind":…,"size":…} and what it holds: `json` if it
/// is JSON in one line, as it was spelt; else `data`, a string, for bytes that are no text
/// "base64:…"; `code` and `reason` of a close frame.
[[nodiscard]] QByteArray jsonLineOf(const Frame &frame);

/// The payload of text, with bytes that are no UTF-8 replaced; a leading U+FEFF stays.
[[nodiscard]] QString payloadText(const QByteArray &payload);

} // namespace kodama
