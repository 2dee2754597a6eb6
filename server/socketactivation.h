// Sockets that the service manager has opened for us (systemd's socket activation).
#pragma once

#include <optional>
#include <vector>

namespace kodama {

/// The descriptors that $LISTEN_FDS tells of, if $LISTEN_PID names this process: from first on.
/// Nothing if it tells of none. Removes the variables, so that child programs do not take them for
/// theirs. Those that are no listening stream sockets are closed and warned of, which may leave
/// none.
[[nodiscard]] std::optional<std::vector<int>> takeActivatedSockets(int first = 3);

} // namespace kodama
