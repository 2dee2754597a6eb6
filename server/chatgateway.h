// How a session asks the chat for what concerns others. Lives in the session's thread.
#pragma once

#include "server/chat/chatrequest.h"

namespace kodama {

class ChatGateway
{
public:
    virtual ~ChatGateway() = default;

    /// Grows with every request, never 0.
    using Ticket = quint64;

    /// Passes the request on before anything is written that this turn of the event loop produced:
    /// whoever reads an answer and makes another client ask something is never overtaken by that.
    virtual Ticket ask(ConnectionId connection, ChatRequest::What what) = 0;

    /// Whether the request and all before it are handled and what followed has been sent.
    [[nodiscard]] virtual bool isDone(Ticket ticket) = 0;
};

} // namespace kodama
