#include "server/log.h"
#include "server/server.h"
#include "tests/server/support/testclient.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

/// The port of their own for who watches a server, beside the server.
class TestAdminPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { m_logged.clear(); }
    void servesThePagesAndNothingElse();
    void takesTheNumbersOffTheMainPort();
    void refusesForeignHosts();
    void namesItsOptionWhenThePortIsTaken();
    void tellsThatTwoOfItsPortsAreOne();
    void isGoneWhenTheServerHasStopped();

private:
    static ServerConfig configuration()
    {
        ServerConfig config;
        config.port = 0;
        config.adminPort = 0;
        config.language = Language::English;
        return config;
    }
    [[nodiscard]] QUrl adminUrl() const
    {
        static const QRegularExpression url(u"http://\\S+"_s);
        return QUrl(url.match(m_logged.join(u'\n')).captured());
    }
    static QByteArray ask(quint16 port, const QByteArray &path, const QByteArray &headers = {},
                          const QByteArray &host = "localhost")
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        socket.write("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n");
        (void)QTest::qWaitFor(
            [&socket] { return socket.state() == QAbstractSocket::UnconnectedState; }, 30'000);
        return socket.readAll();
    }

    SystemClock m_clock;
    QStringList m_logged;
    Log m_log{m_clock, LogLevel::Info,
              [this](const QByteArray &line) { m_logged.append(QString::fromUtf8(line)); }};
};

void TestAdminPages::servesThePagesAndNothingElse()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    QCOMPARE(adminUrl().path(), u"/metrics"_s);
    const auto port = quint16(adminUrl().port());
    QVERIFY(port != 0 && port != server.port());
    TestClient client(server.url());
    QVERIFY(!client.welcome().isEmpty());
    const QByteArray page = ask(port, "/metrics");
    QVERIFY2(page.startsWith("HTTP/1.1 200 "), page.constData());
    QVERIFY(page.contains("\nkodama_clients 1\n"));
    QVERIFY(ask(port, "/healthz").startsWith("HTTP/1.1 200 "));
    QVERIFY(ask(port, "/readyz").startsWith("HTTP/1.1 200 "));
    QVERIFY(ask(port, "/").startsWith("HTTP/1.1 404 "));
    const QByteArray upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Version: 13\r\n"
                               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    QVERIFY(ask(port, "/", upgrade).startsWith("HTTP/1.1 404 "));
    QVERIFY(ask(port, "/metrics", upgrade).startsWith("HTTP/1.1 200 "));
}

void TestAdminPages::takesTheNumbersOffTheMainPort()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    QVERIFY(ask(server.port(), "/metrics").startsWith("HTTP/1.1 426 "));
    QVERIFY(ask(server.port(), "/healthz").startsWith("HTTP/1.1 200 "));
    QVERIFY(ask(server.port(), "/readyz").startsWith("HTTP/1.1 200 "));
}

void TestAdminPages::refusesForeignHosts()
{
    // A web page whose name was made to mean this machine must not read them.
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    const QByteArray answer = ask(quint16(adminUrl().port()), "/metrics", {}, "evil.example");
    QVERIFY2(answer.startsWith("HTTP/1.1 403 "), answer.constData());
}

void TestAdminPages::namesItsOptionWhenThePortIsTaken()
{
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress(QHostAddress::LocalHost)));
    ServerConfig config = configuration();
    config.adminHost = u"127.0.0.1"_s;
    config.adminPort = holder.serverPort();
    Server server(config, m_log, m_clock);
    const auto port = server.start();
    QVERIFY(!port.hasValue());
    QCOMPARE(port.error().kind, StartError::Kind::PortInUse);
    QVERIFY2(port.error().message.contains("--admin-port"_L1), qPrintable(port.error().message));
    QCOMPARE(server.port(), quint16{0});
}

void TestAdminPages::tellsThatTwoOfItsPortsAreOne()
{
    QTcpServer holder; // for a number that is free
    QVERIFY(holder.listen(QHostAddress(QHostAddress::LocalHost)));
    ServerConfig config = configuration();
    config.port = holder.serverPort();
    config.adminPort = holder.serverPort();
    holder.close();
    Server server(config, m_log, m_clock);
    const auto port = server.start();
    QVERIFY(!port.hasValue());
    QVERIFY2(port.error().message.startsWith("--port: "_L1) &&
                 port.error().message.contains("by this server itself"_L1),
             qPrintable(port.error().message));
}

void TestAdminPages::isGoneWhenTheServerHasStopped()
{
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    const auto port = quint16(adminUrl().port());
    QTcpSocket waiting; // asks for nothing
    waiting.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    QVERIFY(waiting.waitForConnected(30'000));
    bool isStopped = false;
    connect(&server, &Server::stopped, this, [&isStopped] { isStopped = true; });
    server.stop();
    QTRY_VERIFY_WITH_TIMEOUT(isStopped, 30'000);
    QTcpServer next;
    QVERIFY(next.listen(QHostAddress(QHostAddress::LocalHost), port));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestAdminPages)
#include "tst_adminpages.moc"
