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

    /// Of somebody who may be gone.
    [[nodiscard]] QString nick(PersonId person) const;

private:
    void forgetPerson(PersonId person);
    void keepSessionCount();

    QHash<PersonId, PersonRecord> m_people;
    QHash<QString, PersonId> m_nicks;
    QMultiHash<PersonId, PersonId> m_conversations;
    QHash<SessionId, SessionRecord> m_sessions;
    QHash<QByteArray, SessionId> m_tokens;
    QHash<PersonId, int> m_sessionCounts;
};

} // namespace kodama
