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
    void agreesToASubprotocol_data();
    void agreesToASubprotocol();
    void servesThousandsInOneTurn();
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
    Upgrader upgrader({});
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

void TestUpgrade::agreesToASubprotocol_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<QString>("agreed");
    QTest::newRow("none") << QByteArray() << QString();
    QTest::newRow("ours") << "kodama.v2.json"_ba << u"kodama.v2.json"_s;
    QTest::newRow("among others") << "chat, kodama.v2.json, x"_ba << u"kodama.v2.json"_s;
    QTest::newRow("only others") << "chat, superchat"_ba << QString();
    QTest::newRow("nonsense") << ", ;;\"x\""_ba << QString();
}

void TestUpgrade::agreesToASubprotocol()
{
    QFETCH(QByteArray, offered);
    QFETCH(QString, agreed);
    Upgrader upgrader({u"kodama.v2.json"_s});
    HttpRequest asking = request();
    asking.protocols = offered;
    const auto upgraded = upgrader.upgrade(asking);
    QVERIFY(upgraded);
    QCOMPARE(upgraded->subprotocol, agreed);
    QCOMPARE(upgraded->response.contains("Sec-WebSocket-Protocol: kodama.v2.json\r\n"),
             !agreed.isEmpty());
}

void TestUpgrade::servesThousandsInOneTurn()
{
    // Qt's own bound is 30 handshakes that wait to be taken.
    Upgrader upgrader({});
    for (int i = 0; i < 2000; ++i)
        QVERIFY(upgrader.upgrade(request()));
}

QTEST_GUILESS_MAIN(TestUpgrade)
#include "tst_upgrade.moc"
