// What the strings of a JSON text say.
// Tested by tst_jsonscanner.
#pragma once

#include <QByteArrayView>
#include <QString>

namespace kodama {

/// Whether a valid JSON string, given with its quotes, says this ASCII name, however it is spelled.
/// Looks no further than they agree: names are compared with many texts, which may be long.
[[nodiscard]] bool isJsonString(QByteArrayView quoted, QLatin1StringView name);

/// The characters of a valid JSON string, given with its quotes. Lone surrogate escapes become lone
/// surrogates; U+FEFF and U+0000 survive.
[[nodiscard]] QString decodeJsonString(QByteArrayView quoted);

} // namespace kodama
