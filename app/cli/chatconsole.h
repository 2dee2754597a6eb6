// Version 2 at the console: rooms, names and direct messages as commands, posts that survive.
// Silent until the first such command, or --nick or --room, asks for it.
#pragma once

#include "app/cli/lineoutput.h"
#include "app/core/chat/chat.h"
#include "app/core/chat/chatcommand.h"
#include "app/core/errortext.h"

#include <QHash>
#include <QObject>

#include <vector>

namespace kodama {

class ChatConsole final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChatConsole)

public:
    /// Client, clock and output must outlive it. Files are kept below `dataFolder`, if not empty.
    ChatConsole(ChatClient &client, const Clock &clock, LineOutput &output,
                const QString &dataFolder, QObject *parent = nullptr);

    /// What the command line says: speaks version 2 from the start. False: a name is none.
    bool setUp(const QString &nick, const QStringList &rooms);
    void connectTo(const QUrl &url);

    /// False if the line is none of its commands.
    bool run(const QString &line);
    /// False in version 1: the text is for ChatClient::sendBroadcast().
    bool post(const QString &text);
    /// The same, but to the room that was entered last, whoever /msg talks to; to none if that is
    /// gone.
    bool broadcast(const QString &text);
    /// Whether we have told of this error in better words.
    [[nodiscard]] bool takeTold(const ServerMessage &message);
    /// What one line of the log does not show.
    void show(const ServerMessage &message);

    /// Lines have to wait: what is spoken is not decided yet.
    [[nodiscard]] bool isDeciding() const;
    /// They wait no longer, though the server has not said it: until it does, what is said waits
    /// for it, or goes nowhere if there was no room yet.
    void stopDeciding();
    /// What we send is read as version 2.
    [[nodiscard]] bool speaksVersion2() const
    {
        return m_chat.isReady() || m_chat.phase() == ChatPhase::Greeting;
    }
    /// Posts that nobody has acknowledged.
    [[nodiscard]] int waitingCount() const { return static_cast<int>(m_chat.waitingCount()); }
    /// The room or person that hears what is said; empty: there is none.
    [[nodiscard]] QString place() { return isAtHome() ? currentRoom() : QString(); }
    /// The same for the prompt, which also tells that one is away.
    [[nodiscard]] QString placeAndPresence();
    /// Messages that failed can be sent again, until forgetFailed(); else they are dropped then.
    void setKeepsFailed(bool keepsFailed) { m_keepsFailed = keepsFailed; }
    void forgetFailed() { m_chat.discardFailed(); }
    /// They are sent the next time.
    [[nodiscard]] bool keepsPosts() const { return m_chat.keepsPosts(); }
    /// So many wait that a pipe should not be read on.
    [[nodiscard]] bool isCrowded() const { return m_chat.isCrowded(); }
    /// What is said while the connection is lost is sent when it is back.
    [[nodiscard]] bool keepsWhatIsSaid() const { return m_wasReady; }
    /// Nothing is owed to us.
    [[nodiscard]] bool isIdle() const { return m_chat.isIdle(); }

Q_SIGNALS:
    /// isDeciding() ended, or an answer came.
    void progressed();
    void complained(const QString &text);
    /// A message was not stored. `keptIn`: where "/retry" finds it; empty: it is kept no more.
    void postLost(const QString &text, const QString &keptIn);

private:
    void post(const QString &room, const QString &text);
    /// Ready, or it was and will be again: what is said now waits.
    [[nodiscard]] bool isAtHome() const;
    void showItems(const QString &room, const QList<RawJson> &items);
    [[nodiscard]] bool showKept(const Conversation &conversation);
    void noteShown(const QString &room, qint64 offset);
    void onPhaseChanged(ChatPhase phase);
    void connectChat();
    void onPostFailed(const QString &room, const QString &id, qint64 code, const QString &text);
    /// The named one or the current one, if a message to it has failed; else says so: nullptr.
    [[nodiscard]] const Conversation *withFailed(const QString &named);
    void onNickRefused(const QString &nick, const QString &suggestion);
    void onRenamed(const QString &name, const QString &newName);
    /// The server speaks version 1 alone, and something else was asked for.
    void onNoRooms();
    void onRequestFailed(RequestKind request, const QString &room, qint64 code);
    void complainAbout(const QString &name, NameKind kind);
    /// The one that hears what is said; nullptr if the chosen one is gone, and no command chose
    /// another one.
    [[nodiscard]] const Conversation *conversation();
    [[nodiscard]] QString currentRoom();

    void run(const chatcommand::Join &command);
    void run(const chatcommand::Part &command);
    void run(const chatcommand::Nick &command);
    void run(const chatcommand::Message &command);
    void run(const chatcommand::Topic &command);
    void run(const chatcommand::Who &command);
    void run(const chatcommand::Me &command);
    void run(const chatcommand::Away &command);
    void run(const chatcommand::History &command);
    void run(const chatcommand::Rooms &command);
    void run(const chatcommand::Retry &command);
    void run(const chatcommand::Discard &command);

    ChatClient &m_client;
    LineOutput &m_output;
    Chat m_chat;
    QStringList m_roomsToJoin;
    std::vector<ChatCommand> m_first; ///< those that asked for version 2
    /// What was printed of a room, by offset.
    struct Shown
    {
        QString epoch;
        qint64 first = 0;
        qint64 last = 0;
        qint64 before = 0; ///< the last one when it was joined anew: from here on, some may miss
    };
    QHash<QString, Shown> m_shown; ///< by room
    QString m_room;                ///< entered last, by a command or option
    QString m_refusedNick;         ///< that we asked for in greeting, and do not get
    QString m_toldPost;            ///< the id of the one whose failure was told
    bool m_isTold = false;         ///< the error that is handled now
    bool m_isRequest = false;      ///< and it answers what somebody asked for
    bool m_arePostsDelayed = false;
    bool m_isDelayTold = false;
    bool m_hasLostPlace = false; ///< the current conversation is not the one that was chosen
    bool m_keepsFailed = false;
    bool m_isAway = false; ///< we, as it was told, or will be while there is no connection
    bool m_isWanted = false;
    bool m_wasReady = false;
    bool m_hasStoppedDeciding = false; ///< in this phase
};

} // namespace kodama
