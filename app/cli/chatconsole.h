// Version 2 at the console: rooms, names and direct messages as commands, posts that survive.
// Silent until the first such command, or --nick or --room, asks for it.
#pragma once

#include "app/cli/lineoutput.h"
#include "app/core/chat/chat.h"
#include "app/core/chat/chatcommand.h"

#include <QObject>

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
    void connectTo(const QUrl &url) { m_chat.connectTo(url); }

    /// False if the line is none of its commands.
    bool run(const QString &line);
    /// False in version 1: the text is for ChatClient::sendBroadcast().
    bool post(const QString &text);
    /// What one line of the log does not show.
    void show(const ServerMessage &message);

    /// Lines have to wait: what is spoken is not decided yet.
    [[nodiscard]] bool isDeciding() const;
    /// What we send is read as version 2.
    [[nodiscard]] bool speaksVersion2() const
    {
        return m_chat.isReady() || m_chat.phase() == ChatPhase::Greeting;
    }
    /// Nothing is owed to us.
    [[nodiscard]] bool isIdle() const { return m_chat.isIdle(); }

Q_SIGNALS:
    /// isDeciding() ended, or an answer came.
    void progressed();
    void complained(const QString &text);

private:
    void onPhaseChanged(ChatPhase phase);
    void printItems(const QList<RawJson> &items);
    void complainAbout(std::optional<NameError> error, const QString &name);
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

    ChatClient &m_client;
    LineOutput &m_output;
    Chat m_chat;
    QStringList m_roomsToJoin;
    std::optional<ChatCommand> m_first; ///< the one that asked for version 2
    bool m_isWanted = false;
};

} // namespace kodama
