// All streams of the store, held in memory and written back at the end of a batch; what only grew
// is written back now and then, as the items themselves tell how far it has grown.
#pragma once

#include "server/history/database.h"
#include "server/history/streamrow.h"

#include <QHash>

#include <map>
#include <vector>

namespace kodama {

/// All rows; what is left of the table when the file is closed.
class StreamRows final
{
public:
    [[nodiscard]] const StreamRow *find(const QString &name) const;
    [[nodiscard]] const StreamRow *find(qint64 id) const;

    [[nodiscard]] qint64 count() const { return qint64(m_rows.size()); }

    /// Where a stream begins that is not there (any more).
    [[nodiscard]] qint64 floor() const { return m_floor; }

    template <typename Visitor>
    void visit(const Visitor &visitor) const
    {
        for (const auto &[id, row] : m_rows)
            visitor(row);
    }

private:
    friend class StreamTable;

    void erase(const StreamRow &row);

    std::map<qint64, StreamRow> m_rows; ///< rows keep their place
    QHash<QString, qint64> m_ids;
    /// Asked for a few times for each message, and the next one is often in the same stream. Qt
    /// 6.4.2 can take 0.1 us to hash a name of up to seven letters.
    mutable const StreamRow *m_foundLast = nullptr;
    qint64 m_floor = 0;
};

class StreamTable final
{
public:
    explicit StreamTable(Database &database);

    /// Rows that cannot be true are made anew from the items.
    [[nodiscard]] StoreFailure load();
    /// The streams whose rows were.
    [[nodiscard]] const QStringList &repaired() const { return m_repaired; }

    [[nodiscard]] const StreamRows &rows() const { return m_all; }
    /// For when there is no table any more.
    [[nodiscard]] StreamRows takeRows() { return std::move(m_all); }

    [[nodiscard]] const StreamRow *find(const QString &name) const { return m_all.find(name); }
    [[nodiscard]] const StreamRow *find(qint64 id) const { return m_all.find(id); }

    /// The row, made if need be, to be changed until the end of the batch.
    [[nodiscard]] Result<StreamRow *, HistoryError> change(const QString &name);
    /// The same for one that is there.
    [[nodiscard]] StreamRow &change(const StreamRow &row);
    /// The same for nothing but another item at its end.
    [[nodiscard]] Result<StreamRow *, HistoryError> grow(const QString &name);

    /// Writes what has been changed, or has grown by much, as the last step of a batch.
    [[nodiscard]] StoreFailure save();
    /// The batch was committed.
    void keep();
    /// The batch was lost: everything is as it was before.
    void undo();

    /// Those that the batch has changed so far; the visitor may change them.
    template <typename Visitor>
    void visitChanged(const Visitor &visitor)
    {
        for (const Before &before : m_before) {
            if (const auto found = m_all.m_rows.find(before.id); found != m_all.m_rows.end())
                visitor(found->second);
        }
    }

private:
    struct Before
    {
        qint64 id = 0;
        std::optional<StreamRow> row; ///< nothing: the batch made it
        bool hasOnlyGrown = true;
    };

    [[nodiscard]] StoreFailure readRows();
    [[nodiscard]] StoreFailure readFloor();
    [[nodiscard]] StoreFailure repair(StreamRow &row);
    [[nodiscard]] Result<StreamRow *, HistoryError> make(const QString &name);
    [[nodiscard]] qint64 freeId() const;
    [[nodiscard]] const StreamRow *emptyOne();
    [[nodiscard]] StoreFailure dropAnEmptyOne();
    Before &remember(const StreamRow &row);

    Database &m_database;
    StreamRows m_all;
    std::vector<Before> m_before;
    qint64 m_floorBefore = 0;
    bool m_hasNoEmptyOne = false; ///< known since they were looked through
    qint64 m_newestId = 0;        ///< of all streams that there ever were
    QStringList m_repaired;
    Statement m_insert;
    Statement m_update;
    Statement m_delete;
    Statement m_insertConversation;
    Statement m_deleteConversation;
    Statement m_forgetPerson;
};

} // namespace kodama
