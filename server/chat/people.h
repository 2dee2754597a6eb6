// The people in the chat: connections by number, sessions by their secret's hash and by nick. Lives
// in the chat's thread.
#pragma once

#include "server/chat/chatmodel.h"

#include <QHash>

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

namespace kodama {

class People final
{
public:
    ChatConnection &addConnection(ConnectionId id, int shard, const QString &clientId);
    [[nodiscard]] ChatConnection *connection(ConnectionId id);
    /// Also takes it out of its session.
    void removeConnection(ConnectionId id);
    /// In the order in which they came.
    [[nodiscard]] std::vector<const ChatConnection *> connections() const;
    [[nodiscard]] qint64 connectionCount() const { return qint64(m_connections.size()); }

    /// Nobody else may have its nick.
    ChatSession &addSession(ChatSession session);
    /// It must have no connection and no room.
    void removeSession(ChatSession &session);
    [[nodiscard]] ChatSession *sessionByToken(const QByteArray &tokenHash) const;
    [[nodiscard]] ChatSession *sessionByNick(const QString &nickKey) const;
    [[nodiscard]] ChatSession *sessionById(SessionId id) const;
    [[nodiscard]] ChatSession *sessionOf(PersonId person) const;
    [[nodiscard]] qint64 sessionCount() const { return qint64(m_sessions.size()); }

    void attach(ChatConnection &connection, ChatSession &session);

    /// Nobody else may have the nick.
    void rename(ChatSession &session, const QString &nick, const QString &nickKey);

    /// A nick that nobody in the chat has: this one with a number behind it.
    [[nodiscard]] QString suggestedNick(const QString &nick) const;
    using NickTest = std::function<bool(const QString &nickKey)>;
    /// `guest-7`: nobody in the chat has it, and nobody elsewhere, as far as a few dozen questions
    /// can tell.
    [[nodiscard]] QString guestNick(const NickTest &isTakenElsewhere);

    /// To be saved with the next batch.
    void markUnsaved(ChatSession &session);
    [[nodiscard]] bool hasUnsaved() const { return !m_unsaved.empty(); }
    [[nodiscard]] int unsavedCount() const { return int(m_unsaved.size()); }
    /// Up to count of them; they stay marked until confirmSaved().
    [[nodiscard]] std::vector<ChatSession *> unsaved(int count) const;
    void confirmSaved(const std::vector<ChatSession *> &sessions);
    void markAllUnsaved();
    /// Of those with a connection, Unix milliseconds.
    void markAllSeen(qint64 ts);

private:
    std::unordered_map<ConnectionId, ChatConnection> m_connections;
    std::unordered_map<SessionId, std::unique_ptr<ChatSession>> m_sessions;
    QHash<QByteArray, ChatSession *> m_byToken;
    QHash<QString, ChatSession *> m_byNick;
    QHash<PersonId, ChatSession *> m_byPerson;
    std::deque<ChatSession *> m_unsaved;
    qint64 m_lastGuest = 0;
};

} // namespace kodama
