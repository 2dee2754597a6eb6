#include "tests/fuzz/referencedecoder.h"

#include "tests/fuzz/plainjson.h"

#include <QHash>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace kodama {

namespace {

constexpr int badJson = 1;
constexpr int badRequest = 2;

enum class Kind {
    Anything,   ///< never wrong; missing is `null`
    Anyhow,     ///< never wrong; missing is missing
    Stamp,      ///< not looked at: what is no text is none
    Bytes,      ///< a text counted in bytes of UTF-8, which it must be able to be
    Characters, ///< a text counted in code points
    Integer,
    State,
    Object,
};

struct Rule
{
    QString name;
    Kind kind = Kind::Anything;
    bool isNeeded = false;
    qint64 least = 0;
    qint64 most = std::numeric_limits<qint64>::max();
    QList<Rule> inside = {};
};

/// A member that is an object with these members.
Rule objectOf(const QString &name, const QList<Rule> &inside)
{
    Rule rule{name, Kind::Object};
    rule.inside = inside;
    return rule;
}

const QHash<QString, QList<Rule>> &documentedRules()
{
    const Rule id{u"id"_s, Kind::Bytes, false, 1, 64};
    const Rule room{u"room"_s, Kind::Characters, true, 0, 256};
    const Rule lobby{u"room"_s, Kind::Characters, false, 0, 256};
    const Rule limit{u"limit"_s, Kind::Integer};
    const Rule stamp{u"timestamp"_s, Kind::Stamp};
    const Rule content{u"content"_s, Kind::Anything};
    const Rule since = objectOf(
        u"since"_s, {{u"epoch"_s, Kind::Bytes, true, 1, 64}, {u"offset"_s, Kind::Integer, true}});
    const Rule resume = objectOf(u"resume"_s, {{u"session"_s, Kind::Bytes, true, 1, 128}});
    static const QHash<QString, QList<Rule>> rules{
        {u""_s, {lobby}},
        {u"echo"_s, {{u"text"_s, Kind::Anyhow}, stamp}},
        {u"broadcast"_s, {id, lobby, content, stamp}},
        {u"command"_s, {{u"command"_s, Kind::Anything}, stamp}},
        {u"hello"_s,
         {id,
          {u"v"_s, Kind::Integer, true, 2},
          {u"nick"_s, Kind::Characters, false, 0, 256},
          {u"token"_s, Kind::Bytes, false, 1, 512},
          {u"client"_s, Kind::Characters, false, 1, 128},
          resume}},
        {u"nick"_s, {id, {u"nick"_s, Kind::Characters, true, 0, 256}}},
        {u"away"_s, {id, {u"away"_s, Kind::Characters, false, 0, 200}}},
        {u"join"_s, {id, room, since, limit}},
        {u"leave"_s, {id, room}},
        {u"topic"_s, {id, room, {u"topic"_s, Kind::Characters, true, 0, 500}}},
        {u"rooms"_s, {id}},
        {u"who"_s, {id, room}},
        {u"direct"_s, {id, {u"to"_s, Kind::Characters, true, 0, 256}, content}},
        {u"history"_s,
         {id, room, {u"before"_s, Kind::Integer}, {u"after"_s, Kind::Integer}, limit}},
        {u"typing"_s, {room, {u"state"_s, Kind::State, true}}},
    };
    return rules;
}

bool isInteger(const QJsonValue &value)
{
    return value.isDouble() && value.toInteger(0) == value.toInteger(1);
}

/// Of the kinds that can be wrong and have no members of their own.
bool keeps(const Rule &rule, const QJsonValue &value)
{
    const QString text = value.toString();
    const auto isWithin = [&](qint64 n) { return n >= rule.least && n <= rule.most; };
    switch (rule.kind) {
    case Kind::Bytes:
        return value.isString() && text.isValidUtf16() && isWithin(text.toUtf8().size());
    case Kind::Characters:
        return value.isString() && isWithin(text.toUcs4().size());
    case Kind::Integer:
        return isInteger(value) && isWithin(value.toInteger());
    case Kind::State:
        return text == u"active" || text == u"done";
    default:
        return false;
    }
}

QJsonObject read(const QList<Rule> &rules, const QJsonObject &object, const QString &prefix,
                 QStringList &wrong)
{
    QJsonObject members;
    for (const Rule &rule : rules) {
        const QJsonValue value = object[rule.name];
        const bool isAbsent = value.isNull() || value.isUndefined();
        if (rule.kind == Kind::Anything)
            members[rule.name] = value.isUndefined() ? QJsonValue() : value;
        else if (rule.kind == Kind::Anyhow && !value.isUndefined())
            members[rule.name] = value;
        else if (rule.kind == Kind::Stamp)
            members[rule.name] = value.toString();
        else if (isAbsent && !rule.isNeeded)
            continue;
        else if (rule.kind == Kind::Object && value.isObject())
            members[rule.name] =
                read(rule.inside, value.toObject(), prefix + rule.name + u'.', wrong);
        else if (keeps(rule, value))
            members[rule.name] = value;
        else
            wrong += prefix + rule.name;
    }
    return members;
}

/// What the message counts as; "" is a custom one.
QString documentedType(const QJsonObject &object, int version)
{
    const QString type = object[u"type"].toString();
    if (version == 1 && type == u"hello") {
        const QJsonValue v = object[u"v"];
        const bool isOfVersion1 = v.isUndefined() || (isInteger(v) && v.toInteger() < 2);
        return isOfVersion1 && !object.contains(u"resume") ? QString() : type;
    }
    const bool isKnown = version == 1
                             ? QStringList{u"echo"_s, u"broadcast"_s, u"command"_s}.contains(type)
                             : documentedRules().contains(type);
    return isKnown ? type : QString();
}

} // namespace

Meaning readAsDocumented(const QByteArray &text, int version)
{
    Meaning meaning;
    const QByteArray trimmed = text.trimmed();
    if (!PlainJson(text, 64).accepts() || !trimmed.startsWith('{')) {
        meaning.errorCode = badJson;
        return meaning;
    }
    const QJsonObject object = PlainJson::qtValue(text).toObject();
    meaning.type = documentedType(object, version);
    QList<Rule> rules = documentedRules()[meaning.type];
    if (version == 1 && meaning.type != u"hello") // `id` and `room` mean nothing
        rules.removeIf([](const Rule &rule) { return rule.name == u"id" || rule.name == u"room"; });
    meaning.members = read(rules, object, {}, meaning.wrong);
    if (meaning.type.isEmpty() || meaning.type == u"echo")
        meaning.source = trimmed;
    if (meaning.wrong.isEmpty())
        return meaning;
    meaning.errorCode = badRequest;
    // A custom message has no `id` of ours, and one that breaks its rule is none.
    const QJsonValue id = object[u"id"];
    if (!meaning.type.isEmpty() && keeps({u"id"_s, Kind::Bytes, false, 1, 64}, id))
        meaning.id = id.toString();
    return meaning;
}

} // namespace kodama
