// Errors and close codes -> whole sentences in the user's language. Shared by window and console.
#pragma once

#include "app/core/chatclient.h"
#include "app/core/clienterror.h"
#include "app/core/commandparser.h"
#include "app/core/serverurl.h"
#include "common/protocol/limits.h"

#include <QString>

namespace kodama {

/// For example "Nothing listens on localhost:8765. Is the server running?". Plain text; may hold
/// the peer's words (the reason of a close frame), which are cut and freed of control characters.
[[nodiscard]] QString errorText(const ClientError &error);
[[nodiscard]] QString errorText(ServerUrlError error);
[[nodiscard]] QString errorText(const CommandError &error);
/// With the most that a message may have.
[[nodiscard]] QString errorText(SendRefusal refusal, qint64 mostBytes = limits::messageBytes);

enum class NameKind {
    Person,
    Target, ///< a room, or `@` and a person
};

/// Why this cannot be a name, as a sentence of its own; empty if it can.
[[nodiscard]] QString nameErrorText(const QString &name, NameKind kind);

/// What is to be said of a file of unsent messages, see Chat::unsentDamaged().
[[nodiscard]] QString unsentDamageText(int lines, const QString &file);

/// The meaning of a close code as part of a table or in brackets, for example "server is going
/// away"; empty for codes without a known meaning.
[[nodiscard]] QString closeCodeText(quint16 code);

/// The state in a word or two, for example "Connected".
[[nodiscard]] QString stateText(ConnectionState state);

/// The peer's words for one line of ours: no control characters, at most `maxLength` characters.
[[nodiscard]] QString singleLine(const QString &text, qsizetype maxLength = 200);

} // namespace kodama
