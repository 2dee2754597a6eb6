// Where the server of a test may listen, and whether one does.
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace kodama {

/// Free a moment ago; empty if there is none.
inline QUrl freeAddress()
{
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHost))
        return {};
    return QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(probe.serverPort()));
}

inline bool answers(const QUrl &url)
{
    QTcpSocket socket;
    socket.connectToHost(url.host(), quint16(url.port()));
    return socket.waitForConnected(1000);
}

} // namespace kodama
