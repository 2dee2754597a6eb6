// Connections over real sockets on loopback: messages, closing handshakes, bounds, signs of life.
#include "server/transport/frame.h"
#include "tests/server/transport/hostileframes.h"
#include "tests/server/transport/transportharness.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <poll.h>

using namespace kodama;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(kodama::FrameCase)

class TestTransport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void reactsToFrames_data();
    void reactsToFrames();
    void echoesTheLongestMessage();
    void namesClientsByTheirAddress_data();
    void namesClientsByTheirAddress();
    void countsWhatItDoes();
    void countsWhatBecameOfEverybody();

    void answersThePeersClose();
    void closesBehindWhatIsQueued();
    void ignoresWhatCrossesItsClose();
    void abortsWhoDoesNotAnswerItsClose();
    void closesFromWithinAMessage();
    void sendsNothingBehindItsClose();
    void noticesALostPeer();
    void readsWhatAVanishingPeerSentBefore();
    void tellsTheSessionOnce();
    void dropsEverythingWhenDestroyed();

    void closesSlowReaders();
    void slowReadersGetOverIt();
    void slowReadersGetAllThatWaitedWhenTheyClosed();
    void doesNotHearWhoDoesNotListen();
    void closesWhoHasLongBeenUnfinished();
    void closesWhoTakesNothingWhenAllHoldTooMuch();
    void refusesRequestsWhenAllHoldTooMuch();
    void countsWhatManyShareOnce();
    void servesOthersBesideAFlood();

    void pingsTheSilent();
    void doesNotPingTheTalkative();
    void givesUpTheDead();
    void sparesTheSlowButReading();

    void closesAll();
    void closesAllWithNobodyThere();
    void closesAllInTimeWhateverClientsDo();
    void takesNobodyWhileClosing();
};

namespace {

/// What the server must send for the events of a case, with the echo acceptor above it.
QList<QByteArray> answersTo(const FrameCase &row)
{
    QList<QByteArray> answers;
    for (const QByteArray &event : row.events) {
        const qsizetype colon = event.indexOf(':');
        const QByteArray kind = event.first(colon);
        const QByteArray rest = event.sliced(colon + 1);
        if (kind == "text")
            answers.append(encodeTextFrame(rest).bytes);
        else if (kind == "binary")
            answers.append(encodeBinaryFrame(rest).bytes);
        else if (kind == "ping")
            answers.append(encodePongFrame(rest).bytes);
    }
    return answers;
}

/// The code that the server must close with.
quint16 closeCodeFor(const FrameCase &row)
{
    const QList<QByteArray> last = row.events.last().split(':');
    return last[0] == "error" || last[0] == "close" ? last[1].toUShort() : quint16{1000};
}

quint16 codeOf(const QByteArray &closeBody)
{
    if (closeBody.size() < 2)
        return 1005;
    return static_cast<quint16>((static_cast<quint8>(closeBody[0]) << 8U) |
                                static_cast<quint8>(closeBody[1]));
}

/// Sends the same frame until the connection does not take more.
int sendUntilClosing(EchoAcceptor &acceptor, const SharedFrame &frame, int most)
{
    for (int sent = 0; sent < most; ++sent) {
        EchoAcceptor::Record &record = acceptor.last();
        if (record.link == nullptr)
            return sent;
        record.link->send(frame);
        QCoreApplication::processEvents();
    }
    return most;
}

} // namespace

void TestTransport::reactsToFrames_data()
{
    QTest::addColumn<FrameCase>("frameCase");
    for (const FrameCase &row : frameCases())
        QTest::newRow(row.name.constData()) << row;
}

void TestTransport::reactsToFrames()
{
    QFETCH(FrameCase, frameCase);
    TransportLimits limits;
    limits.messageBytes = caseMessageBytes;
    TransportHarness server(limits);
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    client.send(frameCase.bytes + clientFrame(0x88, closeBody(1000)));

    for (const QByteArray &answer : answersTo(frameCase))
        QCOMPARE(client.nextFrame(), answer);
    const QByteArray close = client.nextFrame();
    QVERIFY(close.startsWith(static_cast<char>(0x88)));
    QCOMPARE(codeOf(close.sliced(2)), closeCodeFor(frameCase));
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.received(), QByteArray());
    QCOMPARE(server.acceptor.last().closed->code, closeCodeFor(frameCase));
    QVERIFY(waitFor([&] { return server.transport.descriptorCount() == 0; }));
}

