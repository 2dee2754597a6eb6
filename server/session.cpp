#include "server/session.h"

#include "common/protocol/codec.h"
#include "server/chatgateway.h"
#include "server/clientregistry.h"
#include "server/frameencoding.h"
#include "server/handlers/commandhandlers.h"
#include "server/handlers/messagehandlers.h"
#include "server/hub.h"
#include "server/log.h"
#include "server/population.h"

namespace kodama {

namespace {

/// Bytes of a message that a debug line shows.
constexpr qsizetype loggedBytes = 2048;

Text textOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadJson:
        return Text::InvalidJson;
    case ErrorCode::Unauthorized:
        return Text::HelloFirst;
    case ErrorCode::BadRequest:
    case ErrorCode::UnknownRoom:
    case ErrorCode::NickInUse:
    case ErrorCode::BadNick:
    case ErrorCode::NoSuchUser:
    case ErrorCode::TooLarge:
    case ErrorCode::RateLimited:
        return Text::BadRequest;
    case ErrorCode::StoreUnavailable:
    case ErrorCode::Internal:
        return Text::InternalError;
    }
    Q_UNREACHABLE();
}

/// A hello is a custom message to a server that does not speak version 2.
AnsweredMessage answered(const ClientMessage &message, const QByteArray &payload)
{
    return std::visit(
        [&payload](const auto &typed) -> AnsweredMessage {
            if constexpr (std::is_constructible_v<AnsweredMessage, decltype(typed)>)
                return typed;
            else
                return Custom{{}, payload.trimmed()};
        },
        message);
}

} // namespace

Session::Session(ClientLink &link, const SessionServices &services)
    : m_link(link)
    , m_services(services)
{
    m_services.population.add();
    m_services.registry.add(m_link.clientId(), {m_link.id(), m_services.shard});
    m_services.log.info(m_services.texts(Text::ClientConnected).arg(m_link.clientId()));
    m_services.hub.add(m_link);
    m_link.send(encodeFrame(
        Welcome{m_services.texts(Text::Welcome), m_link.clientId(), m_services.timestamps.now()}));
    ask(Connected{m_link.clientId()});
}

void Session::onClosed(const CloseInfo &info)
{
    m_services.hub.remove(m_link.id());
    m_services.log.info(
        m_services.texts(Text::ClientDisconnected).arg(m_link.clientId()).arg(info.code));
    ask(Disconnected{});
    m_services.registry.remove(m_link.id());
    m_services.population.remove(); // last: who sees nobody left may count on all of the above
}

void Session::send(const ServerMessage &message)
{
    const SharedFrame frame = encodeFrame(message);
    // What the client asked the chat before is to be answered before.
    if (m_services.chat.isDone(m_lastTicket))
        m_link.send(frame);
    else
        ask(Passthrough{frame});
}

void Session::ask(ChatRequest::What what)
{
    m_lastTicket = m_services.chat.ask(m_link.id(), std::move(what));
}

// Text or binary: the bytes decide. The codec refuses what is not UTF-8.
void Session::receive(const QByteArray &payload)
{
    Log &log = m_services.log;
    if (log.isEnabled(LogLevel::Debug)) {
        const QString shown = QString::fromUtf8(payload.left(loggedBytes));
        log.debug(m_services.texts(Text::MessageReceived).arg(m_link.clientId(), shown));
    }
    auto message = decodeClientMessage(payload);
    if (!message && message.error().code == ErrorCode::BadRequest)
        message = ClientMessage(Custom{{}, payload.trimmed()});
    if (!message) {
        log.debug(m_services.texts(Text::MessageRefused)
                      .arg(m_link.clientId(), QString::fromUtf8(message.error().detail)));
        refuse(message.error().code);
        return;
    }
    if (const auto refusal = m_services.router.route(*this, answered(message.value(), payload)))
        refuse(*refusal);
}

void Session::refuse(ErrorCode code)
{
    send(ErrorMessage{m_services.texts(textOf(code)), qint64(code), errorName(code)});
}

} // namespace kodama
