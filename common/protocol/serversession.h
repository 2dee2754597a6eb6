// What a server tells a client about itself and its session, version 2. See servermessages.h.
#pragma once

#include <QLatin1StringView>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace kodama {

/// A direct conversation that has messages, and where it ends.
struct DirectSummary
{
    QString nick; ///< the other person
    QString epoch;
    qint64 offset = 0; ///< of the newest message
    /// Whether that person is in the chat; missing: the server is an older one, and never says.
    std::optional<bool> present{};
    std::optional<QString> away{}; ///< and why nobody sits before the screen

    static void visit(auto &self, auto &v)
    {
        v.text("nick", self.nick);
        v.text("epoch", self.epoch);
        v.integer("offset", self.offset);
        v.optionalBoolean("present", self.present);
        v.optionalText("away", self.away);
    }
};

/// The bounds that this server has; 0 is none.
struct ServerLimits
{
    qint64 messageBytes = 0;
    qint64 messagesPerSecond = 0;
    qint64 bytesPerSecond = 0;
    qint64 rooms = 0; ///< of one session
    qint64 historyPage = 0;
    qint64 nickCharacters = 0;
    qint64 roomCharacters = 0;
    qint64 topicCharacters = 0;

    static void visit(auto &self, auto &v)
    {
        v.integer("message_bytes", self.messageBytes);
        v.integer("messages_per_second", self.messagesPerSecond);
        v.integer("bytes_per_second", self.bytesPerSecond);
        v.integer("rooms", self.rooms);
        v.integer("history_page", self.historyPage);
        v.integer("nick_characters", self.nickCharacters);
        v.integer("room_characters", self.roomCharacters);
        v.integer("topic_characters", self.topicCharacters);
    }
};

/// How often the server pings, and after which silence it ends a connection.
struct HeartbeatTimes
{
    qint64 intervalMs = 0;
    qint64 timeoutMs = 0;

    static void visit(auto &self, auto &v)
    {
        v.integer("interval_ms", self.intervalMs);
        v.integer("timeout_ms", self.timeoutMs);
    }
};

/// The answer to `hello`: from here on the connection speaks version 2.
struct HelloResponse
{
    static constexpr QLatin1StringView type{"hello_response"};

    std::optional<QString> id;
    QString session; ///< secret; who has it is this person
    QString nick;
    qint64 protocol = 0;
    QString server; ///< program and version
    QString clientId;
    bool resumed = false;
    std::optional<QString> away; ///< as the session said, elsewhere or before
    QStringList rooms;           ///< those that the session is in
    QList<DirectSummary> directs;
    ServerLimits limits;
    HeartbeatTimes heartbeat;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id);
        v.text("session", self.session);
        v.text("nick", self.nick);
        v.integer("protocol", self.protocol);
        v.text("server", self.server);
        v.text("client_id", self.clientId);
        v.boolean("resumed", self.resumed);
        v.optionalText("away", self.away);
        v.texts("rooms", self.rooms);
        v.objects("directs", self.directs);
        v.object("limits", self.limits);
        v.object("heartbeat", self.heartbeat);
    }
};

/// The answer to `nick`: the name as it is from now on.
struct NickResponse
{
    static constexpr QLatin1StringView type{"nick_response"};

    std::optional<QString> id;
    QString nick;

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id);
        v.text("nick", self.nick);
    }
};

/// The answer to `away`.
struct AwayResponse
{
    static constexpr QLatin1StringView type{"away_response"};

    std::optional<QString> id;
    std::optional<QString> away; ///< missing: back

    static void visit(auto &self, auto &v)
    {
        v.optionalText("id", self.id);
        v.optionalText("away", self.away);
    }
};

} // namespace kodama
