// How much a client may ask of others, with units and defaults.
#pragma once

#include "server/transport/tokenbucket.h"

#include <chrono>

namespace kodama {

/// Counted is what others have to carry: what goes to the chat, and what is no message at all. An
/// echo or a command concerns nobody else, and counts as a part of that.
///
/// The defaults stop a program that has run away and nothing else: no client that waits for its
/// answers comes near them. Bursts are what may come at once after a pause.
struct SessionLimits
{
    Rate messages{100'000, 200'000};
    Rate bytes{qint64{256} * 1024 * 1024, qint64{512} * 1024 * 1024};

    /// So many echoes or commands count as one message, and their bytes as so many times fewer.
    static constexpr int ownPart = 10;

    /// Each refused message is told when it may come again, one behind the other. Whoever keeps to
    /// that catches up; a client that after this time has more to catch up than within it is
    /// closed. So long, since more may have been on its way already.
    std::chrono::milliseconds grace{1'000};

    /// Nobody is told to wait longer, or may have more to catch up.
    std::chrono::milliseconds longestRetry{60'000};

    /// Who was not refused for so long is told again, also where it gave no id.
    std::chrono::milliseconds forgiveAfter{10'000};
};

} // namespace kodama
