#include "server/log.h"
#include "server/server.h"
#include "tests/server/support/deafclient.h"
#include "tests/server/support/testclient.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>

#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// The server as an object, with real clients on the loopback.
class TestServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { m_logged.clear(); }
    void speaksVersionOne();
    void greetsBeforeItAnswers();
    void listensOnBothLoopbacks();
    void readsBinaryFrames();
    void namesWhoHoldsThePort();
    void refusesBadHosts_data();
    void refusesBadHosts();
    void operatorTalksToClients();
    void operatorKicks();
    void sendsHeartbeats();
    void logsInTheSeedsWords();
    void stopTellsClientsAndFlushes();
    void stopDoesNotWaitForADeafClient();
    void stopsBeforeStarted();
    void stopsTwiceAsOnce();
    void mayBeDestroyedWithClients();
    void runsBesideAnother();
    void isWatched();
    void closesWhoSendsTooMuch();

private:
    static ServerConfig configuration()
    {
        ServerConfig config;
        config.port = 0;
        config.language = Language::Japanese;
        return config;
    }

    SystemClock m_clock;
    QStringList m_logged;
    Log m_log{m_clock, LogLevel::Info, [this](const QByteArray &line) {
                  m_logged.append(QString::fromUtf8(line).section(u" - "_s, 1).trimmed());
              }};
};

void TestServer::speaksVersionOne()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient first(server.url());
    const QString firstId = first.welcome();
    // localhost may be either family.
    const QString address = first.socket().localAddress().toString();
    QCOMPARE(firstId, u"%1:%2"_s.arg(address).arg(first.socket().localPort()));
    TestClient second(server.url());
    const QString secondId = second.welcome();
    const QJsonObject connected = first.next("client_connected"_L1);
    QCOMPARE(connected["client_id"_L1].toString(), secondId);
    QCOMPARE(connected["total_clients"_L1].toInt(), 2);

    first.send(R"({"z":1.0,"type":"echo","text":"木霊"})");
    QVERIFY(first.next().startsWith(
        R"({"type":"echo_response","original":{"z":1.0,"type":"echo","text":"木霊"},)"));
    first.send(R"({"type":"broadcast","content":"こんにちは"})");
    QCOMPARE(first.next("broadcast_message"_L1)["content"_L1].toString(), u"こんにちは"_s);
    QCOMPARE(second.next("broadcast_message"_L1)["from"_L1].toString(), firstId);
    first.send(R"({"type":"lab.temp","value":21.50})");
    QVERIFY(second.next().contains(R"("data":{"type":"lab.temp","value":21.50})"));
    first.send(R"({"type":"command","command":"status"})");
    const QJsonObject status = first.next("command_response"_L1)["data"_L1].toObject();
    QCOMPARE(status["connected_clients"_L1].toInt(), 2);
    first.send("nonsense");
    QCOMPARE(first.next("error"_L1)["message"_L1].toString(), u"不正なJSON形式です"_s);
    first.send(R"({"type":"command","command":"ping"})");
    QCOMPARE(first.next("command_response"_L1)["data"_L1].toString(), u"pong"_s);

    second.socket().close();
    QCOMPARE(first.next("client_disconnected"_L1)["total_clients"_L1].toInt(), 1);
    QCOMPARE(server.clientIds(), QStringList{firstId});
}

void TestServer::greetsBeforeItAnswers()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient watcher(server.url());
    QVERIFY(!watcher.welcome().isEmpty());

    TestClient eager(server.url());
    QObject::connect(&eager.socket(), &QWebSocket::connected, &eager.socket(),
                     [&eager] { eager.send(R"({"type":"broadcast","content":1})"); });
    QVERIFY(eager.next().startsWith(R"({"type":"welcome")"));
    QVERIFY(eager.next().startsWith(R"({"type":"broadcast_message")"));
    QVERIFY(watcher.next().startsWith(R"({"type":"client_connected")"));
    QVERIFY(watcher.next().startsWith(R"({"type":"broadcast_message")"));
}

