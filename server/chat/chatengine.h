// What a thread runs that decides for all: takes requests, gives deliveries. All calls come from
// that one thread.
#pragma once

#include "server/chat/chatrequest.h"
#include "server/chat/outbound.h"

#include <chrono>
#include <optional>
#include <span>

namespace kodama {

class ChatEngine
{
    Q_DISABLE_COPY_MOVE(ChatEngine)

public:
    ChatEngine() = default;
    virtual ~ChatEngine() = default;

    /// Handles the requests in their order; what they hold may be moved away.
    virtual void handle(std::span<ChatRequest> requests) = 0;

    /// What is to be handed to the shards after each call of the other functions.
    [[nodiscard]] virtual Outbound &outbound() = 0;

    /// When onTimer() is to be called next, on the steady clock; nothing: not at all.
    [[nodiscard]] virtual std::optional<std::chrono::nanoseconds> nextTimer() const
    {
        return std::nullopt;
    }
    virtual void onTimer(std::chrono::nanoseconds /*now*/) {}

    /// What was in the outbound is with the shards.
    virtual void onDelivered() {}

    /// What was committed up to this number survives the loss of power.
    virtual void onSynced(quint64 /*commit*/) {}
};

} // namespace kodama
