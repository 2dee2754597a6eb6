#include "server/transport/httprequest.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestHttpRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void readsEverythingOfAnUpgrade();
    void joinsLists();
    void readsWholeAddresses_data();
    void readsWholeAddresses();
    void acceptsOddButValid_data();
    void acceptsOddButValid();
    void refuses_data();
    void refuses();
    void noticesBodies_data();
    void noticesBodies();
    void findsTheEndOfTheHead_data();
    void findsTheEndOfTheHead();
    void searchesLists_data();
    void searchesLists();
};

void TestHttpRequest::readsEverythingOfAnUpgrade()
{
    const auto request = parseHttpRequest("GET /chat?x=1 HTTP/1.1\r\n"
                                          "Host: localhost:8765\r\n"
                                          "upgrade: WebSocket\r\n"
                                          "CONNECTION: keep-alive, Upgrade\r\n"
                                          "Origin:http://localhost:3000\r\n"
                                          "Sec-WebSocket-Key:  dGhlIHNhbXBsZSBub25jZQ== \r\n"
                                          "Sec-WebSocket-Version: 13\r\n"
                                          "Sec-WebSocket-Protocol: a, b\r\n"
                                          "User-Agent: カナ\r\n\r\n");
    QVERIFY(request.hasValue());
    const HttpRequest &value = request.value();
    QCOMPARE(value.method, QByteArray("GET"));
    QCOMPARE(value.target, QByteArray("/chat?x=1"));
    QCOMPARE(value.minorVersion, 1);
    QCOMPARE(value.host, std::optional(QByteArray("localhost:8765")));
    QCOMPARE(value.upgrade, QByteArray("WebSocket"));
    QCOMPARE(value.connection, QByteArray("keep-alive, Upgrade"));
    QCOMPARE(value.origin, std::optional(QByteArray("http://localhost:3000")));
    QCOMPARE(value.key, std::optional(QByteArray("dGhlIHNhbXBsZSBub25jZQ==")));
    QCOMPARE(value.version, std::optional(QByteArray("13")));
    QCOMPARE(value.protocols, QByteArray("a, b"));
    QVERIFY(!value.hasBody);
}

void TestHttpRequest::joinsLists()
{
    const auto request = parseHttpRequest("GET / HTTP/1.1\r\nSec-WebSocket-Protocol: a\r\n"
                                          "Sec-WebSocket-Protocol: b,c\r\n"
                                          "Connection: x\r\nConnection: Upgrade\r\n\r\n");
    QVERIFY(request.hasValue());
    QCOMPARE(request.value().protocols, QByteArray("a, b,c"));
    QCOMPARE(request.value().connection, QByteArray("x, Upgrade"));
    QVERIFY(!request.value().host);
}

void TestHttpRequest::readsWholeAddresses_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("usual") << "http://a:8765/healthz?x=1"_ba
                           << "a:8765"_ba
                           << "/healthz?x=1"_ba;
    QTest::newRow("no path") << "ws://a"_ba
                             << "a"_ba
                             << "/"_ba;
    QTest::newRow("only a query") << "http://a?x"_ba
                                  << "a"_ba
                                  << "/?x"_ba;
    QTest::newRow("address") << "http://[::1]:1/"_ba
                             << "[::1]:1"_ba
                             << "/"_ba;
    QTest::newRow("only looks like one") << "/?to=http://a/"_ba
                                         << "b"_ba
                                         << "/?to=http://a/"_ba;
    QTest::newRow("no path either") << "a?to=http://a/"_ba
                                    << "b"_ba
                                    << "a?to=http://a/"_ba;
    QTest::newRow("no scheme") << "://a/"_ba
                               << "b"_ba
                               << "://a/"_ba;
}

void TestHttpRequest::readsWholeAddresses()
{
    QFETCH(QByteArray, address);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, target);
    const QByteArray line = "GET " + address + " HTTP/1.1\r\n";
    const QByteArray head = line + "Host: b\r\n\r\n";
    const auto request = parseHttpRequest(head);
    QVERIFY(request.hasValue());
    QCOMPARE(request.value().host, std::optional(host));
    QCOMPARE(request.value().target, target);
    // It does not take the place of the header that has to be there.
    const QByteArray without = line + "\r\n";
    QVERIFY(!parseHttpRequest(without).value().host);
}

void TestHttpRequest::acceptsOddButValid_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("no headers") << "GET / HTTP/1.1\r\n\r\n"_ba;
    QTest::newRow("HTTP/1.0") << "GET / HTTP/1.0\r\n\r\n"_ba;
    QTest::newRow("other method") << "M-SEARCH * HTTP/1.1\r\n\r\n"_ba;
    QTest::newRow("whole address as target") << "GET http://x/y HTTP/1.1\r\n\r\n"_ba;
    QTest::newRow("empty value") << "GET / HTTP/1.1\r\nX:\r\n\r\n"_ba;
    QTest::newRow("tab around the value") << "GET / HTTP/1.1\r\nX:\ty\t\r\n\r\n"_ba;
    QTest::newRow("colon in the value") << "GET / HTTP/1.1\r\nHost: [::1]:8765\r\n\r\n"_ba;
    QTest::newRow("many headers") << "GET / HTTP/1.1\r\n" + "X-Many: y\r\n"_ba.repeated(1000) +
                                         "\r\n";
}

void TestHttpRequest::acceptsOddButValid()
{
    QFETCH(QByteArray, head);
    QVERIFY(parseHttpRequest(head).hasValue());
}