void TestServer::listensOnBothLoopbacks()
{
    Server server(configuration(), m_log, m_clock);
    const auto port = server.start();
    QVERIFY(port.hasValue());
    QCOMPARE(server.port(), port.value());
    QCOMPARE(server.url().toString(), u"ws://localhost:%1"_s.arg(port.value()));
    TestClient four(QUrl(u"ws://127.0.0.1:%1"_s.arg(port.value())));
    QVERIFY(four.welcome().startsWith("127.0.0.1:"_L1));
    QTcpServer six;
    if (!six.listen(QHostAddress(QHostAddress::LocalHostIPv6)))
        QSKIP("this machine has no IPv6");
    TestClient client(QUrl(u"ws://[::1]:%1"_s.arg(port.value())));
    QVERIFY(client.welcome().startsWith("::1:"_L1));
}

void TestServer::readsBinaryFrames()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient client(server.url());
    QVERIFY(!client.welcome().isEmpty());
    client.socket().sendBinaryMessage(R"({"type":"command","command":"ping"})");
    QCOMPARE(client.next("command_response"_L1)["data"_L1].toString(), u"pong"_s);
    client.socket().sendBinaryMessage("\xff\xfe");
    QCOMPARE(client.next("error"_L1)["name"_L1].toString(), u"BAD_JSON"_s);
}

void TestServer::namesWhoHoldsThePort()
{
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress(QHostAddress::LocalHost)));
    ServerConfig config = configuration();
    config.port = holder.serverPort();
    Server server(config, m_log, m_clock);
    const auto port = server.start();
    QVERIFY(!port.hasValue());
    QCOMPARE(port.error().kind, StartError::Kind::PortInUse);
    for (const auto &part : {QString::number(config.port), QString::number(::getpid()),
                             u"tst_server"_s, u"127.0.0.1"_s})
        QVERIFY2(port.error().message.contains(part), qPrintable(port.error().message));
    QCOMPARE(server.port(), quint16{0});
    QVERIFY(m_logged.isEmpty());
}

void TestServer::refusesBadHosts_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("no such name") << u"no-such-host.invalid"_s;
    QTest::newRow("not ours") << u"192.0.2.1"_s;
}

void TestServer::refusesBadHosts()
{
    QFETCH(QString, host);
    ServerConfig config = configuration();
    config.host = host;
    Server server(config, m_log, m_clock);
    const auto port = server.start();
    QVERIFY(!port.hasValue());
    QCOMPARE(port.error().kind, StartError::Kind::BadHost);
    QVERIFY2(port.error().message.contains(host), qPrintable(port.error().message));
    QVERIFY(port.error().message.contains("--host"_L1));
}

void TestServer::operatorTalksToClients()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient first(server.url());
    const QString firstId = first.welcome();
    TestClient second(server.url());
    const QString secondId = second.welcome();
    QCOMPARE(server.clientCount(), 2);
    QCOMPARE(server.clientIds(), QStringList({firstId, secondId}));
    server.notify(u"お茶の時間です"_s);
    QCOMPARE(first.next("server_notification"_L1)["message"_L1].toString(), u"お茶の時間です"_s);
    QVERIFY(server.sendTo(secondId, u"あなただけに"_s));
    QVERIFY(!server.sendTo(u"127.0.0.1:1"_s, u"x"_s));
    QCOMPARE(second.next("server_direct_message"_L1)["message"_L1].toString(), u"あなただけに"_s);
}

void TestServer::operatorKicks()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient first(server.url());
    const QString firstId = first.welcome();
    TestClient second(server.url());
    const QString secondId = second.welcome();
    QVERIFY(!server.kick(u"nobody"_s, {}));
    QVERIFY(server.kick(firstId, u"静かに"_s));
    QVERIFY(first.waitForClose());
    QCOMPARE(first.closeCode(), 4503);
    QCOMPARE(first.socket().closeReason(), u"静かに"_s);
    QCOMPARE(second.next("client_disconnected"_L1)["client_id"_L1].toString(), firstId);
    QVERIFY(server.kick(secondId, {}));
    QVERIFY(second.waitForClose());
    QCOMPARE(second.socket().closeReason(), u"管理者により切断されました"_s);
    QTRY_COMPARE(server.clientCount(), 0);
}

