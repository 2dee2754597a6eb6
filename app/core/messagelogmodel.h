// The messages of one conversation as rows: bounded in rows and bytes, facts only (no colours, no
// translated text). Lives in the window's thread.
#pragma once

#include <QAbstractListModel>
#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <deque>
#include <optional>
#include <vector>

namespace kodama {

/// One row.
struct LogEntry
{
    enum class Kind {
        Chat,         ///< broadcast_message
        Echo,         ///< echo_response: text is what came back
        Custom,       ///< message of another type; text is its JSON
        Joined,       ///< sender came; number: clients now
        Left,         ///< sender went; number: clients now
        Welcome,      ///< text: the server's greeting; sender: our own id
        Status,       ///< number: connected clients; text: server's time as it sent it
        Pong,         ///< answer to the ping command; number: round trip in microseconds if known
        CommandReply, ///< answer to another command; text: the data
        ServerError,  ///< `error`, or a command's error; text: the server's words; number: code
        Notification, ///< the operator to everybody
        Direct,       ///< the operator to us
        Heartbeat,    ///< number: connected clients
        Unknown,      ///< a type that this program does not know; text is its JSON
        Malformed,    ///< a frame that is no message; text: what is wrong, in English
        Local,        ///< made by this program (help, connection changes); text is for people
    };

    Kind kind = Kind::Local;
    QString sender;
    QString text;
    QDateTime time; ///< when we received it: the peers' clocks have no zone in version 1
    bool isOwn = false;
    QByteArray frame; ///< as received; empty for Kind::Local
    std::optional<qint64> number;
};

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
        IdRole,         ///< quint64: names the row for ever, also when it moves
        GroupStartRole, ///< bool: other sender or kind than the row above, or minutes later
        DayStartRole,   ///< bool: first row of its (local) day
    };

    static constexpr int defaultCapacityRows = 10'000;
    static constexpr qsizetype defaultCapacityBytes = qsizetype{64} * 1024 * 1024;
    /// Rows of one sender further apart than this start a new group.
    static constexpr qint64 groupGapSeconds = 300;

    explicit MessageLogModel(int capacityRows = defaultCapacityRows,
                             qsizetype capacityBytes = defaultCapacityBytes,
                             QObject *parent = nullptr);

    /// Rows beyond the capacity push out the oldest, before the new ones are inserted. One removal
    /// and one insertion however many entries there are.
    void append(LogEntry entry);
    void append(std::vector<LogEntry> entries);
    void clear();

    [[nodiscard]] const LogEntry &entry(int row) const;
    [[nodiscard]] int capacityRows() const { return m_capacityRows; }
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }
    /// Rows that were pushed out since the last clear().
    [[nodiscard]] quint64 evictedRows() const { return m_evicted; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    void evict(qsizetype incomingRows, qsizetype incomingBytes);
    [[nodiscard]] bool startsGroup(int row) const;
    [[nodiscard]] bool startsDay(int row) const;

    std::deque<LogEntry> m_entries;
    int m_capacityRows;
    qsizetype m_capacityBytes;
    qsizetype m_bytes = 0;
    quint64 m_firstId = 1;
    quint64 m_evicted = 0;
};

} // namespace kodama

Q_DECLARE_METATYPE(kodama::LogEntry::Kind)
