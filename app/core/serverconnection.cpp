#include "serverconnection.h"

#include "app/core/inspect/frametext.h"
#include "app/core/serverurl.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QMetaMethod>
#include <QNetworkProxy>
#include <QPointer>
#include <QSslCipher>
#include <QSslSocket>
#include <QStringDecoder>
#include <QTcpSocket>

#include <algorithm>
#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// QString::fromUtf8 drops a leading U+FEFF; what is typed is sent as it is.
QString textOf(const QByteArray &frame)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decoder(frame);
}

QString endpoint(const QHostAddress &address, quint16 port)
{
    // An IPv4 peer of a socket for both families is shown as what it is.
    bool isIPv4 = false;
    const quint32 number = address.toIPv4Address(&isIPv4);
    const QString host =
        isIPv4 ? QHostAddress(number).toString() : u'[' + address.toString() + u']';
    return u"%1:%2"_s.arg(host).arg(port);
}

/// The cipher that was agreed on; null without encryption.
const QSslSocket *encryptedSocket(const QWebSocket &socket)
{
    const auto *tls = socket.findChild<QSslSocket *>();
    return tls != nullptr && tls->isEncrypted() ? tls : nullptr;
}

QString tlsVersionText(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2:
        return u"TLS 1.2"_s;
    case QSsl::TlsV1_3:
        return u"TLS 1.3"_s;
    default:
        return u"TLS"_s;
    }
}

} // namespace

ServerConnection::ServerConnection(const Clock &clock, const ClientLimits &limits, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_limits(limits)
{
    constexpr qint64 largestFrameHeader = 14;
    m_socket.setMaxAllowedIncomingMessageSize(limits.incomingMessageBytes);
    m_socket.setMaxAllowedIncomingFrameSize(limits.incomingMessageBytes);
    // A frame that does not fit into the read buffer as a whole is never delivered.
    m_socket.setReadBufferSize(static_cast<qint64>(limits.incomingMessageBytes) +
                               largestFrameHeader);
    // Qt cuts long texts without regard to characters, and other Qt programs then refuse them.
    m_socket.setOutgoingFrameSize(QWebSocket::maxOutgoingFrameSize());

    connect(&m_socket, &QWebSocket::connected, this, &ServerConnection::onOpened);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &ServerConnection::onTextReceived);
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this,
            &ServerConnection::onBinaryReceived);
    connect(&m_socket, &QWebSocket::pong, this,
            [this](quint64, const QByteArray &payload) { onPong(payload); });
    connect(&m_socket, &QWebSocket::aboutToClose, this, [this] { m_end.hasClosed = true; });
    connect(&m_socket, &QWebSocket::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_end.tlsProblem = tlsProblemOf(errors); });
    connect(&m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
            &ServerConnection::onError);
    // disconnected() comes before error(), so what happened is known one turn later only.
    connect(&m_socket, &QWebSocket::disconnected, this, [this] { endSoon(); });

    m_attemptTimer.setSingleShot(true);
    m_attemptTimer.setInterval(limits.attempt);
    connect(&m_attemptTimer, &QTimer::timeout, this,
            [this] { endSoon(ClientError::Kind::Timeout, u"no answer in time"_s); });
    m_addressTimer.setSingleShot(true);
    m_addressTimer.setInterval(limits.address);
    connect(&m_addressTimer, &QTimer::timeout, this, &ServerConnection::tryNextAddress);
    m_heartbeatTimer.setInterval(std::max(limits.pingEvery / 4, std::chrono::milliseconds{1}));
    connect(&m_heartbeatTimer, &QTimer::timeout, this, &ServerConnection::onHeartbeat);
    m_checkTimer.setSingleShot(true);
    connect(&m_checkTimer, &QTimer::timeout, this, &ServerConnection::onCheckDue);
    m_endTimer.setSingleShot(true);
    m_endTimer.setInterval(0);
    connect(&m_endTimer, &QTimer::timeout, this, &ServerConnection::end);
}

ServerConnection::~ServerConnection()
{
    // ~QWebSocket closes, and would tell us when our timers are gone already.
    m_socket.disconnect(this);
}

void ServerConnection::open(const QUrl &url)
{
    m_url = url;
    m_attemptTimer.start();
    m_addressTimer.start();
    if (isThisMachine(url.host()))
        m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.open(url);
}

