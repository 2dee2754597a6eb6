// Tested by tst_roomrequests and tst_greeting.
#include "server/chat/changebudget.h"

#include "server/chat/chatlimits.h"

#include <algorithm>

namespace kodama {

std::optional<Refusal> spendChange(ChatSession &session, std::chrono::nanoseconds now)
{
    using Seconds = std::chrono::duration<double>;
    const double earned =
        Seconds(now - session.changesCountedAt).count() * limits::changesPerSecond;
    session.changeTokens = std::min(session.changeTokens + earned, double(limits::changeBurst));
    session.changesCountedAt = now;
    if (session.changeTokens < 1) {
        const double missing = (1 - session.changeTokens) * 1000 / limits::changesPerSecond;
        return Refusal{ErrorCode::RateLimited, {}, qint64(missing) + 1};
    }
    session.changeTokens -= 1;
    return std::nullopt;
}

} // namespace kodama
