// The client's connection: opens it, keeps it alive, opens it again when it was lost, and turns
// frames into messages. Knows no window. Lives in the thread that made it.
#pragma once

#include "app/core/clienterror.h"
#include "app/core/clientlimits.h"
#include "app/core/connectionstate.h"
#include "app/core/inspect/connectionfacts.h"
#include "app/core/reconnectpolicy.h"
#include "common/clock.h"
#include "common/protocol/messages.h"

#include <QObject>
#include <QUrl>

#include <chrono>
#include <memory>

namespace kodama {

class FrameTap;

/// Why a send function returned false.
enum class SendRefusal {
    NotConnected,
    TooLarge,  ///< more than limits::messageBytes: the server would close the connection
    Congested, ///< the network does not take what was sent before
};

class ChatClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChatClient)

public:
    /// The clock must outlive the client.
    explicit ChatClient(const Clock &clock, ReconnectPolicy policy, QObject *parent = nullptr)
        : ChatClient(clock, std::move(policy), ClientLimits{}, parent)
    {}
    ChatClient(const Clock &clock, ReconnectPolicy policy, const ClientLimits &limits,
               QObject *parent = nullptr);
    ~ChatClient() override;

    /// A first attempt that fails ends in Failed, as it may be a typing error; or it is tried again
    /// like a connection that was there and is lost, for as long as that makes sense.
    enum class FirstFailure { Tell, TryAgain };
    /// Leaves where we are and connects there.
    void open(const QUrl &url, FirstFailure reaction = FirstFailure::Tell);
    /// Ends in Disconnected at once. What was just sent may not arrive; see finish().
    void close();
    /// Like close(), after the server has read all that we sent (or the deadline has passed).
    void finish(std::chrono::milliseconds deadline);
    /// Does not wait for the next attempt, nor for the one that is under way: begins another. From
    /// Failed and Disconnected opens the last URL again.
    void reconnectNow();
    /// For programs, which may say it often: the way to the server is another one. While
    /// Reconnecting like reconnectNow(), but an attempt that has just begun has a little time left
    /// (ClientLimits::oldAttempt) before it is given up for another one, which has more.
    void reconnectSoon();
    enum class Wake { NewRoute, Slept };
    /// While Connected: asks for a sign of life now. Without one in ClientLimits::checkedWithin, or
    /// ::checkedAfterSleep, the connection is lost, and made anew.
    void checkConnection(Wake why);

    [[nodiscard]] ConnectionState state() const;
    [[nodiscard]] bool isConnected() const { return state() == ConnectionState::Connected; }
    [[nodiscard]] QUrl url() const;
    [[nodiscard]] ClientError lastError() const;
    /// From the welcome; empty until it came.
    [[nodiscard]] QString clientId() const;
    /// While Reconnecting: until the next attempt; zero while one is under way, and in other
    /// states.
    [[nodiscard]] std::chrono::milliseconds retryIn() const;

    /// Sees every frame from now on (pings of the server and close frames: of connections that are
    /// opened later); null: nobody.
    void setFrameTap(FrameTap *tap);
    /// Of the connection that is open; empty while there is none.
    [[nodiscard]] ConnectionFacts connectionFacts() const;

    // false: nothing was sent, sendRefused() said why, and the text is still the caller's.
    bool sendEcho(const QString &text);
    bool sendBroadcast(const QString &text);
    bool sendCommand(const QString &name);
    /// The `status` command for a display that is always there: statusReceived() tells of the
    /// answer, messageReceived() does not. What is not the user's is not complained of either:
    /// sendRefused() says nothing of these three.
    bool askStatusQuietly();
    /// A WebSocket ping; roundTripMeasured() tells of the answer.
    bool sendPing();
    /// For what is kept and sent again when it can be.
    bool sendTextQuietly(const QByteArray &rawFrame);
    /// One text frame as it is; need not be JSON.
    bool sendText(const QByteArray &rawFrame);
    bool sendBinary(const QByteArray &bytes);

Q_SIGNALS:
    void stateChanged(kodama::ConnectionState state);
    /// Why an attempt or a connection ended; before the stateChanged() that follows from it, if
    /// any.
    void errorOccurred(const kodama::ClientError &error);
    /// While Reconnecting: the next attempt will be made in this time.
    void retryScheduled(std::chrono::milliseconds delay);
    /// While Reconnecting: an attempt begins now.
    void retryStarted();
    void messageReceived(const kodama::ServerMessage &message, const QByteArray &frame);
    void frameReceived(const QByteArray &frame);
    void frameSent(const QByteArray &frame);
    /// The frame is no JSON object; the connection lives on.
    void malformedFrameReceived(const QByteArray &frame, const QString &detail);
    /// Of the `ping` command and of WebSocket pings.
    void roundTripMeasured(std::chrono::nanoseconds roundTrip);
    void pingAnswered(std::chrono::nanoseconds roundTrip); ///< the `ping` command only
    void statusReceived(const kodama::StatusData &status);
    void sendRefused(kodama::SendRefusal reason);
    /// After finish(): the server has read all that we sent, or has not in time.
    void finished(bool delivered);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace kodama

Q_DECLARE_METATYPE(kodama::SendRefusal)
