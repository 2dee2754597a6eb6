// A server of version 2 that says exactly what a test says, to one client at a time.
#pragma once

#include "common/protocol/codec.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>

#include <deque>
#include <memory>
#include <optional>

/// What a server has to bring about first.
#define WAIT_FOR(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, FakeChatServer::longestWaitMs)
#define WAIT_FOR_EQUAL(actual, expected)                                                           \
    QTRY_COMPARE_WITH_TIMEOUT(actual, expected, FakeChatServer::longestWaitMs)

namespace kodama {

class FakeChatServer final : public QObject
{
    Q_DISABLE_COPY_MOVE(FakeChatServer)

public:
    static constexpr int longestWaitMs = 30'000;

    FakeChatServer()
        : m_server(QStringLiteral("fake"), QWebSocketServer::NonSecureMode)
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QWebSocketServer::newConnection, this, &FakeChatServer::onConnection);
    }

    [[nodiscard]] QUrl url() const
    {
        return QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(m_server.serverPort()));
    }
    void setProtocol(std::optional<qint64> protocol) { m_protocol = protocol; }
    /// Who connects hears nothing before welcome() is called.
    void holdWelcome(bool isHeld = true) { m_isWelcomeHeld = isHeld; }
    void welcome()
    {
        WAIT_FOR(m_socket);
        Welcome welcome{QStringLiteral("hi"), QStringLiteral("127.0.0.1:1"), QString()};
        welcome.protocol = m_protocol;
        send(welcome);
    }

    void send(const ServerMessage &message)
    {
        m_socket->sendTextMessage(QString::fromUtf8(encode(message)));
    }
    void cut() { m_socket->abort(); }

    /// The next message of this kind; others before it are thrown away. A default one after a wait
    /// in vain, which fails the test.
    template <typename Message>
    Message next()
    {
        QTimer patience;
        patience.setSingleShot(true);
        patience.start(longestWaitMs);
        do {
            while (!m_received.empty()) {
                const ClientMessage message = std::move(m_received.front());
                m_received.pop_front();
                if (const auto *found = std::get_if<Message>(&message))
                    return *found;
            }
        } while (isMoreComing(patience));
        QTest::qFail("the client did not send it", __FILE__, __LINE__);
        return {};
    }

    /// Whether something of this kind came before the client answered a later message of ours.
    template <typename Message>
    [[nodiscard]] bool has() const
    {
        for (const ClientMessage &message : m_received) {
            if (std::holds_alternative<Message>(message))
                return true;
        }
        return false;
    }

    /// Answers the client's next join; the newest item has the offset.
    void admit(qint64 offset, const QList<RawJson> &items, bool more)
    {
        auto response = responseTo<JoinResponse>(next<Join>());
        response.offset = offset;
        response.items = items;
        response.more = more;
        send(response);
    }

    void answer(const HistoryRequest &request, const QList<RawJson> &items, bool more)
    {
        auto response = responseTo<HistoryResponse>(request);
        response.items = items;
        response.more = more;
        send(response);
    }

    HelloResponse helloResponse(const Hello &hello) const
    {
        HelloResponse response;
        response.id = hello.id;
        response.session = QStringLiteral("secret");
        response.nick = hello.nick.value_or(QStringLiteral("guest-1"));
        response.protocol = 2;
        response.resumed = hello.resume.has_value();
        return response;
    }

    /// Answers the next hello and the joins that follow it, with empty rooms of this offset.
    Hello greet()
    {
        const Hello hello = next<Hello>();
        send(helloResponse(hello));
        return hello;
    }
    Join answerJoin(qint64 offset, bool recovered, const QList<RawJson> &items = {})
    {
        const Join join = next<Join>();
        JoinResponse response = responseTo<JoinResponse>(join);
        response.members = {{QStringLiteral("Mika"), {}}, {QStringLiteral("Jens"), {}}};
        response.offset = offset;
        response.recovered = recovered;
        response.items = items;
        send(response);
        return join;
    }

    /// Whatever room is joined from now on has nobody and nothing in it.
    void answerAllJoins()
    {
        m_answersJoins = true;
        for (const ClientMessage &message : std::exchange(m_received, {})) {
            if (const auto *join = std::get_if<Join>(&message))
                send(responseTo<JoinResponse>(*join));
            else
                m_received.push_back(message);
        }
    }

    static BroadcastMessage message(const QString &room, qint64 offset, const QString &nick,
                                    const QString &text)
    {
        BroadcastMessage message;
        message.from = QStringLiteral("127.0.0.1:2"); // somebody else than the client
        message.content = RawJson::fromString(text);
        message.room = room;
        message.offset = offset;
        message.ts = 1765674010000 + offset;
        message.fromNick = nick;
        return message;
    }
    static RawJson item(const ServerMessage &message)
    {
        return RawJson::fromValidText(encode(message));
    }

private:
    /// Returns when something came; false when it was too long in coming.
    bool isMoreComing(const QTimer &patience)
    {
        QEventLoop loop;
        connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
        connect(&m_server, &QWebSocketServer::newConnection, &loop, &QEventLoop::quit);
        if (m_socket) // behind what receives it
            connect(m_socket.get(), &QWebSocket::textMessageReceived, &loop, &QEventLoop::quit);
        loop.exec();
        return patience.isActive();
    }
    template <typename Response, typename Request>
    static Response responseTo(const Request &request)
    {
        Response response;
        response.id = request.id;
        response.room = request.room;
        response.epoch = QStringLiteral("e1");
        return response;
    }
    void receive(const ClientMessage &message)
    {
        const auto *join = std::get_if<Join>(&message);
        if (join && m_answersJoins)
            send(responseTo<JoinResponse>(*join));
        else
            m_received.push_back(message);
    }
    void onConnection()
    {
        m_socket.reset(m_server.nextPendingConnection());
        m_received.clear();
        connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
                [this](const QString &text) {
                    if (const auto message = decodeClientMessage(text.toUtf8(), 2))
                        receive(message.value());
                });
        if (!m_isWelcomeHeld)
            welcome();
    }

    QWebSocketServer m_server;
    std::optional<qint64> m_protocol = 2;
    std::unique_ptr<QWebSocket> m_socket;
    std::deque<ClientMessage> m_received;
    bool m_answersJoins = false;
    bool m_isWelcomeHeld = false;
};

} // namespace kodama
