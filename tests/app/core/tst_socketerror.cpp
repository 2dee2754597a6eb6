#include "app/core/socketerror.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(kodama::SocketEnd)
Q_DECLARE_METATYPE(kodama::ClientError::Kind)

namespace {

using Kind = ClientError::Kind;
using Stage = SocketEnd::Stage;

SocketEnd errorAt(Stage stage, QAbstractSocket::SocketError error, const QString &text = {})
{
    SocketEnd end;
    end.stage = stage;
    end.error = error;
    end.errorString = text;
    return end;
}

SocketEnd closedWith(quint16 code, const QString &reason = {})
{
    SocketEnd end;
    end.stage = Stage::Open;
    end.hasClosed = true;
    end.closeCode = code;
    end.closeReason = reason;
    return end;
}

} // namespace

class TestSocketError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classifies_data();
    void classifies();
    void readsTheHttpStatus();
    void prefersTheComplaintAboutTheCertificate();
    void tellsThatACertificateHasExpired();
    void retriesWhatMayPass_data();
    void retriesWhatMayPass();
};

void TestSocketError::classifies_data()
{
    QTest::addColumn<SocketEnd>("end");
    QTest::addColumn<Kind>("kind");
    const auto row = [](const char *name, const SocketEnd &end, Kind kind) {
        QTest::newRow(name) << end << kind;
    };
    row("refused", errorAt(Stage::Unreached, QAbstractSocket::ConnectionRefusedError),
        Kind::Refused);
    row("no host", errorAt(Stage::Unreached, QAbstractSocket::HostNotFoundError),
        Kind::HostNotFound);
    row("slow", errorAt(Stage::Unreached, QAbstractSocket::SocketTimeoutError), Kind::Timeout);
    row("unreachable", errorAt(Stage::Unreached, QAbstractSocket::NetworkError), Kind::Network);
    row("no descriptors", errorAt(Stage::Unreached, QAbstractSocket::SocketResourceError),
        Kind::Network);
    row("proxy", errorAt(Stage::Unreached, QAbstractSocket::ProxyConnectionRefusedError),
        Kind::Network);
    row("TLS", errorAt(Stage::Handshake, QAbstractSocket::SslHandshakeFailedError), Kind::Tls);
    row("no WebSocket",
        errorAt(Stage::Handshake, QAbstractSocket::ConnectionRefusedError,
                u"Invalid statusline in response: SSH-2.0"_s),
        Kind::Protocol);
    row("hung up on", errorAt(Stage::Handshake, QAbstractSocket::RemoteHostClosedError),
        Kind::Protocol);
    row("lost", errorAt(Stage::Open, QAbstractSocket::RemoteHostClosedError), Kind::ConnectionLost);
    row("lost otherwise", errorAt(Stage::Open, QAbstractSocket::NetworkError),
        Kind::ConnectionLost);
    row("closed", closedWith(1001), Kind::ClosedByServer);
    row("closed for our bytes", closedWith(1007), Kind::Protocol);
    row("code that Qt does not know", closedWith(1002, u"Invalid close code 1002 detected."_s),
        Kind::ClosedByServer);
}

void TestSocketError::classifies()
{
    QFETCH(SocketEnd, end);
    const QUrl url(u"ws://h:1"_s);
    const ClientError error = classify(end, url);
    QTEST(error.kind, "kind");
    QCOMPARE(error.url, url);
}

void TestSocketError::readsTheHttpStatus()
{
    const ClientError error =
        classify(errorAt(Stage::Handshake, QAbstractSocket::ConnectionRefusedError,
                         u"QWebSocketPrivate::processHandshake: Unhandled http status code: 503 "
                         "(Busy)."_s),
                 {});
    QCOMPARE(error.kind, Kind::Http);
    QCOMPARE(error.httpStatus, 503);
}

void TestSocketError::prefersTheComplaintAboutTheCertificate()
{
    SocketEnd end =
        errorAt(Stage::Unreached, QAbstractSocket::SslHandshakeFailedError, u"failed"_s);
    QCOMPARE(classify(end, {}).detail, u"failed"_s);
    end.tlsProblem = u"The certificate has expired"_s;
    QCOMPARE(classify(end, {}).detail, u"The certificate has expired"_s);
}

void TestSocketError::tellsThatACertificateHasExpired()
{
    const QSslError selfSigned(QSslError::SelfSignedCertificate);
    const QSslError expired(QSslError::CertificateExpired);
    QCOMPARE(tlsProblemOf({}), QString());
    QCOMPARE(tlsProblemOf({selfSigned}), selfSigned.errorString());
    QCOMPARE(tlsProblemOf({selfSigned, expired}), expired.errorString());
}

void TestSocketError::retriesWhatMayPass_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("retry");
    QTest::newRow("refused") << Kind::Refused << 0 << 0 << true;
    QTest::newRow("no host") << Kind::HostNotFound << 0 << 0 << true;
    QTest::newRow("network") << Kind::Network << 0 << 0 << true;
    QTest::newRow("timeout") << Kind::Timeout << 0 << 0 << true;
    QTest::newRow("lost") << Kind::ConnectionLost << 0 << 0 << true;
    QTest::newRow("certificate") << Kind::Tls << 0 << 0 << false;
    QTest::newRow("URL") << Kind::InvalidUrl << 0 << 0 << false;
    QTest::newRow("none") << Kind::None << 0 << 0 << false;
    QTest::newRow("HTTP 200") << Kind::Http << 200 << 0 << false;
    QTest::newRow("HTTP 403") << Kind::Http << 403 << 0 << false;
    QTest::newRow("HTTP 408") << Kind::Http << 408 << 0 << true;
    QTest::newRow("HTTP 429") << Kind::Http << 429 << 0 << true;
    QTest::newRow("HTTP 502") << Kind::Http << 502 << 0 << true;
    QTest::newRow("HTTP 503") << Kind::Http << 503 << 0 << true;
    QTest::newRow("going away") << Kind::ClosedByServer << 0 << 1001 << true;
    QTest::newRow("kicked") << Kind::ClosedByServer << 0 << 4503 << false;
    QTest::newRow("unknown code") << Kind::ClosedByServer << 0 << 0 << true;
    QTest::newRow("too big") << Kind::Protocol << 0 << 1009 << false;
    QTest::newRow("hung up on") << Kind::Protocol << 0 << 0 << true;
}

void TestSocketError::retriesWhatMayPass()
{
    QFETCH(Kind, kind);
    QFETCH(int, status);
    QFETCH(int, code);
    ClientError error;
    error.kind = kind;
    error.httpStatus = status;
    error.closeCode = static_cast<quint16>(code);
    QTEST(mayRetryAfter(error), "retry");
}

QTEST_GUILESS_MAIN(TestSocketError)
#include "tst_socketerror.moc"
