// People and their sessions in the store, so that both survive a restart.
#pragma once

#include "server/history/database.h"

namespace kodama {

class PeopleTable final
{
public:
    explicit PeopleTable(Database &database);

    [[nodiscard]] StoreFailure savePerson(const PersonRecord &person);
    [[nodiscard]] StoreFailure saveSession(const SessionRecord &session);
    [[nodiscard]] StoreFailure removeSession(SessionId session);

    /// At most so many sessions that were last seen before then, and as many of the longest
    /// unseen as are over the bound; returns how many.
    [[nodiscard]] Result<int, HistoryError> forget(qint64 lastSeenBefore, int bound, int atMost);

    [[nodiscard]] Result<std::optional<PersonRecord>, HistoryError> findPerson(PersonId person);
    [[nodiscard]] Result<std::optional<PersonRecord>, HistoryError>
    findPersonByNick(const QString &nickKey);
    [[nodiscard]] Result<std::optional<SessionRecord>, HistoryError>
    findSession(const QByteArray &tokenHash);

    /// The others that the person has a conversation with, in no order.
    [[nodiscard]] Result<QList<PersonId>, HistoryError> conversationsOf(PersonId person);

    /// Somebody who may be gone: without a key where that is another one's, or the person was
    /// forgotten.
    [[nodiscard]] Result<PersonRecord, HistoryError> named(PersonId person);

private:
    [[nodiscard]] static Result<std::optional<PersonRecord>, HistoryError>
    onePerson(Statement &select);
    [[nodiscard]] StoreFailure freeNick(const PersonRecord &newOwner);
    [[nodiscard]] StoreFailure forgetPersonWithoutSession(PersonId person);

    Statement m_owner;
    Statement m_forgetLastOwner;
    Statement m_takeNick;
    Statement m_savePerson;
    Statement m_saveSession;
    Statement m_personOfSession;
    Statement m_removeSession;
    Statement m_hasSession;
    Statement m_clearNick;
    Statement m_removePerson;
    Statement m_longestUnseen;
    Statement m_countSessions;
    Statement m_findPerson;
    Statement m_findByNick;
    Statement m_findSession;
    Statement m_conversations;
    Statement m_named;
};

} // namespace kodama
