// One room or direct conversation as the client knows it: rows, people, topic, what is read, and
// how far it was received. Asks nothing of the server by itself.
#pragma once

#include "app/core/chat/memberlistmodel.h"
#include "app/core/messagelogmodel.h"
#include "common/protocol/clientrooms.h"
#include "common/protocol/serverrooms.h"

#include <QObject>
#include <QStringList>

#include <optional>
#include <set>

namespace kodama {

class Conversation final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Conversation)

public:
    static constexpr int capacityRows = 5'000;
    static constexpr qsizetype capacityBytes = qsizetype{16} * 1024 * 1024;
    static constexpr std::size_t mostTyping = 20;

    /// `name` is in normal form; `@nick` for a direct conversation.
    explicit Conversation(const QString &name, QObject *parent = nullptr);

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] bool isDirect() const { return m_name.startsWith(u'@'); }
    [[nodiscard]] const QString &topic() const { return m_topic; }
    [[nodiscard]] MessageLogModel &log() { return m_log; }
    [[nodiscard]] const MessageLogModel &log() const { return m_log; }
    [[nodiscard]] MemberListModel &members() { return m_members; }
    /// Of a direct conversation: whether the other person is there, as far as we know.
    [[nodiscard]] bool isPresent() const
    {
        return !isDirect() || m_members.contains(m_name.sliced(1));
    }
    /// Whether we hear what is said there now.
    [[nodiscard]] bool isJoined() const { return m_isJoined; }
    /// How far everything was received (but for what gap rows say is missing).
    [[nodiscard]] const Position &position() const { return m_position; }
    /// Whether positions of this epoch go on where ours is.
    [[nodiscard]] bool isSameEpoch(const QString &epoch) const;
    /// Whether the server has messages above the first row that have room here.
    [[nodiscard]] bool hasOlder() const { return isCut() && !isFull(); }
    /// Whether the server has messages above the first row, be there room for them or not.
    [[nodiscard]] bool isCut() const { return m_hasOlder || m_log.evictedRows() > m_evictedBefore; }
    [[nodiscard]] bool isFull() const
    {
        return m_log.rowCount() >= m_log.capacityRows() || m_noRoomAt == m_log.capacityRows();
    }
    /// The offset of the newest gap row; 0: nothing is missing between the rows.
    [[nodiscard]] qint64 newestGap() const;
    /// Of the last message before this gap; 0: there is none.
    [[nodiscard]] qint64 offsetAboveGap(qint64 gap) const;
    [[nodiscard]] int unread() const { return m_unread; }
    /// Of them, those with a place: the others are gone with their rows.
    [[nodiscard]] int unreadWithPlace() const { return m_unread - m_unreadNotes; }
    [[nodiscard]] int mentionCount() const { return m_mentions; }
    [[nodiscard]] qint64 readOffset() const { return m_readOffset; }
    [[nodiscard]] const QStringList &typing() const { return m_typing; }

    void setName(const QString &name);
    void setTopic(const QString &topic);
    void setJoined(bool isJoined);
    void setTyping(const QStringList &nicks);

    /// While somebody looks at it nothing counts as unread.
    void setBeingRead(bool isBeingRead);
    /// What the cache knew: rows that are stored, and how far they were read.
    void restore(const Position &position, qint64 readOffset, std::vector<LogEntry> entries);
    /// Before that: what the server has forgotten, or was said with another person of that name.
    /// `next` is the offset of what follows; what it has before that comes with a gap row.
    void restoreForgotten(std::vector<LogEntry> entries, qint64 next);
    /// After that: how many were unread, since the cache does not have all of them.
    void restoreCounts(qint64 unread, qint64 mentions);

    /// A message with this offset comes in this epoch. If that is another one the conversation is
    /// another one, too: somebody else has the nick now.
    void continueIn(const QString &epoch, qint64 offset);
    /// A message from the server with its place: shown once, however often it comes.
    void receive(LogEntry entry);
    /// A row without a place: presence, custom messages.
    void note(LogEntry entry);
    /// Takes the rows away, but for those that are not sent. What is older comes again with the
    /// next start.
    void clearRows();
    enum class JoinResult {
        Complete,
        Gap, ///< something is missing: there is a gap row with the offset position().offset + 1
    };

    /// Opened because of a message with this offset: that one is news, what was before is not.
    void expectNews(qint64 offset) { m_newsFrom = offset; }
    /// The answer to join, and its items.
    [[nodiscard]] JoinResult joined(const JoinResponse &response, std::vector<LogEntry> items);
    /// The answer to history, above the first row.
    void receiveOlder(std::vector<LogEntry> items, bool hasMore);
    /// The answer to history, for the gap that ended with this offset.
    void receiveMissing(qint64 gap, std::vector<LogEntry> items, bool hasMore);
    /// A post of ours is stored there.
    void acknowledge(const QString &id, qint64 offset, const QDateTime &time);

Q_SIGNALS:
    /// Anything of what a list of conversations shows.
    void changed();
    void typingChanged(const QStringList &nicks);
    /// isPresent() may be another, or whether that one is away.
    void presenceChanged();
    /// A row that was not there before, from the server and not of those that are asked for later:
    /// it is somebody else's, and nobody looks at it.
    void unreadReceived(const kodama::LogEntry &entry);

private:
    void append(std::vector<LogEntry> entries);
    bool count(const LogEntry &entry);
    [[nodiscard]] JoinResult takePast(const JoinResponse &response, std::vector<LogEntry> items,
                                      bool isSamePast);
    void keepForgotten();
    void appendGap(qint64 offset);

    QString m_name;
    QString m_topic;
    MessageLogModel m_log;
    MemberListModel m_members;
    Position m_position;
    std::set<qint64> m_acknowledgedAhead; ///< offsets of ours whose message did not come yet
    QStringList m_typing;
    qint64 m_readOffset = 0;
    std::optional<qint64> m_newsFrom;
    int m_unread = 0;
    int m_unreadNotes = 0; ///< of them, in rows without a place
    int m_mentions = 0;
    qint64 m_countedTo = 0; ///< up to here all is counted, be there a row or not
    bool m_isJoined = false;
    bool m_hasOlder = true;
    quint64 m_evictedBefore = 0; ///< before what is above was asked for last
    int m_noRoomAt = 0;          ///< with this capacity what came had no room, in bytes perhaps
    bool m_isBeingRead = false;
    bool m_isAsRestored = false; ///< from the cache, and not joined since
};

} // namespace kodama
