// How often a session may change what all others are told and must be looked up for: the rooms that
// it is in, its name, whether it is away. Lives in the chat's thread.
#pragma once

#include "server/chat/chatmodel.h"
#include "server/chat/chatvoice.h"

namespace kodama {

/// For one more change at this steady time. RateLimited if it comes too soon.
[[nodiscard]] std::optional<Refusal> spendChange(ChatSession &session,
                                                 std::chrono::nanoseconds now);

} // namespace kodama
