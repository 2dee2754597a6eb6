// What the operator may do to a running server.
#pragma once

#include <QStringList>

namespace kodama {

class ServerOperator
{
public:
    virtual ~ServerOperator() = default;

    [[nodiscard]] virtual qint64 clientCount() const = 0;

    /// In the order in which they came.
    [[nodiscard]] virtual QStringList clientIds() const = 0;

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
