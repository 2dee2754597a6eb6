// What the server refuses for now alone: it is asked for again, and nothing fails because of it.
// Tested by tst_chat.
#pragma once

#include "common/protocol/errorcode.h"
#include "common/protocol/servermessages.h"

namespace kodama {

[[nodiscard]] inline bool isPassing(const ErrorMessage &refusal)
{
    const auto code = static_cast<ErrorCode>(refusal.code.value_or(0));
    return code == ErrorCode::RateLimited || code == ErrorCode::StoreUnavailable ||
           code == ErrorCode::Internal;
}

} // namespace kodama
