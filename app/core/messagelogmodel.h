// The messages of one conversation as rows: bounded in rows and bytes, facts only (no colours, no
// translated text). Lives in the window's thread.
#pragma once

#include "app/core/logentry.h"

#include <QAbstractListModel>

#include <deque>
#include <vector>

namespace kodama {

/// Oldest first. Messages that are not sent (Pending, Failed) always stand at the end, in the
/// order in which they were written; when one is confirmed it takes its place before them.
class MessageLogModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageLogModel)

public:
    enum Role {
        KindRole = Qt::UserRole + 1, ///< LogEntry::Kind as int
        SenderRole,
        TextRole,
        TimeRole, ///< QDateTime
        OwnRole,  ///< bool
        FrameRole,
        NumberRole,     ///< qint64, or invalid
        IdRole,         ///< quint64: names the row for ever, also when it moves; grows downwards
        GroupStartRole, ///< bool: other sender or kind than the row above, or minutes later
        DayStartRole,   ///< bool: first row of its (local) day
        DeliveryRole,   ///< LogEntry::Delivery as int
        OffsetRole,     ///< qint64, 0: none
        MessageIdRole,  ///< QString
        MentionRole,    ///< bool
        ActionRole,     ///< bool
        PauseRole,      ///< int: whole hours since the row above, on the same day; 0: less than one
        UnreadStartRole, ///< bool: the unread messages begin here; can be set, see setUnreadFrom()
        RunPositionRole, ///< int: how many rows of coming and going stand right above this one
        RunLengthRole,   ///< int: rows of coming and going from here on, 0 for all other rows
        CutRole,     ///< int: of the first row: how many rows are kept, where the server has more
                     ///< than there is room for here; 0 for all others
        ContextRole, ///< quint32: another one whenever a role that depends on neighbours is
    };

    enum class GapState { Remains, Closed };

    static constexpr int defaultCapacityRows = 10'000;
    static constexpr qsizetype defaultCapacityBytes = qsizetype{64} * 1024 * 1024;
    /// Rows of one sender further apart than this start a new group.
    static constexpr qint64 groupGapSeconds = 300;
    static constexpr int maxRunRows = 100; ///< of coming and going; what follows begins another

    explicit MessageLogModel(int capacityRows = defaultCapacityRows,
                             qsizetype capacityBytes = defaultCapacityBytes,
                             QObject *parent = nullptr);

    /// Rows beyond the capacity push out the oldest, before the new ones are inserted. One removal
    /// and one insertion however many entries there are.
    void append(LogEntry entry);
    void append(std::vector<LogEntry> entries);
    /// Older rows above all others, oldest first. Takes the newest of them, as many as there is
    /// room for, and says how many that were.
    int prepend(std::vector<LogEntry> entries);
    /// What was missing at the Gap with this `offset`, oldest first: the rows right below the gap.
    /// The gap goes, or remains for what is before them. In a full log, rows above the gap go.
    void fillGap(qint64 offset, std::vector<LogEntry> entries, GapState state);

    /// A message of ours is stored; its row takes its place in the order. False: no such row.
    bool confirm(const QString &messageId, qint64 offset, const QDateTime &time,
                 const QByteArray &frame = {});
    bool setDelivery(const QString &messageId, LogEntry::Delivery delivery);
    /// Takes an unsent message out.
    bool discard(const QString &messageId);
    void clear();
    /// No message has a place any more, and no gap is between them.
    void forgetPlaces();

    /// What is read ends with this offset: the unread line stands above the first message of
    /// somebody else that follows. To be called when the rows are there; rows that are prepended
    /// later move the line up if need be.
    void setReadMark(qint64 offset);
    /// The unread line stands above this row; -1: nowhere.
    void setUnreadFrom(int row);
    [[nodiscard]] int unreadRow() const { return rowOfId(m_unreadId); }

    [[nodiscard]] const LogEntry &entry(int row) const { return m_rows.at(std::size_t(row)).entry; }
    [[nodiscard]] quint64 idOf(int row) const { return m_rows.at(std::size_t(row)).id; }
    /// -1: there is none (any more).
    [[nodiscard]] int rowOfId(quint64 id) const;
    /// The row with this offset, or the next one behind it; -1: none.
    [[nodiscard]] int rowOfOffset(qint64 offset) const;
    [[nodiscard]] int rowOfMessage(const QString &messageId) const;
    [[nodiscard]] qint64 firstOffset() const; ///< the oldest message with a place; 0: none has
    [[nodiscard]] int capacityRows() const { return m_capacityRows; }
    /// Fewer than there are push out the oldest at once.
    void setCapacityRows(int rows);
    /// Whether there are older messages that have no room here.
    void setCut(bool isCut);
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }
    /// Rows that were pushed out since the last clear().
    [[nodiscard]] quint64 evictedRows() const { return m_evicted; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void capacityChanged();

private:
    struct Row
    {
        LogEntry entry;
        quint64 id = 0;
        int runPosition = 0;
    };

    void evict(qsizetype incomingRows, qsizetype incomingBytes);
    void insert(int row, std::vector<LogEntry> entries);
    void remove(int row);
    void assignIds(int row, std::size_t count);
    void updateRuns(int row, int count);
    void tellChanged(int row);
    void placeReadMark();
    [[nodiscard]] static QVariant fact(const LogEntry &entry, int role);
    [[nodiscard]] bool startsGroup(int row) const;
    [[nodiscard]] bool startsDay(int row) const;
    [[nodiscard]] int pauseHours(int row) const;
    [[nodiscard]] int runPosition(int row) const;
    [[nodiscard]] int runLength(int row) const;
    [[nodiscard]] quint32 context(int row) const;

    std::deque<Row> m_rows;
    int m_capacityRows;
    qsizetype m_capacityBytes;
    qsizetype m_bytes = 0;
    int m_unsent = 0; // rows at the end that are not Stored
    quint64 m_firstId;
    quint64 m_nextId;
    quint64 m_unreadId = 0;
    qint64 m_readMark = -1; // -1: not known
    quint64 m_evicted = 0;
    bool m_isCut = false;
};

} // namespace kodama
