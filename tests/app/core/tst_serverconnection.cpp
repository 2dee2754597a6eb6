#include "rawserver.h"

#include "app/core/serverconnection.h"
#include "tests/support/manualclock.h"

#include <QSignalSpy>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestServerConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void endsExactlyOnce();
    void isSilentAfterClose();
    void saysGoodbye();
    void numbersPings();
    void checksUntilThePong();
    void takesPartsOfALongMessageForLife();
    void ignoresPongsThatNobodyAskedFor();
    void mayBeDeletedInItsLastSignal();

private:
    SystemClock m_clock;
};

void TestServerConnection::endsExactlyOnce()
{
    RawServer server;
    ServerConnection connection(m_clock, ClientLimits{}, nullptr);
    QSignalSpy opened(&connection, &ServerConnection::opened);
    QSignalSpy ended(&connection, &ServerConnection::ended);
    connection.open(server.url());
    QVERIFY(opened.wait());
    QVERIFY(connection.isOpen());
    server.writeClose(4001, "slow");
    server.hangUp(); // two ends at the same time
    QVERIFY(ended.wait());
    QVERIFY(!connection.isOpen());
    connection.close();
    QCoreApplication::processEvents();
    QCOMPARE(ended.count(), 1);
    QCOMPARE(int{ended.first().first().value<ClientError>().closeCode}, 4001);
}

void TestServerConnection::isSilentAfterClose()
{
    RawServer server;
    ServerConnection connection(m_clock, ClientLimits{}, nullptr);
    QSignalSpy opened(&connection, &ServerConnection::opened);
    QSignalSpy ended(&connection, &ServerConnection::ended);
    QSignalSpy frames(&connection, &ServerConnection::frameReceived);
    QSignalSpy gone(&server, &RawServer::clientGone);
    connection.open(server.url());
    QVERIFY(opened.wait());
    server.writeText("{}");
    connection.close();
    QVERIFY(gone.wait());
    QCOMPARE(ended.count(), 0);
    QCOMPARE(frames.count(), 0);
}

void TestServerConnection::saysGoodbye()
{
    RawServer server;
    ServerConnection connection(m_clock, ClientLimits{}, nullptr);
    QSignalSpy opened(&connection, &ServerConnection::opened);
    QSignalSpy gone(&server, &RawServer::clientGone);
    connection.open(server.url());
    QVERIFY(opened.wait());
    connection.close();
    QVERIFY(gone.wait());
    QVERIFY(!server.received().isEmpty());
    QCOMPARE(static_cast<unsigned char>(server.received()[0]), 0x88); // a close frame
}

void TestServerConnection::numbersPings()
{
    ManualClock clock;
    RawServer server;
    ServerConnection connection(clock, ClientLimits{}, nullptr);
    QSignalSpy opened(&connection, &ServerConnection::opened);
    QSignalSpy pongs(&connection, &ServerConnection::pongReceived);
    connection.open(server.url());
    QVERIFY(opened.wait());
    QCOMPARE(connection.sendPing(), 1U);
    clock.advance(std::chrono::milliseconds{5});
    QCOMPARE(connection.sendPing(), 2U);
    clock.advance(std::chrono::milliseconds{7});
    // A peer may answer the newest only (RFC 6455 5.5.3).
    server.writeFrame(10, "2");
    QVERIFY(pongs.wait());
    QCOMPARE(pongs.first()[0].toULongLong(), 2U);
    QCOMPARE(pongs.first()[1].value<std::chrono::nanoseconds>(), std::chrono::milliseconds{7});
    server.writeFrame(10, "1");
    server.writeFrame(10, "2");
    QSignalSpy frames(&connection, &ServerConnection::frameReceived);
    server.writeText("{}");
    QVERIFY(frames.wait());
    QCOMPARE(pongs.count(), 1);
}

void TestServerConnection::checksUntilThePong()
{
    RawServer server;
    ClientLimits limits;
    ServerConnection connection(m_clock, limits, nullptr);
    QSignalSpy opened(&connection, &ServerConnection::opened);
    QSignalSpy pongs(&connection, &ServerConnection::pongReceived);
    connection.open(server.url());
    QVERIFY(opened.wait());
    connection.check(std::chrono::minutes{1});
    connection.check(std::chrono::minutes{2}); // once is enough
    QCOMPARE(connection.sendPing(), 2U);
    server.writeFrame(10, "1");
    QVERIFY(pongs.wait());
    connection.check(std::chrono::minutes{1}); // that was the answer: the next time is another one
    QCOMPARE(connection.sendPing(), 4U);
}

void TestServerConnection::takesPartsOfALongMessageForLife()
{
    ManualClock clock;
    RawServer server;
    ClientLimits limits;
    limits.pingEvery = std::chrono::milliseconds{40}; // of the manual clock; looked at every 10 ms
    ServerConnection connection(clock, limits, nullptr);
    QSignalSpy opened(&connection, &ServerConnection::opened);
    QSignalSpy frames(&connection, &ServerConnection::frameReceived);
    QSignalSpy ended(&connection, &ServerConnection::ended);
    connection.open(server.url());
    QVERIFY(opened.wait());
    // A round through the event loop, in which the client reads what the server has written.
    const auto beat = [&] {
        clock.advance(limits.pingEvery);
        const qsizetype before = server.received().size();
        QTRY_VERIFY(server.received().size() > before || ended.count() > 0);
    };
    const QByteArray frame = RawServer::frame(1, QByteArray(100, 'x'));
    for (qsizetype part = 0; part < 4; ++part) {
        server.write(frame.mid(part * 20, 20));
        beat();
        beat();
        clock.advance(limits.deadAfter * 2 / 3);
        beat();
        QCOMPARE(ended.count(), 0);
    }
    server.write(frame.mid(80));
    QVERIFY(frames.wait());
}

void TestServerConnection::ignoresPongsThatNobodyAskedFor()
{
    RawServer server;
    ServerConnection connection(m_clock, ClientLimits{}, nullptr);
    QSignalSpy opened(&connection, &ServerConnection::opened);
    QSignalSpy pongs(&connection, &ServerConnection::pongReceived);
    QSignalSpy frames(&connection, &ServerConnection::frameReceived);
    connection.open(server.url());
    QVERIFY(opened.wait());
    server.writeFrame(10, "");
    server.writeFrame(10, "99999999999999999999999");
    server.writeText("{}");
    QVERIFY(frames.wait());
    QCOMPARE(pongs.count(), 0);
}

void TestServerConnection::mayBeDeletedInItsLastSignal()
{
    RawServer server(RawServer::httpStatus("500 Oops"));
    auto connection = std::make_unique<ServerConnection>(m_clock, ClientLimits{}, nullptr);
    bool ended = false;
    connect(connection.get(), &ServerConnection::ended, this, [&connection, &ended] {
        connection.release()->deleteLater();
        ended = true;
    });
    connection->open(server.url());
    QTRY_VERIFY(ended);
    QCOMPARE(connection.get(), nullptr);
}

QTEST_GUILESS_MAIN(TestServerConnection)
#include "tst_serverconnection.moc"
