// Between window and Chat: which room is shown, what is typed there, what is read.
#pragma once

#include "app/core/chat/chat.h"
#include "app/core/chat/chatcommand.h"
#include "app/core/chat/roomnames.h"
#include "app/core/errortext.h"
#include "app/ui/logstate.h"
#include "app/ui/spokenlogmodel.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace kodama {

class MainWindow;
class ServerEventRouter;
class Settings;

/// Silent with a server of version 1: the window shows its log then, as without this.
class RoomController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomController)

public:
    /// What the controller works with; everything outlives it.
    struct Parts
    {
        ChatClient &client;
        Chat &chat;
        ServerEventRouter &router;
        Settings &settings;
        MainWindow &window;
        QAbstractItemModel &serverRows;      ///< what is shown without rooms
        const CompletionSource &serverNames; ///< the names in it
    };

    explicit RoomController(const Parts &parts, QObject *parent = nullptr);
    ~RoomController() override;

    void connectTo(const QUrl &url);
    /// Our name on a server with names; empty with others.
    [[nodiscard]] QString nick() const;

    enum class Outcome {
        NotOurs, ///< as in version 1
        Done,
        DoneInPart, ///< the composer says what is left
        Refused,    ///< the composer says why
    };
    /// A line that may be one of the commands of rooms.
    [[nodiscard]] Outcome run(const QString &line);
    /// What is said in the room that is shown.
    [[nodiscard]] Outcome post(const QString &text);
    /// Asks the server for this name; what is wrong with it is said above the composer.
    void takeName(const QString &nick) { (void)run(chatcommand::Nick{nick}); }
    /// Asks the server for this topic; where that cannot be, it stands in the composer again.
    void takeTopic(const QString &room, const QString &topic);
    /// Goes there, into a new room, too, and to where one writes.
    void enterRoom(const QString &name);
    /// Empties the log that is shown; false: it is not one of a room.
    [[nodiscard]] bool clear();

    /// Goes there if one is in it, and to where one writes.
    void showRoom(const QString &name);

Q_SIGNALS:
    void identityChanged();
    /// Empty: none.
    void roomShown(const QString &name);
    void roomClosed(const QString &name);
    void roomRenamed(const QString &name, const QString &newName);
    /// Somebody said something that nobody looks at.
    void messageArrived(const QString &room, const kodama::LogEntry &entry);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectChat();
    void connectWindow();
    void refresh();
    void show(Conversation *conversation);
    void showTitle();
    [[nodiscard]] QString draftKey(const QString &room) const;
    void keepDraftsOfRoom();
    void showHint();
    void fillGap(qint64 offset);
    void updateAttention();
    void onRoomsChanged();
    void onRenamed(const QString &name, const QString &newName);
    void onAboutToRemove(const Conversation &conversation);
    void onNickChanged(const QString &nick);
    void onNickRefused(const QString &nick, const QString &suggestion);
    void onRequestFailed(RequestKind request, const QString &room, const QString &text);
    void onPostFailed(const QString &room, qint64 code, const QString &text);
    void showMembers(const QString &room, const QList<Member> &members, qint64 count);
    void onRoomsReceived(const QList<RoomSummary> &rooms);
    void complain(const QString &sentence) const;
    /// The room that a command names, or the one that is shown.
    [[nodiscard]] Result<QString, NameError> meantRoom(const QString &named) const;
    /// Why the topic cannot be changed now; empty: it can.
    [[nodiscard]] QString obstacleToTopic(const QString &room) const;
    [[nodiscard]] Outcome setTopic(const QString &room, const QString &topic);
    void giveBackTopic(const QString &room);
    [[nodiscard]] Outcome outcomeOf(PostResult result);
    [[nodiscard]] Outcome outcomeOf(std::optional<NameError> error, const QString &name,
                                    NameKind kind = NameKind::Target);

    [[nodiscard]] Outcome run(const chatcommand::Join &command);
    [[nodiscard]] Outcome run(const chatcommand::Part &command);
    [[nodiscard]] Outcome run(const chatcommand::Nick &command);
    [[nodiscard]] Outcome run(const chatcommand::Message &command);
    [[nodiscard]] Outcome run(const chatcommand::Topic &command);
    [[nodiscard]] Outcome run(const chatcommand::Who &command);
    [[nodiscard]] Outcome run(const chatcommand::Me &command);
    [[nodiscard]] Outcome run(const chatcommand::Away &command);
    [[nodiscard]] Outcome run(const chatcommand::History &command);
    [[nodiscard]] Outcome run(const chatcommand::Rooms &command);
    [[nodiscard]] Outcome run(const chatcommand::Retry &command);
    [[nodiscard]] Outcome run(const chatcommand::Discard &command);
    /// To each message that failed in this room, or in the one that is shown. `what` says to which
    /// it is not done, and returns false for these.
    [[nodiscard]] Outcome
    forFailed(const QString &named,
              const std::function<bool(const QString &room, const QString &id)> &what);

    Parts m_parts;
    RoomNames m_names;
    QString m_server;
    QString m_wantedNick;       ///< typed here: remembered once the server gave it
    bool m_printsRooms = false; ///< "/rooms" was typed
    QStringList m_damage;       ///< to be told in the first room that is shown
    Conversation *m_shown = nullptr;
    bool m_isShowing = false;               ///< another one: the view is not yet where it will be
    std::unique_ptr<SpokenLogModel> m_rows; ///< of m_shown
    QHash<QString, LogPosition> m_positions;
    QHash<QString, QString> m_askedTopics; ///< by room: the last one that was asked for
};

} // namespace kodama
