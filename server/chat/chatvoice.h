// How the chat speaks: to one connection, to a room, to everybody. Encodes once, whoever listens.
// Lives in the chat's thread.
#pragma once

#include "common/protocol/errorcode.h"
#include "common/protocol/servermessages.h"
#include "server/chat/announcements.h"
#include "server/chat/chatcontext.h"

namespace kodama {

/// Why a request is refused.
struct Refusal
{
    ErrorCode code = ErrorCode::BadRequest;
    std::optional<Text> text{}; ///< in place of the code's own words
    std::optional<qint64> retryAfterMs{};
    std::optional<QString> suggestion{};
};

/// The store cannot be used; to be asked again.
[[nodiscard]] Refusal storeUnavailable();

class ChatVoice final
{
public:
    ChatVoice(ChatContext &context, Announcements &announcements)
        : m_context(context)
        , m_announcements(announcements)
    {}

    void reply(const ChatConnection &connection, const ServerMessage &message);
    void reply(const ChatConnection &connection, const SharedFrame &frame,
               Urgency urgency = Urgency::Normal);
    void refuse(const ChatConnection &connection, const std::optional<QString> &id,
                const Refusal &refusal);
    /// Counts as told.
    [[nodiscard]] ErrorMessage errorOf(const std::optional<QString> &id,
                                       const Refusal &refusal) const;

    /// To version 2 members.
    void publish(const Room &room, const ServerMessage &message, ConnectionId except = 0,
                 Urgency urgency = Urgency::Normal);

    /// To all who hear the room; in the lobby that is version 1, too. Who sent it may get another
    /// copy.
    struct Copies
    {
        SharedFrame frame{};
        ConnectionId sender = 0;
        SharedFrame forSender{}; ///< no bytes: the sender hears nothing
    };
    void publishToAll(const Room &room, const Copies &copies);

    void publishToEverybody(const ServerMessage &message);

private:
    ChatContext &m_context;
    Announcements &m_announcements;
};

} // namespace kodama
