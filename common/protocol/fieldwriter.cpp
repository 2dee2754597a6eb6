#include "common/protocol/fieldwriter.h"

#include <array>
#include <charconv>
#include <cstring>
#include <limits>

namespace kodama {

namespace {

constexpr char hexDigits[] = "0123456789abcdef";

void appendUnicodeEscape(QByteArray &out, char16_t unit)
{
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += hexDigits[(unit >> shift) & 0xf];
}

/// What QByteArray::append() does, without the detour over insert(): this runs for every message.
void put(QByteArray &out, QByteArrayView bytes)
{
    const qsizetype before = out.size();
    out.resize(before + bytes.size());
    std::memcpy(out.data() + before, bytes.data(), static_cast<std::size_t>(bytes.size()));
}

bool needsEscape(char16_t unit)
{
    return unit < 0x20 || unit == u'"' || unit == u'\\';
}

/// Most texts need no escape and no conversion. Appends nothing and returns false for the others.
bool putPlainAscii(QByteArray &out, QStringView text)
{
    const qsizetype before = out.size();
    out.resize(before + text.size());
    char *to = out.data() + before;
    for (const QChar c : text) {
        if (c.unicode() >= 0x80 || needsEscape(c.unicode())) {
            out.resize(before);
            return false;
        }
        *to++ = static_cast<char>(c.unicode());
    }
    return true;
}

/// Characters that RFC 8259 section 7 wants escaped; everything else passes in whole runs.
void appendEscaped(QByteArray &out, QByteArrayView utf8)
{
    const char *run = utf8.begin();
    for (const char *at = utf8.begin(); at != utf8.end(); ++at) {
        if (!needsEscape(static_cast<uchar>(*at)))
            continue;
        out.append(run, at - run);
        run = at + 1;
        if (*at == '\n')
            out += "\\n";
        else if (static_cast<uchar>(*at) >= 0x20)
            (out += '\\') += *at;
        else
            appendUnicodeEscape(out, static_cast<uchar>(*at));
    }
    out.append(run, utf8.end() - run);
}

/// UTF-8 cannot hold half a character, an escape can.
void appendWithLoneSurrogates(QByteArray &out, QStringView text)
{
    while (!text.isEmpty()) {
        const bool isPair =
            text.size() > 1 && text[0].isHighSurrogate() && text[1].isLowSurrogate();
        const qsizetype length = isPair ? 2 : 1;
        if (text[0].isSurrogate() && !isPair)
            appendUnicodeEscape(out, text[0].unicode());
        else
            appendEscaped(out, text.first(length).toUtf8());
        text = text.sliced(length);
    }
}

} // namespace

void appendJsonString(QByteArray &out, QStringView text)
{
    put(out, "\"");
    if (!putPlainAscii(out, text)) {
        if (text.isValidUtf16())
            appendEscaped(out, text.toUtf8());
        else
            appendWithLoneSurrogates(out, text);
    }
    put(out, "\"");
}

void FieldWriter::startMember(const char *name)
{
    const std::size_t length = std::strlen(name);
    const qsizetype before = m_out.size();
    m_out.resize(before + qsizetype(length) + 4);
    char *to = m_out.data() + before;
    *to++ = before == 0 ? '{' : ',';
    *to++ = '"';
    std::memcpy(to, name, length);
    std::memcpy(to + length, "\":", 2);
}

void FieldWriter::type(QLatin1StringView value)
{
    startMember("type");
    put(m_out, "\"");
    put(m_out, {value.data(), value.size()});
    put(m_out, "\"");
}

void FieldWriter::text(const char *name, const QString &value)
{
    startMember(name);
    appendJsonString(m_out, value);
}

void FieldWriter::json(const char *name, const RawJson &value)
{
    startMember(name);
    put(m_out, value.text());
}

void FieldWriter::optionalText(const char *name, const std::optional<QString> &value)
{
    if (value)
        text(name, *value);
}

void FieldWriter::optionalJson(const char *name, const std::optional<RawJson> &value)
{
    if (value)
        json(name, *value);
}

void FieldWriter::optionalInteger(const char *name, const std::optional<qint64> &value)
{
    if (value)
        integer(name, *value);
}

void FieldWriter::optionalBoolean(const char *name, std::optional<bool> value)
{
    if (value)
        boolean(name, *value);
}

void FieldWriter::boolean(const char *name, bool value)
{
    startMember(name);
    put(m_out, value ? "true" : "false");
}

void FieldWriter::flag(const char *name, bool value)
{
    if (value)
        boolean(name, true);
}

void FieldWriter::integer(const char *name, qint64 value)
{
    startMember(name);
    std::array<char, std::numeric_limits<qint64>::digits10 + 2> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    put(m_out, {digits.begin(), end});
}

void FieldWriter::startList(const char *name)
{
    startMember(name);
    m_out += '[';
}

void FieldWriter::addElement(const QByteArray &json)
{
    if (!m_out.endsWith('['))
        m_out += ',';
    put(m_out, json);
}

void FieldWriter::texts(const char *name, const QStringList &values)
{
    startList(name);
    for (const QString &value : values)
        addElement(RawJson::fromString(value).text());
    m_out += ']';
}

void FieldWriter::items(const char *name, const QList<RawJson> &values)
{
    startList(name);
    for (const RawJson &value : values)
        addElement(value.text());
    m_out += ']';
}

QByteArray FieldWriter::finish()
{
    m_out += m_out.isEmpty() ? "{}" : "}";
    return std::move(m_out);
}

} // namespace kodama
