// WebSocket close codes as both sides read them: RFC 6455 section 7.4 and our application range.
#pragma once

#include <QtGlobal>

namespace kodama {

/// Append only: the numbers are on the wire. 4000-4499 ask the client to come back with back-off,
/// 4500-4999 ask it to stay away.
enum class CloseCode : quint16 {
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    UnsupportedData = 1003,
    NoStatusReceived = 1005, ///< never sent: the close frame carried no code
    AbnormalClosure = 1006,  ///< never sent: the connection ended without a close frame
    InvalidPayload = 1007,
    PolicyViolation = 1008,
    MessageTooBig = 1009,
    InternalError = 1011,
    ServiceRestart = 1012,
    TryAgainLater = 1013,
    BadGateway = 1014,
    ShuttingDown = 4000,
    TooSlow = 4001,
    NoPong = 4002,
    BadToken = 4500,
    Kicked = 4503,
    Banned = 4504,
    TooManyConnections = 4505,
};

/// Whether a client that was connected and got this code may try again by itself. Codes that say
/// that the same bytes would fail again (1002, 1003, 1007, 1008, 1009, 1010) and 4500-4999 mean no;
/// a normal close (1000) was meant, so no, too. Unknown codes outside these ranges mean yes.
[[nodiscard]] bool mayReconnect(quint16 code);

/// Whether a peer may put this code into a close frame (RFC 6455 section 7.4.1 and 7.4.2, and the
/// codes that IANA registered since: 1012-1014).
[[nodiscard]] bool isValidOnWire(quint16 code);

} // namespace kodama
