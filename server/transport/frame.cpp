#include "server/transport/frame.h"

#include "common/protocol/closecode.h"
#include "server/transport/compressedtwins.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace kodama {

namespace {

constexpr qsizetype closeCodeBytes = 2;
constexpr quint8 finalBit = 0x80;

qsizetype headerBytesFor(qsizetype payloadBytes)
{
    if (payloadBytes > 0xFFFF)
        return 10;
    return payloadBytes > 125 ? 4 : 2;
}

QByteArray encodeBytes(quint8 firstByte, QByteArrayView payload)
{
    const qsizetype size = payload.size();
    const qsizetype headerBytes = headerBytesFor(size);
    QByteArray frame(headerBytes + size, Qt::Uninitialized);
    char *const out = frame.data();
    out[0] = static_cast<char>(firstByte);
    if (headerBytes == 2) {
        out[1] = static_cast<char>(size);
    } else if (headerBytes == 4) {
        out[1] = 126;
        qToBigEndian(static_cast<quint16>(size), out + 2);
    } else {
        out[1] = 127;
        qToBigEndian(static_cast<quint64>(size), out + 2);
    }
    if (size > 0)
        std::memcpy(out + headerBytes, payload.data(), static_cast<std::size_t>(size));
    return frame;
}

SharedFrame encodeFrame(Opcode opcode, QByteArrayView payload)
{
    SharedFrame frame{encodeBytes(finalBit | static_cast<quint8>(opcode), payload)};
    if (payload.size() >= compressAtBytes)
        frame.twins = std::make_shared<CompressedTwins>(headerBytesFor(payload.size()));
    return frame;
}

/// The longest beginning of valid UTF-8 text that fits and does not split a character.
QByteArrayView cutBetweenCharacters(QByteArrayView text, qsizetype bytes)
{
    if (text.size() <= bytes)
        return text;
    qsizetype end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.first(end);
}

} // namespace

SharedFrame encodeTextFrame(QByteArrayView payload)
{
    return encodeFrame(Opcode::Text, payload);
}

SharedFrame encodeBinaryFrame(QByteArrayView payload)
{
    return encodeFrame(Opcode::Binary, payload);
}

QByteArray encodeCompressedFrame(const QByteArray &plain, QByteArrayView compressed)
{
    return encodeBytes(static_cast<quint8>(plain.front()) | compressedBit, compressed);
}

SharedFrame encodePingFrame(QByteArrayView payload)
{
    return encodeFrame(Opcode::Ping, payload.first(std::min(payload.size(), controlPayloadBytes)));
}

SharedFrame encodePongFrame(QByteArrayView payload)
{
    return encodeFrame(Opcode::Pong, payload.first(std::min(payload.size(), controlPayloadBytes)));
}

SharedFrame encodeCloseFrame(quint16 code, const QString &reason)
{
    if (code == static_cast<quint16>(CloseCode::NoStatusReceived))
        return encodeFrame(Opcode::Close, {});
    const QByteArray text = reason.toUtf8();
    QByteArray body(closeCodeBytes, Qt::Uninitialized);
    qToBigEndian(code, body.data());
    body.append(cutBetweenCharacters(text, controlPayloadBytes - closeCodeBytes));
    return encodeFrame(Opcode::Close, body);
}

} // namespace kodama
