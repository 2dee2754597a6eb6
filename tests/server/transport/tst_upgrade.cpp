#include "server/transport/upgrade.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestUpgrade final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void agreesWithTheExampleOfTheStandard();
    void agreesWhateverTheHost();
    void agreesToASubprotocol_data();
    void agreesToASubprotocol();
    void agreesToCompression_data();
    void agreesToCompression();
    void servesThousandsInOneTurn();
    void warmsUpWithNobody();
};

namespace {

HttpRequest request()
{
    HttpRequest request;
    request.host = "localhost:8765";
    request.key = "dGhlIHNhbXBsZSBub25jZQ==";
    return request;
}

} // namespace

void TestUpgrade::agreesWithTheExampleOfTheStandard()
{
    Upgrader upgrader(HandshakePolicy{});
    const auto upgraded = upgrader.upgrade(request());
    QVERIFY(upgraded);
    QVERIFY(upgraded->response.startsWith("HTTP/1.1 101 "));
    QVERIFY(upgraded->response.endsWith("\r\n\r\n"));
    QVERIFY(
        upgraded->response.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    QVERIFY(upgraded->response.contains("\r\nUpgrade: websocket\r\n"));
    QVERIFY(upgraded->response.contains("\r\nConnection: Upgrade\r\n"));
    QVERIFY(!upgraded->response.contains("Sec-WebSocket-Protocol"));
    QVERIFY(!upgraded->response.contains("Sec-WebSocket-Extensions"));
}

// To judge it is the gate's business, and Qt's idea of a host is another one.
void TestUpgrade::agreesWhateverTheHost()
{
    Upgrader upgrader(HandshakePolicy{});
    HttpRequest odd = request();
    odd.host = "a..localhost";
    QVERIFY(upgrader.upgrade(odd));
}

void TestUpgrade::agreesToASubprotocol_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QString>("agreed");
    QTest::newRow("none") << QByteArray() << QString();
    QTest::newRow("ours") << "kodama.v2.json"_ba << u"kodama.v2.json"_s;
    QTest::newRow("among others") << "chat, kodama.v2.json, x"_ba << u"kodama.v2.json"_s;
    QTest::newRow("only others") << "chat, superchat"_ba << QString();
    QTest::newRow("in other letters") << "Kodama.V2.JSON"_ba << QString();
    QTest::newRow("behind more than Qt reads")
        << "x,"_ba.repeated(7000) + "kodama.v2.json" << u"kodama.v2.json"_s;
    QTest::newRow("one that is longer than Qt reads") << "x"_ba.repeated(9000) << QString();
    QTest::newRow("nonsense") << ", ;;\"x\""_ba << QString();
}

void TestUpgrade::agreesToASubprotocol()
{
    QFETCH(QByteArray, offered);
    QFETCH(QString, agreed);
    Upgrader upgrader(HandshakePolicy{});
    HttpRequest asking = request();
    asking.protocols = offered;
    const auto upgraded = upgrader.upgrade(asking);
    QVERIFY(upgraded);
    QCOMPARE(upgraded->subprotocol, agreed);
    QCOMPARE(upgraded->response.contains("Sec-WebSocket-Protocol: kodama.v2.json\r\n"),
             !agreed.isEmpty());
}

void TestUpgrade::agreesToCompression_data()
{
    QTest::addColumn<bool>("isAllowed");
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("not offered") << true << QByteArray() << QByteArray();
    QTest::newRow("not known") << true << "x-webkit-deflate-frame"_ba << QByteArray();
    QTest::newRow("not allowed") << false << "permessage-deflate"_ba << QByteArray();
    QTest::newRow("agreed") << true << "permessage-deflate; server_max_window_bits=10"_ba
                            << "\r\nSec-WebSocket-Extensions: permessage-deflate; "
                               "server_no_context_takeover; client_no_context_takeover; "
                               "server_max_window_bits=10\r\n\r\n"_ba;
}

void TestUpgrade::agreesToCompression()
{
    QFETCH(bool, isAllowed);
    QFETCH(QByteArray, offered);
    QFETCH(QByteArray, line);
    HandshakePolicy policy;
    policy.allowsCompression = isAllowed;
    Upgrader upgrader(policy);
    HttpRequest asking = request();
    asking.extensions = offered;
    const auto upgraded = upgrader.upgrade(asking);
    QVERIFY(upgraded);
    QCOMPARE(upgraded->deflate.has_value(), !line.isEmpty());
    QCOMPARE(upgraded->response.contains("Sec-WebSocket-Extensions"), !line.isEmpty());
    QVERIFY(upgraded->response.endsWith(line));
}

void TestUpgrade::servesThousandsInOneTurn()
{
    // Qt's own bound is 30 handshakes that wait to be taken.
    Upgrader upgrader(HandshakePolicy{});
    for (int i = 0; i < 2000; ++i)
        QVERIFY(upgrader.upgrade(request()));
}

// Nobody is left behind by it, and everybody is served afterwards.
void TestUpgrade::warmsUpWithNobody()
{
    Upgrader upgrader(HandshakePolicy{});
    upgrader.warmUp();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    const auto upgraded = upgrader.upgrade(request());
    QVERIFY(upgraded);
    QVERIFY(upgraded->response.startsWith("HTTP/1.1 101 "));
}

QTEST_GUILESS_MAIN(TestUpgrade)
#include "tst_upgrade.moc"