void TestHttpRequest::refuses_data()
{
    QTest::addColumn<QByteArray>("head");
    const auto row = [](const char *name, const QByteArray &head) { QTest::newRow(name) << head; };
    row("nothing", "");
    row("only an empty line", "\r\n\r\n");
    row("no host in an address", "GET http:///x HTTP/1.1\r\n\r\n");
    row("line feeds alone", "GET / HTTP/1.1\nHost: a\n\n");
    row("no empty line", "GET / HTTP/1.1\r\n");
    row("one word", "GET\r\n\r\n");
    row("two words", "GET /\r\n\r\n");
    row("HTTP/0.9", "GET /x\r\n\r\n");
    row("four words", "GET / x HTTP/1.1\r\n\r\n");
    row("two blanks", "GET  / HTTP/1.1\r\n\r\n");
    row("leading blank", " GET / HTTP/1.1\r\n\r\n");
    row("HTTP/2.0", "GET / HTTP/2.0\r\n\r\n");
    row("HTTP/1.2", "GET / HTTP/1.2\r\n\r\n");
    row("HTTP/11", "GET / HTTP/11\r\n\r\n");
    row("lower case", "GET / http/1.1\r\n\r\n");
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n");
    row("method with a quote", "G\"T / HTTP/1.1\r\n\r\n");
    row("method with NUL", QByteArray("G\0T / HTTP/1.1\r\n\r\n", 18));
    row("raw kana in the target", "GET /木 HTTP/1.1\r\n\r\n");
    row("control character in the target", "GET /\x01 HTTP/1.1\r\n\r\n");
    row("no colon", "GET / HTTP/1.1\r\nHost localhost\r\n\r\n");
    row("no name", "GET / HTTP/1.1\r\n: x\r\n\r\n");
    row("blank before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n");
    row("folded line", "GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n");
    row("folded by tab", "GET / HTTP/1.1\r\nX: a\r\n\tb\r\n\r\n");
    row("NUL in a value", QByteArray("GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", 27));
    row("CR in a value", "GET / HTTP/1.1\r\nX: a\rb\r\n\r\n");
    row("LF in a value", "GET / HTTP/1.1\r\nX: a\nHost: b\r\n\r\n");
    row("DEL in a value", "GET / HTTP/1.1\r\nX: \x7F\r\n\r\n");
    row("Host twice", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
    row("Origin twice", "GET / HTTP/1.1\r\nOrigin: a\r\norigin: b\r\n\r\n");
    row("key twice", "GET / HTTP/1.1\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Key: b\r\n\r\n");
    row("version twice",
        "GET / HTTP/1.1\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8\r\n\r\n");
    row("TLS", QByteArray::fromHex("160301000d0a0d0a"));
}

void TestHttpRequest::refuses()
{
    QFETCH(QByteArray, head);
    const auto request = parseHttpRequest(head);
    QVERIFY(!request.hasValue());
    QVERIFY(*request.error().detail != '\0');
}

void TestHttpRequest::noticesBodies_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("hasBody");
    QTest::newRow("none") << "X: y"_ba << false;
    QTest::newRow("length 0") << "Content-Length: 0"_ba << false;
    QTest::newRow("length 5") << "content-length: 5"_ba << true;
    QTest::newRow("odd length") << "Content-Length: -1"_ba << true;
    QTest::newRow("chunked") << "Transfer-Encoding: chunked"_ba << true;
}

void TestHttpRequest::noticesBodies()
{
    QFETCH(QByteArray, header);
    QFETCH(bool, hasBody);
    const QByteArray head = "GET / HTTP/1.1\r\n" + header + "\r\n\r\n";
    const auto request = parseHttpRequest(head);
    QVERIFY(request.hasValue());
    QCOMPARE(request.value().hasBody, hasBody);
}

void TestHttpRequest::findsTheEndOfTheHead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("end");
    QTest::newRow("nothing") << QByteArray() << -1;
    QTest::newRow("none") << "GET / HTTP/1.1\r\nX: y\r\n"_ba << -1;
    QTest::newRow("end") << "ab\r\n\r\n"_ba << 6;
    QTest::newRow("with more behind") << "ab\r\n\r\ncd\r\n\r\n"_ba << 6;
    QTest::newRow("line feeds alone") << "ab\nc\n\nd"_ba << 6;
    QTest::newRow("mixed") << "ab\r\nc\n\r\nd"_ba << 8;
    QTest::newRow("carriage returns alone") << "ab\r\rcd"_ba << -1;
}

void TestHttpRequest::findsTheEndOfTheHead()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, end);
    QCOMPARE(findHeadEnd(bytes, 0), end);
    for (qsizetype known = 0; known < (end < 0 ? bytes.size() : end); ++known)
        QCOMPARE(findHeadEnd(bytes, known), end);
}

void TestHttpRequest::searchesLists_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("alone") << "upgrade"_ba << true;
    QTest::newRow("other case") << "UpGrade"_ba << true;
    QTest::newRow("last") << "keep-alive, Upgrade"_ba << true;
    QTest::newRow("first") << "upgrade,x"_ba << true;
    QTest::newRow("blanks") << "a ,\tupgrade , b"_ba << true;
    QTest::newRow("empty") << ""_ba << false;
    QTest::newRow("commas") << ",,"_ba << false;
    QTest::newRow("longer word") << "upgraded"_ba << false;
    QTest::newRow("part of a word") << "no-upgrade"_ba << false;
}

void TestHttpRequest::searchesLists()
{
    QFETCH(QByteArray, list);
    QFETCH(bool, isFound);
    QCOMPARE(listContains(list, "upgrade"), isFound);
}

QTEST_GUILESS_MAIN(TestHttpRequest)
#include "tst_httprequest.moc"
