// Finds messages in all conversations: first in what is here, then page by page in what the server
// has. The results are rows, the newest first. Facts only.
#pragma once

#include "app/core/chat/searchquery.h"

#include <QAbstractListModel>
#include <QStringList>
#include <QTimer>

#include <vector>

namespace kodama {

class Chat;
class Conversation;
class MessageLogModel;

/// Pages go into the conversations' logs, so that what is found can be shown in its place; it ends
/// where a log is full, and where nothing newer than mostHits others can come. Unsent messages are
/// not searched. What is found goes with its conversation,
/// and all of it with the server. Lives in the window's thread.
class HistorySearch final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HistorySearch)

public:
    enum Role {
        RoomRole = Qt::UserRole + 1, ///< `dev`, `@mika`; empty: the log of a server without rooms
        SenderRole,
        TextRole,
        TimeRole,  ///< QDateTime
        RowIdRole, ///< quint64, of the log
    };
    static constexpr std::size_t mostHits = 1'000;
    static constexpr int sliceRows = 2'000;             ///< searched in one turn of the event loop
    static constexpr std::chrono::seconds patience{30}; ///< for one page

    enum class State {
        Idle,    ///< nothing is looked for
        Here,    ///< what is here is searched
        History, ///< a page of room() is awaited
        Ended,   ///< all was searched that could be
        Offline, ///< what is here was searched; the rest when there is a connection
        Stopped, ///< by stop()
        Full,    ///< the same, and there are more than mostHits: the newest of all are kept
    };

    /// `serverLog` is what is searched where there are no rooms. Both outlive this.
    HistorySearch(Chat &chat, MessageLogModel &serverLog, QObject *parent = nullptr);

    void start(const SearchQuery &query);
    void stop();
    [[nodiscard]] State state() const { return m_state; }
    /// Which one is searched now.
    [[nodiscard]] QString room() const { return m_places.value(0); }
    /// In this room the server has more than there is room for in a log; empty: in none.
    [[nodiscard]] const QString &cutRoom() const { return m_cutRoom; }
    /// It is about no room that one is in.
    [[nodiscard]] bool isAboutNothing() const { return !m_query.isEmpty() && places().isEmpty(); }
    [[nodiscard]] const SearchQuery &query() const { return m_query; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    /// Of the state, or of the room.
    void stateChanged();

private:
    struct Hit
    {
        QString room;
        LogEntry entry;
        quint64 rowId;
    };

    void followRooms();
    void forget(const QString &room);
    void rename(const QString &room, const QString &newRoom);
    [[nodiscard]] QStringList places() const;
    [[nodiscard]] const MessageLogModel *logOf(const QString &place) const;
    void setState(State state);
    void searchSlice();
    void nextPlace();
    void beginHistory();
    void askPage();
    [[nodiscard]] bool askMore(const Conversation &conversation);
    void onHistory(const Conversation &conversation);
    [[nodiscard]] bool hasNewer(const MessageLogModel &log, qint64 below) const;
    void look(const MessageLogModel &log, int row);
    void add(Hit hit);
    [[nodiscard]] bool isBefore(const Hit &one, const Hit &other) const;

    Chat &m_chat;
    MessageLogModel &m_serverLog;
    SearchQuery m_query;
    State m_state = State::Idle;
    QStringList m_places;  ///< that are still to be searched
    quint64 m_belowId = 0; ///< rows above this one are still to be searched; 0: all
    QString m_cutRoom;
    qint64 m_above = 0;       ///< what is awaited is behind this offset
    qint64 m_floor = 0;       ///< and before this one; 0: all is
    int m_rowsAsked = -1;     ///< of the log, when it was asked for; -1: not yet
    bool m_leavesOut = false; ///< there is more than mostHits
    QTimer m_sliceTimer;
    QTimer m_patience;
    std::vector<Hit> m_hits;
};

} // namespace kodama