void TestServer::sendsHeartbeats()
{
    ServerConfig config = configuration();
    config.heartbeat = 1s;
    Server server(config, m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient client(server.url());
    const QJsonObject heartbeat = client.next("server_heartbeat"_L1);
    QCOMPARE(heartbeat["connected_clients"_L1].toInt(), 1);
    QVERIFY(!heartbeat["timestamp"_L1].toString().isEmpty());
}

void TestServer::logsInTheSeedsWords()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    QString id;
    {
        TestClient client(server.url());
        id = client.welcome();
        client.socket().close();
        QVERIFY(client.waitForClose());
        QTRY_COMPARE(server.clientCount(), 0);
    }
    QSignalSpy stopped(&server, &Server::stopped);
    server.stop();
    QVERIFY(stopped.wait());
    QCOMPARE(m_logged, QStringList({
                           u"INFO - WebSocketサーバーを起動中: "_s + server.url().toString(),
                           u"INFO - サーバーが起動しました。Ctrl+Cで停止します。"_s,
                           u"INFO - 新しいクライアント接続: "_s + id,
                           u"INFO - クライアント切断: "_s + id + u" (1000)"_s,
                           u"INFO - サーバーを停止しています: 接続中のクライアント 0"_s,
                           u"INFO - サーバーを停止しました"_s,
                       }));
}

void TestServer::stopTellsClientsAndFlushes()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient first(server.url());
    TestClient second(server.url());
    QVERIFY(!first.welcome().isEmpty());
    QVERIFY(!second.welcome().isEmpty());
    QSignalSpy stopped(&server, &Server::stopped);
    server.notify(u"last words"_s);
    server.stop();
    QVERIFY(stopped.isEmpty());
    QVERIFY(stopped.wait());
    for (TestClient *client : {&first, &second}) {
        QCOMPARE(client->next("server_notification"_L1)["message"_L1].toString(), u"last words"_s);
        QVERIFY(client->waitForClose());
        QCOMPARE(client->closeCode(), 1001);
    }
    QTcpSocket late;
    late.connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
    QVERIFY(!late.waitForConnected(1000));
}

