// A WebSocket server that does exactly what a test says, byte by byte. One client at a time.
#pragma once

#include <QByteArray>
#include <QCryptographicHash>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

namespace kodama {

class RawServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RawServer)

public:
    /// What to write when a request is there; nothing keeps silent.
    using Answer = std::function<QByteArray(const QByteArray &request)>;

    explicit RawServer(Answer answer = acceptHandshake)
        : m_answer(std::move(answer))
    {
        connect(&m_server, &QTcpServer::newConnection, this, &RawServer::onConnection);
        listen();
    }

    void listen()
    {
        m_server.listen(QHostAddress::LocalHost, m_port);
        m_port = m_server.serverPort();
    }
    void stopListening() { m_server.close(); }
    void setAnswer(Answer answer) { m_answer = std::move(answer); }

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(m_port)); }
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] const QByteArray &received() const { return m_received; }

    void write(const QByteArray &bytes) { m_socket->write(bytes); }
    /// An unmasked, final frame.
    void writeFrame(int opcode, const QByteArray &payload) { write(frame(opcode, payload)); }
    void writeText(const QByteArray &payload) { writeFrame(1, payload); }
    void writeClose(quint16 code, const QByteArray &reason = {})
    {
        const char bytes[] = {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
        writeFrame(8, QByteArray(bytes, 2) + reason);
    }
    void hangUp() { m_socket->disconnectFromHost(); }
    void cut() { m_socket->abort(); }

    static QByteArray acceptHandshake(const QByteArray &request)
    {
        const QByteArray name = "Sec-WebSocket-Key: ";
        const qsizetype start = request.indexOf(name) + name.size();
        const QByteArray key = request.mid(start, request.indexOf('\r', start) - start);
        const QByteArray salted = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        const QByteArray accept =
            QCryptographicHash::hash(salted, QCryptographicHash::Sha1).toBase64();
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
               "Upgrade\r\nSec-WebSocket-Accept: " +
               accept + "\r\n\r\n";
    }

    static Answer httpStatus(const QByteArray &statusLine)
    {
        return [statusLine](const QByteArray &) -> QByteArray {
            return "HTTP/1.1 " + statusLine + "\r\nContent-Length: 0\r\n\r\n";
        };
    }

    static QByteArray frame(int opcode, const QByteArray &payload)
    {
        QByteArray bytes(1, static_cast<char>(0x80 | opcode));
        constexpr qsizetype shortPayload = 125;
        if (payload.size() <= shortPayload) {
            bytes.append(static_cast<char>(payload.size()));
        } else {
            bytes.append(static_cast<char>(127));
            for (int shift = 56; shift >= 0; shift -= 8)
                bytes.append(static_cast<char>((payload.size() >> shift) & 0xff));
        }
        return bytes + payload;
    }

Q_SIGNALS:
    /// The answer to the handshake was written.
    void answered();
    void bytesReceived();
    void clientGone();

private:
    void onConnection()
    {
        m_socket = m_server.nextPendingConnection();
        ++m_connections;
        m_received.clear();
        m_isAnswered = false;
        connect(m_socket, &QTcpSocket::readyRead, this, &RawServer::onReadyRead);
        connect(m_socket, &QTcpSocket::disconnected, this, &RawServer::clientGone);
    }

    void onReadyRead()
    {
        m_received += m_socket->readAll();
        if (!m_isAnswered && m_received.contains("\r\n\r\n")) {
            m_isAnswered = true;
            m_socket->write(m_answer(m_received));
            m_received.clear();
            Q_EMIT answered();
        }
        Q_EMIT bytesReceived();
    }

    Answer m_answer;
    QTcpServer m_server;
    quint16 m_port = 0;
    QPointer<QTcpSocket> m_socket;
    QByteArray m_received;
    bool m_isAnswered = false;
    int m_connections = 0;
};

} // namespace kodama
