// Who somebody is: hello, the session that goes on, nick, away. Lives in the chat's thread.
#pragma once

#include "common/result.h"
#include "server/chat/chatvoice.h"
#include "server/chat/posting.h"
#include "server/chat/presence.h"

namespace kodama {

class Greeting final
{
public:
    Greeting(ChatContext &context, ChatVoice &voice, Presence &presence, Posting &posting)
        : m_context(context)
        , m_voice(voice)
        , m_presence(presence)
        , m_posting(posting)
    {}

    void hello(ChatConnection &connection, const Hello &request);
    void nick(ChatConnection &connection, const Nick &request);
    void away(ChatConnection &connection, const Away &request);

private:
    struct Name
    {
        QString nick;
        QString key;
    };

    /// Why not, or nothing.
    [[nodiscard]] std::optional<Refusal> begin(ChatConnection &connection, const Hello &request);
    /// The session that the client goes on with, in the chat or from the store; nullptr: there is
    /// none.
    [[nodiscard]] Result<ChatSession *, Refusal> resumed(const Hello &request);
    [[nodiscard]] ChatSession &wake(const SessionRecord &record, const Name &name);
    /// The name that was asked for, or a guest's, free for the session (which may be nullptr).
    [[nodiscard]] Result<Name, Refusal> freeName(const QString &wanted, const ChatSession *session);
    [[nodiscard]] static Name named(const QString &nick);
    /// Nobody's who is here or remembered.
    [[nodiscard]] QString guestNick();
    /// The person's own, or if another one has it the wanted one, or a similar one.
    [[nodiscard]] Name nameFor(const PersonRecord &person, const std::optional<Name> &wanted);
    void rename(ChatSession &session, const Name &name, ConnectionId except);
    [[nodiscard]] ChatSession &createSession(const QByteArray &token, const Name &name);
    void upgrade(ChatConnection &connection, ChatSession &session);
    /// What it says whoever asked.
    [[nodiscard]] HelloResponse helloResponse(const ChatSession &session);
    /// The newest of those that are reached by the name that they are given.
    [[nodiscard]] QList<DirectSummary> directsOf(const ChatSession &session);
    /// Of somebody who is not in the chat.
    [[nodiscard]] bool isFoundByNick(const DirectRecord &gone) const;
    [[nodiscard]] qint64 randomId();
    [[nodiscard]] QByteArray randomToken();

    ChatContext &m_context;
    ChatVoice &m_voice;
    Presence &m_presence;
    Posting &m_posting;
};

} // namespace kodama
