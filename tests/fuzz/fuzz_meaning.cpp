// libFuzzer target: a client's message means to the codec what docs/protocol.md says, as read by a
// decoder over QJsonDocument that shares nothing with it: the type, each member, and the error.
// Build and run: scripts/fuzz meaning [seconds]
#include "common/protocol/codec.h"
#include "tests/fuzz/plainjson.h"
#include "tests/fuzz/referencedecoder.h"

#include <cstdlib>

using namespace kodama;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// Visits the fields of a decoded message.
class Collector
{
public:
    void text(const char *name, const QString &value, const auto &...) { put(name, value); }
    void choice(const char *name, const QString &value, const auto &) { put(name, value); }
    void integer(const char *name, qint64 value, const auto &...) { put(name, value); }
    void json(const char *name, const RawJson &value)
    {
        put(name, PlainJson::qtValue(value.text()));
    }
    void optionalText(const char *name, const std::optional<QString> &value, const auto &...)
    {
        if (value)
            put(name, *value);
    }
    void optionalInteger(const char *name, const std::optional<qint64> &value, const auto &...)
    {
        if (value)
            put(name, *value);
    }
    void optionalJson(const char *name, const std::optional<RawJson> &value)
    {
        if (value)
            json(name, *value);
    }
    template <typename Object>
    void optionalObject(const char *name, const std::optional<Object> &value)
    {
        if (!value)
            return;
        Collector inside;
        Object::visit(*value, inside);
        put(name, inside.meaning.members);
    }
    void source(const QByteArray &value) { meaning.source = value; }

    Meaning meaning;

private:
    void put(const char *name, const QJsonValue &value)
    {
        meaning.members[QLatin1StringView(name)] = value;
    }
};

template <typename Message>
Meaning meaningOf(const Message &message)
{
    Collector collector;
    collector.meaning.type = Message::type;
    Message::visit(message, collector);
    return collector.meaning;
}

void compare(const QByteArray &text, int version)
{
    const Meaning wanted = readAsDocumented(text, version);
    const auto message = decodeClientMessage(text, version);
    check(message.hasValue() == (wanted.errorCode == 0));
    if (!message) {
        const DecodeError &error = message.error();
        check(static_cast<int>(error.code) == wanted.errorCode);
        check(error.id == wanted.id);
        const QString named = QString::fromUtf8(error.detail.first(error.detail.indexOf(':')));
        check(error.code == ErrorCode::BadJson || wanted.wrong.contains(named));
        return;
    }
    const Meaning found =
        std::visit([](const auto &known) { return meaningOf(known); }, message.value());
    check(found.type == wanted.type);
    check(found.members == wanted.members);
    check(found.source == wanted.source);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    compare(text, 1);
    compare(text, 2);
    return 0;
}
