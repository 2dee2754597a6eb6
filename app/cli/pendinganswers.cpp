#include "pendinganswers.h"

#include "app/core/chat/passingerror.h"
#include "common/protocol/codec.h"

#include <algorithm>

namespace kodama {

namespace {

bool isAboutARequest(const ServerMessage &message)
{
    return std::visit(
        [](const auto &known) {
            if constexpr (requires { known.id.isEmpty(); })
                return !known.id.isEmpty();
            else if constexpr (requires { known.id->isEmpty(); })
                return known.id && !known.id->isEmpty();
            else
                return false;
        },
        message);
}

} // namespace

void PendingAnswers::sent(const QByteArray &frame, int version)
{
    const Result<ClientMessage, DecodeError> message = decodeClientMessage(frame, version);
    const auto *post = message ? std::get_if<Broadcast>(&message.value()) : nullptr;
    if (post && post->id)
        return;
    if (!message)
        m_pending.push_back(Answer::Error);
    else if (std::holds_alternative<Echo>(message.value()))
        m_pending.push_back(Answer::Echo);
    else if (std::holds_alternative<Broadcast>(message.value()))
        m_pending.push_back(Answer::Broadcast);
    else if (std::holds_alternative<Command>(message.value()))
        m_pending.push_back(Answer::Command);
    else if (std::holds_alternative<Custom>(message.value()))
        m_awaitsAll = false; // it goes to the others only
}

bool PendingAnswers::received(const ServerMessage &message, const QString &clientId)
{
    if (std::holds_alternative<EchoResponse>(message))
        return arrived(Answer::Echo);
    if (std::holds_alternative<CommandResponse>(message))
        return arrived(Answer::Command);
    if (const auto *error = std::get_if<ErrorMessage>(&message)) {
        if (error->id)
            return !isPassing(*error);
        // Whatever it was that the server did not like, it will not answer it otherwise.
        if (arrived(Answer::Error))
            return true;
        const bool isOwed = !m_pending.empty();
        if (isOwed)
            m_pending.pop_front();
        return isOwed;
    }
    const auto *broadcast = std::get_if<BroadcastMessage>(&message);
    const bool isOurs = broadcast && (clientId.isEmpty() || broadcast->from == clientId);
    return (isOurs && arrived(Answer::Broadcast)) || isAboutARequest(message);
}

bool PendingAnswers::arrived(Answer answer)
{
    const auto first = std::find(m_pending.cbegin(), m_pending.cend(), answer);
    if (first == m_pending.cend())
        return false;
    m_pending.erase(first);
    return true;
}

} // namespace kodama
