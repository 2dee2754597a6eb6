// Fields -> JSON: one of the two visitors behind the codec; the other is FieldReader.
#pragma once

#include "common/protocol/fieldlimits.h"
#include "common/protocol/rawjson.h"

#include <QByteArray>
#include <QLatin1StringView>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <span>

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
    void boolean(const char *name, bool value);
    void integer(const char *name, qint64 value);
    void texts(const char *name, const QStringList &values);
    void items(const char *name, const QList<RawJson> &values);
    void optionalText(const char *name, const std::optional<QString> &value);
    void optionalJson(const char *name, const std::optional<RawJson> &value);
    void optionalInteger(const char *name, const std::optional<qint64> &value);
    void optionalBoolean(const char *name, std::optional<bool> value);
    /// Left out when false.
    void flag(const char *name, bool value);
    void source(const QByteArray & /*object*/) {} // not a member of its own

    template <typename Object>
    void object(const char *name, const Object &value)
    {
        startMember(name);
        m_out += written(value);
    }
    template <typename Object>
    void optionalObject(const char *name, const std::optional<Object> &value)
    {
        if (value)
            object(name, *value);
    }
    template <typename Object>
    void objects(const char *name, const QList<Object> &values)
    {
        startList(name);
        for (const Object &value : values)
            addElement(written(value));
        m_out += ']';
    }

    // The same with the bound that the reader checks.
    void text(const char *name, const QString &value, const TextLimit & /*limit*/)
    {
        text(name, value);
    }
    void optionalText(const char *name, const std::optional<QString> &value,
                      const TextLimit & /*limit*/)
    {
        optionalText(name, value);
    }
    void integer(const char *name, qint64 value, const IntegerRange & /*range*/)
    {
        integer(name, value);
    }
    void optionalInteger(const char *name, const std::optional<qint64> &value,
                         const IntegerRange & /*range*/)
    {
        optionalInteger(name, value);
    }
    void choice(const char *name, const QString &value,
                std::span<const QLatin1StringView> /*values*/)
    {
        text(name, value);
    }

    /// Closes the object. The writer is used up.
    [[nodiscard]] QByteArray finish();

private:
    template <typename Object>
    static QByteArray written(const Object &value)
    {
        FieldWriter writer;
        Object::visit(value, writer);
        return writer.finish();
    }
    void startMember(const char *name);
    void startList(const char *name);
    void addElement(const QByteArray &json);

    QByteArray m_out;
};

} // namespace kodama