void TestTransport::echoesTheLongestMessage()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    const QByteArray text(TransportLimits().messageBytes, 'L');
    client.sendText(text);
    client.sendText("next");
    QCOMPARE(client.nextFrame().size(), text.size() + 10);
    QCOMPARE(client.nextFrame(), encodeTextFrame("next").bytes);
}

void TestTransport::namesClientsByTheirAddress_data()
{
    QTest::addColumn<QString>("listenOn");
    QTest::addColumn<QString>("connectTo");
    QTest::addColumn<QString>("name");
    QTest::newRow("IPv4") << u"127.0.0.1"_s << u"127.0.0.1"_s << u"127.0.0.1:%1"_s;
    QTest::newRow("IPv6") << u"::1"_s << u"::1"_s << u"::1:%1"_s;
    QTest::newRow("IPv4 on a dual-stack socket") << u"::"_s << u"127.0.0.1"_s << u"127.0.0.1:%1"_s;
}

void TestTransport::namesClientsByTheirAddress()
{
    QFETCH(QString, listenOn);
    QFETCH(QString, connectTo);
    QFETCH(QString, name);
    TransportHarness server({}, {}, listenOn);
    if (server.port == 0)
        QSKIP("this machine has no IPv6");
    RawClient client;
    QVERIFY(client.upgrade(server.port, QHostAddress(connectTo)));
    QCOMPARE(server.acceptor.last().link->clientId(), name.arg(client.socket().localPort()));
}

void TestTransport::countsWhatItDoes()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    const ReactorMeters &meters = server.reactor.meters();
    const quint64 receivedBefore = meters.receivedBytes;
    const quint64 sentBefore = meters.sentBytes;
    client.sendText("abc");
    QCOMPARE(client.nextFrame().size(), 5);
    const TransportCounters &counters = server.transport.counters();
    QCOMPARE(counters.accepted, quint64{1});
    QCOMPARE(counters.upgraded, quint64{1});
    QCOMPARE(counters.messagesIn, quint64{1});
    QCOMPARE(counters.framesOut, quint64{1});
    QCOMPARE(meters.receivedBytes, receivedBefore + 9);
    QCOMPARE(meters.sentBytes, sentBefore + 5);
    QCOMPARE(server.transport.connectionCount(), 1);
    client.sendFrame(0x88, {});
    QVERIFY(client.waitForEnd());
    QTRY_COMPARE(counters.closed, quint64{1});
    QCOMPARE(server.transport.connectionCount(), 0);
}

void TestTransport::countsWhatBecameOfEverybody()
{
    TransportHarness server;
    const TransportCounters &counters = server.transport.counters();
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    RawClient asks;
    QVERIFY(asks.connectTo(server.port));
    asks.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(asks.waitForEnd());
    RawClient greets;
    QVERIFY(greets.connectTo(server.port));
    greets.send(QByteArray::fromHex("16030100"));
    QVERIFY(greets.waitForEnd());
    for (int i = 0; i < 3; ++i) {
        RawClient silent;
        QVERIFY(silent.connectTo(server.port));
        silent.socket().close();
    }
    QVERIFY(waitFor([&] { return counters.dropped == quint64{3}; }));
    QCOMPARE(counters.accepted, quint64{6});
    QCOMPARE(counters.upgraded, quint64{1});
    QCOMPARE(counters.refused, quint64{2});
    QCOMPARE(counters.responses.counts[0], quint64{1}); // 200
    QCOMPARE(counters.responses.counts.back(), quint64{1});
}

void TestTransport::answersThePeersClose()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    client.sendText("before");
    client.sendFrame(0x88, closeBody(4321, "さようなら"));
    client.sendText("behind");
    QCOMPARE(client.nextFrame(), encodeTextFrame("before").bytes);
    QCOMPARE(client.nextClose(), closeBody(4321));
    QVERIFY(client.waitForEnd());
    const EchoAcceptor::Record &record = server.acceptor.last();
    QCOMPARE(record.texts, QList<QByteArray>{"before"});
    QCOMPARE(record.closed->code, quint16{4321});
    QCOMPARE(record.closed->reason, u"さようなら"_s);
}

