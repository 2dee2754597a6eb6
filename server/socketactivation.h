// Sockets that the service manager has opened for us (systemd's socket activation).
#pragma once

#include <vector>

namespace kodama {

/// The descriptors that $LISTEN_FDS tells of, if $LISTEN_PID names this process: from first on.
/// Removes the variables, so that child programs do not take them for theirs. Those that are no
/// listening stream sockets are closed and warned of.
[[nodiscard]] std::vector<int> takeActivatedSockets(int first = 3);

} // namespace kodama
