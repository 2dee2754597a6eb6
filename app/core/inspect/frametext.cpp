#include "app/core/inspect/frametext.h"

#include "common/protocol/rawjson.h"

#include <QDateTime>
#include <QStringDecoder>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int bytesPerLine = 16;
constexpr int codeBytes = 2;
constexpr char hexDigits[] = "0123456789abcdef";

void appendHex(QString &text, char byte)
{
    const auto value = static_cast<unsigned char>(byte);
    text += QLatin1Char(hexDigits[value >> 4U]);
    text += QLatin1Char(hexDigits[value & 15U]);
}

bool isPrintable(QChar c)
{
    return c.category() != QChar::Other_Control && c.category() != QChar::Other_Format &&
           c.category() != QChar::Separator_Line && c.category() != QChar::Separator_Paragraph;
}

QString inOneLine(QStringView text, qsizetype maxLength)
{
    QString line;
    line.reserve(std::min(text.size(), maxLength) + 1);
    for (const QChar c : text) {
        if (line.size() >= maxLength) {
            line += u'…';
            break;
        }
        line += isPrintable(c) ? c : u' ';
    }
    return line;
}

/// The code unit of the escape at `at`, or nothing.
std::optional<char16_t> escapeAt(QStringView text, qsizetype at)
{
    constexpr qsizetype length = 6; // backslash, u, four digits
    if (at + length > text.size() || text[at] != u'\\' || text[at + 1] != u'u')
        return std::nullopt;
    bool isNumber = false;
    const ushort unit = text.sliced(at + 2, 4).toUShort(&isNumber, 16);
    return isNumber ? std::optional<char16_t>(unit) : std::nullopt;
}

QString withoutEscapes(const QString &text)
{
    if (!text.contains("\\u"_L1))
        return text;
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const std::optional<char16_t> unit = escapeAt(text, i);
        result += unit ? QChar(*unit) : text[i];
        i += unit ? 5 : 0;
    }
    return result;
}

bool isText(const Frame &frame)
{
    return frame.kind != Frame::Kind::Binary && frame.kind != Frame::Kind::Close;
}

/// Pings often carry random bytes.
bool isReadable(const Frame &frame)
{
    if (frame.kind != Frame::Kind::Ping && frame.kind != Frame::Kind::Pong)
        return true;
    const QString text = payloadText(frame.payload);
    return text.toUtf8() == frame.payload && std::all_of(text.begin(), text.end(), isPrintable);
}

QByteArray quoted(const QString &text)
{
    return RawJson::fromString(text).text();
}

const char *directionName(Frame::Direction direction)
{
    return direction == Frame::Direction::Received ? "received" : "sent";
}

const char *kindName(Frame::Kind kind)
{
    switch (kind) {
    case Frame::Kind::Text:
        return "text";
    case Frame::Kind::Binary:
        return "binary";
    case Frame::Kind::Ping:
        return "ping";
    case Frame::Kind::Pong:
        return "pong";
    case Frame::Kind::Close:
        return "close";
    }
    return "";
}

/// Text as a string, everything else as base64, so that nothing is lost.
QByteArray dataOf(const Frame &frame)
{
    const QString text = payloadText(frame.payload);
    if (frame.kind != Frame::Kind::Binary && text.toUtf8() == frame.payload)
        return quoted(text);
    return quoted(u"base64:"_s + QString::fromLatin1(frame.payload.toBase64()));
}

} // namespace

QString payloadText(const QByteArray &payload)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decoder(payload);
}

QString framePreview(const Frame &frame, qsizetype maxLength)
{
    if (frame.kind == Frame::Kind::Binary || !isReadable(frame))
        return inOneLine(hexOf(frame.payload.first(std::min(frame.payload.size(), maxLength))),
                         maxLength);
    if (frame.kind == Frame::Kind::Close) {
        const quint16 code = closeCodeOf(frame.payload);
        const QString reason = closeReasonOf(frame.payload);
        QString text = code == 0 ? QString() : QString::number(code);
        if (!reason.isEmpty())
            text += u' ' + reason;
        return inOneLine(text, maxLength);
    }
    // A character has at most four bytes; what is cut off is not shown anyway.
    const qsizetype enough = std::min(frame.payload.size(), (maxLength + 2) * 4);
    return inOneLine(payloadText(frame.payload.first(enough)), maxLength);
}

