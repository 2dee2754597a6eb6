#include "pendinganswers.h"

#include "common/protocol/codec.h"

#include <algorithm>

namespace kodama {

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

void PendingAnswers::received(const ServerMessage &message, const QString &clientId)
{
    if (std::holds_alternative<EchoResponse>(message)) {
        arrived(Answer::Echo);
    } else if (std::holds_alternative<CommandResponse>(message)) {
        arrived(Answer::Command);
    } else if (const auto *broadcast = std::get_if<BroadcastMessage>(&message)) {
        if (clientId.isEmpty() || broadcast->from == clientId)
            arrived(Answer::Broadcast);
    } else if (const auto *error = std::get_if<ErrorMessage>(&message); error && !error->id) {
        // Whatever it was that the server did not like, it will not answer it otherwise.
        const auto wrong = std::find(m_pending.cbegin(), m_pending.cend(), Answer::Error);
        if (wrong != m_pending.cend())
            m_pending.erase(wrong);
        else if (!m_pending.empty())
            m_pending.pop_front();
    }
}

void PendingAnswers::arrived(Answer answer)
{
    const auto first = std::find(m_pending.cbegin(), m_pending.cend(), answer);
    if (first != m_pending.cend())
        m_pending.erase(first);
}

} // namespace kodama
