#include "server/transport/httpresponse.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestHttpResponse final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void isWhole_data();
    void isWhole();
    void leavesTheBodyOutForHead();
    void saysWhichMethodsAreAllowed();
    void saysHowToUpgrade();
    void saysWhenToComeBack();
};

void TestHttpResponse::isWhole_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QByteArray>("statusLine");
    using enum HandshakeAnswer;
    const auto row = [](const char *statusLine, const QByteArray &response) {
        QTest::newRow(statusLine) << response << QByteArray(statusLine);
    };
    const auto answer = [](HandshakeAnswer kind) {
        return encodeHttpResponse({kind, "why"}, ResponseBody::Whole);
    };
    row("HTTP/1.1 200 OK", answer(Healthy));
    row("HTTP/1.1 400 Bad Request", answer(BadRequest));
    row("HTTP/1.1 403 Forbidden", answer(Forbidden));
    row("HTTP/1.1 404 Not Found", answer(NotFound));
    row("HTTP/1.1 405 Method Not Allowed", answer(MethodNotAllowed));
    row("HTTP/1.1 426 Upgrade Required", answer(UpgradeRequired));
    row("HTTP/1.1 408 Request Timeout", encodeRequestTimeout());
    row("HTTP/1.1 431 Request Header Fields Too Large", encodeHeadTooLarge());
    row("HTTP/1.1 500 Internal Server Error", encodeInternalError());
    row("HTTP/1.1 503 Service Unavailable", encodeUnavailable());
}

void TestHttpResponse::isWhole()
{
    QFETCH(QByteArray, response);
    QFETCH(QByteArray, statusLine);
    QCOMPARE(response.first(response.indexOf("\r\n")), statusLine);
    const qsizetype headEnd = response.indexOf("\r\n\r\n");
    QVERIFY(headEnd > 0);
    const QByteArray head = response.first(headEnd + 2);
    const qsizetype bodyBytes = response.size() - headEnd - 4;
    QVERIFY(bodyBytes > 0);
    const QByteArray length = "\r\nContent-Length: " + QByteArray::number(bodyBytes) + "\r\n";
    QVERIFY(head.contains(length));
    QVERIFY(head.contains("\r\nConnection: close\r\n"));
    QVERIFY(head.contains("\r\nContent-Type: "));
}

void TestHttpResponse::leavesTheBodyOutForHead()
{
    const HandshakeVerdict verdict{HandshakeAnswer::Healthy, "ok"};
    const QByteArray whole = encodeHttpResponse(verdict, ResponseBody::Whole);
    const QByteArray head = encodeHttpResponse(verdict, ResponseBody::HeadOnly);
    QCOMPARE(whole, QByteArray(head + "ok\n"));
}

void TestHttpResponse::saysWhichMethodsAreAllowed()
{
    QVERIFY(encodeHttpResponse({HandshakeAnswer::MethodNotAllowed, ""}, ResponseBody::Whole)
                .contains("\r\nAllow: GET, HEAD\r\n"));
}

void TestHttpResponse::saysHowToUpgrade()
{
    const QByteArray response =
        encodeHttpResponse({HandshakeAnswer::UpgradeRequired, ""}, ResponseBody::Whole);
    QVERIFY(response.contains("\r\nUpgrade: websocket\r\n"));
    QVERIFY(response.contains("\r\nConnection: Upgrade\r\n"));
    QVERIFY(response.contains("\r\nSec-WebSocket-Version: 13\r\n"));
}

void TestHttpResponse::saysWhenToComeBack()
{
    QVERIFY(encodeUnavailable().contains("\r\nRetry-After: 5\r\n"));
}

QTEST_GUILESS_MAIN(TestHttpResponse)
#include "tst_httpresponse.moc"
