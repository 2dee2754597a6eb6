#include "common/protocol/fieldreader.h"

#include <QJsonValue>

#include <algorithm>

namespace kodama {

namespace {

bool isAsciiDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::optional<qint64> integerValue(QByteArrayView json)
{
    // Whatever else it is may be long, and is not to be read only to find that out.
    if (!json.startsWith('-') && !isAsciiDigit(json.front()))
        return std::nullopt;
    bool isPlain = false;
    const qint64 plain = json.toLongLong(&isPlain);
    if (isPlain)
        return plain;
    const QJsonValue value = RawJson::fromValidText(json.toByteArray()).value();
    constexpr qint64 none = -1;
    if (value.isDouble() && (value.toInteger(none) != none || value.toDouble() == -1.0))
        return value.toInteger(none);
    return std::nullopt;
}

/// Code points; a lone surrogate counts as one.
qsizetype characters(QStringView text)
{
    qsizetype count = text.size();
    for (qsizetype i = 1; i < text.size(); ++i)
        count -= text[i].isLowSurrogate() && text[i - 1].isHighSurrogate() ? 1 : 0;
    return count;
}

bool fits(const QString &text, const TextLimit &limit)
{
    const qsizetype size =
        limit.unit == TextLimit::Unit::Bytes ? text.toUtf8().size() : characters(text);
    return size >= limit.shortest && size <= limit.longest;
}

} // namespace

void FieldReader::text(const char *name, QString &value) const
{
    std::optional<QString> found;
    optionalText(name, found);
    value = found.value_or(QString());
}

void FieldReader::json(const char *name, RawJson &value) const
{
    std::optional<RawJson> found;
    optionalJson(name, found);
    value = found.value_or(RawJson());
}

void FieldReader::optionalText(const char *name, std::optional<QString> &value) const
{
    const JsonMember *member = m_object.find(QLatin1StringView(name));
    value.reset();
    if (member && member->value.startsWith('"'))
        value = decodeJsonString(member->value);
}

void FieldReader::optionalJson(const char *name, std::optional<RawJson> &value) const
{
    const JsonMember *member = m_object.find(QLatin1StringView(name));
    value.reset();
    if (member)
        value = RawJson::fromValidText(member->value.toByteArray());
}

void FieldReader::optionalInteger(const char *name, std::optional<qint64> &value) const
{
    const JsonMember *member = m_object.find(QLatin1StringView(name));
    value = member ? integerValue(member->value) : std::nullopt;
}

void FieldReader::optionalBoolean(const char *name, std::optional<bool> &value) const
{
    value.reset();
    const JsonMember *member = m_object.find(QLatin1StringView(name));
    if (member && (member->value == "true" || member->value == "false"))
        value = member->value == "true";
}

void FieldReader::source(QByteArray &value) const
{
    // Usually the object is the whole frame, and the frame's bytes can be shared.
    const bool isWhole = m_object.text.size() == m_frame.size();
    value = isWhole ? m_frame : m_object.text.toByteArray();
}

void FieldReader::boolean(const char *name, bool &value) const
{
    const JsonMember *member = m_object.find(QLatin1StringView(name));
    value = member && member->value == "true";
}

void FieldReader::integer(const char *name, qint64 &value) const
{
    std::optional<qint64> found;
    optionalInteger(name, found);
    value = found.value_or(0);
}

void FieldReader::texts(const char *name, QStringList &values) const
{
    values.clear();
    for (const QByteArrayView element : elements(name)) {
        if (element.startsWith('"'))
            values += decodeJsonString(element);
    }
}

void FieldReader::items(const char *name, QList<RawJson> &values) const
{
    values.clear();
    for (const QByteArrayView element : elements(name)) {
        if (element.startsWith('{'))
            values += RawJson::fromValidText(element.toByteArray());
    }
}

void FieldReader::optionalText(const char *name, std::optional<QString> &value,
                               const TextLimit &limit)
{
    value.reset();
    const JsonMember *member = presentMember(name);
    if (!member)
        return;
    if (member->value.startsWith('"'))
        value = decodeJsonString(member->value);
    else
        wrong(name, "expected a text");
    if (value && limit.unit == TextLimit::Unit::Bytes && !value->isValidUtf16())
        wrong(name, "not valid Unicode");
    else if (value && !fits(*value, limit))
        wrong(name, value->size() < limit.shortest ? "expected a longer text" : "too long");
}

void FieldReader::text(const char *name, QString &value, const TextLimit &limit)
{
    std::optional<QString> found;
    optionalText(name, found, limit);
    if (!found)
        wrong(name, "expected a text");
    value = found.value_or(QString());
}

void FieldReader::optionalInteger(const char *name, std::optional<qint64> &value,
                                  const IntegerRange &range)
{
    value.reset();
    const JsonMember *member = presentMember(name);
    if (!member)
        return;
    value = integerValue(member->value);
    if (!value)
        wrong(name, "expected an integer");
    else if (*value < range.lowest || *value > range.highest)
        wrong(name, "out of range");
}

void FieldReader::integer(const char *name, qint64 &value, const IntegerRange &range)
{
    std::optional<qint64> found;
    optionalInteger(name, found, range);
    if (!found)
        wrong(name, "expected an integer");
    value = found.value_or(range.lowest);
}

void FieldReader::choice(const char *name, QString &value,
                         std::span<const QLatin1StringView> values)
{
    text(name, value);
    if (std::find(values.begin(), values.end(), value) == values.end())
        wrong(name, "expected one of its values");
}

/// Of a field of version 2: nullptr where there is none.
const JsonMember *FieldReader::presentMember(const char *name) const
{
    if (m_reading == Reading::Version1)
        return nullptr;
    const JsonMember *member = m_object.find(QLatin1StringView(name));
    return member && member->value != "null" ? member : nullptr;
}

std::vector<QByteArrayView> FieldReader::elements(const char *name) const
{
    const JsonMember *member = m_object.find(QLatin1StringView(name));
    return member ? splitJsonArray(member->value) : std::vector<QByteArrayView>();
}

void FieldReader::wrong(const QByteArray &name, const char *expected)
{
    if (m_reading == Reading::Version2 && !m_wrong)
        m_wrong = WrongField{name, expected};
}

} // namespace kodama
