// The opening handshake over real sockets: who gets in, what the others are told, and when.
#include "server/transport/httpresponse.h"
#include "tests/server/transport/testcertificate.h"
#include "tests/server/transport/transportharness.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace kodama;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestHandshake final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void refuses_data();
    void refuses();
    void reportsWhy_data();
    void reportsWhy();
    void reportsWhoHasNoPlace();
    void tellsAPortOfPagesFromTheOthers();
    void answersWithHeadersOnlyToHead();
    void explainsItselfToBrowsers();
    void takesTheRequestInAnyPieces();
    void takesFramesSentWithTheRequest();
    void takesACloseFrameSentWithTheRequest();
    void refusesLongRequests();
    void acceptsTheLongestRequest();
    void answersAHalfClosedClient();
    void dropsSlowRequests();
    void dropsSilentClients();
    void slowRequestsCannotBuyTime();
    void tellsWhenThereIsNoRoom();
    void dropsBeyondEveryBound();
    void answersWhoWatchesWhenThereIsNoRoom_data();
    void answersWhoWatchesWhenThereIsNoRoom();
    void boundsWhoIsReadWithoutRoom();
    void ownHealthChecksHavePlacesOfTheirOwn();
    void whoIsRefusedHoldsNoPlace();
    void aFailedGreetingHoldsNoPlace();
    void whoIsRefusedDoesNotCountForItsAddress();
    void closesLingeringRefusals();
    void letsNewcomersInWhileOthersFlood();
    void isNotImpatientWithThoseWhoWait();
    void isNotImpatientWithAGreetingThatWaits();
    void copesWithWhoGoesWhileWaiting_data();
    void copesWithWhoGoesWhileWaiting();
};

