// Tells version 1 who comes and who goes. Where many listen and many come or go at once, they are
// told of several together, as one buffer for everybody: else a thousand who come would be a
// million writes. Lives in the chat's thread.
#pragma once

#include "common/protocol/servermessages.h"
#include "server/chat/chatcontext.h"

#include <vector>

namespace kodama {

class Announcements final
{
public:
    explicit Announcements(ChatContext &context)
        : m_context(context)
    {}

    /// The connection has come and is counted. Until the others are told, it hears nothing of the
    /// lobby (see Announced).
    void come(const ChatConnection &connection);

    /// The one of this name has gone and is not counted any more.
    void go(const QString &clientId);

    /// Now, whatever the time is. Before a newcomer is answered, and before the lobby hears
    /// something that the newcomers are to hear, too.
    void tell()
    {
        if (!m_notices.empty())
            tellAll();
    }

    /// If it is time: at once, unless many were told of somebody only a moment ago.
    void tellIfDue();

    /// Steady time at which tellIfDue() will have something to do.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> nextTime() const;

private:
    struct Newcomer
    {
        ConnectionId connection = 0;
        qsizetype end = 0; ///< of the notice about it; what is behind it concerns it
        int number = 0;    ///< of that notice in the buffer, from 1
    };
    /// What is told as one.
    struct Notices
    {
        QByteArray frames;
        int count = 0;
        std::vector<Newcomer> newcomers;
    };

    Notices &add(const ServerMessage &message);
    void tellAll();
    void tell(const Notices &notices);

    ChatContext &m_context;
    std::vector<Notices> m_notices;
    std::chrono::nanoseconds m_dueAt{0};
    int m_waiting = 0;
};

} // namespace kodama
