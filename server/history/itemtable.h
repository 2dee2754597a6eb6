// The items of the store's streams: appends, pages, and what is over the limits.
#pragma once

#include "server/history/historylimits.h"
#include "server/history/streamtable.h"

namespace kodama {

/// How much may still be removed before others have their turn. What is spent may be overdrawn by
/// one item: there is always a next step.
struct PruneBudget
{
    static constexpr qint64 portionBytes = qint64{1} << 20;

    int items = 0;
    qint64 bytes = portionBytes; ///< of bodies, each of which is read

    [[nodiscard]] bool isSpent() const { return items <= 0 || bytes <= 0; }
};

class ItemTable final
{
public:
    explicit ItemTable(Database &database);

    /// Before anything is read.
    [[nodiscard]] StoreFailure load();

    /// Returns the offset.
    [[nodiscard]] Result<qint64, HistoryError> append(StreamRow &row, const NewItem &item);

    [[nodiscard]] Result<Page, HistoryError> after(const StreamRow &row, qint64 offset,
                                                   PageLimits limits);
    [[nodiscard]] Result<Page, HistoryError> before(const StreamRow &row, qint64 offset,
                                                    PageLimits limits);

    /// Counts at most so many of the items, so that in the end the row says what is there.
    [[nodiscard]] StoreFailure count(StreamRow &row, int atMost);

    /// Removes of the items that are over the limits or, unless it is 0, older than oldestTs, as
    /// many as the budget allows, and takes them from it. What it goes by is an item that is whole,
    /// and never the place that a damaged one claims to have.
    [[nodiscard]] StoreFailure prune(StreamRow &row, const HistoryLimits &limits, qint64 oldestTs,
                                     PruneBudget &budget);

private:
    struct Range
    {
        qint64 firstId = 0;
        qint64 lastId = 0;
    };
    /// An item as it lies in the tree.
    struct Cell
    {
        qint64 id = 0;
        StoredItem item;
        bool isWhole = false;
    };
    [[nodiscard]] Cell cellOf(const Statement &select) const;
    [[nodiscard]] Result<qint64, HistoryError> edge(Statement &select, Range asked);
    enum class Walk : quint8 { Up, Down }; ///< through offsets
    [[nodiscard]] Result<qint64, HistoryError> placeBehind(Range asked, Walk walk);
    struct Going
    {
        int seen = 0;        ///< that go, or are damaged
        qint64 bytes = 0;    ///< of their bodies
        int items = 0;       ///< of these, up to the last whole one
        bool isCut = false;  ///< there may be more, for which the budget is too small
        bool isKept = false; ///< the one that was looked at last
    };
    [[nodiscard]] Result<Going, HistoryError> findGoing(StreamRow &row, const HistoryLimits &limits,
                                                        qint64 oldestTs, PruneBudget budget);
    [[nodiscard]] Going walkGoing(StreamRow &row, const HistoryLimits &limits, qint64 oldestTs,
                                  PruneBudget budget);
    [[nodiscard]] StoreFailure skipUnreachable(StreamRow &row);
    /// Adds what the statement gives; the offset of the last one that was looked at, 0 if there was
    /// none.
    [[nodiscard]] Result<qint64, HistoryError> collect(Statement &select, Range asked,
                                                       PageLimits limits, Page &page);

    Database &m_database;
    bool m_hasUnchecked = false; ///< items of version 1, which has no checksums
    Statement m_insert;
    Statement m_after;
    Statement m_before;
    Statement m_count;
    Statement m_delete;
};

/// Whether count or bytes are over the limits.
[[nodiscard]] bool isOver(const StreamRow &row, const HistoryLimits &limits);

} // namespace kodama