/// A name may have addresses that swallow everything (IPv6 that leads nowhere). Qt stays with one
/// of them for half a minute or more, which is longer than the whole attempt.
void ServerConnection::tryNextAddress()
{
    if (m_isOver)
        return;
    auto *tcp = m_socket.findChild<QTcpSocket *>();
    // QSslSocket connects with a socket of its own.
    if (const auto *tls = qobject_cast<QSslSocket *>(tcp))
        tcp = tls->findChild<QTcpSocket *>();
    if (tcp == nullptr || tcp->state() == QAbstractSocket::HostLookupState)
        return m_addressTimer.start();
    if (tcp->state() != QAbstractSocket::ConnectingState)
        return;
    QHostInfo::lookupHost(m_url.host(), this, [this, tcp = QPointer(tcp)](const QHostInfo &host) {
        const bool isLeft = host.addresses().size() > m_triedAddresses;
        if (!isLeft || !tcp || tcp->state() != QAbstractSocket::ConnectingState)
            return;
        ++m_triedAddresses;
        m_addressTimer.start();
        QMetaObject::invokeMethod(tcp, "_q_abortConnectionAttempt"); // what Qt's own timer does
    });
}

void ServerConnection::close()
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_attemptTimer.stop();
    m_heartbeatTimer.stop();
    m_checkTimer.stop();
    m_endTimer.stop();
    m_socket.disconnect(this);
    if (m_stage != SocketEnd::Stage::Open)
        return m_socket.abort();
    m_socket.close(QWebSocketProtocol::CloseCodeNormal);
    noteClose(Frame::Direction::Sent);
}

void ServerConnection::sendText(const QByteArray &frame)
{
    m_socket.sendTextMessage(textOf(frame));
    note(Frame::Direction::Sent, Frame::Kind::Text, frame);
}

void ServerConnection::sendBinary(const QByteArray &bytes)
{
    m_socket.sendBinaryMessage(bytes);
    note(Frame::Direction::Sent, Frame::Kind::Binary, bytes);
}

ConnectionFacts ServerConnection::facts() const
{
    ConnectionFacts facts;
    facts.url = m_url;
    facts.peer = endpoint(m_socket.peerAddress(), m_socket.peerPort());
    facts.local = endpoint(m_socket.localAddress(), m_socket.localPort());
    facts.subprotocol = m_socket.subprotocol();
    if (const QSslSocket *tls = encryptedSocket(m_socket)) {
        facts.tlsVersion = tlsVersionText(tls->sessionProtocol());
        facts.tlsCipher = tls->sessionCipher().name();
    }
    return facts;
}

quint64 ServerConnection::sendPing()
{
    m_pingedAt = m_clock.steadyTime();
    m_pings.push_back({++m_lastPing, m_pingedAt});
    if (m_pings.size() > m_limits.pendingPings)
        m_pings.pop_front();
    const QByteArray payload = QByteArray::number(m_lastPing);
    m_socket.ping(payload);
    note(Frame::Direction::Sent, Frame::Kind::Ping, payload);
    return m_lastPing;
}

void ServerConnection::check(std::chrono::milliseconds within)
{
    const bool isAsked = m_checkTimer.isActive();
    if (isAsked && within <= m_checkTimer.intervalAsDuration())
        return;
    m_checkTimer.start(within);
    if (isAsked)
        return;
    m_checkPing = sendPing();
    m_hasHeard = false;
}

/// The pong may be behind much else, on a slow line; what waited in the kernel since before is life
/// for once only.
void ServerConnection::onCheckDue()
{
    if (std::exchange(m_hasHeard, false)) {
        m_checkTimer.start();
        return;
    }
    m_hasFailedCheck = true;
    endSoon(ClientError::Kind::ConnectionLost, u"no sign of life"_s);
}

/// Qt reads all that the kernel holds before anything else may happen, and the kernel would let a
/// flood grow to megabytes. With a small buffer there the flood waits at the server, and timers,
/// keys and paints get their turn.
void ServerConnection::boundReceiveBuffer()
{
    constexpr int receiveBufferBytes = 64 * 1024;
    // QWebSocket shows its TCP socket to nobody, but is its parent.
    auto *tcp = m_socket.findChild<QAbstractSocket *>();
    if (tcp == nullptr)
        return;
    tcp->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, receiveBufferBytes);
    // Parts of a long message are signs of life, too.
    connect(tcp, &QIODevice::readyRead, this, &ServerConnection::heard);
}

/// QWebSocket answers pings and closes without telling of the frames. The object inside it that
/// reads them does tell; in a Qt where it is named otherwise, these frames are missing from the
/// tap, and nothing else.
void ServerConnection::tapControlFrames()
{
    const auto tap = [this](const QObject *reader, const char *signal, const char *slot) {
        const int signalIndex = reader->metaObject()->indexOfSignal(signal);
        const int slotIndex = metaObject()->indexOfSlot(slot);
        if (signalIndex >= 0 && slotIndex >= 0)
            connect(reader, reader->metaObject()->method(signalIndex), this,
                    metaObject()->method(slotIndex));
    };
    for (const QObject *child : m_socket.children()) {
        if (child->metaObject()->className() != QByteArrayView("QWebSocketDataProcessor"))
            continue;
        tap(child, "pingReceived(QByteArray)", "onPing(QByteArray)");
        tap(child, "closeReceived(QWebSocketProtocol::CloseCode,QString)", "onCloseFrame()");
    }
}

