// What the server sent -> rows of the log. One overload per message: a new alternative of
// ServerMessage does not compile until it has its own.
#pragma once

#include "app/core/chatclient.h"
#include "app/core/messagelogmodel.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace kodama {

/// Gathers rows and hands them to the model in batches, at most one frame of the screen late, so
/// that a flood costs the view one insertion per frame and not one per message.
class ServerEventRouter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServerEventRouter)

public:
    static constexpr std::chrono::milliseconds batchInterval{16};
    static constexpr std::size_t batchRows = 512; ///< handed over at once when that many wait

    /// Connects itself to the client; client, log and clock must outlive it.
    ServerEventRouter(ChatClient &client, MessageLogModel &log, const Clock &clock,
                      QObject *parent = nullptr);

    void route(const ServerMessage &message, const QByteArray &frame);
    /// A row made by this program, in its place among the others.
    void addLocal(const QString &text);
    /// The same in the own log, whichever is shown: what comes below it has nothing to do with what
    /// stands above. In an empty log there is nothing to part.
    void addBorder(const QString &text);
    /// Hands over what waits.
    void flush();
    /// While version 2 is spoken, what belongs to a room is for whoever knows the rooms; the rest
    /// goes to this log: the one that is shown. nullptr: to the own one, as in version 1.
    void setRooms(bool isSpeakingOfRooms, MessageLogModel *shown);

Q_SIGNALS:
    /// From join and leave notices, status answers and heartbeats.
    void clientCountChanged(qint64 clients);
    /// Words of who runs the server, to everybody or to this one, wherever their row is.
    void operatorSpoke(const kodama::LogEntry &entry);

private:
    [[nodiscard]] LogEntry row(const Welcome &message);
    [[nodiscard]] LogEntry row(const ClientConnected &message);
    [[nodiscard]] LogEntry row(const ClientDisconnected &message);
    [[nodiscard]] LogEntry row(const EchoResponse &message);
    [[nodiscard]] LogEntry row(const BroadcastMessage &message);
    [[nodiscard]] LogEntry row(const CommandResponse &message);
    [[nodiscard]] LogEntry row(const ForwardedMessage &message);
    [[nodiscard]] LogEntry row(const ErrorMessage &message);
    [[nodiscard]] LogEntry row(const ServerNotification &message);
    [[nodiscard]] LogEntry row(const ServerDirectMessage &message);
    [[nodiscard]] LogEntry row(const ServerHeartbeat &message);
    [[nodiscard]] LogEntry row(const UnknownMessage &message);

    void onMalformedFrame(const QByteArray &frame, const QString &detail);
    [[nodiscard]] bool isOfRooms(const ServerMessage &message);
    void add(LogEntry entry);
    [[nodiscard]] QDateTime now() const;
    void countChanged(const std::optional<qint64> &clients);

    ChatClient &m_client;
    MessageLogModel &m_log;
    MessageLogModel *m_shown; ///< where rows go
    const Clock &m_clock;
    QTimer m_flushTimer;
    std::vector<LogEntry> m_waiting;
    std::optional<qint64> m_lastPingMicroseconds;
    bool m_isSpeakingOfRooms = false;
};

} // namespace kodama