namespace {

QByteArray without(QByteArray request, const QByteArray &line)
{
    Q_ASSERT(request.contains(line));
    return request.replace(line, "");
}

/// A connected socket; -1 if it is refused.
int connectedTo(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

/// Says something, and then neither reads nor closes its end whatever it is told.
class LazyClient final
{
    Q_DISABLE_COPY_MOVE(LazyClient)

public:
    LazyClient(quint16 port, const QByteArray &said)
        : m_descriptor(connectedTo(port))
    {
        [[maybe_unused]] const ssize_t sent =
            ::send(m_descriptor, said.constData(), std::size_t(said.size()), 0);
        Q_ASSERT(sent == said.size());
    }
    ~LazyClient() { ::close(m_descriptor); }

private:
    int m_descriptor;
};

/// Clients who have all asked at the same moment, more than are answered in one turn.
class Crowd final
{
public:
    explicit Crowd(quint16 port)
    {
        for (int &descriptor : m_descriptors) {
            descriptor = connectedTo(port);
            isConnected = isConnected && descriptor >= 0;
        }
    }
    ~Crowd() { reset(); }
    Q_DISABLE_COPY_MOVE(Crowd)

    void ask() const
    {
        const QByteArray request = upgradeRequest();
        for (const int descriptor : m_descriptors)
            QCOMPARE(::send(descriptor, request.constData(), std::size_t(request.size()), 0),
                     ssize_t{request.size()});
    }
    void reset()
    {
        constexpr linger atOnce{1, 0};
        for (int &descriptor : m_descriptors) {
            if (descriptor < 0)
                continue;
            ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
            ::close(std::exchange(descriptor, -1));
        }
    }
    [[nodiscard]] qsizetype size() const { return qsizetype(m_descriptors.size()); }

    bool isConnected = true;

private:
    std::array<int, 200> m_descriptors{};
};

/// Until some of the crowd are answered; the others wait for their turn.
bool answerSome(TransportHarness &server, const Crowd &crowd)
{
    if (!crowd.isConnected ||
        !waitFor([&] { return server.transport.descriptorCount() == crowd.size(); }))
        return false;
    crowd.ask();
    return waitFor([&] { return server.transport.connectionCount() > 0; });
}

} // namespace

void TestHandshake::refuses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
    const QByteArray good = upgradeRequest();
    const auto row = [](const char *name, const QByteArray &request, const QByteArray &status) {
        QTest::newRow(name) << request << status;
    };
    row("in order", good, "101");
    row("healthz", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "200");
    row("healthz in HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n", "200");
    row("plain GET", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "426");
    row("plain GET of a path", "GET /chat HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", "426");
    row("icon", "GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\n\r\n", "404");
    row("POST", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi", "405");
    row("nonsense", "hello there\r\n\r\n", "400");
    row("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400");
    row("no Host", without(good, "Host: localhost\r\n"), "400");
    row("no key", without(good, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), "400");
    row("no version", without(good, "Sec-WebSocket-Version: 13\r\n"), "400");
    row("no Connection", without(good, "Connection: Upgrade\r\n"), "400");
    row("key twice", upgradeRequest("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), "400");
    row("folded header", upgradeRequest("X: a\r\n b\r\n"), "400");
    row("body", upgradeRequest("Content-Length: 3\r\n"), "400");
    row("version 12", QByteArray(good).replace("Version: 13", "Version: 12"), "426");
    row("foreign Host", upgradeRequest({}, "evil.example"), "403");
    row("foreign Origin", upgradeRequest("Origin: https://evil.example\r\n"), "403");
    row("null Origin", upgradeRequest("Origin: null\r\n"), "403");
    row("local Origin", upgradeRequest("Origin: http://localhost:3000\r\n"), "101");
}

void TestHandshake::refuses()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, status);
    TransportHarness server;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send(request);
    QByteArray answer;
    QTRY_VERIFY((answer += client.received()).contains("\r\n\r\n"));
    QCOMPARE(answer.first(13), "HTTP/1.1 " + status + ' ');
    if (status == "101") {
        QCOMPARE(server.transport.connectionCount(), 1);
        return;
    }
    QVERIFY(answer.contains("\r\nConnection: close\r\n"));
    QVERIFY(client.waitForEnd());
    QTRY_COMPARE(server.transport.descriptorCount(), 0);
    QCOMPARE(server.transport.counters().refused, quint64{1});
    QVERIFY(server.acceptor.records.empty());
}

void TestHandshake::reportsWhy_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<RefusalReason>("reason");
    QTest::addColumn<QString>("value");
    using enum RefusalReason;
    const auto row = [](const char *name, const QByteArray &request, int status,
                        RefusalReason reason = None, const QString &value = {}) {
        QTest::newRow(name) << request << status << reason << value;
    };
    row("host", upgradeRequest({}, "Chat.Example.org:8443"), 403, ForeignHost,
        u"chat.example.org"_s);
    row("host of a page", "GET / HTTP/1.1\r\nHost: chat.example.org\r\n\r\n", 403, ForeignHost,
        u"chat.example.org"_s);
    row("origin", upgradeRequest("Origin: https://chat.example.org\r\n"), 403, ForeignOrigin,
        u"https://chat.example.org"_s);
    row("version", upgradeRequest().replace("Version: 13", "Version: 8"), 426, WrongVersion,
        u"8"_s);
    row("lost upgrade", without(upgradeRequest(), "Upgrade: websocket\r\n"), 426, UpgradeLost,
        u"this is a WebSocket server"_s);
    row("not HTTP", "12345\r\n\r\n", 400, Malformed, u"this is not HTTP"_s);
    row("key", upgradeRequest().replace("Key: ", "Key: x"), 400, Malformed,
        u"the Sec-WebSocket-Key is not 16 bytes in base64"_s);
    row("TLS", QByteArray::fromHex("160301"), 0, PlainExpected);
    row("long", QByteArray(20'000, 'x'), 431, RequestTooLong);
    row("browser", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 426);
    row("icon", "GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\n\r\n", 404);
    row("health", "GET /healthz HTTP/1.1\r\n\r\n", 200);
}

void TestHandshake::reportsWhy()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(RefusalReason, reason);
    QFETCH(QString, value);
    HandshakePolicy policy;
    policy.machineName = u"machine"_s;
    TransportHarness server({}, policy);
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send(request);
    QVERIFY(client.waitForEnd());
    QCOMPARE(statusOfResponse(client.received()), status);
    QList<RefusalRecorder::Record> expected;
    if (reason != RefusalReason::None)
        expected.append({status, reason, value});
    QCOMPARE(server.refusals.records, expected);
}

void TestHandshake::reportsWhoHasNoPlace()
{
    using enum RefusalReason;
    TransportLimits limits;
    limits.connections = 1;
    limits.refusals = 1;
    limits.ownRefusals = 0;
    TransportHarness server(limits);
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    const LazyClient told(server.port, upgradeRequest());
    QTRY_COMPARE(server.refusals.records.size(), 1);
    RawClient dropped;
    QVERIFY(dropped.connectTo(server.port));
    QVERIFY(dropped.waitForEnd());
    const QList<RefusalRecorder::Record> expected{{503, NoPlace, {}}, {0, NoPlace, {}}};
    QCOMPARE(server.refusals.records, expected);
}

void TestHandshake::tellsAPortOfPagesFromTheOthers()
{
    TransportLimits limits;
    limits.connections = 0;
    HandshakePolicy policy;
    policy.service = HandshakePolicy::Service::PagesOnly;
    TransportHarness server(limits, policy);
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(client.waitForEnd());
    QCOMPARE(server.refusals.records,
             (QList<RefusalRecorder::Record>{{503, RefusalReason::NoPlaceForPages, {}}}));
}

void TestHandshake::answersWithHeadersOnlyToHead()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.waitForEnd());
    const QByteArray answer = client.received();
    QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(answer.contains("\r\nContent-Length: 3\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\n"));
}

