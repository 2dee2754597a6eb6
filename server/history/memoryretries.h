// The retry ids of a MemoryHistory. Bounded: the session with most of them loses its oldest, so
// that nobody's are forgotten because others say much.
#pragma once

#include "server/history/historytypes.h"

#include <QHash>

#include <set>

namespace kodama {

class MemoryRetries final
{
public:
    explicit MemoryRetries(qsizetype bound);

    /// One that is known stays what it is.
    void add(SessionId session, const QByteArray &retryId, const StoredRetry &stored);
    [[nodiscard]] std::optional<StoredRetry> find(SessionId session,
                                                  const QByteArray &retryId) const;

private:
    using Key = std::pair<SessionId, QByteArray>;
    struct Session
    {
        QList<QByteArray> ids; ///< in the order in which they came
        qint64 lastAdded = 0;
    };
    /// The last has most ids; of those with the same, it is the one that was silent for longest.
    struct Rank
    {
        qsizetype ids = 0;
        qint64 silence = 0; ///< minus when the last one was added
        SessionId session = 0;
        auto operator<=>(const Rank &) const = default;
    };

    [[nodiscard]] static Rank rankOf(SessionId id, const Session &session);
    void dropOne();

    const qsizetype m_bound;
    qint64 m_added = 0;
    QHash<Key, StoredRetry> m_stored;
    QHash<SessionId, Session> m_sessions;
    std::set<Rank> m_ranks;
};

} // namespace kodama
