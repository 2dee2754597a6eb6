// The inside of Chat, in parts: chat.cpp (conversations and files), chatrequests.cpp (what is asked
// of the server), chatinbox.cpp (what it says), chatnames.cpp and chatpresence.cpp (who people are,
// and who is there) and chatposts.cpp (what we say). Tested by tst_chat and tst_directmessages.
#pragma once

#include "app/core/chat/abandonedposts.h"
#include "app/core/chat/chat.h"
#include "app/core/chat/postsender.h"
#include "app/core/chat/serverfolder.h"
#include "app/core/chat/sessionfile.h"
#include "app/core/chat/typingnotes.h"

#include <QHash>
#include <QSet>
#include <QTimer>

namespace kodama {

struct PendingRequest
{
    RequestKind kind = RequestKind::Hello;
    QString room;
    qint64 gap = 0;         ///< of History: the gap to fill; 0: older rows
    bool isUnasked = false; ///< of Join: we do it by ourselves, for what was open before
};

/// Names of conversations, as they are open or stored, and as they are to be.
struct DirectRename
{
    QString from;
    QString to;
};

class Chat::Private
{
public:
    static constexpr int newestItems = 50; ///< asked for in a room that we know nothing of
    static constexpr int pageItems = 100;
    static constexpr std::chrono::milliseconds saveAfter{3'000};
    static constexpr std::chrono::milliseconds tryAgainAfter{2'000};
    static constexpr int refusedGreetings = 3; ///< then without a wish

    Private(Chat &session, ChatClient &theClient, const Clock &theClock,
            const QString &theDataFolder);

    // chatrequests.cpp
    bool send(const ClientMessage &message);
    [[nodiscard]] QString remember(RequestKind kind, const QString &room = {}, qint64 gap = 0);
    /// Empty: the server is to choose.
    [[nodiscard]] const QString &wantedNick() const { return wish.isEmpty() ? file.nick : wish; }
    void greet();
    void sendJoin(Conversation &conversation, bool isUnasked = true);
    void tryLater(const ErrorMessage &refusal);
    void tryAgain();
    void askHistory(Conversation &conversation, qint64 gap);

    // chat.cpp
    void setPhase(ChatPhase next);
    void updateReading() const;
    void saveFile();
    void saveAll();
    void takeNick(const QString &nick);
    void onRowChanged(int row, const QList<int> &roles);

    // chatpresence.cpp
    void takeAway(const std::optional<QString> &reason);
    void takePresence(const QList<DirectSummary> &directs);
    void handle(const PresenceEvent &message);
    void noteAway(const QString &nick, const std::optional<QString> &reason);
    void noteDirect(const PresenceEvent &message);
    void noteInRoom(const PresenceEvent &message);
    [[nodiscard]] bool isPresenceTold(const Conversation &direct) const;
    void noteMember(const Member &member) const;
    void noteGone(const QString &nick);

    // chatnames.cpp
    void handle(const NickResponse &message);
    void noteRename(const QString &nick, const QString &newNick);
    void onRenamed(const QString &name, const QString &newName);
    [[nodiscard]] Conversation *directOf(const QString &name, const QString &epoch) const;
    void takeNames(const QList<DirectSummary> &directs);
    void renameDirects(QList<DirectRename> renames);
    void keepAside(Conversation &conversation);

    // chatposts.cpp
    void showUnsent(const OutboxPost &post);
    void openUnsent(const PostSender::PostTest &isMeant);
    [[nodiscard]] bool inherit(const OutboxPost &post, const QString &reason);
    [[nodiscard]] QString personOf(const QString &room) const;
    [[nodiscard]] bool isSettled(const OutboxPost &post) const;
    void settle(const OutboxPost &post);
    void failWaiting(const Conversation *conversation, ErrorCode code, const QString &text);
    void failForOthers(const Conversation &conversation, bool isSomebodyElse);

    // chatinbox.cpp
    void onStateChanged(ConnectionState state);
    void receive(const ServerMessage &message, const QByteArray &bytes);
    void handle(const Welcome &message);
    void handle(const HelloResponse &message);
    void handle(const AwayResponse &message);
    void handle(const JoinResponse &message);
    void handle(const TopicResponse &message);
    void handle(const RoomsResponse &message);
    void handle(const WhoResponse &message);
    void handle(const HistoryResponse &message);
    void handle(const Ack &message);
    void handle(const BroadcastMessage &message);
    void handle(const DirectMessage &message);
    void handle(const ForwardedMessage &message);
    void handle(const RoomEvent &message) const;
    void handle(const TypingNotice &message);
    void handle(const ErrorMessage &message);
    void handle(const LeaveResponse &message);
    void becomeReady(const HelloResponse &message);
    void refusedGreeting(const ErrorMessage &message);
    [[nodiscard]] std::optional<PendingRequest> take(const std::optional<QString> &id);
    [[nodiscard]] std::vector<LogEntry> entriesOf(const QList<RawJson> &items) const;

    Chat &q;
    ChatClient &client;
    const Clock &clock;
    const QString dataFolder;
    ServerFolder folder;
    RoomListModel rooms;
    PostSender sender;
    AbandonedPosts abandoned;
    TypingNotes typing;
    SessionFile file;
    QUrl url;
    ChatPhase phase = ChatPhase::Offline;
    QString wish;                ///< the nick that was asked for
    std::optional<QString> away; ///< as it was said here
    bool isBackUnsaid = false;   ///< the server has not heard of it
    int refusals = 0;
    bool greetsAtOnce = true;
    bool offersVersion2 = false; ///< the server, on this connection
    bool tellsPresence = false;  ///< the server, of people whom we may share no room with
    bool isLookedAt = true;
    bool hasReader = false; ///< somebody has looked at what is current
    quint64 requests = 0;
    QHash<QString, PendingRequest> pending;
    QSet<QString> changed;               ///< conversations whose cache is out of date
    QSet<QString> loading;               ///< conversations whose history is asked for
    QHash<QString, QString> formerNames; ///< of direct conversations, by epoch
    QByteArray frame;                    ///< of the message that is handled
    QTimer saveTimer;
    QTimer tryTimer; ///< what the server did not do for now: the greeting, or rooms
};

} // namespace kodama
