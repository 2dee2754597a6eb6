// What a client is called by its address.
#pragma once

#include "server/transport/clientlink.h"

namespace kodama {

/// `IP:PORT` of the descriptor's peer, as Python's `remote_address` has them: an IPv6 address
/// without brackets, an IPv4 peer of a dual-stack socket without `::ffff:`. `unix:ID` for a Unix
/// socket;
/// `?:ID` if the peer has gone already.
[[nodiscard]] QString clientIdOf(int descriptor, ConnectionId id);

} // namespace kodama
