#include "common/protocol/rawjson.h"

#include "common/protocol/fieldwriter.h"
#include "common/protocol/jsonscanner.h"
#include "common/protocol/limits.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace kodama {

RawJson RawJson::fromValidText(QByteArray text)
{
    return RawJson(std::move(text));
}

std::optional<RawJson> RawJson::parse(QByteArrayView text)
{
    if (!isValidJson(text, limits::jsonDepth))
        return std::nullopt;
    return RawJson(text.toByteArray().trimmed());
}

RawJson RawJson::fromString(QStringView text)
{
    QByteArray quoted;
    appendJsonString(quoted, text);
    return RawJson(std::move(quoted));
}

QString RawJson::displayText() const
{
    return isString() ? decodeJsonString(m_text) : QString::fromUtf8(m_text);
}

QJsonValue RawJson::value() const
{
    if (isString())
        return decodeJsonString(m_text);
    return QJsonDocument::fromJson('[' + m_text + ']').array().at(0);
}

} // namespace kodama
