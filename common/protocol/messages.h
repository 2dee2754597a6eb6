// The list of messages. Codec, router, round-trip test, golden frames and the documentation check
// follow from the two variants, ClientMessage and ServerMessage.
#pragma once

#include "common/protocol/clientmessages.h" // IWYU pragma: export
#include "common/protocol/servermessages.h" // IWYU pragma: export
