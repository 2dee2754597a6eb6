// Brings each message to its one handler, after checking what the message asks for. The compiler
// finds a message without a handler, or with two.
#pragma once

#include "common/protocol/clientmessages.h"
#include "common/protocol/errorcode.h"
#include "server/sessioncontext.h"

#include <optional>
#include <tuple>

namespace kodama {

template <typename Handler, typename Message>
concept Handles = requires(Handler &handler, SessionContext &session, const Message &message)
{
    handler.handle(session, message);
};

template <typename Message, typename... Handlers>
inline constexpr int handlerCount = (0 + ... + int(Handles<Handlers, Message>));

// A type of its own, so that the compiler's complaint names the message.
template <typename Message, typename... Handlers>
struct ExactlyOneHandlerFor
{
    static_assert(handlerCount<Message, Handlers...> != 0, "this message has no handler");
    static_assert(handlerCount<Message, Handlers...> < 2, "this message has two handlers");
    static constexpr bool value = true;
};

/// Messages is a variant; Handlers are classes with `void handle(SessionContext &, const M &)`.
template <typename Messages, typename... Handlers>
class BasicRouter;

template <typename... Messages, typename... Handlers>
class BasicRouter<std::variant<Messages...>, Handlers...> final
{
    static_assert((ExactlyOneHandlerFor<Messages, Handlers...>::value && ...));

public:
    /// The handlers must live longer than the router.
    explicit BasicRouter(Handlers &...handlers)
        : m_handlers(handlers...)
    {}

    /// Why the message was refused before it reached its handler, or nothing.
    std::optional<ErrorCode> route(SessionContext &session,
                                   const std::variant<Messages...> &message)
    {
        return std::visit([&](const auto &typed) { return routeTyped(session, typed); }, message);
    }

private:
    template <typename Message>
    std::optional<ErrorCode> routeTyped(SessionContext &session, const Message &message)
    {
        constexpr int helloVersion = 2; // the first protocol version that begins with hello
        if constexpr (!Message::allowedBeforeHello) {
            if (session.protocolVersion() < helloVersion)
                return ErrorCode::Unauthorized;
        }
        std::apply([&](auto &...handlers) { (offer(handlers, session, message), ...); },
                   m_handlers);
        return std::nullopt;
    }

    template <typename Handler, typename Message>
    static void offer(Handler &handler, SessionContext &session, const Message &message)
    {
        if constexpr (Handles<Handler, Message>)
            handler.handle(session, message);
    }

    std::tuple<Handlers &...> m_handlers;
};

class ChatHandlers;
class CommandHandlers;
class MessageHandlers;

/// The server's router; a new class of handlers is added here.
using Router = BasicRouter<ClientMessage, MessageHandlers, CommandHandlers, ChatHandlers>;

} // namespace kodama
