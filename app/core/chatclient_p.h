// What ChatClient keeps to itself.
#pragma once

#include "app/core/chatclient.h"
#include "common/protocol/timestamp.h"

#include <QTimer>

#include <deque>
#include <optional>

namespace kodama {

class ServerConnection;

class ChatClient::Private
{
public:
    Private(ChatClient &client, const Clock &theClock, ReconnectPolicy thePolicy,
            const ClientLimits &theLimits);

    void setState(ConnectionState next);
    void startAttempt();
    void giveUpAttempt();
    [[nodiscard]] std::chrono::milliseconds attemptLife() const;
    void drop();
    void fail(const ClientError &error, ConnectionState next);
    void write(const QByteArray &frame);
    bool send(const QByteArray &frame);
    bool sendQuietly(const QByteArray &frame);
    [[nodiscard]] QByteArray commandFrame(const QString &name);
    bool isRefused(qsizetype bytes) const;
    [[nodiscard]] std::optional<SendRefusal> refusal(qsizetype bytes) const;

    void onOpened();
    void onFrame(const QByteArray &frame);
    void onPong(quint64 number, std::chrono::nanoseconds roundTrip);
    void onEnded(const ClientError &error);
    void endFinishing(bool delivered);
    /// false: the answer to a question of which nothing is to be seen.
    [[nodiscard]] bool note(const CommandResponse &response);

    ChatClient &q;
    const Clock &clock;
    ReconnectPolicy policy;
    const ClientLimits limits;
    TimestampSource timestamps;
    ConnectionState state = ConnectionState::Disconnected;
    QUrl url;
    ClientError error;
    QString clientId;
    FrameTap *tap = nullptr;
    ServerConnection *connection = nullptr; ///< child of q; null while there is none
    QTimer retryTimer;
    std::chrono::nanoseconds attemptedAt{}; ///< steady time of the last attempt's begin
    QTimer graceTimer;                      ///< see reconnectSoon(): then this attempt is given up
    int givenUp = 0;                        ///< attempts, since a connection opened
    FirstFailure firstFailure = FirstFailure::Tell;
    QTimer finishTimer;
    bool isFinishing = false;
    quint64 decisions = 0; ///< calls of open() and close()
    quint64 lastPingToFinish = 0;
    std::deque<std::chrono::nanoseconds> pingCommands; ///< when they were sent
    std::deque<bool> statusCommands;                   ///< whether they were sent quietly
};

} // namespace kodama