void TestHandshake::explainsItselfToBrowsers()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(client.waitForEnd());
    const QByteArray answer = client.received();
    QVERIFY(answer.contains("\r\nUpgrade: websocket\r\n"));
    QVERIFY(answer.contains("\r\nSec-WebSocket-Version: 13\r\n"));
    QVERIFY(answer.contains("\r\nContent-Type: text/html; charset=utf-8\r\n"));
    const QByteArray body = answer.sliced(answer.indexOf("\r\n\r\n") + 4);
    const QByteArray length = "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    QVERIFY(answer.contains(length));
    QVERIFY(body.contains("Kodama"));
}

void TestHandshake::takesTheRequestInAnyPieces()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    const QByteArray request = upgradeRequest() + clientFrame(0x81, "hi");
    for (const char byte : request) {
        client.send(QByteArray(1, byte));
        QVERIFY(client.socket().flush());
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(server.acceptor.records.size(), std::size_t{1});
    QTRY_COMPARE(server.acceptor.last().texts, QList<QByteArray>{"hi"});
}

void TestHandshake::takesFramesSentWithTheRequest()
{
    TransportHarness server;
    server.acceptor.greeting = "welcome";
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send(upgradeRequest() + clientFrame(0x81, "one") + clientFrame(0x81, "two"));
    QByteArray answer;
    QTRY_VERIFY((answer += client.received()).endsWith("two"));
    QVERIFY(answer.endsWith("\r\n\r\n"
                            "\x81\x07welcome\x81\x03one\x81\x03two"));
}

void TestHandshake::takesACloseFrameSentWithTheRequest()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send(upgradeRequest() + clientFrame(0x88, closeBody(1001)));
    QVERIFY(client.waitForEnd());
    QVERIFY(client.received().endsWith("\x88\x02\x03\xE9"));
    QCOMPARE(server.acceptor.last().closed->code, quint16{1001});
    QTRY_COMPARE(server.transport.descriptorCount(), 0);
}

void TestHandshake::refusesLongRequests()
{
    TransportLimits limits;
    TransportHarness server(limits);
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send("GET / HTTP/1.1\r\nX: " + QByteArray(limits.handshakeBytes, 'x'));
    QVERIFY(client.waitForEnd());
    QVERIFY(client.received().startsWith("HTTP/1.1 431 "));
}

void TestHandshake::acceptsTheLongestRequest()
{
    TransportLimits limits;
    TransportHarness server(limits);
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    const qsizetype room = limits.handshakeBytes - upgradeRequest("X: \r\n").size();
    client.send(upgradeRequest("X: " + QByteArray(room, 'x') + "\r\n") + clientFrame(0x81, "hi"));
    QTRY_COMPARE(server.acceptor.records.size(), std::size_t{1});
    QTRY_COMPARE(server.acceptor.last().texts, QList<QByteArray>{"hi"});
}

void TestHandshake::answersAHalfClosedClient()
{
    // As `printf … | nc -N` does: the end of input is no reason not to answer.
    TransportHarness server;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    client.socket().disconnectFromHost();
    QTRY_COMPARE(server.transport.counters().refused, quint64{1});
    QTRY_COMPARE(server.transport.descriptorCount(), 0);
}

