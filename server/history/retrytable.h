// Which retry ids were stored as what; they outlive the items. Bounded: the oldest go first, but
// each session keeps its newest, so that nobody's are forgotten because others say much. Only where
// there are more of these than a second bound, the oldest go whoever has them.
#pragma once

#include "server/history/historylimits.h"
#include "server/history/streamtable.h"

#include <QHash>

namespace kodama {

class RetryTable final
{
public:
    explicit RetryTable(Database &database, const RetryBounds &bounds = {});

    [[nodiscard]] StoreFailure load();

    [[nodiscard]] StoreFailure add(const NewItem &item, qint64 itemId);
    [[nodiscard]] Result<std::optional<StoredRetry>, HistoryError>
    find(SessionId session, const QByteArray &retryId, const StreamTable &streams);

    /// Looks through at most so many of the oldest that are over the bound, and removes what is not
    /// kept; returns how many are left to be looked through. Removes at most so many of those that
    /// are over the second one.
    [[nodiscard]] Result<qint64, HistoryError> prune(qint64 atMost);

    /// Of those that were kept for their sessions' sake, a portion is looked through: those of
    /// sessions that are forgotten go. Returns how many went.
    [[nodiscard]] Result<int, HistoryError> forget(int atMost);

    /// The batch was lost: what was added is not there.
    void undo()
    {
        m_at = m_atKept;
        m_known.clear();
    }
    void keep() { m_atKept = m_at; }

private:
    /// Numbers of the oldest that was not looked through yet, and of the newest; those between are
    /// about as many as there are. What is below was kept: of each session at most what is kept of
    /// it and the slack.
    struct Place
    {
        qint64 first = 1;
        qint64 last = 0;
        qint64 below = 0; ///< how many are
        qint64 noted = 1; ///< as which the file knows the first
    };
    /// How many ids of a session there are: that were looked through and kept, and the others.
    struct Count
    {
        qint64 below = 0;
        qint64 others = 0;
        bool isExact = false; ///< else there may be more
    };
    struct Entry
    {
        qint64 seq = 0;
        SessionId session = 0;
    };
    /// Entries that go, with none that stays between.
    struct Run
    {
        qint64 first = 0;
        qint64 last = -1;
    };

    [[nodiscard]] Result<QList<Entry>, HistoryError> oldest(qint64 from, qint64 end, qint64 atMost);
    [[nodiscard]] StoreFailure lookThrough(qint64 end, qint64 atMost);
    [[nodiscard]] StoreFailure recount(const Entry &entry, Count &count);
    [[nodiscard]] StoreFailure keepOne(const Entry &entry, Count &count);
    [[nodiscard]] StoreFailure dropOldest(qint64 atMost);
    [[nodiscard]] StoreFailure note();
    [[nodiscard]] StoreFailure remove(Run &run);
    /// Ids go by so many at a time, as it takes a look at all that the session has.
    [[nodiscard]] qint64 slack() const { return m_bounds.ofSession / 4; }
    [[nodiscard]] qint64 mostKept() const { return m_bounds.ofSession + slack(); }
    /// Whether the oldest that was not looked through is none of the newest.
    [[nodiscard]] bool hasPlenty(const Count &it) const { return it.others > m_bounds.ofSession; }
    /// Whether of those that were kept some must go before one more is.
    [[nodiscard]] bool isOverfull(const Count &it) const
    {
        return it.below > 0 && it.below + it.others > mostKept();
    }

    Database &m_database;
    const RetryBounds m_bounds;
    Place m_at;
    Place m_atKept;
    qint64 m_tendedTo = 0;           ///< by forget()
    QHash<SessionId, Count> m_known; ///< of those that matter at present
    Statement m_insert;
    Statement m_select;
    Statement m_oldest;
    Statement m_count;
    Statement m_delete;
    Statement m_deleteOldest;
    Statement m_portion;
    Statement m_deleteForgotten;
};

} // namespace kodama
