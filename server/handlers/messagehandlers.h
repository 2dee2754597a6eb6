// What clients say: back to the sender at once, or to others by way of the chat. Lives in its
// shard's thread.
#pragma once

#include "common/protocol/clientmessages.h"
#include "common/protocol/timestamp.h"
#include "server/sessioncontext.h"

namespace kodama {

class MessageHandlers final
{
public:
    explicit MessageHandlers(TimestampSource &timestamps)
        : m_timestamps(timestamps)
    {}

    void handle(SessionContext &session, const Echo &message);
    void handle(SessionContext &session, const Broadcast &message);
    void handle(SessionContext &session, const Custom &message);

private:
    TimestampSource &m_timestamps;
};

} // namespace kodama
