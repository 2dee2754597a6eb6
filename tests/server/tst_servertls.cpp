#include "server/listeningsocket.h"
#include "server/log.h"
#include "server/server.h"
#include "tests/server/transport/testcertificate.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

/// What the server makes of its certificate. That it is spoken with: see test_tls.py.
class TestServerTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { m_logged.clear(); }
    void tellsWhereAndAsWhomItServes();
    void warnsOfACertificateThatHasExpired();
    void doesNotStartWithoutACertificate();
    void speaksTlsOnAPortOfItsOwn();
    void namesItsOptionWhenThePortIsTaken();
    void speaksTlsOnTheInheritedSocketThatWasMeant();
    void speaksNothingPlainWhereTlsWasMeant_data();
    void speaksNothingPlainWhereTlsWasMeant();
    void reloadsTheCertificate();
    void keepsTheCertificateWhenTheNewOneIsBad();

private:
    [[nodiscard]] QString file() const { return m_folder.filePath(u"all.pem"_s); }
    [[nodiscard]] bool store(const CertificateWishes &wishes)
    {
        const TestCertificate made = makeCertificate(wishes);
        return writeFile(file(), made.certificate + made.key);
    }
    [[nodiscard]] ServerConfig configuration() const
    {
        ServerConfig config;
        config.port = 0;
        config.tls = TlsFiles{file(), file()};
        return config;
    }

    /// With a socket that listens, as a service manager hands it over. Adds its port.
    [[nodiscard]] static int inherit(QList<quint16> &ports)
    {
        const int descriptor = openTcpSocket(QHostAddress(QHostAddress::LocalHost), 0);
        ports.append(localPortOf(descriptor));
        return descriptor;
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    QStringList m_logged;
    Log m_log{m_clock, LogLevel::Info, [this](const QByteArray &line) {
                  m_logged.append(QString::fromUtf8(line).section(u" - "_s, 1).trimmed());
              }};
};

void TestServerTls::tellsWhereAndAsWhomItServes()
{
    QVERIFY(store({"chat.example", "x", 7200}));
    Server server(configuration(), m_log, m_clock);
    const auto port = server.start();
    QVERIFY(port.hasValue());
    QCOMPARE(server.url().toString(), u"wss://localhost:%1"_s.arg(port.value()));
    QCOMPARE(server.tlsUrl().value_or(QUrl()), server.url());
    QVERIFY(m_logged.contains(u"INFO - Starting WebSocket server: "_s + server.url().toString()));
    QVERIFY(!m_logged.filter(u"INFO - TLS certificate: chat.example, valid until "_s).isEmpty());
}

void TestServerTls::warnsOfACertificateThatHasExpired()
{
    QVERIFY(store({"chat.example", "x", -10}));
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    QVERIFY(
        !m_logged.filter(u"WARNING - The TLS certificate has expired: chat.example"_s).isEmpty());
}

void TestServerTls::doesNotStartWithoutACertificate()
{
    ServerConfig config = configuration();
    config.tls = TlsFiles{u"/nowhere/cert.pem"_s, u"/nowhere/key.pem"_s};
    Server server(config, m_log, m_clock);
    const auto started = server.start();
    QVERIFY(!started.hasValue());
    QCOMPARE(started.error().kind, StartError::Kind::BadCertificate);
    QVERIFY2(started.error().message.contains(u"/nowhere/cert.pem"_s),
             qPrintable(started.error().message));
}

void TestServerTls::speaksTlsOnAPortOfItsOwn()
{
    QVERIFY(store({}));
    ServerConfig config = configuration();
    config.tlsPort = 0;
    Server server(config, m_log, m_clock);
    const auto port = server.start();
    QVERIFY(port.hasValue());
    QCOMPARE(server.url().toString(), u"ws://localhost:%1"_s.arg(port.value()));
    QCOMPARE(server.tlsUrl()->scheme(), u"wss"_s);
    QVERIFY(server.tlsUrl()->port() != port.value());
}

