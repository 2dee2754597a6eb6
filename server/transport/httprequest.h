// The head of an HTTP/1.x request, parsed strictly (RFC 9112). Pure; knows no socket.
#pragma once

#include "common/result.h"

#include <QByteArray>

#include <optional>

namespace kodama {

/// What an opening handshake looks at. Lists that came in several lines are joined with commas.
struct HttpRequest
{
    QByteArray method;
    QByteArray target; ///< path and query, for example `/healthz?verbose`, or what is no address
    int minorVersion = 1;
    std::optional<QByteArray> host;
    std::optional<QByteArray> origin;
    std::optional<QByteArray> key;     ///< Sec-WebSocket-Key
    std::optional<QByteArray> version; ///< Sec-WebSocket-Version
    QByteArray connection;
    QByteArray upgrade;
    QByteArray protocols;    ///< Sec-WebSocket-Protocol
    QByteArray extensions;   ///< Sec-WebSocket-Extensions
    QByteArray forwardedFor; ///< X-Forwarded-For; only a trusted proxy's is worth anything
    bool hasBody = false;
};

/// Why a text is not a request; for the log and the answer, in English.
struct HttpParseError
{
    const char *detail = "";
};

/// Where the head ends, behind its empty line; -1 if there is no empty line yet. from: bytes known
/// not to contain it. Its lines may still end wrongly.
[[nodiscard]] qsizetype findHeadEnd(QByteArrayView bytes, qsizetype from);

/// head: the request line and the header lines, with the empty line.
Result<HttpRequest, HttpParseError> parseHttpRequest(QByteArrayView head);

/// Whether it may stand in a token (RFC 9110 section 5.6.2).
[[nodiscard]] bool isTokenCharacter(char c);

/// Whether a comma-separated list contains the word, whatever its case.
[[nodiscard]] bool listContains(QByteArrayView list, QByteArrayView word);

} // namespace kodama
