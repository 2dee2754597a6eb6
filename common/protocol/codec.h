// JSON text <-> message. Pure functions: they know no socket and may be called from any thread.
#pragma once

#include "common/protocol/errorcode.h"
#include "common/protocol/messages.h"
#include "common/result.h"

#include <QByteArray>

namespace kodama {

/// Why a text is not a message.
struct DecodeError
{
    ErrorCode code = ErrorCode::BadJson;
    QByteArray detail; ///< for the log, in English, for example "byte 17: expected a value"
};

/// Reads what a client sent. Fails only if the text is not one JSON object (RFC 8259, UTF-8, at
/// most limits::jsonDepth levels); whatever the members hold is some message. Of members with the
/// same name the last one counts, as in Python.
Result<ClientMessage, DecodeError> decodeClientMessage(const QByteArray &text);

/// Reads what a server sent, leniently: see servermessages.h.
Result<ServerMessage, DecodeError> decodeServerMessage(const QByteArray &text);

/// Compact JSON, `type` first, the fields in the order of visit().
[[nodiscard]] QByteArray encode(const ClientMessage &message);
[[nodiscard]] QByteArray encode(const ServerMessage &message);

/// The `data` member of a `status` answer.
[[nodiscard]] RawJson encodeStatus(const StatusData &status);
[[nodiscard]] std::optional<StatusData> decodeStatus(const RawJson &data);

} // namespace kodama
