// libFuzzer target: the scanner accepts what RFC 8259 accepts, as read by the plainest parser that
// can be written, and means by it what QJsonDocument means. What Qt accepts besides or refuses is
// what that parser accepts with Qt's known deviations, no text more and no text less.
// Build and run: scripts/fuzz json [seconds]
#include "common/protocol/jsonarray.h"
#include "common/protocol/jsonscanner.h"
#include "common/protocol/limits.h"
#include "tests/fuzz/plainjson.h"

#include <QHash>
#include <QJsonObject>

#include <cstdlib>

using namespace kodama;

namespace {

constexpr int depth = limits::jsonDepth;
constexpr int qtDepth = 1024;

void check(bool holds)
{
    if (!holds)
        std::abort();
}

void compareValue(QByteArrayView text, const QJsonValue &qt);

void compareObject(const JsonObject &object, const QJsonObject &qt)
{
    // The last of several members with one name counts.
    QHash<QString, QByteArrayView> ours;
    for (const JsonMember &member : object.members)
        ours[decodeJsonString({member.key.data() - 1, member.key.size() + 2})] = member.value;
    check(ours.size() == qt.size());
    for (auto entry = ours.cbegin(); entry != ours.cend(); ++entry) {
        check(qt.contains(entry.key()));
        compareValue(entry.value(), qt[entry.key()]);
    }
}

void compareArray(const std::vector<QByteArrayView> &elements, const QJsonArray &qt)
{
    check(static_cast<qsizetype>(elements.size()) == qt.size());
    qsizetype at = 0;
    for (const QByteArrayView element : elements)
        compareValue(element, qt[at++]);
}

void compareNumber(QByteArrayView text, const QJsonValue &qt)
{
    check(qt.isDouble());
    if (!PlainJson::isHeldByDouble(text)) // qt is the one that stands in for it
        return;
    check(qt.toDouble() == std::strtod(text.toByteArray().constData(), nullptr));
    bool isInteger = false;
    const qint64 integer = text.toLongLong(&isInteger);
    check(!isInteger || (qt.toInteger(0) == integer && qt.toInteger(1) == integer));
}

/// What the scanner and its helpers make of a value, part by part, against what Qt makes of it.
void compareValue(QByteArrayView text, const QJsonValue &qt)
{
    switch (text.front()) {
    case '{': {
        check(qt.isObject());
        const auto object = scanJsonObject(text, depth);
        check(object.hasValue());
        return compareObject(object.value(), qt.toObject());
    }
    case '[':
        check(qt.isArray());
        return compareArray(splitJsonArray(text), qt.toArray());
    case '"':
        return check(qt.isString() && qt.toString() == decodeJsonString(text));
    case 't':
    case 'f':
        return check(qt.isBool() && qt.toBool() == (text == "true"));
    case 'n':
        return check(qt.isNull());
    default:
        return compareNumber(text, qt);
    }
}

bool isAcceptedByQt(const QByteArray &text)
{
    QJsonParseError error;
    QJsonDocument::fromJson(text, &error);
    return error.error == QJsonParseError::NoError;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    for (const int maxDepth : {depth, limits::jsonDepthFromServer}) {
        const bool isJson = PlainJson(text, maxDepth).accepts();
        check(isValidJson(text, maxDepth) == isJson);
        const bool isObject = isJson && text.trimmed().startsWith('{');
        check(scanJsonObject(text, maxDepth).hasValue() == isObject);
    }
    check(isAcceptedByQt(text) == PlainJson(text, qtDepth, PlainJson::Reader::Qt).accepts());
    if (isValidJson(text, depth))
        compareValue(text.trimmed(), PlainJson::qtValue(text));
    return 0;
}