void TestServerTls::namesItsOptionWhenThePortIsTaken()
{
    QVERIFY(store({}));
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress(QHostAddress::LocalHost)));
    ServerConfig beside = configuration();
    beside.tlsPort = holder.serverPort();
    ServerConfig alone = configuration();
    alone.port = holder.serverPort();
    alone.isPortForTls = true;
    for (const ServerConfig &config : {beside, alone}) {
        Server server(config, m_log, m_clock);
        const auto port = server.start();
        QVERIFY(!port.hasValue());
        QCOMPARE(port.error().kind, StartError::Kind::PortInUse);
        const QString message = port.error().message;
        QVERIFY2(message.contains("with --tls-port."_L1), qPrintable(message));
        QCOMPARE(server.port(), quint16{0});
    }
}

void TestServerTls::speaksTlsOnTheInheritedSocketThatWasMeant()
{
    QVERIFY(store({}));
    QList<quint16> ports;
    ServerConfig both = configuration();
    both.activatedSockets = std::vector<int>{inherit(ports), inherit(ports)};
    both.tlsPort = ports[1];
    Server server(both, m_log, m_clock);
    QCOMPARE(server.start().value(), ports[0]);
    QCOMPARE(server.url().toString(), u"ws://localhost:%1"_s.arg(ports[0]));
    QCOMPARE(server.tlsUrl()->toString(), u"wss://localhost:%1"_s.arg(ports[1]));

    ServerConfig one = configuration();
    one.activatedSockets = std::vector<int>{inherit(ports)};
    one.tlsPort = ports[2];
    Server alone(one, m_log, m_clock);
    QCOMPARE(alone.start().value(), ports[2]);
    const QString place = u"wss://localhost:%1"_s.arg(ports[2]);
    QCOMPARE(alone.url().toString(), place);
    const QString bound = u"wss://127.0.0.1:%1"_s.arg(ports[2]);
    QVERIFY(m_logged.contains(u"INFO - Starting WebSocket server: "_s + bound));
}

void TestServerTls::speaksNothingPlainWhereTlsWasMeant_data()
{
    QTest::addColumn<bool>("isPortForTls"); // --port none
    QTest::addColumn<quint16>("tlsPort");
    QTest::newRow("another port") << false << quint16{1};
    QTest::newRow("any port") << false << quint16{0};
    QTest::newRow("nothing but another port") << true << quint16{1};
    QTest::newRow("nothing but any port") << true << quint16{0};
}

void TestServerTls::speaksNothingPlainWhereTlsWasMeant()
{
    QFETCH(bool, isPortForTls);
    QFETCH(quint16, tlsPort);
    QVERIFY(store({}));
    QList<quint16> ports;
    ServerConfig config = configuration();
    const int descriptor = inherit(ports);
    config.activatedSockets = std::vector<int>{descriptor};
    config.isPortForTls = isPortForTls;
    if (isPortForTls)
        config.port = tlsPort;
    else
        config.tlsPort = tlsPort;
    Server server(config, m_log, m_clock);
    const auto started = server.start();
    QVERIFY(!started.hasValue());
    QCOMPARE(started.error().kind, StartError::Kind::BadActivation);
    QVERIFY2(started.error().message.startsWith(u"--tls-port %1: "_s.arg(tlsPort)),
             qPrintable(started.error().message));
    QCOMPARE(localPortOf(descriptor), quint16{0}); // and nobody gets an answer
}

void TestServerTls::reloadsTheCertificate()
{
    QVERIFY(store({"first.example", "x", 7200}));
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    QVERIFY(store({"second.example", "x", 7200}));
    server.reloadCertificate();
    QVERIFY2(m_logged.constLast().contains(u"second.example"_s), qPrintable(m_logged.constLast()));
}

void TestServerTls::keepsTheCertificateWhenTheNewOneIsBad()
{
    QVERIFY(store({}));
    Server server(configuration(), m_log, m_clock);
    QVERIFY(server.start().hasValue());
    QVERIFY(writeFile(file(), "nothing"));
    server.reloadCertificate();
    QCOMPARE(m_logged.constLast(), u"ERROR - Keeping the certificate that is in use. "
                                   "%1 holds no certificate in PEM form"_s.arg(file()));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestServerTls)

#include "tst_servertls.moc"
