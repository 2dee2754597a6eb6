// Version 2 for the programs: names, rooms, direct conversations, their past, and posts that are
// never lost. What the window and the console talk to; silent with a server of version 1.
//
// Everything said here is asked of the server; models and signals tell what came of it. Lives in
// the thread of its client. What the server does not know yet waits: rooms are joined and posts
// are sent when the session is Ready.
#pragma once

#include "app/core/chat/roomlistmodel.h"
#include "app/core/chatclient.h"
#include "common/protocol/errorcode.h"
#include "common/protocol/names.h"

#include <QObject>
#include <QUrl>

#include <memory>

namespace kodama {

enum class ChatPhase {
    Offline,  ///< no connection
    Waiting,  ///< connected; the server has not said yet what it speaks
    Version1, ///< the server speaks version 1: there are no rooms
    Greeting, ///< hello is under way
    Ready,
    Refused, ///< the server does not want us (a token is missing)
};

/// What was asked for, in requestFailed().
enum class RequestKind { Hello, Nick, Join, Leave, Topic, Rooms, Who, Away, History };

enum class PostResult {
    Posted,
    Full,     ///< the outbox is full: the text is still the caller's
    TooLarge, ///< more than a message may have: mostBytes()
    BadName,  ///< no name of a room or person
    Version1, ///< no rooms there, as far as we know: ChatClient::sendBroadcast()
};

class Chat final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Chat)

public:
    /// Client and clock must outlive it. Files are kept below `dataFolder`; none if it is empty.
    Chat(ChatClient &client, const Clock &clock, const QString &dataFolder,
         QObject *parent = nullptr);
    ~Chat() override;

    enum class Greeting { AtOnce, WhenAsked };
    /// WhenAsked: version 1 is spoken until begin(), with every server. AtOnce if nobody says else.
    void setGreeting(Greeting greeting);
    /// Says hello now, if the server speaks version 2.
    void begin();

    /// Loads what is known about this server, so that there is something to read, and connects.
    void connectTo(const QUrl &url);
    /// The first half alone: rooms and rows are there, nothing is sent.
    void load(const QUrl &url);

    [[nodiscard]] ChatPhase phase() const;
    [[nodiscard]] bool isReady() const { return phase() == ChatPhase::Ready; }
    /// Ours; the wished one until the server gave one.
    [[nodiscard]] QString nick() const;
    [[nodiscard]] RoomListModel &rooms();
    /// Posts that wait, in all rooms, also those that a program of ours left when it ended: they
    /// will be sent.
    [[nodiscard]] std::size_t waitingCount() const;
    /// Also by the next program that talks to this server.
    [[nodiscard]] bool keepsPosts() const;
    /// So long may a message be that is posted, as a frame.
    [[nodiscard]] qint64 mostBytes() const;
    /// Who can wait should not post more until some of it is stored.
    [[nodiscard]] bool isCrowded() const;
    /// Whether nothing is owed to us: no answer to a request or post.
    [[nodiscard]] bool isIdle() const;

    /// Now if Ready, else with the next hello. Returns what is wrong with it.
    std::optional<NameError> setNick(const QString &nick);
    void setAway(const std::optional<QString> &reason);
    /// A room or `@nick`; opens it at once and makes it current.
    std::optional<NameError> join(const QString &name);
    /// Closes the conversation. Posts that wait there are sent all the same; see leave() itself.
    void leave(const QString &name);
    /// Of a room: direct conversations have none.
    void setTopic(const QString &room, const QString &topic);
    void askRooms();
    /// Whether the server tells of the other person's coming and going. If so, who is not among the
    /// members of this direct conversation is not there.
    [[nodiscard]] bool tellsPresence(const Conversation &direct) const;
    /// Of a direct conversation they are told at once.
    void askMembers(const QString &room);
    /// The rows above the first one, or those that are missing at the gap with this offset.
    void loadOlder(const QString &room);
    void loadMissing(const QString &room, qint64 gapOffset);

    /// Which one is shown, and whether somebody looks at it: that one has nothing unread.
    void setCurrent(const QString &name);
    void setAttention(bool isLookedAt);

    /// Shown at once as pending, kept until the server has stored it.
    PostResult post(const QString &room, const QString &text);
    void retry(const QString &messageId);
    /// Why one that failed is not sent again along with others: PostSender::uncertain, as it might
    /// be shown twice, or NoSuchUser, as it might reach somebody else; 0: nothing is against it.
    [[nodiscard]] qint64 riskOfRetry(const QString &messageId) const;
    void discard(const QString &messageId);
    void discardFailed();
    /// Call it for every key: the server hears of it every few seconds, and once at the end.
    void setTyping(const QString &room, bool isTyping);
    /// Writes the caches now; also done by itself from time to time and at the end.
    void save();

Q_SIGNALS:
    void phaseChanged(kodama::ChatPhase phase);
    void nickChanged(const QString &nick);
    /// The wished name is taken or no name; while greeting, another one is used instead.
    void nickRefused(const QString &nick, kodama::ErrorCode reason, const QString &suggestion);
    void awayChanged(const std::optional<QString> &reason);
    void currentChanged(kodama::Conversation *conversation);
    void roomsReceived(const QList<kodama::RoomSummary> &rooms);
    /// `count`: of all, which may be more than are listed.
    void membersReceived(const QString &room, const QList<kodama::Member> &members, qint64 count);
    /// `text` is the server's, for people; `code` is an ErrorCode.
    void requestFailed(kodama::RequestKind request, const QString &room, qint64 code,
                       const QString &text);
    void postStored(const QString &room, const QString &messageId);
    void postFailed(const QString &room, const QString &messageId, qint64 code,
                    const QString &text);
    /// PostSender::postsDelayed
    void postsDelayed(bool areDelayed);
    /// So many unsent lines could not be read; they are kept in this file (empty: could not be).
    void unsentDamaged(int lines, const QString &file);
    /// What a program of ours that ended had left unsent goes on its way: see waitingCount().
    void abandonedPostsProgressed();
    /// For notifications: somebody said something that nobody looks at.
    void unreadReceived(kodama::Conversation *conversation, const kodama::LogEntry &entry);
    /// The answer to loadOlder() or loadMissing() is in the log: so many messages.
    void historyReceived(kodama::Conversation *conversation, int messages);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace kodama

Q_DECLARE_METATYPE(kodama::ChatPhase)
