#include "common/protocol/codec.h"

#include "common/protocol/fields.h"
#include "common/protocol/jsonscanner.h"
#include "common/protocol/limits.h"

namespace kodama {

namespace {

/// Whether the object's `type` is this one. A type that is no string is nobody's.
bool hasType(const JsonMember *member, QLatin1StringView type)
{
    if (!member || !member->value.startsWith('"'))
        return false;
    const QByteArrayView quoted = member->value;
    if (quoted.contains('\\'))
        return decodeJsonString(quoted) == type;
    return quoted.sliced(1, quoted.size() - 2) == QByteArrayView(type.data(), type.size());
}

/// Tries the alternatives in the order of the variant; the last one takes everything.
template <typename Variant, std::size_t index = 0>
Variant readAs(const JsonMember *type, FieldReader &reader)
{
    using Message = std::variant_alternative_t<index, Variant>;
    if constexpr (index + 1 < std::variant_size_v<Variant>) {
        if (!hasType(type, Message::type))
            return readAs<Variant, index + 1>(type, reader);
    }
    Message message;
    Message::visit(message, reader);
    return message;
}

template <typename Variant>
Result<Variant, DecodeError> decode(const QByteArray &text, int maxDepth)
{
    const auto object = scanJsonObject(text, maxDepth);
    if (!object) {
        const JsonError &error = object.error();
        return DecodeError{ErrorCode::BadJson,
                           "byte " + QByteArray::number(error.offset) + ": " + error.expected};
    }
    FieldReader reader(object.value(), text);
    return readAs<Variant>(object.value().find(QLatin1StringView("type")), reader);
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

Result<ClientMessage, DecodeError> decodeClientMessage(const QByteArray &text)
{
    return decode<ClientMessage>(text, limits::jsonDepth);
}

Result<ServerMessage, DecodeError> decodeServerMessage(const QByteArray &text)
{
    return decode<ServerMessage>(text, limits::jsonDepthFromServer);
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
    const FieldReader reader(object.value(), data.text());
    StatusData status;
    StatusData::visit(status, reader);
    return status;
}

} // namespace kodama
