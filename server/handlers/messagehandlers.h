// What clients say: back to the sender, to everybody, or to everybody else. Lives in its shard's
// thread.
#pragma once

#include "common/protocol/clientmessages.h"
#include "common/protocol/timestamp.h"
#include "server/backplane.h"
#include "server/sessioncontext.h"

namespace kodama {

class MessageHandlers final
{
public:
    MessageHandlers(Backplane &backplane, TimestampSource &timestamps)
        : m_backplane(backplane)
        , m_timestamps(timestamps)
    {}

    void handle(SessionContext &session, const Echo &message);
    void handle(SessionContext &session, const Broadcast &message);
    void handle(SessionContext &session, const Custom &message);

private:
    Backplane &m_backplane;
    TimestampSource &m_timestamps;
};

} // namespace kodama