void TestHandshake::dropsSlowRequests()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send("GET / HTTP/1.1\r\n");
    QTRY_COMPARE(server.transport.descriptorCount(), 1);
    QTRY_VERIFY(server.transport.counters().accepted == 1);
    QVERIFY(client.socket().flush() || client.socket().bytesToWrite() == 0);
    // The bytes have arrived when a second client, that came later, has been served.
    RawClient witness;
    QVERIFY(witness.upgrade(server.port));
    server.advance(4900ms);
    QCOMPARE(server.transport.descriptorCount(), 2);
    server.advance(300ms);
    QVERIFY(client.waitForEnd());
    QVERIFY(client.received().startsWith("HTTP/1.1 408 "));
}

void TestHandshake::dropsSilentClients()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    QTRY_COMPARE(server.transport.descriptorCount(), 1);
    server.advance(5200ms);
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.received(), QByteArray());
    QCOMPARE(server.transport.descriptorCount(), 0);
}

void TestHandshake::slowRequestsCannotBuyTime()
{
    TransportHarness server;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    client.send("GET / HTTP/1.1\r\n");
    for (int second = 0; second < 6; ++second) {
        client.send("X: y\r\n");
        client.socket().flush();
        QCoreApplication::processEvents();
        server.advance(1s);
    }
    QVERIFY(client.waitForEnd());
}

void TestHandshake::tellsWhenThereIsNoRoom()
{
    TransportLimits limits;
    limits.connections = 2;
    TransportHarness server(limits);
    RawClient first;
    RawClient second;
    QVERIFY(first.upgrade(server.port));
    QVERIFY(second.upgrade(server.port));
    {
        RawClient third;
        QVERIFY(third.connectTo(server.port));
        third.send(upgradeRequest());
        QVERIFY(third.waitForEnd());
        const QByteArray answer = third.received();
        QVERIFY(answer.startsWith("HTTP/1.1 503 "));
        QVERIFY(answer.contains("\r\nRetry-After: "));
    }
    first.sendFrame(0x88, closeBody(1000));
    QVERIFY(first.waitForEnd());
    QTRY_COMPARE(server.transport.descriptorCount(), 1);
    RawClient fourth;
    QVERIFY(fourth.upgrade(server.port));
}

void TestHandshake::dropsBeyondEveryBound()
{
    TransportLimits limits;
    limits.connections = 1;
    limits.refusals = 1;
    limits.ownRefusals = 0;
    TransportHarness server(limits);
    RawClient first;
    QVERIFY(first.upgrade(server.port));
    const LazyClient refused(server.port, upgradeRequest());
    QTRY_COMPARE(server.transport.counters().refused, quint64{1});
    RawClient dropped;
    QVERIFY(dropped.connectTo(server.port));
    QTRY_COMPARE(server.transport.counters().dropped, quint64{1});
    QVERIFY(dropped.waitForEnd());
}

void TestHandshake::answersWhoWatchesWhenThereIsNoRoom_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
    const auto row = [](const QByteArray &start, const QByteArray &status) {
        QTest::newRow(start.constData()) << start + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                         << status;
    };
    row("GET /healthz", "200");
    row("HEAD /healthz", "200");
    row("GET /readyz", "200");
    row("GET /metrics", "200");
    row("GET /", "503");
    row("POST /healthz", "503");
    QTest::newRow("an upgrade") << upgradeRequest() << "503"_ba;
    QTest::newRow("too long") << "GET /healthz HTTP/1.1\r\nX: " + QByteArray(20'000, 'x')
                              << "431"_ba;
}

void TestHandshake::answersWhoWatchesWhenThereIsNoRoom()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, status);
    TransportLimits limits;
    limits.connections = 1;
    HandshakePolicy policy;
    policy.pages = {[] { return "kodama_clients 1\n"_ba; }, [] { return true; }};
    TransportHarness server(limits, policy);
    RawClient first;
    QVERIFY(first.upgrade(server.port));
    RawClient second;
    QVERIFY(second.connectTo(server.port));
    second.send(request);
    QVERIFY(second.waitForEnd());
    const QByteArray answer = second.received();
    QCOMPARE(answer.mid(9, 3), status);
    QCOMPARE(answer.contains("\r\nRetry-After: "), status == "503");
}

void TestHandshake::boundsWhoIsReadWithoutRoom()
{
    TransportLimits limits;
    limits.connections = 1;
    limits.refusals = 2;
    limits.ownRefusals = 0;
    TransportHarness server(limits);
    RawClient first;
    QVERIFY(first.upgrade(server.port));
    const LazyClient silent(server.port, {});
    const LazyClient slow(server.port, "GET /healthz HTTP/1.1\r\n");
    QTRY_COMPARE(server.transport.descriptorCount(), 3);
    RawClient dropped;
    QVERIFY(dropped.connectTo(server.port));
    QVERIFY(dropped.waitForEnd());
    QCOMPARE(server.transport.counters().dropped, quint64{1});
    server.advance(5200ms); // both are late
    QTRY_COMPARE(server.transport.descriptorCount(), 2);
    server.advance(5200ms); // and one was told so, and lingers
    QTRY_COMPARE(server.transport.descriptorCount(), 1);
}

