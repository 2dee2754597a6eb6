#include "app/ui/keyfile.h"

#include "app/ui/actionlist.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr QLatin1StringView versionMember{"kodama-keys"};
constexpr QLatin1StringView keysMember{"keys"};
constexpr int version = 1;

} // namespace

QByteArray keysToJson(const ActionList &actions)
{
    QJsonObject all;
    for (const ActionInfo &info : ActionList::all()) {
        QJsonArray keys;
        for (const QKeySequence &one : actions.keys(info.id))
            keys.append(one.toString(QKeySequence::PortableText));
        all.insert(info.name, keys);
    }
    const QJsonObject file{{versionMember, version}, {keysMember, all}};
    return QJsonDocument(file).toJson();
}

Result<QStringList, KeyFileError> keysFromJson(const QByteArray &json)
{
    const auto document = QJsonDocument::fromJson(json);
    if (document.isNull())
        return KeyFileError::NotJson;
    if (!document[versionMember].isDouble() || !document[keysMember].isObject())
        return KeyFileError::NotOurs;
    if (document[versionMember].toInt() != version)
        return KeyFileError::UnknownVersion;
    QStringList lines;
    for (const ActionInfo &info : ActionList::all()) {
        const QJsonValue keys = document[keysMember][info.name];
        if (!keys.isArray())
            continue;
        QStringList texts;
        for (const QJsonValue &one : keys.toArray())
            texts.append(one.toString());
        lines.append(info.name + u'=' + texts.join("; "_L1));
    }
    return lines;
}

} // namespace kodama
