// The plain HTTP answers that a client gets instead of a connection. Pure.
#pragma once

#include "server/transport/handshakepolicy.h"

#include <QByteArray>

namespace kodama {

enum class ResponseBody { Whole, HeadOnly };

/// A whole response, after which the connection is closed. Not for Upgrade. The text is for people
/// and never contains anything that the request said.
[[nodiscard]] QByteArray encodeHttpResponse(const HandshakeVerdict &verdict, ResponseBody body);

/// The metrics in Prometheus' text format.
[[nodiscard]] QByteArray encodeMetrics(QByteArrayView metrics, ResponseBody body);
[[nodiscard]] QByteArray encodeNotReady(ResponseBody body); ///< 503

/// Of a whole response; 0 if it is none.
[[nodiscard]] int statusOfResponse(QByteArrayView response);

[[nodiscard]] QByteArray encodeRequestTimeout(); ///< 408
[[nodiscard]] QByteArray encodeTlsRequired();    ///< 426, in plain text on a port for TLS
[[nodiscard]] QByteArray encodeHeadTooLarge();   ///< 431
[[nodiscard]] QByteArray encodeInternalError();  ///< 500
[[nodiscard]] QByteArray encodeUnavailable();    ///< 503 with Retry-After

} // namespace kodama
