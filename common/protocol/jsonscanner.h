// Strict JSON (RFC 8259) without a document: says whether a text is JSON and where its parts are.
//
// QJsonDocument accepts texts that are not JSON, and forgets how numbers were spelt and in which
// order members came; what we pass on must come out as it went in. See docs/decisions/0001-json.md.
#pragma once

#include "common/protocol/jsonstring.h" // IWYU pragma: export
#include "common/result.h"

#include <QByteArrayView>
#include <QVarLengthArray>

namespace kodama {

/// Where and why a text is not JSON.
struct JsonError
{
    qsizetype offset = 0;      ///< in bytes
    const char *expected = ""; ///< in English, for the log
};

/// One member of an object: views into the scanned text.
struct JsonMember
{
    QByteArrayView key;   ///< between the quotes, escapes as they were sent
    QByteArrayView value; ///< without surrounding space
};

/// The members of one object in the order they were sent, duplicates included.
struct JsonObject
{
    QByteArrayView text; ///< from `{` to `}`
    QVarLengthArray<JsonMember, 12> members;

    /// The last member of this name (as Python reads duplicates), nullptr if there is none.
    [[nodiscard]] const JsonMember *find(QLatin1StringView name) const;
};

/// Reads one object and checks the whole text: grammar, UTF-8, nothing behind it, at most maxDepth
/// levels (1 to 1,023). Linear in the text; never recurses.
Result<JsonObject, JsonError> scanJsonObject(QByteArrayView text, int maxDepth);

/// The same check for any value.
[[nodiscard]] bool isValidJson(QByteArrayView text, int maxDepth);

} // namespace kodama
