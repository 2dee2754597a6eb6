// One JSON value as the text it was sent in, so that it can be passed on unchanged.
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QString>

#include <optional>

namespace kodama {

/// Valid JSON text (RFC 8259, UTF-8), never empty. Only the codec and the functions below make one,
/// so whoever holds one may splice it into a message without looking. Two are equal if the texts
/// are.
class RawJson
{
public:
    /// `null`.
    RawJson()
        : m_text(QByteArrayLiteral("null"))
    {}

    /// The text is taken as it is; the caller vouches that it is one valid JSON value.
    static RawJson fromValidText(QByteArray text);

    /// Checks the text strictly (see jsonscanner.h), with limits::jsonDepth. Nothing if it is not
    /// JSON.
    static std::optional<RawJson> parse(QByteArrayView text);

    /// A JSON string. Lone surrogates become escapes (`\ud800`), all else that need not be escaped
    /// stays UTF-8.
    static RawJson fromString(QStringView text);

    [[nodiscard]] const QByteArray &text() const { return m_text; }

    /// What a person should read: the content of a string, the JSON text of anything else.
    [[nodiscard]] QString displayText() const;

    /// The value as QJsonDocument sees it (numbers are doubles or 64-bit integers).
    [[nodiscard]] QJsonValue value() const;

    [[nodiscard]] bool isNull() const { return m_text == "null"; }
    [[nodiscard]] bool isString() const { return m_text.startsWith('"'); }

    friend bool operator==(const RawJson &, const RawJson &) = default;

private:
    explicit RawJson(QByteArray text)
        : m_text(std::move(text))
    {}

    QByteArray m_text;
};

} // namespace kodama
