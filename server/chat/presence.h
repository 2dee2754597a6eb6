// Who is in which room, as version 2 is told: notices wait a moment, so that a connection that
// breaks and comes back is not told at all. Lives in the chat's thread.
#pragma once

#include "server/chat/chatvoice.h"

#include <deque>
#include <set>
#include <unordered_set>

namespace kodama {

class Presence final
{
public:
    Presence(ChatContext &context, ChatVoice &voice)
        : m_context(context)
        , m_voice(voice)
    {}

    /// The session becomes a member, and the others are told. It may be one already.
    void enter(ChatSession &session, Room &room);
    /// The session is no member any more, the connections of it hear nothing of the room any more;
    /// all but the one that asked are told.
    void leave(ChatSession &session, Room &room, ConnectionId asked);

    /// The connection hears the room from now on; stopHearing() also when it never did.
    void hear(ChatConnection &connection, Room &room);
    void stopHearing(ChatConnection &connection, Room &room);

    /// The session is in the chat again: those who have written to it or were written to are told.
    void comeBack(const ChatSession &session);
    /// The session's last connection is gone: it leaves its rooms if it does not come back in time.
    void awaitReturn(ChatSession &session);
    /// It leaves its rooms now, and the chat, as those are told with whom there is a conversation:
    /// somebody else may have its nick.
    void end(ChatSession &session);

    /// A version 1 connection came: it is shown when it stays, or speaks.
    void awaitGuest(const ChatConnection &connection);
    void showGuest(ChatConnection &connection);
    /// It went, or said hello.
    void hideGuest(ChatConnection &connection);

    /// nick, away, back: once to everybody who shares a room with the session, to its own
    /// connections, and to those who have written to it or were written to.
    void tell(const ChatSession &session, PresenceEvent event, ConnectionId except = 0);

    [[nodiscard]] QList<Member> members(const Room &room, int count) const;
    [[nodiscard]] qint64 memberCount(const Room &room) const;

    /// Steady time of the next notice that is due.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> nextTime() const;
    void onTime(std::chrono::nanoseconds now);

private:
    template <typename Id>
    struct Wait
    {
        Id id = 0;
        std::chrono::nanoseconds until{0};
    };

    using Hearers = std::unordered_set<const ChatConnection *>;
    /// Who is here of the newest so many conversations. False: nobody can say now who they are.
    [[nodiscard]] bool addCorrespondents(Hearers &hearers, const ChatSession &session,
                                         int most) const;
    void addEverybody(Hearers &hearers) const;
    void tellCorrespondents(const ChatSession &session, QLatin1StringView event);
    [[nodiscard]] PresenceEvent eventOf(QLatin1StringView event, const QString &nick,
                                        const QString &room) const;

    ChatContext &m_context;
    ChatVoice &m_voice;
    // All wait equally long: the first is the next.
    std::deque<Wait<SessionId>> m_returns;
    std::deque<Wait<ConnectionId>> m_guests;
    std::set<ConnectionId> m_shownGuests;
};

} // namespace kodama
