// What the operator may do to a running server.
#pragma once

#include <QStringList>

#include <functional>

namespace kodama {

class ServerOperator
{
public:
    virtual ~ServerOperator() = default;

    [[nodiscard]] virtual qint64 clientCount() const = 0;

    /// Called later, in the operator's thread.
    using Answer = std::function<void(const QStringList &lines)>;

    /// One line for each connection, in the order in which they came: its name, for version 2 the
    /// nick and the rooms, too.
    virtual void listClients(Answer answer) = 0;

    /// One line for each room: name, members, newest offset, topic.
    virtual void listRooms(Answer answer) = 0;

    /// `server_notification` to everybody.
    virtual void notify(const QString &text) = 0;

    /// `server_direct_message` to one client; false if there is none of this name.
    [[nodiscard]] virtual bool sendTo(const QString &clientId, const QString &text) = 0;

    /// Disconnects a client for good (close code 4503); false if there is none of this name. An
    /// empty reason stands for the server's own words.
    [[nodiscard]] virtual bool kick(const QString &clientId, const QString &reason) = 0;

    /// Begins the graceful stop.
    virtual void stop() = 0;
};

} // namespace kodama
