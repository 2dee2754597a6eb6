#include "server/transport/upgrade.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>
#include <cstring>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A QTcpSocket that is connected to two byte arrays: the request is read from one, the response
/// is written to the other. It has no descriptor.
class MemorySocket final : public QTcpSocket
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MemorySocket)

public:
    MemorySocket(QByteArray input, QObject *parent)
        : QTcpSocket(parent)
        , m_input(std::move(input))
    {
        setOpenMode(QIODevice::ReadWrite | QIODevice::Unbuffered);
        setSocketState(QAbstractSocket::ConnectedState);
        setPeerAddress(QHostAddress(QHostAddress::LocalHost));
        setPeerPort(1);
    }

    [[nodiscard]] QByteArray takeOutput() { return std::exchange(m_output, {}); }

    [[nodiscard]] qint64 bytesAvailable() const override
    {
        return QTcpSocket::bytesAvailable() + m_input.size();
    }
    [[nodiscard]] qint64 bytesToWrite() const override { return 0; }
    [[nodiscard]] bool canReadLine() const override { return m_input.contains('\n'); }
    void disconnectFromHost() override { close(); }
    void close() override
    {
        m_input.clear(); // or Qt would wait for it to be read
        setSocketState(QAbstractSocket::UnconnectedState);
        setOpenMode(QIODevice::NotOpen);
    }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 size = std::min<qint64>(maxSize, m_input.size());
        if (size > 0)
            std::memcpy(data, m_input.constData(), static_cast<std::size_t>(size));
        m_input.remove(0, size);
        return size;
    }
    qint64 writeData(const char *data, qint64 size) override
    {
        m_output.append(data, size);
        return size;
    }

private:
    QByteArray m_input;
    QByteArray m_output;
};

/// Of the subprotocols the first one that the client offers, in these very letters; or nothing.
QByteArray agreedSubprotocol(QByteArrayView offered, const QStringList &subprotocols)
{
    const QByteArrayList words = offered.toByteArray().split(',');
    for (const QString &subprotocol : subprotocols) {
        const QByteArray ours = subprotocol.toLatin1();
        const bool isOffered = std::any_of(words.begin(), words.end(), [&](const QByteArray &word) {
            return word.trimmed() == ours;
        });
        if (isOffered)
            return ours;
    }
    return {};
}

/// Only what the answer depends on, in the plainest form: what else the client wrote, and how,
/// never reaches Qt's parser, which has bounds of its own. That wants a Host, whichever.
QByteArray plainRequest(const HttpRequest &request, const QStringList &subprotocols)
{
    QByteArray text = "GET / HTTP/1.1\r\n"
                      "Host: localhost\r\n"
                      "Upgrade: websocket\r\n"
                      "Connection: Upgrade\r\n"
                      "Sec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: " +
                      request.key.value_or(QByteArray()) + "\r\n";
    const QByteArray subprotocol = agreedSubprotocol(request.protocols, subprotocols);
    if (!subprotocol.isEmpty())
        text += "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
    return text + "\r\n";
}

/// Qt knows no extensions, so its answer names none.
void insertExtension(QByteArray &response, const DeflateParameters &parameters)
{
    constexpr qsizetype emptyLineBytes = 2;
    response.insert(response.size() - emptyLineBytes,
                    "Sec-WebSocket-Extensions: " + encodeAgreement(parameters) + "\r\n");
}

} // namespace

class Upgrader::Server final : public QWebSocketServer
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Server)

public:
    Server()
        : QWebSocketServer(u"kodama"_s, QWebSocketServer::NonSecureMode)
    {}
};

Upgrader::Upgrader(const HandshakePolicy &policy)
    : m_server(std::make_unique<Server>())
    , m_allowsCompression(policy.allowsCompression)
{
    m_server->setSupportedSubprotocols(policy.subprotocols);
}

Upgrader::~Upgrader() = default;

std::optional<Upgrader::Upgraded> Upgrader::upgrade(const HttpRequest &request)
{
    const QPointer<MemorySocket> socket =
        new MemorySocket(plainRequest(request, m_server->supportedSubprotocols()), m_server.get());
    m_server->handleConnection(socket);
    // Qt looks at the request in a queued slot. Run now, the handshake is one step for us.
    QCoreApplication::sendPostedEvents(m_server.get(), QEvent::MetaCall);

    std::optional<Upgraded> result;
    const std::unique_ptr<QWebSocket> webSocket(m_server->nextPendingConnection());
    if (webSocket != nullptr) {
        result = Upgraded{socket->takeOutput(), webSocket->subprotocol(), std::nullopt};
    }
    if (!socket.isNull())
        socket->deleteLater();
    if (result && m_allowsCompression) {
        result->deflate = agreeToDeflate(request.extensions);
        if (result->deflate)
            insertExtension(result->response, *result->deflate);
    }
    return result;
}

void Upgrader::warmUp()
{
    HttpRequest request;
    request.key = "bm9ib2R5IGlzIGhlcmUhIQ=="_ba;
    (void)upgrade(request);
}

} // namespace kodama

#include "upgrade.moc"