void TestTransport::closesBehindWhatIsQueued()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    ClientLink &link = *server.acceptor.last().link;
    const SharedFrame frame = encodeTextFrame(QByteArray(10'000, 'q'));
    for (int i = 0; i < 90; ++i)
        link.send(frame);
    link.close(4503, u"kicked"_s);
    for (int i = 0; i < 90; ++i)
        QCOMPARE(client.nextFrame(), frame.bytes);
    QCOMPARE(client.nextClose(), closeBody(4503, "kicked"));

    // The server waits for the answer, and only then ends the stream.
    QVERIFY(!server.acceptor.last().closed);
    QCOMPARE(client.socket().state(), QAbstractSocket::ConnectedState);
    client.sendFrame(0x88, closeBody(4503));
    QVERIFY(client.waitForEnd());
    QCOMPARE(server.acceptor.last().closed->code, quint16{4503});
    QCOMPARE(server.acceptor.last().closed->reason, u"kicked"_s);
}

void TestTransport::ignoresWhatCrossesItsClose()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    server.acceptor.last().link->close(1000, {});
    client.sendText("crossing");
    client.sendFrame(0x89, "ping");
    QCOMPARE(client.nextFrame(), encodeCloseFrame(1000, {}).bytes);
    client.sendFrame(0x88, closeBody(1000));
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.received(), QByteArray());
    QCOMPARE(server.acceptor.last().texts, {});
}

void TestTransport::abortsWhoDoesNotAnswerItsClose()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    server.acceptor.last().link->close(4503, {});
    QVERIFY(client.nextClose());
    server.advance(4900ms);
    QCOMPARE(server.transport.descriptorCount(), 1);
    server.advance(300ms);
    QCOMPARE(server.transport.descriptorCount(), 0);
    QCOMPARE(server.acceptor.last().closed->code, quint16{4503});
    QVERIFY(client.waitForEnd());
}

void TestTransport::closesFromWithinAMessage()
{
    TransportHarness server;
    server.acceptor.onText = [](ClientLink &link, const QByteArray &) {
        link.close(4000, u"enough"_s);
        link.close(4001, u"a second close changes nothing"_s);
    };
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    client.send(clientFrame(0x81, "one") + clientFrame(0x81, "two"));
    QCOMPARE(client.nextFrame(), encodeCloseFrame(4000, u"enough"_s).bytes);
    QCOMPARE(server.acceptor.last().texts, QList<QByteArray>{"one"});
    QVERIFY(!server.acceptor.last().closed);
    client.sendFrame(0x88, {});
    QVERIFY(client.waitForEnd());
    QCOMPARE(server.acceptor.last().closed->code, quint16{4000});
}

void TestTransport::sendsNothingBehindItsClose()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    ClientLink &link = *server.acceptor.last().link;
    link.close(1000, {});
    link.send(encodeTextFrame("late"));
    client.sendFrame(0x88, {});
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.received(), encodeCloseFrame(1000, {}).bytes);
}

void TestTransport::noticesALostPeer()
{
    TransportHarness server;
    RawClient reset;
    QVERIFY(reset.upgrade(server.port));
    reset.socket().abort();
    QTRY_VERIFY(server.acceptor.last().closed);
    QCOMPARE(server.acceptor.last().closed->code, quint16{1006});

    RawClient ended;
    QVERIFY(ended.upgrade(server.port));
    ended.socket().disconnectFromHost();
    QTRY_VERIFY(server.acceptor.last().closed);
    QCOMPARE(server.acceptor.last().closed->code, quint16{1006});
    QTRY_COMPARE(server.transport.descriptorCount(), 0);
}

void TestTransport::readsWhatAVanishingPeerSentBefore()
{
    // A client that ends right behind its last message, with answers unread, which makes its system
    // reset the stream: everything that came before must count.
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    QByteArray messages;
    for (int i = 0; i < 2000; ++i)
        messages += clientFrame(0x81, QByteArray::number(i));
    client.send(messages);
    while (client.socket().bytesToWrite() > 0 && client.socket().flush()) {
    }
    QCOMPARE(client.socket().bytesToWrite(), 0);
    client.socket().disconnectFromHost();
    QTRY_VERIFY(server.acceptor.last().closed);
    QCOMPARE(server.acceptor.last().texts.size(), 2000);
}

