// One field <-> JSON: the two visitors behind the codec, and the only place that knows how each
// kind of field is written and read.
#pragma once

#include "common/protocol/jsonscanner.h"
#include "common/protocol/rawjson.h"

#include <QByteArray>
#include <QLatin1StringView>
#include <QString>

#include <optional>

namespace kodama {

/// Appends the text as a JSON string with its quotes: see RawJson::fromString().
void appendJsonString(QByteArray &out, QStringView text);

/// Writes one object, field by field; an optional field without a value is left out.
class FieldWriter
{
public:
    FieldWriter() { m_out.reserve(256); }

    /// The wire name, plain ASCII.
    void type(QLatin1StringView value);

    void text(const char *name, const QString &value);
    void json(const char *name, const RawJson &value);
    void optionalText(const char *name, const std::optional<QString> &value);
    void optionalJson(const char *name, const std::optional<RawJson> &value);
    void optionalInteger(const char *name, const std::optional<qint64> &value);
    void source(const QByteArray & /*object*/) {} // not a member of its own

    /// Closes the object. The writer is used up.
    [[nodiscard]] QByteArray finish();

private:
    void startMember(const char *name);

    QByteArray m_out;
};

/// Reads the fields of one object. What is missing or of another kind reads as empty, `null` or no
/// value, as the original sample did.
class FieldReader
{
public:
    /// Neither is copied; both must outlive the reader.
    FieldReader(const JsonObject &object, const QByteArray &frame)
        : m_object(object)
        , m_frame(frame)
    {}

    void text(const char *name, QString &value) const;
    void json(const char *name, RawJson &value) const;
    void optionalText(const char *name, std::optional<QString> &value) const;
    void optionalJson(const char *name, std::optional<RawJson> &value) const;
    void optionalInteger(const char *name, std::optional<qint64> &value) const;
    void source(QByteArray &value) const;

private:
    const JsonObject &m_object;
    const QByteArray &m_frame;
};

} // namespace kodama
