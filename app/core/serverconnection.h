// One attempt to connect and the connection that comes of it: the only user of QWebSocket. Used
// once; whoever wants another connection makes another object.
#pragma once

#include "app/core/clientlimits.h"
#include "app/core/inspect/connectionfacts.h"
#include "app/core/inspect/frame.h"
#include "app/core/socketerror.h"
#include "common/clock.h"

#include <QObject>
#include <QSslError>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <deque>

namespace kodama {

class ServerConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServerConnection)

public:
    ServerConnection(const Clock &clock, const ClientLimits &limits, QObject *parent);
    ~ServerConnection() override;

    /// Null: nobody. Control frames are told if there was one when the connection opened.
    void setTap(FrameTap *tap) { m_tap = tap; }
    void open(const QUrl &url);
    /// Says goodbye (1000) and tells nothing more.
    void close();

    /// Whether what is sent now has a chance: not between the socket's end and our telling of it.
    [[nodiscard]] bool isOpen() const
    {
        return m_stage == SocketEnd::Stage::Open && !m_isOver && !m_endTimer.isActive() &&
               m_socket.state() == QAbstractSocket::ConnectedState;
    }
    [[nodiscard]] qint64 queuedBytes() const { return m_socket.bytesToWrite(); }
    /// Steady time of opened().
    [[nodiscard]] std::chrono::nanoseconds openedAt() const { return m_openedAt; }

    /// Only while open.
    [[nodiscard]] ConnectionFacts facts() const;

    /// One message in one frame. Only while open.
    void sendText(const QByteArray &frame);
    void sendBinary(const QByteArray &bytes);
    /// Returns the number that pongReceived() will carry.
    quint64 sendPing();
    /// Pings, and ends as lost without an answer in this time. Asked again meanwhile it waits on,
    /// or longer if more is given. Only while open.
    void check(std::chrono::milliseconds within);
    [[nodiscard]] bool hasFailedCheck() const { return m_hasFailedCheck; }

Q_SIGNALS:
    void opened();
    void frameReceived(const QByteArray &frame);
    void pongReceived(quint64 number, std::chrono::nanoseconds roundTrip);
    /// The last signal, once, never from within a call of ours: the receiver may delete us.
    void ended(const kodama::ClientError &error);

private:
    struct PendingPing
    {
        quint64 number;
        std::chrono::nanoseconds sentAt;
    };

    void tryNextAddress();
    void boundReceiveBuffer();
    void tapControlFrames();
    void note(Frame::Direction direction, Frame::Kind kind, const QByteArray &payload);
    void noteClose(Frame::Direction direction);
    void onOpened();
    void onTextReceived(const QString &text);
    void onBinaryReceived(const QByteArray &bytes);
    void onPong(const QByteArray &payload);
    Q_SLOT void onPing(const QByteArray &payload);
    Q_SLOT void onCloseFrame();
    void onError(QAbstractSocket::SocketError error);
    void onHeartbeat();
    void onCheckDue();
    void heard()
    {
        m_heardAt = m_clock.steadyTime();
        m_hasHeard = true;
    }
    /// With an error of ours, or else with what the socket tells.
    void endSoon(ClientError::Kind kind = ClientError::Kind::None, const QString &detail = {});
    void end();

    const Clock &m_clock;
    const ClientLimits m_limits;
    FrameTap *m_tap = nullptr;
    QUrl m_url;
    QWebSocket m_socket;
    QTimer m_attemptTimer;
    QTimer m_addressTimer;
    qsizetype m_triedAddresses = 1;
    QTimer m_heartbeatTimer;
    QTimer m_checkTimer;
    QTimer m_endTimer;
    SocketEnd::Stage m_stage = SocketEnd::Stage::Unreached;
    SocketEnd m_end;
    ClientError m_ownError;
    bool m_isOver = false;
    bool m_isCloseNoted = false;
    std::chrono::nanoseconds m_openedAt{};
    std::chrono::nanoseconds m_heardAt{};
    std::chrono::nanoseconds m_pingedAt{};
    std::deque<PendingPing> m_pings;
    quint64 m_lastPing = 0;
    quint64 m_checkPing = 0;
    bool m_hasHeard = false; ///< since check(), or since it was due
    bool m_hasFailedCheck = false;
};

} // namespace kodama
