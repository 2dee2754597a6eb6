#include "server/handlers/messagehandlers.h"

namespace kodama {

void MessageHandlers::handle(SessionContext &session, const Echo &message)
{
    if (session.mayAskForItself())
        session.send(EchoResponse{RawJson::fromValidText(message.source), m_timestamps.now()});
}

void MessageHandlers::handle(SessionContext &session, const Broadcast &message)
{
    session.ask(message);
}

void MessageHandlers::handle(SessionContext &session, const Custom &message)
{
    session.ask(message);
}

} // namespace kodama
