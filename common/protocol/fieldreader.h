// JSON -> fields: one of the two visitors behind the codec; the other is FieldWriter.
#pragma once

#include "common/protocol/fieldlimits.h"
#include "common/protocol/jsonarray.h"
#include "common/protocol/jsonscanner.h"
#include "common/protocol/limits.h"
#include "common/protocol/rawjson.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <span>

namespace kodama {

/// What a reader does with the fields of version 2, those with a bound.
enum class Reading {
    Lenient,  ///< like all others: what is missing or of another kind reads as no value
    Version1, ///< they do not exist: never read
    Version2, ///< checked: the first one that breaks its rule is kept in wrongField()
};

/// A field that broke its rule.
struct WrongField
{
    QByteArray name;           ///< with the names around it, for example "since.offset"
    const char *expected = ""; ///< in English, for the log
};

/// Reads the fields of one object. What is missing or of another kind reads as empty, `null` or no
/// value, as the original sample did.
class FieldReader
{
public:
    /// Neither is copied; both must outlive the reader.
    FieldReader(const JsonObject &object, const QByteArray &frame,
                Reading reading = Reading::Lenient)
        : m_object(object)
        , m_frame(frame)
        , m_reading(reading)
    {}

    void text(const char *name, QString &value) const;
    void json(const char *name, RawJson &value) const;
    void boolean(const char *name, bool &value) const;
    void integer(const char *name, qint64 &value) const;
    void texts(const char *name, QStringList &values) const;
    void items(const char *name, QList<RawJson> &values) const; ///< objects only
    void optionalText(const char *name, std::optional<QString> &value) const;
    void optionalJson(const char *name, std::optional<RawJson> &value) const;
    void optionalInteger(const char *name, std::optional<qint64> &value) const;
    void optionalBoolean(const char *name, std::optional<bool> &value) const;
    void flag(const char *name, bool &value) const { boolean(name, value); }
    void source(QByteArray &value) const;

    // With a bound: version 2. An optional one may also be `null`.
    void text(const char *name, QString &value, const TextLimit &limit);
    void optionalText(const char *name, std::optional<QString> &value, const TextLimit &limit);
    void integer(const char *name, qint64 &value, const IntegerRange &range);
    void optionalInteger(const char *name, std::optional<qint64> &value, const IntegerRange &range);
    void choice(const char *name, QString &value, std::span<const QLatin1StringView> values);

    template <typename Object>
    void object(const char *name, Object &value)
    {
        std::optional<Object> found;
        optionalObject(name, found);
        value = found.value_or(Object());
    }
    template <typename Object>
    void optionalObject(const char *name, std::optional<Object> &value)
    {
        value.reset();
        const JsonMember *member = presentMember(name);
        if (!member)
            return;
        const auto inner = scanJsonObject(member->value, limits::jsonDepthFromServer);
        if (!inner)
            return wrong(name, "expected an object");
        FieldReader reader(inner.value(), m_frame, m_reading);
        Object::visit(value.emplace(), reader);
        if (reader.m_wrong)
            wrong(name + QByteArray(".") + reader.m_wrong->name, reader.m_wrong->expected);
    }
    template <typename Object>
    void objects(const char *name, QList<Object> &values) const
    {
        values.clear();
        for (const QByteArrayView element : elements(name)) {
            if (const auto inner = scanJsonObject(element, limits::jsonDepthFromServer)) {
                FieldReader reader(inner.value(), m_frame, m_reading);
                Object::visit(values.emplaceBack(), reader);
            }
        }
    }

    [[nodiscard]] const std::optional<WrongField> &wrongField() const { return m_wrong; }

private:
    [[nodiscard]] const JsonMember *presentMember(const char *name) const;
    [[nodiscard]] std::vector<QByteArrayView> elements(const char *name) const;
    void wrong(const QByteArray &name, const char *expected);

    const JsonObject &m_object;
    const QByteArray &m_frame;
    Reading m_reading;
    std::optional<WrongField> m_wrong;
};

} // namespace kodama
