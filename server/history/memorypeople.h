// People and their sessions in memory: the part of MemoryHistory that knows who is who.
#pragma once

#include "server/history/historytypes.h"

#include <QHash>

namespace kodama {

class MemoryPeople final
{
public:
    void savePerson(const PersonRecord &person);
    void saveSession(const SessionRecord &session);
    void removeSession(SessionId session);
    void forgetSessionsBefore(qint64 lastSeen);

    void addConversation(PersonId one, PersonId other);
    void removeConversation(PersonId one, PersonId other);
    [[nodiscard]] QList<PersonId> conversationsOf(PersonId person) const;

    [[nodiscard]] std::optional<PersonRecord> findPerson(PersonId person) const;
    [[nodiscard]] std::optional<PersonRecord> findPersonByNick(const QString &nickKey) const;
    [[nodiscard]] std::optional<SessionRecord> findSession(const QByteArray &tokenHash) const;

    /// Somebody who may be gone: without a key where that is another one's, or nobody's.
    [[nodiscard]] PersonRecord named(PersonId person) const;

private:
    void freeNick(const PersonRecord &owner);
    void forgetPerson(PersonId person);
    void keepSessionCount();

    QHash<PersonId, PersonRecord> m_people;
    QHash<QString, PersonId> m_nicks;
    QHash<QString, PersonId> m_lastOwners; ///< who had the nick before its present owner
    QMultiHash<PersonId, PersonId> m_conversations;
    QHash<SessionId, SessionRecord> m_sessions;
    QHash<QByteArray, SessionId> m_tokens;
    QHash<PersonId, int> m_sessionCounts;
};

} // namespace kodama
