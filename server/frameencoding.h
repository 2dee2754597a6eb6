// A message as the bytes that go to any number of clients.
#pragma once

#include "common/protocol/servermessages.h"
#include "server/transport/clientlink.h"

namespace kodama {

/// Encodes once; the frame is then shared by all receivers.
[[nodiscard]] SharedFrame encodeFrame(const ServerMessage &message);

} // namespace kodama