void TestHandshake::whoIsRefusedHoldsNoPlace()
{
    TransportLimits limits;
    limits.connections = 2;
    limits.refusals = 2;
    limits.ownRefusals = 0;
    TransportHarness server(limits);
    // One more than may linger besides: it keeps the place that it had.
    std::vector<std::unique_ptr<LazyClient>> lazy;
    for (quint64 count = 1; count <= 3; ++count) {
        lazy.push_back(
            std::make_unique<LazyClient>(server.port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        QTRY_COMPARE(server.transport.counters().refused, count);
    }
    QCOMPARE(server.transport.descriptorCount(), 3);
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    RawClient dropped;
    QVERIFY(dropped.connectTo(server.port));
    QVERIFY(dropped.waitForEnd());
    lazy.clear();
    QTRY_COMPARE(server.transport.descriptorCount(), 1);
    RawClient second;
    QVERIFY(second.upgrade(server.port));
}

void TestHandshake::aFailedGreetingHoldsNoPlace()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"all.pem"_s);
    const TestCertificate made = makeCertificate();
    QVERIFY(writeFile(file, made.certificate + made.key));
    const auto identity = std::make_shared<TlsIdentity>(TlsFiles{file, file});
    QVERIFY(!identity->load());
    TransportLimits limits;
    limits.connections = 1;
    HandshakePolicy policy;
    policy.identity = identity;
    TransportHarness server(limits, policy);
    identity->setPorts(server.port, server.port);
    const LazyClient failed(server.port, QByteArray::fromHex("160301000401000000"));
    bool isLetIn = false;
    for (int i = 0; i < 100 && !isLetIn; ++i) { // until it has failed
        RawClient client;
        isLetIn = client.upgrade(server.port);
    }
    QVERIFY(isLetIn);
    QCOMPARE(server.transport.counters().dropped, quint64{0}); // it was told why, and lingers
}

void TestHandshake::ownHealthChecksHavePlacesOfTheirOwn()
{
    TransportLimits limits;
    limits.connections = 1;
    limits.refusals = 2;
    limits.ownRefusals = 1;
    HandshakePolicy policy;
    QVERIFY(policy.trustedProxies.add(u"127.0.0.1"_s)); // those who come from there are strangers
    TransportHarness server(limits, policy, u"localhost"_s);
    RawClient client;
    QVERIFY(client.upgrade(server.port));
    const LazyClient silent(server.port, {});
    const LazyClient slow(server.port, {});
    QTRY_COMPARE(server.transport.descriptorCount(), 3);
    RawClient dropped;
    QVERIFY(dropped.connectTo(server.port));
    QVERIFY(dropped.waitForEnd());
    RawClient check;
    if (!check.connectTo(server.port, QHostAddress(QHostAddress::LocalHostIPv6)))
        QSKIP("no IPv6 here");
    check.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(check.waitForEnd());
    QCOMPARE(statusOfResponse(check.received()), 200);
}

void TestHandshake::whoIsRefusedDoesNotCountForItsAddress()
{
    TransportLimits limits;
    limits.connectionsPerAddress = 1;
    HandshakePolicy policy;
    QVERIFY(policy.trustedProxies.add(u"127.0.0.1"_s));
    TransportHarness server(limits, policy);
    const QByteArray request = upgradeRequest("X-Forwarded-For: 192.0.2.1\r\n");
    auto first = std::make_unique<LazyClient>(server.port, request);
    QTRY_COMPARE(server.transport.connectionCount(), 1);
    const LazyClient refused(server.port, request);
    QTRY_COMPARE(server.transport.counters().refused, quint64{1});
    first.reset();
    QTRY_COMPARE(server.transport.descriptorCount(), 1); // who was refused lingers
    const LazyClient second(server.port, request);
    QTRY_COMPARE(server.transport.connectionCount(), 1);
}

