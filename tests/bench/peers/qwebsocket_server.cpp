// The same protocol on a plain QWebSocketServer, as one would write it first: what kodama-server's
// own transport is measured against. Prints its port and runs until it is killed.
#include "common/protocol/codec.h"
#include "common/protocol/timestamp.h"

#include <QCoreApplication>
#include <QHash>
#include <QTextStream>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

class PlainServer : public QObject
{
    Q_OBJECT

public:
    PlainServer()
    {
        connect(&m_server, &QWebSocketServer::newConnection, this, &PlainServer::onNewConnection);
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("%s", qPrintable(m_server.errorString()));
        QTextStream(stdout) << m_server.serverPort() << Qt::endl;
    }

private:
    void onNewConnection()
    {
        QWebSocket *client = m_server.nextPendingConnection();
        const QString id =
            client->peerAddress().toString() + u':' + QString::number(client->peerPort());
        send(client, Welcome{u"welcome"_s, id, m_now.now()});
        sendToAll(ClientConnected{id, m_now.now(), m_clients.size() + 1});
        m_clients.insert(client, id);
        connect(client, &QWebSocket::textMessageReceived, this,
                [this, client](const QString &text) { onText(client, text.toUtf8()); });
        connect(client, &QWebSocket::disconnected, this, [this, client] { onGone(client); });
    }

    void onGone(QWebSocket *client)
    {
        const QString id = m_clients.take(client);
        client->deleteLater();
        sendToAll(ClientDisconnected{id, m_now.now(), m_clients.size()});
    }

    void onText(QWebSocket *client, const QByteArray &text)
    {
        const auto message = decodeClientMessage(text);
        if (!message)
            return;
        if (const auto *echo = std::get_if<Echo>(&message.value()))
            send(client, EchoResponse{RawJson::fromValidText(echo->source), m_now.now()});
        if (const auto *broadcast = std::get_if<Broadcast>(&message.value()))
            sendToAll(BroadcastMessage{m_clients[client], broadcast->content, m_now.now()});
    }

    static void send(QWebSocket *client, const ServerMessage &message)
    {
        client->sendTextMessage(QString::fromUtf8(encode(message)));
    }

    void sendToAll(const ServerMessage &message)
    {
        const QString text = QString::fromUtf8(encode(message));
        for (auto it = m_clients.keyBegin(); it != m_clients.keyEnd(); ++it)
            (*it)->sendTextMessage(text);
    }

    SystemClock m_clock;
    TimestampSource m_now{m_clock};
    QWebSocketServer m_server{u"plain"_s, QWebSocketServer::NonSecureMode};
    QHash<QWebSocket *, QString> m_clients;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const PlainServer server;
    return QCoreApplication::exec();
}

#include "qwebsocket_server.moc"