void TestServer::stopDoesNotWaitForADeafClient()
{
    ServerConfig config = configuration();
    config.closeTime = 1s;
    Server server(config, m_log, m_clock);
    QVERIFY(server.start().hasValue());
    DeafClient deaf(server.port());
    QVERIFY(deaf.connectAndGoDeaf());
    QTRY_COMPARE(server.clientCount(), 1);
    // More than the kernel's buffers take, less than what gets a slow client closed.
    for (int i = 0; i < 8; ++i)
        server.notify(QString(100'000, u'x'));
    // To this one nothing is on its way: no timeout of TCP would ever end it.
    DeafClient idle(server.port());
    QVERIFY(idle.connectAndGoDeaf());
    QSignalSpy stopped(&server, &Server::stopped);
    server.stop();
    QVERIFY(stopped.wait(30'000));
}

void TestServer::stopsBeforeStarted()
{
    Server server(configuration(), m_log, m_clock);
    QSignalSpy stopped(&server, &Server::stopped);
    server.stop();
    QVERIFY(stopped.isEmpty());
    QVERIFY(stopped.wait());
}

void TestServer::stopsTwiceAsOnce()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    QSignalSpy stopped(&server, &Server::stopped);
    server.stop();
    server.stop();
    QVERIFY(stopped.wait());
    server.stop();
    QCoreApplication::processEvents();
    QCOMPARE(stopped.size(), 1);
}

void TestServer::mayBeDestroyedWithClients()
{
    auto server = std::make_unique<Server>(configuration(), m_log, m_clock);
    QVERIFY(server->start().hasValue());
    TestClient first(server->url());
    TestClient second(server->url());
    QVERIFY(!first.welcome().isEmpty());
    QVERIFY(!second.welcome().isEmpty());
    server.reset();
    QVERIFY(first.waitForClose());
    QVERIFY(second.waitForClose());
}

void TestServer::runsBesideAnother()
{
    Server one(configuration(), m_log, m_clock);
    Server other(configuration(), m_log, m_clock);
    QVERIFY(one.start().hasValue());
    QVERIFY(other.start().hasValue());
    TestClient client(other.url());
    QVERIFY(!client.welcome().isEmpty());
    QCOMPARE(one.clientCount(), 0);
    QCOMPARE(other.clientCount(), 1);
}

void TestServer::isWatched()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient client(server.url());
    QVERIFY(!client.welcome().isEmpty());
    client.send("nonsense");
    QVERIFY(!client.next("error"_L1).isEmpty());

    const auto get = [&server](const QByteArray &path) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
        socket.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        (void)QTest::qWaitFor(
            [&socket] { return socket.state() == QAbstractSocket::UnconnectedState; }, 30'000);
        return socket.readAll();
    };
    QVERIFY(get("/readyz").startsWith("HTTP/1.1 200 "));
    const QByteArray page = get("/metrics");
    QVERIFY(page.startsWith("HTTP/1.1 200 "));
    QVERIFY(page.contains("Content-Type: text/plain; version=0.0.4"));
    QVERIFY(page.contains("\nkodama_clients 1\n"));
    QVERIFY(page.contains("name=\"BAD_JSON\"} 1\n"));

    client.send(R"({"type":"command","command":"status"})");
    const QJsonObject status = client.next("command_response"_L1)["data"_L1].toObject();
    QCOMPARE(status["version"_L1].toString(), QStringLiteral(KODAMA_VERSION));
    for (const auto &member :
         {"uptime_seconds"_L1, "messages_per_second"_L1, "bytes_per_second"_L1})
        QVERIFY2(status[member].isDouble(), member.data());
    QCOMPARE(status["rooms"_L1].toInteger(), 1); // the lobby

    // What the chat answers counts, too.
    client.send(R"({"type":"hello","v":2,"nick":"a:b"})");
    QCOMPARE(client.next("error"_L1)["name"_L1].toString(), u"BAD_NICK"_s);
    QVERIFY(get("/metrics").contains("{shard=\"chat\",name=\"BAD_NICK\"} 1\n"));
}

void TestServer::closesWhoSendsTooMuch()
{
    ServerConfig config = configuration();
    config.bounds.session.messages = {10, 20};
    config.bounds.session.grace = 100ms;
    Server server(config, m_log, m_clock);
    QVERIFY(server.start().hasValue());
    TestClient client(server.url());
    TestClient witness(server.url());
    QVERIFY(!client.welcome().isEmpty());
    QVERIFY(!witness.welcome().isEmpty());
    for (int i = 0; i < 1000; ++i)
        client.send(R"({"type":"broadcast","content":1})");
    const QJsonObject error = client.next("error"_L1);
    QCOMPARE(error["name"_L1].toString(), u"RATE_LIMITED"_s);
    QVERIFY(error["retry_after_ms"_L1].toInt() > 0);
    const auto isClosedWhileSending = [&client] {
        for (int i = 0; i < 100; ++i)
            client.send(R"({"type":"broadcast","content":1})");
        return client.socket().state() == QAbstractSocket::UnconnectedState;
    };
    QVERIFY(QTest::qWaitFor(isClosedWhileSending, 30'000));
    QCOMPARE(client.closeCode(), 1008);
    witness.send(R"({"type":"command","command":"ping"})");
    QCOMPARE(witness.next("command_response"_L1)["data"_L1].toString(), u"pong"_s);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestServer)
#include "tst_server.moc"