void TestTransport::tellsTheSessionOnce()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    server.acceptor.last().link->close(1000, {});
    client.send(clientFrame(0x88, {}) + QByteArray(100, '\xFF'));
    client.socket().disconnectFromHost();
    QTRY_COMPARE(server.transport.descriptorCount(), 0);
    QCOMPARE(server.acceptor.last().closeCalls, 1);
}

void TestTransport::dropsEverythingWhenDestroyed()
{
    auto server = std::make_unique<TransportHarness>();
    RawClient open;
    RawClient closing;
    RawClient greeting;
    QVERIFY(open.upgrade(server->port));
    QVERIFY(closing.upgrade(server->port));
    server->acceptor.last().link->close(1000, {});
    server->acceptor.records.begin()->second.link->send(encodeTextFrame("queued"));
    QVERIFY(greeting.connectTo(server->port));
    server.reset();
    QVERIFY(open.waitForEnd());
    QVERIFY(closing.waitForEnd());
    QVERIFY(greeting.waitForEnd());
}

void TestTransport::closesSlowReaders()
{
    TransportLimits limits;
    TransportHarness server(limits);
    RawClient client;
    client.socket().setReadBufferSize(1024); // what is not read stays with the system
    QVERIFY(client.upgrade(server.port));
    const SharedFrame frame = encodeTextFrame(QByteArray(60'000, 's'));
    server.acceptor.isEchoing = false;
    int sent = 0;
    // The system itself takes some megabytes before anything queues up here.
    while (server.transport.counters().tooSlow == 0 && sent < 10'000)
        sent += sendUntilClosing(server.acceptor, frame, 10);
    QCOMPARE(server.transport.counters().tooSlow, quint64{1});
    QVERIFY2(sent < 1000, qPrintable(QString::number(sent)));
    QVERIFY(!server.acceptor.last().closed);
    server.advance(5200ms);
    QCOMPARE(server.acceptor.last().closed->code, quint16{4001});
    QCOMPARE(server.transport.descriptorCount(), 0);
    // It still takes nothing, and learns of the end all the same: no end of stream could reach it.
    pollfd peer{static_cast<int>(client.socket().socketDescriptor()), POLLRDHUP, 0};
    QCOMPARE(::poll(&peer, 1, 30'000), 1);
    QVERIFY((peer.revents & POLLERR) != 0);
}

void TestTransport::slowReadersGetOverIt()
{
    // Below the bound nothing is lost, however late it is read.
    TransportHarness server;
    RawClient client;
    client.socket().setReadBufferSize(1024);
    QVERIFY(client.upgrade(server.port));
    const SharedFrame frame = encodeTextFrame(QByteArray(60'000, 's'));
    const int sent = sendUntilClosing(server.acceptor, frame, 15);
    server.acceptor.last().link->send(encodeTextFrame("last"));
    client.socket().setReadBufferSize(0);
    for (int i = 0; i < sent; ++i)
        QCOMPARE(client.nextFrame(), frame.bytes);
    QCOMPARE(client.nextFrame(), encodeTextFrame("last").bytes);
}

void TestTransport::slowReadersGetAllThatWaitedWhenTheyClosed()
{
    // More than the system takes by itself, and from a client that is heard all the same.
    TransportLimits limits;
    limits.queuedBytes = limits.pauseReadingAtBytes = qsizetype{64} * 1024 * 1024;
    limits.heldBytes = 0;
    TransportHarness server(limits);
    RawClient client;
    client.socket().setReadBufferSize(1024);
    QVERIFY(client.upgrade(server.port));
    const SharedFrame frame = encodeTextFrame(QByteArray(60'000, 's'));
    constexpr int frames = 300;
    QCOMPARE(sendUntilClosing(server.acceptor, frame, frames), frames);
    client.sendFrame(0x88, closeBody(1000));
    QTRY_VERIFY(server.acceptor.last().closed);
    int read = 0;
    for (int pause = 0; pause < 4; ++pause) {
        const qint64 before = server.reactor.meters().queued.value();
        for (const int next = read + 20; read < next; ++read)
            QCOMPARE(client.nextFrame(), frame.bytes);
        QVERIFY(waitFor([&] { return server.reactor.meters().queued.value() < before; }));
        server.advance(4s);
    }
    for (; read < frames; ++read)
        QCOMPARE(client.nextFrame(), frame.bytes);
    QCOMPARE(client.nextClose(), closeBody(1000));
}

void TestTransport::doesNotHearWhoDoesNotListen()
{
    // Pings without end from a client that never reads: the pongs must not pile up here, and when
    // it reads at last, all are there.
    TransportLimits limits;
    limits.controlFrames = {};
    TransportHarness server(limits);
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    client.socket().setReadBufferSize(1024);
    client.socket().setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 65'536);
    constexpr int pings = 150'000;
    const QByteArray payload(120, 'p');
    client.send(clientFrame(0x89, payload).repeated(pings));
    quint64 heard = 0;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            const quint64 before = std::exchange(heard, server.reactor.meters().receivedBytes);
            return heard > 0 && heard == before;
        }(),
        20'000);
    QVERIFY(heard < quint64{pings} * 126);
    QCOMPARE(server.transport.counters().tooSlow, quint64{0});

    client.socket().setReadBufferSize(0);
    qsizetype received = 0;
    QTRY_VERIFY_WITH_TIMEOUT((received += client.received().size()) == pings * 122, 20'000);
}

// Each within its own bounds, and all together too much: who has been at it for longest goes.
void TestTransport::closesWhoHasLongBeenUnfinished()
{
    TransportLimits limits;
    limits.messageBytes = limits.queuedBytes = 100'000;
    limits.heldBytes = 500'000;
    TransportHarness harness(limits);
    const qsizetype none = harness.reactor.held().count();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"--max-held-bytes"_s));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 12; ++i) {
        clients.push_back(std::make_unique<RawClient>());
        QVERIFY(clients.back()->upgrade(harness.port));
        const quint64 before = harness.reactor.meters().receivedBytes;
        clients.back()->sendFrame(0x01, QByteArray(60'000, 'x')); // not the last
        QVERIFY(waitFor([&] { return harness.reactor.meters().receivedBytes >= before + 60'000; }));
        QVERIFY(waitFor([&] { return !harness.reactor.held().isTooMuch(); }));
    }
    QVERIFY(harness.transport.counters().shed > 0);
    QVERIFY(harness.reactor.held().count() <= 500'000);
    const std::optional<QByteArray> first = clients.front()->nextClose();
    QVERIFY(first);
    QCOMPARE(codeOf(*first), quint16{1013});
    // The newest is not to blame, and can finish.
    clients.back()->sendFrame(0x80, "end");
    const QByteArray whole = QByteArray(60'000, 'x') + "end";
    QCOMPARE(clients.back()->nextFrame(), encodeTextFrame(whole).bytes);
    clients.clear();
    QVERIFY(waitFor([&] { return harness.transport.connectionCount() == 0; }));
    QCOMPARE(harness.reactor.held().count(), none);
}

void TestTransport::closesWhoTakesNothingWhenAllHoldTooMuch()
{
    TransportLimits limits;
    limits.messageBytes = 100'000;
    limits.queuedBytes = 10'000'000;
    limits.heldBytes = 24'000'000;
    TransportHarness harness(limits);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"--max-held-bytes"_s));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(std::make_unique<RawClient>());
        clients.back()->socket().setReadBufferSize(1000);
        QVERIFY(clients.back()->upgrade(harness.port));
        ClientLink *const link = harness.acceptor.last().link;
        const ConnectionId id = harness.acceptor.lastId;
        for (int sent = 0; sent < 130 && harness.acceptor.records.at(id).link != nullptr; ++sent) {
            link->send(encodeTextFrame(QByteArray(90'000, char('a' + i))));
            QCoreApplication::processEvents();
        }
    }
    QVERIFY(waitFor([&] { return !harness.reactor.held().isTooMuch(); }));
    const TransportCounters &counters = harness.transport.counters();
    QVERIFY(counters.shed > 0);
    QCOMPARE(quint64{counters.shed}, quint64{counters.closed});
    QCOMPARE(harness.acceptor.records.begin()->second.closed->code, quint16{4001});
    QVERIFY(harness.acceptor.last().link != nullptr);
}

void TestTransport::refusesRequestsWhenAllHoldTooMuch()
{
    TransportLimits limits;
    limits.messageBytes = limits.queuedBytes = 10'000;
    limits.heldBytes = 100'000;
    TransportHarness harness(limits);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"--max-held-bytes"_s));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<RawClient>());
        QVERIFY(clients.back()->connectTo(harness.port));
        clients.back()->send("GET / HTTP/1.1\r\nX: " + QByteArray(9'000, 'x'));
        const bool isRead = waitFor([&] {
            return harness.reactor.held().count() > i * 1000 ||
                   harness.transport.counters().shed > 0;
        });
        QVERIFY(isRead);
    }
    QVERIFY(waitFor([&] { return harness.transport.counters().shed > 0; }));
    QVERIFY(clients.front()->waitForEnd());
    QVERIFY(clients.front()->received().startsWith("HTTP/1.1 503 "));
    RawClient other;
    QVERIFY(other.upgrade(harness.port));
}

// One long message for many who are slow is one message.
void TestTransport::countsWhatManyShareOnce()
{
    TransportLimits limits;
    limits.messageBytes = 100'000;
    limits.queuedBytes = 10'000'000;
    limits.heldBytes = 24'000'000;
    TransportHarness harness(limits);
    const SharedFrame frame = encodeTextFrame(QByteArray(9'000'000, 'x'));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<RawClient>());
        clients.back()->socket().setReadBufferSize(1000);
        QVERIFY(clients.back()->upgrade(harness.port));
    }
    for (const auto &[id, record] : harness.acceptor.records)
        record.link->send(frame);
    QVERIFY(waitFor([&] { return harness.reactor.meters().queued.value() > 40'000'000; }));
    QVERIFY(harness.reactor.held().count() < 24'000'000);
    QCOMPARE(quint64{harness.transport.counters().shed}, quint64{0});
}

void TestTransport::servesOthersBesideAFlood()
{
    TransportHarness server;
    RawClient flooder;
    RawClient other;
    server.acceptor.isEchoing = false;
    QVERIFY(flooder.upgrade(server.port));
    const ConnectionId floodId = server.acceptor.lastId;
    QVERIFY(other.upgrade(server.port));
    qsizetype before = 0;
    server.acceptor.onText = [&](ClientLink &link, const QByteArray &text) {
        if (text != "hello")
            return;
        before = server.acceptor.records.at(floodId).texts.size();
        link.send(encodeTextFrame(text));
    };
    // As many tiny frames as the system takes at once, then one message of the other.
    constexpr int frames = 20'000;
    flooder.send(clientFrame(0x81, "").repeated(frames));
    flooder.socket().flush();
    other.sendText("hello");
    other.socket().flush();
    const qsizetype waiting = frames - flooder.socket().bytesToWrite() / 6;
    QVERIFY(waiting > 10'000);
    QCOMPARE(other.nextFrame(), encodeTextFrame("hello").bytes);
    QVERIFY(before < waiting);
    QTRY_COMPARE(server.acceptor.records.at(floodId).texts.size(), frames);
}

void TestTransport::pingsTheSilent()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    server.advance(19'900ms);
    QCoreApplication::processEvents();
    QCOMPARE(client.received(), QByteArray());
    server.advance(5300ms);
    QCOMPARE(client.nextFrame(), encodePingFrame({}).bytes);
    const quint64 before = server.reactor.meters().receivedBytes;
    client.sendFrame(0x8A, {});
    QTRY_COMPARE(server.reactor.meters().receivedBytes, before + 6);
    server.advance(44'000ms);
    QCOMPARE(server.transport.connectionCount(), 1);
    QCOMPARE(client.nextFrame(), encodePingFrame({}).bytes);
}

void TestTransport::doesNotPingTheTalkative()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    for (int i = 0; i < 10; ++i) {
        server.advance(10s);
        client.sendText("x");
        QCOMPARE(client.nextFrame(), encodeTextFrame("x").bytes);
    }
}

void TestTransport::givesUpTheDead()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    for (int second = 0; second < 44; ++second)
        server.advance(1s);
    QCOMPARE(server.transport.connectionCount(), 1);
    for (int second = 0; second < 2; ++second)
        server.advance(1s);
    QCOMPARE(server.acceptor.last().closed->code, quint16{4002});
    QCOMPARE(server.transport.counters().noPong, quint64{1});
    // One that only slept hears why when it wakes up.
    QCOMPARE(client.nextFrame(), encodePingFrame({}).bytes);
    const auto close = client.nextClose();
    QVERIFY(close);
    QCOMPARE(codeOf(*close), quint16{4002});
}

void TestTransport::sparesTheSlowButReading()
{
    // The server does not listen to it, so its reading is what shows that it lives.
    TransportHarness server;
    RawClient client;
    client.socket().setReadBufferSize(1024);
    QVERIFY(client.upgrade(server.port));
    server.acceptor.isEchoing = false;
    const SharedFrame frame = encodeTextFrame(QByteArray(60'000, 's'));
    for (int i = 0; i < 16; ++i)
        server.acceptor.last().link->send(frame);
    QCoreApplication::processEvents();
    client.socket().setReadBufferSize(0);
    for (int i = 0; i < 16; ++i)
        QCOMPARE(client.nextFrame(), frame.bytes);
    server.advance(30s);
    QCOMPARE(client.nextFrame(), encodePingFrame({}).bytes);
    const quint64 before = server.reactor.meters().receivedBytes;
    client.sendFrame(0x8A, {});
    QTRY_COMPARE(server.reactor.meters().receivedBytes, before + 6);
    server.advance(30s);
    QCOMPARE(server.transport.connectionCount(), 1);
}

void TestTransport::closesAll()
{
    TransportHarness server;
    RawClient first;
    RawClient second;
    RawClient handshaking;
    QVERIFY(first.upgrade(server.port));
    QVERIFY(second.upgrade(server.port));
    QVERIFY(handshaking.connectTo(server.port));
    QTRY_COMPARE(server.transport.descriptorCount(), 3);
    QSignalSpy allClosed(&server.transport, &Transport::allClosed);
    server.acceptor.last().link->send(encodeTextFrame("queued"));
    server.transport.closeAll(1001, u"bye"_s, 3s);
    QCOMPARE(allClosed.size(), 0);
    QVERIFY(handshaking.waitForEnd());
    QCOMPARE(second.nextFrame(), encodeTextFrame("queued").bytes);
    for (RawClient *client : {&first, &second}) {
        QCOMPARE(client->nextClose(), closeBody(1001, "bye"));
        QCOMPARE(allClosed.size(), 0);
        client->sendFrame(0x88, closeBody(1001));
        QVERIFY(client->waitForEnd());
    }
    QTRY_COMPARE(allClosed.size(), 1);
    QCOMPARE(server.transport.descriptorCount(), 0);
}

void TestTransport::closesAllWithNobodyThere()
{
    TransportHarness server;
    QSignalSpy allClosed(&server.transport, &Transport::allClosed);
    server.transport.closeAll(1001, {}, 3s);
    QCOMPARE(allClosed.size(), 0);
    QVERIFY(allClosed.wait());
}

void TestTransport::closesAllInTimeWhateverClientsDo()
{
    TransportHarness server;
    RawClient stubborn;
    QVERIFY(stubborn.upgrade(server.port));
    QSignalSpy allClosed(&server.transport, &Transport::allClosed);
    server.transport.closeAll(1001, {}, 3s);
    stubborn.sendText("I stay");
    QVERIFY(stubborn.nextClose());
    server.advance(3200ms);
    QTRY_COMPARE(allClosed.size(), 1);
    QCOMPARE(server.acceptor.last().closed->code, quint16{1001});
}

void TestTransport::takesNobodyWhileClosing()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    server.transport.closeAll(1001, {}, 3s);
    RawClient late;
    QVERIFY(late.connectTo(server.port));
    QVERIFY(late.waitForEnd());
    QCOMPARE(server.transport.counters().dropped, quint64{1});
}

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
