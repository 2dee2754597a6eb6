#include "server/handlers/messagehandlers.h"

#include "server/frameencoding.h"

namespace kodama {

void MessageHandlers::handle(SessionContext &session, const Echo &message)
{
    session.send(EchoResponse{RawJson::fromValidText(message.source), m_timestamps.now()});
}

void MessageHandlers::handle(SessionContext &session, const Broadcast &message)
{
    const BroadcastMessage post{session.clientId(), message.content, m_timestamps.now()};
    m_backplane.publish({lobby, encodeFrame(post)});
}

void MessageHandlers::handle(SessionContext &session, const Custom &message)
{
    const ForwardedMessage forwarded{session.clientId(), RawJson::fromValidText(message.source),
                                     m_timestamps.now()};
    m_backplane.publish({lobby, encodeFrame(forwarded), session.connectionId()});
}

} // namespace kodama