void ServerConnection::note(Frame::Direction direction, Frame::Kind kind, const QByteArray &payload)
{
    if (m_tap != nullptr)
        m_tap->onFrame({direction, kind, payload, m_clock.wallTime()});
}

void ServerConnection::noteClose(Frame::Direction direction)
{
    m_isCloseNoted = true;
    const auto code = static_cast<quint16>(m_socket.closeCode());
    constexpr quint16 noStatus = 1005;
    note(direction, Frame::Kind::Close,
         closePayload(code == noStatus ? quint16{0} : code, m_socket.closeReason()));
}

void ServerConnection::onOpened()
{
    boundReceiveBuffer();
    if (m_tap != nullptr)
        tapControlFrames();
    m_stage = SocketEnd::Stage::Open;
    m_attemptTimer.stop();
    m_openedAt = m_clock.steadyTime();
    m_pingedAt = m_openedAt;
    heard();
    m_heartbeatTimer.start();
    Q_EMIT opened();
}

void ServerConnection::onTextReceived(const QString &text)
{
    heard();
    const QByteArray frame = text.toUtf8();
    note(Frame::Direction::Received, Frame::Kind::Text, frame);
    Q_EMIT frameReceived(frame);
}

void ServerConnection::onBinaryReceived(const QByteArray &bytes)
{
    heard();
    note(Frame::Direction::Received, Frame::Kind::Binary, bytes);
    Q_EMIT frameReceived(bytes);
}

void ServerConnection::onPing(const QByteArray &payload)
{
    if (m_isOver)
        return;
    heard();
    note(Frame::Direction::Received, Frame::Kind::Ping, payload);
    note(Frame::Direction::Sent, Frame::Kind::Pong, payload); // Qt has answered
}

/// The socket has answered with the same code and is closed by now.
void ServerConnection::onCloseFrame()
{
    if (m_isOver)
        return;
    noteClose(Frame::Direction::Received);
    noteClose(Frame::Direction::Sent);
}

void ServerConnection::onPong(const QByteArray &payload)
{
    heard();
    note(Frame::Direction::Received, Frame::Kind::Pong, payload);
    const quint64 number = payload.toULongLong();
    const auto ping = std::find_if(m_pings.cbegin(), m_pings.cend(),
                                   [number](const PendingPing &p) { return p.number == number; });
    if (ping == m_pings.cend())
        return; // unasked, which RFC 6455 allows
    const std::chrono::nanoseconds roundTrip = m_clock.steadyTime() - ping->sentAt;
    m_pings.erase(m_pings.cbegin(), ping + 1);
    if (number >= m_checkPing)
        m_checkTimer.stop();
    Q_EMIT pongReceived(number, roundTrip);
}

void ServerConnection::onError(QAbstractSocket::SocketError error)
{
    // The first is the cause: that a server hangs up after "503" is told, too, and last.
    if (m_end.error == QAbstractSocket::UnknownSocketError) {
        m_end.error = error;
        m_end.errorString = m_socket.errorString();
    }
    // There is a local port once TCP is there; only that tells a refusal by HTTP from one by TCP.
    if (m_stage == SocketEnd::Stage::Unreached && m_socket.localPort() != 0)
        m_stage = SocketEnd::Stage::Handshake;
    endSoon();
}

void ServerConnection::onHeartbeat()
{
    const std::chrono::nanoseconds now = m_clock.steadyTime();
    if (now - m_heardAt >= m_limits.deadAfter)
        endSoon(ClientError::Kind::ConnectionLost, u"no sign of life"_s);
    else if (now - m_pingedAt >= m_limits.pingEvery)
        sendPing();
}

void ServerConnection::endSoon(ClientError::Kind kind, const QString &detail)
{
    if (m_isOver)
        return;
    if (m_ownError.kind == ClientError::Kind::None) {
        m_ownError.kind = kind;
        m_ownError.detail = detail;
    }
    if (!m_endTimer.isActive())
        m_endTimer.start();
}

void ServerConnection::end()
{
    m_end.stage = m_stage;
    m_end.closeCode = static_cast<quint16>(m_socket.closeCode());
    m_end.closeReason = m_socket.closeReason();
    if (m_end.hasClosed && m_stage == SocketEnd::Stage::Open && m_end.closeCode != 0 &&
        !m_isCloseNoted)
        noteClose(Frame::Direction::Sent); // Qt's own, for a frame that it does not take
    ClientError error = m_ownError;
    error.url = m_url;
    if (error.kind == ClientError::Kind::None)
        error = classify(m_end, m_url);
    m_isOver = true;
    m_attemptTimer.stop();
    m_heartbeatTimer.stop();
    m_checkTimer.stop();
    m_socket.disconnect(this);
    m_socket.abort();
    Q_EMIT ended(error);
}

} // namespace kodama
