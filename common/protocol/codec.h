// JSON text <-> message. Pure functions: they know no socket and may be called from any thread.
#pragma once

#include "common/protocol/errorcode.h"
#include "common/protocol/messages.h"
#include "common/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace kodama {

/// Why a text is not a message.
struct DecodeError
{
    ErrorCode code = ErrorCode::BadJson;
    QByteArray detail;         ///< for the log, in English, for example "byte 17: expected a value"
    std::optional<QString> id; ///< of the request, for the answer, beside BadRequest
};

/// Reads what a client sent over a connection that speaks this version (1 until its hello was
/// accepted). BadJson if the text is not one JSON object (RFC 8259, UTF-8, at most
/// limits::jsonDepth levels). In version 1 whatever the members hold is some message, and the names
/// of version 2 are custom types, except `hello` with `v` of at least 2. In version 2, and for that
/// hello, BadRequest if a field breaks its rule. Of members with the same name the last one counts,
/// as in Python.
Result<ClientMessage, DecodeError> decodeClientMessage(const QByteArray &text, int version = 1);

/// Reads what a server sent, leniently: see servermessages.h.
Result<ServerMessage, DecodeError> decodeServerMessage(const QByteArray &text);

/// Compact JSON, `type` first, the fields in the order of visit().
[[nodiscard]] QByteArray encode(const ClientMessage &message);
[[nodiscard]] QByteArray encode(const ServerMessage &message);

/// The `data` member of a `status` answer.
[[nodiscard]] RawJson encodeStatus(const StatusData &status);
[[nodiscard]] std::optional<StatusData> decodeStatus(const RawJson &data);

} // namespace kodama
