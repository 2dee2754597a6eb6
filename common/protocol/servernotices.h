// What a server says by itself: who comes and goes, and what its operator says. See
// servermessages.h.
#pragma once

#include <QLatin1StringView>
#include <QString>

#include <optional>

namespace kodama {

/// First message to a newcomer.
struct Welcome
{
    static constexpr QLatin1StringView type{"welcome"};

    QString message;  ///< for people, in the server's language
    QString clientId; ///< `IP:PORT`, or `unix:N`
    QString timestamp;
    std::optional<qint64> protocol{}; ///< newest version that the server speaks; missing: 1
    std::optional<QString> server{};  ///< program and version

    static void visit(auto &self, auto &v)
    {
        v.text("message", self.message);
        v.text("client_id", self.clientId);
        v.text("timestamp", self.timestamp);
        v.optionalInteger("protocol", self.protocol);
        v.optionalText("server", self.server);
    }
};

/// To all others: somebody came.
struct ClientConnected
{
    static constexpr QLatin1StringView type{"client_connected"};

    QString clientId;
    QString timestamp;
    std::optional<qint64> totalClients; ///< the newcomer included

    static void visit(auto &self, auto &v)
    {
        v.text("client_id", self.clientId);
        v.text("timestamp", self.timestamp);
        v.optionalInteger("total_clients", self.totalClients);
    }
};

/// To all who are left: somebody went.
struct ClientDisconnected
{
    static constexpr QLatin1StringView type{"client_disconnected"};

    QString clientId;
    QString timestamp;
    std::optional<qint64> totalClients;

    static void visit(auto &self, auto &v)
    {
        v.text("client_id", self.clientId);
        v.text("timestamp", self.timestamp);
        v.optionalInteger("total_clients", self.totalClients);
    }
};

/// The operator to everybody.
struct ServerNotification
{
    static constexpr QLatin1StringView type{"server_notification"};

    QString message;
    QString timestamp;

    static void visit(auto &self, auto &v)
    {
        v.text("message", self.message);
        v.text("timestamp", self.timestamp);
    }
};

/// The operator to this client alone.
struct ServerDirectMessage
{
    static constexpr QLatin1StringView type{"server_direct_message"};

    QString message;
    QString timestamp;

    static void visit(auto &self, auto &v)
    {
        v.text("message", self.message);
        v.text("timestamp", self.timestamp);
    }
};

/// A sign of life that a server may send from time to time.
struct ServerHeartbeat
{
    static constexpr QLatin1StringView type{"server_heartbeat"};

    QString message;
    QString timestamp;
    std::optional<qint64> connectedClients;

    static void visit(auto &self, auto &v)
    {
        v.text("message", self.message);
        v.text("timestamp", self.timestamp);
        v.optionalInteger("connected_clients", self.connectedClients);
    }
};

} // namespace kodama
