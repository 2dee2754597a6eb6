// The way into the chat's thread: anybody puts requests in, from any thread.
#pragma once

#include "server/chat/chatengine.h"
#include "server/chat/chatmeters.h"
#include "server/mailbox.h"

#include <functional>

namespace kodama {

/// What one sender hands over at once.
struct ChatBatch
{
    RequestBatch requests;

    /// Which shard sent it, and its number, which the shard hears back (ShardPort::handledTurn)
    /// when the batch is handled and what follows from it has been delivered. -1: no shard.
    int shard = -1;
    quint64 turn = 0;

    /// When, on the steady clock; 0: it does not matter.
    std::chrono::nanoseconds askedAt{};

    /// Called in the chat's thread when what follows from the requests has been delivered; what the
    /// engine then has in its outbound is delivered, too. May be empty.
    std::function<void(ChatEngine &)> then;
};

struct ChatPort
{
    Wakeup wakeup;
    Mailbox<ChatBatch> inbox{wakeup};

    /// The chat waits for shards to carry out what it delivered. Whoever sets it to false wakes the
    /// chat.
    std::atomic<bool> isHeldBack{false};

    /// For those who ask about the server.
    ChatMeters meters;
};

} // namespace kodama
