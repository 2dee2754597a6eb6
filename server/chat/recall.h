// What was said before: pages of a room's or a conversation's past, and all that somebody missed.
// Lives in the chat's thread.
#pragma once

#include "common/protocol/clientmessages.h"
#include "common/protocol/servermessages.h"
#include "common/result.h"
#include "server/chat/chatvoice.h"
#include "server/history/history.h"

namespace kodama {

/// A room or a conversation, as one person names it.
struct Target
{
    QString name;   ///< normal form: `tea`, `@mika`
    QString stream; ///< in the History
    PersonId person = 0;
    QString nick; ///< of the other person; empty in a room
    [[nodiscard]] bool isDirect() const { return person != 0; }
};

class Recall final
{
public:
    explicit Recall(ChatContext &context)
        : m_context(context)
        , m_history(context.services.history)
    {}

    /// BadRequest, NoSuchUser or StoreUnavailable.
    [[nodiscard]] Result<Target, Refusal> target(const ChatSession &session, const QString &text);

    /// Whether somebody is in it, or anything of it is remembered.
    [[nodiscard]] bool exists(const QString &room);
    /// The latter.
    [[nodiscard]] bool isRemembered(const QString &room);

    /// Position, and what was missed, complete or not at all. A store that cannot be read refuses
    /// the recovery, not the joining.
    void fill(JoinResponse &response, const Join &request, const QString &stream);

    [[nodiscard]] Result<HistoryResponse, Refusal> page(const HistoryRequest &request,
                                                        const Target &target);

private:
    ChatContext &m_context;
    History &m_history;
};

} // namespace kodama
