// RFC 6455 frames as a server sends them: whole, unmasked, with the shortest length. Pure.
#pragma once

#include "server/transport/clientlink.h"

#include <QByteArrayView>

namespace kodama {

enum class Opcode : quint8 {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
};

/// RSV1 of a message's first byte: compressed (RFC 7692 section 6).
inline constexpr quint8 compressedBit = 0x40;

/// Bytes that a control frame may carry (RFC 6455 section 5.5).
inline constexpr qsizetype controlPayloadBytes = 125;

/// Messages shorter than this are never compressed: they fit into one packet anyway.
inline constexpr qsizetype compressAtBytes = 1024;

/// payload must be UTF-8.
[[nodiscard]] SharedFrame encodeTextFrame(QByteArrayView payload);
[[nodiscard]] SharedFrame encodeBinaryFrame(QByteArrayView payload);

/// The same message as in a plain frame, with its payload compressed (RSV1, RFC 7692
/// section 7.2.3).
[[nodiscard]] QByteArray encodeCompressedFrame(const QByteArray &plain, QByteArrayView compressed);

/// Longer payloads than a control frame may carry are cut.
[[nodiscard]] SharedFrame encodePingFrame(QByteArrayView payload);
[[nodiscard]] SharedFrame encodePongFrame(QByteArrayView payload);

/// 1005 gives a close frame without a body. The reason is cut between characters to what fits.
[[nodiscard]] SharedFrame encodeCloseFrame(quint16 code, const QString &reason);

} // namespace kodama
