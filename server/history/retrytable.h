// Which retry ids were stored as what; they outlive the items. Bounded, the oldest go first.
#pragma once

#include "server/history/streamtable.h"

namespace kodama {

class RetryTable final
{
public:
    explicit RetryTable(Database &database);

    [[nodiscard]] StoreFailure load();

    [[nodiscard]] StoreFailure add(const NewItem &item, qint64 itemId);
    [[nodiscard]] Result<std::optional<StoredRetry>, HistoryError>
    find(SessionId session, const QByteArray &retryId, const StreamTable &streams);

    /// Removes at most so many of those that are over the bound; returns how many are left over.
    [[nodiscard]] Result<qint64, HistoryError> prune(qint64 bound, qint64 atMost);

    /// The batch was lost: what was added is not there.
    void undo()
    {
        m_last = m_lastKept;
        m_first = m_firstKept;
    }
    void keep()
    {
        m_lastKept = m_last;
        m_firstKept = m_first;
    }

private:
    Database &m_database;
    // Numbers of the oldest and the newest; those between are about as many as there are.
    qint64 m_first = 1;
    qint64 m_last = 0;
    qint64 m_firstKept = 1;
    qint64 m_lastKept = 0;
    Statement m_insert;
    Statement m_select;
    Statement m_delete;
    Statement m_oldest;
};

} // namespace kodama
