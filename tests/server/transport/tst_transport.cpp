// Connections over real sockets on loopback: messages, closing handshakes, signs of life.
#include "server/transport/frame.h"
#include "tests/server/transport/transportharness.h"

#include <QSignalSpy>
#include <QTest>

using namespace kodama;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestTransport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void echoesText();
};

void TestTransport::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
}

void TestTransport::echoesText()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    client.sendText("こんにちは");
    QCOMPARE(client.nextFrame(), encodeTextFrame("こんにちは").bytes);
    client.sendFrame(0x88, closeBody(1000, "bye"));
    QCOMPARE(client.nextClose(), closeBody(1000));
    QVERIFY(client.waitForEnd());
    QCOMPARE(server.acceptor.last().closed->code, quint16(1000));
    QCOMPARE(server.acceptor.last().closed->reason, u"bye"_s);
    QTRY_COMPARE(server.transport.descriptorCount(), 0);
}

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
