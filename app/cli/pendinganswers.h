// Which answers the server still owes us: what the console waits for at the end of its input.
#pragma once

#include "common/protocol/messages.h"

#include <QByteArray>
#include <QString>

#include <deque>

namespace kodama {

class PendingAnswers final
{
public:
    /// A frame went out; read as a server that speaks this version with us will read it. What has
    /// an id in version 2 is awaited by whoever gave it one.
    void sent(const QByteArray &frame, int version = 1);

    /// A message came in; `clientId` is our own, empty if the server never told it. True if it is
    /// the answer to something: also to what is awaited by its id, unless it says "later".
    bool received(const ServerMessage &message, const QString &clientId);

    /// The connection is gone: nobody will answer.
    void clear() { m_pending.clear(); }

    /// False after something that nobody answers.
    [[nodiscard]] bool awaitsAll() const { return m_awaitsAll; }
    [[nodiscard]] bool isEmpty() const { return m_pending.empty(); }
    [[nodiscard]] std::size_t count() const { return m_pending.size(); }

private:
    enum class Answer { Echo, Broadcast, Command, Error };

    bool arrived(Answer answer);

    std::deque<Answer> m_pending;
    bool m_awaitsAll = true;
};

} // namespace kodama
