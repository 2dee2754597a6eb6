// A client that does the opening handshake and then never reads a byte.
#pragma once

#include <QTcpSocket>
#include <QTest>

namespace kodama {

class DeafClient final
{
public:
    explicit DeafClient(quint16 port)
    {
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    }
    Q_DISABLE_COPY_MOVE(DeafClient)

    [[nodiscard]] bool connectAndGoDeaf()
    {
        const auto isConnected = [this] {
            return m_socket.state() == QAbstractSocket::ConnectedState;
        };
        if (!QTest::qWaitFor(isConnected, waitMilliseconds))
            return false;
        m_socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                       "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                       "Sec-WebSocket-Version: 13\r\n\r\n");
        const auto hasAnswer = [this] { return m_socket.peek(12).endsWith("101"); };
        if (!QTest::qWaitFor(hasAnswer, waitMilliseconds))
            return false;
        // Qt then leaves the rest in the kernel, whose buffers fill up.
        m_socket.setReadBufferSize(1);
        return true;
    }

private:
    static constexpr int waitMilliseconds = 30'000;

    QTcpSocket m_socket;
};

} // namespace kodama