void TestHandshake::closesLingeringRefusals()
{
    TransportHarness server;
    const LazyClient client(server.port, "x\r\n\r\n");
    QTRY_COMPARE(server.transport.counters().refused, quint64{1});
    QCOMPARE(server.transport.descriptorCount(), 1);
    server.advance(5200ms);
    QCOMPARE(server.transport.descriptorCount(), 0);
}

// Those who are ready come first, but not only they.
void TestHandshake::letsNewcomersInWhileOthersFlood()
{
    TransportHarness server;
    const QByteArray block = clientFrame(0x81, "x").repeated(5000);
    std::array<RawClient, 4> others;
    for (RawClient &other : others) {
        QVERIFY(other.upgrade(server.port));
        QTcpSocket &socket = other.socket();
        connect(&socket, &QTcpSocket::bytesWritten, &socket, [&] {
            if (socket.bytesToWrite() < block.size())
                socket.write(block);
        });
        connect(&socket, &QTcpSocket::readyRead, &socket, [&socket] { socket.readAll(); });
        socket.write(block);
    }
    quint64 before = 0;
    for (int i = 0; i < 5; ++i) {
        RawClient newcomer;
        QVERIFY(newcomer.upgrade(server.port));
        QTRY_VERIFY(server.transport.counters().messagesIn > before); // still at it
        before = server.transport.counters().messagesIn;
    }
    for (RawClient &other : others)
        other.socket().disconnect();
}

void TestHandshake::isNotImpatientWithThoseWhoWait()
{
    TransportHarness server;
    const Crowd crowd(server.port);
    QVERIFY(answerSome(server, crowd));
    server.advance(6s);
    server.advance(6s);
    QTRY_COMPARE(server.transport.connectionCount(), crowd.size());
}

void TestHandshake::isNotImpatientWithAGreetingThatWaits()
{
    /// Is ahead of the greeting, and takes so long that its turn is over then.
    class Busy final : public Reactor::NextTurnTask
    {
    public:
        explicit Busy(TransportHarness &harness)
            : m_server(harness)
            , m_before(harness.reactor.held().count())
        {
            m_server.reactor.scheduleNextTurn(*this, Reactor::Rank::Stranger);
        }
        void onNextTurn() override
        {
            const auto end = std::chrono::steady_clock::now() + 2ms;
            while (std::chrono::steady_clock::now() < end) {
            }
            isOver = m_server.reactor.held().count() > m_before; // it is there
            if (isOver)
                m_server.advance(6s);
            else
                m_server.reactor.scheduleNextTurn(*this, Reactor::Rank::Stranger);
        }
        bool isOver = false;

    private:
        TransportHarness &m_server;
        qsizetype m_before;
    };
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"all.pem"_s);
    const TestCertificate made = makeCertificate();
    QVERIFY(writeFile(file, made.certificate + made.key));
    HandshakePolicy policy;
    const auto identity = std::make_shared<TlsIdentity>(TlsFiles{file, file});
    QVERIFY(!identity->load());
    policy.identity = identity;
    TransportHarness server({}, policy);
    identity->setPorts({}, server.port);
    Busy busy(server);
    MemoryTlsClient tls;
    RawClient client;
    QVERIFY(client.connectTo(server.port));
    QVERIFY(!tls.shakeHands());
    client.send(tls.takeOutput());
    QTRY_VERIFY(busy.isOver);
    QVERIFY(waitFor([&] {
        tls.receive(client.received());
        return tls.shakeHands();
    }));
}

void TestHandshake::copesWithWhoGoesWhileWaiting_data()
{
    QTest::addColumn<int>("who");
    QTest::newRow("the clients") << 0;
    QTest::newRow("the server, in peace") << 1;
    QTest::newRow("the server, at once") << 2;
}

void TestHandshake::copesWithWhoGoesWhileWaiting()
{
    QFETCH(int, who);
    auto server = std::make_unique<TransportHarness>();
    Crowd crowd(server->port);
    QVERIFY(answerSome(*server, crowd));
    if (who == 0) {
        crowd.reset();
    } else if (who == 1) {
        server->transport.closeAll(1001, {}, 1s);
        crowd.reset();
    } else {
        server.reset();
        QCoreApplication::processEvents();
        return;
    }
    QTRY_COMPARE(server->transport.descriptorCount(), 0);
    QCOMPARE(server->reactor.held().count(), qsizetype{0});
    QCOMPARE(server->acceptor.openCount(), 0);
}

QTEST_GUILESS_MAIN(TestHandshake)
#include "tst_handshake.moc"