QString frameSearchText(const Frame &frame)
{
    if (isText(frame))
        return withoutEscapes(payloadText(frame.payload));
    if (frame.kind == Frame::Kind::Close)
        return framePreview(frame);
    // Who looks for text in bytes means the text; who looks for bytes, their digits.
    return QString::fromUtf8(frame.payload) + u'\n' + hexOf(frame.payload);
}

QString hexDump(const QByteArray &bytes, qsizetype maxBytes)
{
    QString text;
    const qsizetype end = std::min(bytes.size(), maxBytes);
    for (qsizetype start = 0; start < end; start += bytesPerLine) {
        QString hex;
        QString plain;
        for (qsizetype i = start; i < std::min(end, start + bytesPerLine); ++i) {
            appendHex(hex, bytes[i]);
            hex += i - start == bytesPerLine / 2 - 1 ? u"  "_s : u" "_s;
            const char c = bytes[i];
            plain += c >= ' ' && c <= '~' ? QLatin1Char(c) : QLatin1Char('.');
        }
        constexpr int hexWidth = bytesPerLine * 3 + 2;
        text += u"%1  %2%3\n"_s.arg(start, 8, 16, QLatin1Char('0')).arg(hex, -hexWidth).arg(plain);
    }
    return text;
}

QString hexOf(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(' '));
}

std::optional<QByteArray> bytesFromHex(const QString &text)
{
    QByteArray digits;
    for (const QChar c : text) {
        if (c.isSpace())
            continue;
        const char digit = c.toLatin1();
        if (c.unicode() > 0x7f || std::isxdigit(static_cast<unsigned char>(digit)) == 0)
            return std::nullopt;
        digits += digit;
    }
    if (digits.size() % 2 != 0)
        return std::nullopt;
    return QByteArray::fromHex(digits);
}

quint16 closeCodeOf(const QByteArray &payload)
{
    if (payload.size() < codeBytes)
        return 0;
    return static_cast<quint16>((static_cast<unsigned char>(payload[0]) << 8U) |
                                static_cast<unsigned char>(payload[1]));
}

QString closeReasonOf(const QByteArray &payload)
{
    return payloadText(payload.mid(codeBytes));
}

QByteArray closePayload(quint16 code, const QString &reason)
{
    if (code == 0)
        return {};
    const char bytes[] = {static_cast<char>(code >> 8U), static_cast<char>(code & 0xffU)};
    return QByteArray(bytes, codeBytes) + reason.toUtf8();
}

QByteArray jsonLineOf(const Frame &frame)
{
    const QString time =
        QDateTime::fromMSecsSinceEpoch(frame.time.count()).toString(Qt::ISODateWithMs);
    QByteArray line = "{\"time\":" + quoted(time) + ",\"direction\":\"" +
                      directionName(frame.direction) + "\",\"kind\":\"" + kindName(frame.kind) +
                      "\",\"size\":" + QByteArray::number(frame.payload.size());
    if (frame.kind == Frame::Kind::Close) {
        return line + ",\"code\":" + QByteArray::number(closeCodeOf(frame.payload)) +
               ",\"reason\":" + quoted(closeReasonOf(frame.payload)) + "}\n";
    }
    const std::optional<RawJson> json =
        frame.kind == Frame::Kind::Text ? RawJson::parse(frame.payload) : std::optional<RawJson>();
    // One line: JSON may hold line breaks between its parts.
    if (json && !frame.payload.contains('\n') && !frame.payload.contains('\r'))
        return line + ",\"json\":" + frame.payload + "}\n";
    return line + ",\"data\":" + dataOf(frame) + "}\n";
}

} // namespace kodama
