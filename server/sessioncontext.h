// What a handler may know of the client that sent a message, and how it answers. No sockets, no
// other clients.
#pragma once

#include "common/protocol/servermessages.h"
#include "server/chat/chatrequest.h"

namespace kodama {

class SessionContext
{
public:
    virtual ~SessionContext() = default;

    [[nodiscard]] virtual ConnectionId connectionId() const = 0;

    /// The name that others see.
    [[nodiscard]] virtual const QString &clientId() const = 0;

    /// 1 until the client says hello with a higher one.
    [[nodiscard]] virtual int protocolVersion() const = 0;

    /// Whether it may ask for one thing more that concerns nobody else, such as an echo; if not, it
    /// has been told.
    [[nodiscard]] virtual bool mayAskForItself() = 0;

    /// To this client alone, behind the answers to what it asked before.
    virtual void send(const ServerMessage &message) = 0;

    /// What concerns others is for the chat to decide, and to answer.
    virtual void ask(ChatRequest::What what) = 0;
};

} // namespace kodama
