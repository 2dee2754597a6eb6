// One message of the server -> one line for people at a terminal.
#pragma once

#include "common/protocol/messages.h"

#include <QString>

namespace kodama {

/// `clientId`: our own, to mark what came from us. Peers' text is made printable(). Empty for what
/// says nothing to people (an ack, somebody typing).
[[nodiscard]] QString messageLine(const ServerMessage &message, const QString &clientId);

} // namespace kodama
