// What `kodama` ends with when it runs without a window. Documented in --help and the man page.
#pragma once

#include "app/core/clienterror.h"

namespace kodama {

/// Never renumber: scripts compare these.
enum class ExitCode : int {
    Ok = 0,
    Usage = 2,         ///< wrong options, or a line that is no command
    CannotConnect = 3, ///< unknown name, nothing listens, no network
    Tls = 4,
    Refused = 5,        ///< an HTTP status instead of a handshake, or a close code that means "no"
    ProtocolError = 6,  ///< a wrong answer, or bytes against the protocol
    Timeout = 7,        ///< no connection or no answer in time
    ConnectionLost = 8, ///< was there, and ended
    NoDisplay = 9,      ///< a window was asked for where none can be shown
    Unsent = 10,        ///< messages are not stored: they wait for the next time, or were refused
    CannotWrite = 74,   ///< standard output or the settings, otherwise Ok (EX_IOERR)
};

[[nodiscard]] ExitCode exitCodeOf(const ClientError &error);

} // namespace kodama
