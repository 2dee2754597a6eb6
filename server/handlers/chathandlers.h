// What only the chat can answer: names, rooms, people, the past. Lives in its shard's thread.
// Tested by tst_session.
#pragma once

#include "common/protocol/clientmessages.h"
#include "server/sessioncontext.h"

namespace kodama {

class ChatHandlers final
{
public:
    void handle(SessionContext &session, const Hello &message) { session.ask(message); }
    void handle(SessionContext &session, const Nick &message) { session.ask(message); }
    void handle(SessionContext &session, const Away &message) { session.ask(message); }
    void handle(SessionContext &session, const Join &message) { session.ask(message); }
    void handle(SessionContext &session, const Leave &message) { session.ask(message); }
    void handle(SessionContext &session, const Topic &message) { session.ask(message); }
    void handle(SessionContext &session, const Rooms &message) { session.ask(message); }
    void handle(SessionContext &session, const Who &message) { session.ask(message); }
    void handle(SessionContext &session, const Direct &message) { session.ask(message); }
    void handle(SessionContext &session, const HistoryRequest &message) { session.ask(message); }
    void handle(SessionContext &session, const Typing &message) { session.ask(message); }
};

} // namespace kodama
