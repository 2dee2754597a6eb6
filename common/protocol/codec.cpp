#include "common/protocol/codec.h"

#include "common/protocol/fieldreader.h"
#include "common/protocol/fieldwriter.h"
#include "common/protocol/jsonscanner.h"
#include "common/protocol/limits.h"

namespace kodama {

namespace {

/// The first version of the protocol that begins with a hello.
constexpr int firstWithHello = 2;

/// Whether the object's `type` is this one. A type that is no string is nobody's.
bool hasType(const JsonMember *member, QLatin1StringView type)
{
    return member && member->value.startsWith('"') && isJsonString(member->value, type);
}

/// A greeting, be it right or wrong: as a custom message it would show its secret to everybody.
/// But in version 1 a `hello` is a custom type like any other.
bool isGreeting(const JsonObject &object)
{
    std::optional<qint64> version;
    FieldReader(object, {}).optionalInteger("v", version);
    return object.find(QLatin1StringView("resume")) != nullptr ||
           (object.find(QLatin1StringView("v")) != nullptr &&
            version.value_or(firstWithHello) >= firstWithHello);
}

/// Whether a client that speaks this version means this message by its type: in version 1 the names
/// of version 2 are custom types like any other.
template <typename Message>
bool isMeant(const JsonObject &object, int version)
{
    if (version >= firstWithHello)
        return true;
    if constexpr (std::is_same_v<Message, Hello>)
        return isGreeting(object);
    return Message::allowedBeforeHello;
}

/// Of a request that breaks its rules; none if the `id` does so itself.
std::optional<QString> idOf(const JsonObject &object, const QByteArray &text)
{
    std::optional<QString> id;
    FieldReader reader(object, text, Reading::Version2);
    reader.optionalText("id", id, limits::id);
    return reader.wrongField() ? std::nullopt : id;
}

template <typename Message>
Result<ClientMessage, DecodeError> readClient(const JsonObject &object, const QByteArray &text,
                                              int version)
{
    const bool isChecked = version >= firstWithHello || std::is_same_v<Message, Hello>;
    FieldReader reader(object, text, isChecked ? Reading::Version2 : Reading::Version1);
    Message message;
    Message::visit(message, reader);
    if (const auto &wrong = reader.wrongField()) {
        DecodeError error{ErrorCode::BadRequest, wrong->name + ": " + wrong->expected, {}};
        if constexpr (!std::is_same_v<Message, Custom>) // its members are its own, `id` included
            error.id = idOf(object, text);
        return error;
    }
    return ClientMessage(std::move(message));
}

/// Tries the alternatives in the order of the variant; the last one takes everything.
template <std::size_t index = 0>
Result<ClientMessage, DecodeError> readClientAs(const JsonMember *type, const JsonObject &object,
                                                const QByteArray &text, int version)
{
    using Message = std::variant_alternative_t<index, ClientMessage>;
    if constexpr (index + 1 < std::variant_size_v<ClientMessage>) {
        if (!hasType(type, Message::type) || !isMeant<Message>(object, version))
            return readClientAs<index + 1>(type, object, text, version);
    }
    return readClient<Message>(object, text, version);
}

template <std::size_t index = 0>
ServerMessage readServerAs(const JsonMember *type, FieldReader &reader)
{
    using Message = std::variant_alternative_t<index, ServerMessage>;
    if constexpr (index + 1 < std::variant_size_v<ServerMessage>) {
        if (!hasType(type, Message::type))
            return readServerAs<index + 1>(type, reader);
    }
    Message message;
    Message::visit(message, reader);
    return message;
}

DecodeError notJson(const JsonError &error)
{
    return {
        ErrorCode::BadJson, "byte " + QByteArray::number(error.offset) + ": " + error.expected, {}};
}

template <typename Message>
QByteArray write(const Message &message)
{
    if constexpr (Message::type.size() == 0)
        return message.source;
    FieldWriter writer;
    writer.type(Message::type);
    Message::visit(message, writer);
    return writer.finish();
}

} // namespace

Result<ClientMessage, DecodeError> decodeClientMessage(const QByteArray &text, int version)
{
    const auto object = scanJsonObject(text, limits::jsonDepth);
    if (!object)
        return notJson(object.error());
    const JsonMember *type = object.value().find(QLatin1StringView("type"));
    return readClientAs(type, object.value(), text, version);
}

Result<ServerMessage, DecodeError> decodeServerMessage(const QByteArray &text)
{
    const auto object = scanJsonObject(text, limits::jsonDepthFromServer);
    if (!object)
        return notJson(object.error());
    FieldReader reader(object.value(), text);
    return readServerAs(object.value().find(QLatin1StringView("type")), reader);
}

QByteArray encode(const ClientMessage &message)
{
    return std::visit([](const auto &alternative) { return write(alternative); }, message);
}

QByteArray encode(const ServerMessage &message)
{
    return std::visit([](const auto &alternative) { return write(alternative); }, message);
}

RawJson encodeStatus(const StatusData &status)
{
    FieldWriter writer;
    StatusData::visit(status, writer);
    return RawJson::fromValidText(writer.finish());
}

std::optional<StatusData> decodeStatus(const RawJson &data)
{
    const auto object = scanJsonObject(data.text(), limits::jsonDepthFromServer);
    if (!object)
        return std::nullopt;
    FieldReader reader(object.value(), data.text());
    StatusData status;
    StatusData::visit(status, reader);
    return status;
}

} // namespace kodama
