#include "rawserver.h"

#include "app/core/chatclient.h"
#include "common/protocol/limits.h"
#include "tests/support/manualclock.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace kodama;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(kodama::ClientError::Kind)

namespace {

using State = ConnectionState;
using Kind = ClientError::Kind;

/// Short waits; the draws of the back-off are all zero: it waits for its floor.
ClientLimits quickLimits()
{
    ClientLimits limits;
    limits.attempt = std::chrono::milliseconds{3'000};
    return limits;
}

ReconnectPolicy quickPolicy()
{
    return ReconnectPolicy([] { return 0.0; });
}

/// All states that the client went through.
class StateLog
{
public:
    explicit StateLog(ChatClient &client)
        : m_spy(&client, &ChatClient::stateChanged)
    {}

    [[nodiscard]] QList<State> states() const
    {
        QList<State> result;
        for (const QList<QVariant> &arguments : m_spy)
            result.append(arguments.first().value<State>());
        return result;
    }

private:
    QSignalSpy m_spy;
};

} // namespace

class TestChatClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void goesThroughConnectingToConnected();
    void sendsEachMessageInTheFormOfTheProtocol();
    void tellsItsIdFromTheWelcome();
    void measuresTheRoundTripOfPingCommands();
    void tellsTheStatus();
    void keepsQuietQuestionsToItself();
    void reportsMalformedFramesAndStays();
    void readsABinaryFrameAsText();
    void readsMessagesUpToItsLimit();
    void refusesToSendWithoutConnection();
    void refusesWhatIsTooLarge();
    void keepsEveryCharacter_data();
    void keepsEveryCharacter();
    void failsOnTheFirstAttempt_data();
    void failsOnTheFirstAttempt();
    void triesAgainWhereItHasBeen();
    void failsOnHttpStatus_data();
    void failsOnHttpStatus();
    void failsWhenTheServerIsSilent();
    void failsOnTlsWithAPlainServer();
    void readsAHandshakeThatComesInPieces_data();
    void readsAHandshakeThatComesInPieces();
    void actsOnTheCloseCode_data();
    void actsOnTheCloseCode();
    void closesOnBrokenFrames_data();
    void closesOnBrokenFrames();
    void reconnectsAfterALoss();
    void keepsTryingWhileTheServerIsAway();
    void givesUpWhenTheServerRefusesLater();
    void neverReconnectsWhenToldSo();
    void reconnectsAtOnceWhenAsked();
    void opensTheLastUrlAgain();
    void noticesADeadConnection();
    void staysWithAPeerThatOnlyPongs();
    void closesInAnyState();
    void obeysASlotThatClosesOnError();
    void opensElsewhereFromASlot();
    void finishesAfterTheServerHasRead();
    void finishesWithoutAnAnswer();

private:
    /// A client that is connected to m_raw.
    void connectTo(ChatClient &client, RawServer &server);
    SystemClock m_clock;
};

void TestChatClient::connectTo(ChatClient &client, RawServer &server)
{
    client.open(server.url());
    QTRY_COMPARE(client.state(), State::Connected);
}

void TestChatClient::goesThroughConnectingToConnected()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    QCOMPARE(client.state(), State::Disconnected);
    const StateLog log(client);
    connectTo(client, server);
    client.close();
    QCOMPARE(log.states(), (QList{State::Connecting, State::Connected, State::Disconnected}));
    QCOMPARE(client.lastError().kind, Kind::None);
}

void TestChatClient::sendsEachMessageInTheFormOfTheProtocol()
{
    QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    ChatClient client(m_clock, quickPolicy());
    client.open(server.serverUrl());
    QTRY_VERIFY(server.hasPendingConnections());
    const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
    QSignalSpy texts(peer.get(), &QWebSocket::textMessageReceived);
    QTRY_VERIFY(client.isConnected());
    QSignalSpy sent(&client, &ChatClient::frameSent);

    QVERIFY(client.sendEcho(u"やまびこ"_s));
    QVERIFY(client.sendBroadcast(u"こんにちは"_s));
    QVERIFY(client.sendCommand(u"status"_s));
    QVERIFY(client.sendText(R"({"type":"lab.temp","value":1.0})"));
    QTRY_COMPARE(texts.count(), 4);
    QCOMPARE(sent.count(), 4);

    QList<QJsonObject> objects;
    for (const QList<QVariant> &arguments : std::as_const(texts))
        objects.append(QJsonDocument::fromJson(arguments.first().toString().toUtf8()).object());
    QCOMPARE(objects[0]["type"_L1].toString(), u"echo"_s);
    QCOMPARE(objects[0]["text"_L1].toString(), u"やまびこ"_s);
    QVERIFY(
        QDateTime::fromString(objects[0]["timestamp"_L1].toString(), Qt::ISODateWithMs).isValid());
    QCOMPARE(objects[1]["type"_L1].toString(), u"broadcast"_s);
    QCOMPARE(objects[1]["content"_L1].toString(), u"こんにちは"_s);
    QCOMPARE(objects[2]["command"_L1].toString(), u"status"_s);
    QCOMPARE(texts[3].first().toString(), uR"({"type":"lab.temp","value":1.0})"_s);
}

void TestChatClient::tellsItsIdFromTheWelcome()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    QSignalSpy messages(&client, &ChatClient::messageReceived);
    connectTo(client, server);
    QVERIFY(client.clientId().isEmpty());
    server.writeText(
        R"({"type":"welcome","message":"hi","client_id":"127.0.0.1:5","timestamp":"x"})");
    QTRY_COMPARE(messages.count(), 1);
    QCOMPARE(client.clientId(), u"127.0.0.1:5"_s);
    client.close();
    QVERIFY(client.clientId().isEmpty());
}

void TestChatClient::measuresTheRoundTripOfPingCommands()
{
    ManualClock clock;
    RawServer server;
    ChatClient client(clock, quickPolicy());
    connectTo(client, server);
    QSignalSpy answered(&client, &ChatClient::pingAnswered);
    QVERIFY(client.sendCommand(u"ping"_s));
    clock.advance(std::chrono::milliseconds{42});
    server.writeText(R"({"type":"command_response","command":"ping","data":"pong"})");
    QTRY_COMPARE(answered.count(), 1);
    QCOMPARE(answered.first().first().value<std::chrono::nanoseconds>().count(), 42'000'000);
    // An answer that nobody asked for measures nothing.
    QSignalSpy messages(&client, &ChatClient::messageReceived);
    server.writeText(R"({"type":"command_response","command":"ping","data":"pong"})");
    QTRY_COMPARE(messages.count(), 1);
    QCOMPARE(answered.count(), 1);
}

void TestChatClient::tellsTheStatus()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    qint64 clients = 0;
    connect(&client, &ChatClient::statusReceived, this, [&clients](const StatusData &status) {
        clients = status.connectedClients.value_or(-1);
    });
    server.writeText(R"({"type":"command_response","command":"status",)"
                     R"("data":{"connected_clients":3,"server_time":"2025-12-14T10:00:00"}})");
    QTRY_COMPARE(clients, 3);
}

void TestChatClient::keepsQuietQuestionsToItself()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    QSignalSpy messages(&client, &ChatClient::messageReceived);
    QList<qint64> clients;
    connect(&client, &ChatClient::statusReceived, this, [&clients](const StatusData &status) {
        clients.append(status.connectedClients.value_or(-1));
    });
    QVERIFY(client.sendCommand(u"status"_s));
    QVERIFY(client.askStatusQuietly());
    QVERIFY(client.askStatusQuietly());
    for (const QByteArray count : {"1", "2"})
        server.writeText(R"({"type":"command_response","command":"status",)"
                         R"("data":{"connected_clients":)" +
                         count + R"(,"server_time":""}})");
    server.writeText(R"({"type":"command_response","command":"status","error":"no"})");
    server.writeText(R"({"type":"welcome"})");
    const QList<qint64> expected{1, 2};
    QTRY_COMPARE(messages.count(), 2); // the first answer and the welcome
    QCOMPARE(clients, expected);
    client.close();
    QVERIFY(!client.askStatusQuietly());
}

void TestChatClient::reportsMalformedFramesAndStays()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    QSignalSpy malformed(&client, &ChatClient::malformedFrameReceived);
    QSignalSpy messages(&client, &ChatClient::messageReceived);
    for (const QByteArray frame : {"", "[]", "no json", "{\"type\":"})
        server.writeText(frame);
    server.writeText(R"({"type":"from.the.future"})");
    QTRY_COMPARE(messages.count(), 1);
    QCOMPARE(malformed.count(), 4);
    QVERIFY(client.isConnected());
}

void TestChatClient::readsABinaryFrameAsText()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    QSignalSpy messages(&client, &ChatClient::messageReceived);
    server.writeFrame(2, R"({"type":"server_notification","message":"x"})");
    QTRY_COMPARE(messages.count(), 1);
}

void TestChatClient::readsMessagesUpToItsLimit()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    QSignalSpy frames(&client, &ChatClient::frameReceived);
    const QByteArray whole(static_cast<qsizetype>(ClientLimits().incomingMessageBytes), ' ');
    server.writeText(whole);
    QTRY_COMPARE(frames.count(), 1);
    QCOMPARE(frames.first().first().toByteArray().size(), whole.size());
    QVERIFY(client.isConnected());
    server.writeText(whole + ' ');
    QTRY_COMPARE(client.state(), State::Failed);
    QCOMPARE(int{client.lastError().closeCode}, 1009);
}

void TestChatClient::refusesToSendWithoutConnection()
{
    ChatClient client(m_clock, quickPolicy());
    QSignalSpy refused(&client, &ChatClient::sendRefused);
    QSignalSpy sent(&client, &ChatClient::frameSent);
    QVERIFY(!client.sendEcho(u"x"_s));
    QVERIFY(!client.sendBroadcast(u"x"_s));
    QVERIFY(!client.sendCommand(u"ping"_s));
    QVERIFY(!client.sendText("{}"));
    QVERIFY(!client.sendBinary("x"));
    QCOMPARE(refused.count(), 5);
    // What nobody asked for is not complained of: the program asks for itself all the time.
    QVERIFY(!client.sendPing());
    QVERIFY(!client.askStatusQuietly());
    QVERIFY(!client.sendTextQuietly("{}"));
    QCOMPARE(refused.count(), 5);
    QCOMPARE(refused.first().first().value<SendRefusal>(), SendRefusal::NotConnected);
    QCOMPARE(sent.count(), 0);
}

void TestChatClient::refusesWhatIsTooLarge()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    QSignalSpy refused(&client, &ChatClient::sendRefused);
    QVERIFY(!client.sendBroadcast(QString(limits::messageBytes, u'x')));
    QCOMPARE(refused.first().first().value<SendRefusal>(), SendRefusal::TooLarge);
    QVERIFY(client.sendBroadcast(QString(limits::messageBytes - 200, u'x')));
    QVERIFY(client.isConnected());
}

void TestChatClient::keepsEveryCharacter_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::newRow("plain") << QByteArray(R"({"a":1})");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf{}");
    QTest::newRow("zero") << QByteArray("\"\0\"", 3);
    QTest::newRow("beyond the BMP") << QByteArray("\"\xf0\x9f\x8c\xb2\"");
    QTest::newRow("1 MB of 3-byte characters") << QByteArray("あ").repeated(340'000);
}

void TestChatClient::keepsEveryCharacter()
{
    QFETCH(QByteArray, frame);
    QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    ChatClient client(m_clock, quickPolicy());
    client.open(server.serverUrl());
    QTRY_VERIFY(client.isConnected());
    QTRY_VERIFY(server.hasPendingConnections());
    const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
    QSignalSpy frames(peer.get(), &QWebSocket::textFrameReceived);
    QVERIFY(client.sendText(frame));
    QTRY_COMPARE(frames.count(), 1); // one frame, or Qt may cut a character in two
    // QWebSocket as a receiver drops the mark, so only the rest can be compared here.
    const QByteArray got = frames.first().first().toString().toUtf8();
    QVERIFY(got == frame || frame == "\xef\xbb\xbf" + got);
}

void TestChatClient::failsOnTheFirstAttempt_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("refused") << QUrl(u"ws://127.0.0.1:1"_s) << Kind::Refused;
    QTest::newRow("refused, two families") << QUrl(u"ws://localhost:1"_s) << Kind::Refused;
    QTest::newRow("no such host") << QUrl(u"ws://nowhere.invalid:8765"_s) << Kind::HostNotFound;
    QTest::newRow("scheme") << QUrl(u"http://127.0.0.1:1"_s) << Kind::InvalidUrl;
    QTest::newRow("no host") << QUrl(u"ws:///x"_s) << Kind::InvalidUrl;
    QTest::newRow("empty") << QUrl() << Kind::InvalidUrl;
}

void TestChatClient::triesAgainWhereItHasBeen()
{
    ChatClient client(m_clock, quickPolicy());
    client.open(QUrl(u"ws://127.0.0.1:1"_s), ChatClient::FirstFailure::TryAgain);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::Reconnecting, 12'000);
    client.close();
    client.open(QUrl(u"ws://127.0.0.1:1"_s));
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::Failed, 12'000);
}

void TestChatClient::failsOnTheFirstAttempt()
{
    QFETCH(QUrl, url);
    ChatClient client(m_clock, quickPolicy());
    const StateLog log(client);
    client.open(url);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), State::Failed, 12'000);
    QTEST(client.lastError().kind, "kind");
    QCOMPARE(client.lastError().url, url);
    QCOMPARE(log.states(), (QList{State::Connecting, State::Failed}));
}

void TestChatClient::failsOnHttpStatus_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<int>("code");
    for (const char *status :
         {"200 OK", "301 Moved Permanently", "400 Bad Request", "401 Unauthorized", "403 Forbidden",
          "404 Not Found", "426 Upgrade Required", "429 Too Many Requests",
          "500 Internal Server Error", "503 Service Unavailable"}) {
        QTest::newRow(status) << QByteArray(status) << Kind::Http
                              << QByteArray(status).left(3).toInt();
    }
    QTest::newRow("101 without accept key")
        << QByteArray("101 Switching Protocols") << Kind::Protocol << 0;
}

void TestChatClient::failsOnHttpStatus()
{
    QFETCH(QByteArray, status);
    RawServer server(RawServer::httpStatus(status));
    // As servers do; which is told after the status, and does not hide it.
    connect(&server, &RawServer::answered, &server, &RawServer::hangUp);
    ChatClient client(m_clock, quickPolicy());
    client.open(server.url());
    QTRY_COMPARE(client.state(), State::Failed);
    QTEST(client.lastError().kind, "kind");
    QTEST(client.lastError().httpStatus, "code");
}

void TestChatClient::failsWhenTheServerIsSilent()
{
    ClientLimits limits;
    limits.attempt = std::chrono::milliseconds{50};
    RawServer server([](const QByteArray &) { return QByteArray(); });
    ChatClient client(m_clock, quickPolicy(), limits);
    client.open(server.url());
    QTRY_COMPARE(client.state(), State::Failed);
    QCOMPARE(client.lastError().kind, Kind::Timeout);
}

void TestChatClient::failsOnTlsWithAPlainServer()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy(), quickLimits());
    QUrl url = server.url();
    url.setScheme(u"wss"_s);
    connect(&server, &RawServer::bytesReceived, &server,
            [&server] { server.write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    client.open(url);
    QTRY_COMPARE(client.state(), State::Failed);
    QCOMPARE(client.lastError().kind, Kind::Tls);
    QVERIFY(!client.lastError().detail.isEmpty());
}

void TestChatClient::readsAHandshakeThatComesInPieces_data()
{
    QTest::addColumn<int>("firstPart");
    QTest::newRow("in the status line") << 20;
    QTest::newRow("behind the status line") << 34;
    QTest::newRow("in the line end") << 33;
    QTest::newRow("in a header") << 40;
    QTest::newRow("behind a header") << 55;
}

void TestChatClient::readsAHandshakeThatComesInPieces()
{
    QFETCH(int, firstPart);
    QByteArray rest;
    RawServer server([&rest, firstPart](const QByteArray &request) {
        const QByteArray whole = RawServer::acceptHandshake(request);
        rest = whole.mid(firstPart);
        return whole.left(firstPart);
    });
    ChatClient client(m_clock, quickPolicy());
    QSignalSpy answered(&server, &RawServer::answered);
    client.open(server.url());
    QVERIFY(answered.wait());
    server.write(rest);
    QTRY_COMPARE(client.state(), State::Connected);
}

void TestChatClient::actsOnTheCloseCode_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<State>("state");
    QTest::addColumn<Kind>("kind");
    const Kind closed = Kind::ClosedByServer;
    QTest::newRow("1000 normal") << 1000 << State::Disconnected << closed;
    QTest::newRow("1001 going away") << 1001 << State::Reconnecting << closed;
    QTest::newRow("1002 protocol") << 1002 << State::Failed << Kind::Protocol;
    QTest::newRow("1008 policy") << 1008 << State::Failed << closed;
    QTest::newRow("1009 too big") << 1009 << State::Failed << Kind::Protocol;
    QTest::newRow("1011 internal") << 1011 << State::Reconnecting << closed;
    QTest::newRow("1012 restart") << 1012 << State::Reconnecting << closed;
    QTest::newRow("1013 later") << 1013 << State::Reconnecting << closed;
    QTest::newRow("3000 unknown") << 3000 << State::Reconnecting << closed;
    QTest::newRow("4000 shutting down") << 4000 << State::Reconnecting << closed;
    QTest::newRow("4001 too slow") << 4001 << State::Reconnecting << closed;
    QTest::newRow("4503 kicked") << 4503 << State::Failed << closed;
    QTest::newRow("4999 last") << 4999 << State::Failed << closed;
}

void TestChatClient::actsOnTheCloseCode()
{
    QFETCH(int, code);
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    QSignalSpy errors(&client, &ChatClient::errorOccurred);
    server.writeClose(static_cast<quint16>(code), "reason");
    QVERIFY(errors.wait());
    QTEST(client.state(), "state");
    QTEST(client.lastError().kind, "kind");
    const bool isKnownToQt = code < 1012 || code > 1014;
    QCOMPARE(int{client.lastError().closeCode}, isKnownToQt ? code : 0);
    QCOMPARE(client.lastError().closeReason, isKnownToQt ? u"reason"_s : QString());
}

void TestChatClient::closesOnBrokenFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::newRow("reserved bits") << QByteArray("\xf1\x01x") << 1002;
    QTest::newRow("unknown opcode") << QByteArray("\x83\x01x") << 1002;
    QTest::newRow("continuation of nothing") << QByteArray("\x80\x01x") << 1002;
    QTest::newRow("fragmented ping") << QByteArray("\x09\x01x") << 1002;
    QTest::newRow("invalid UTF-8") << RawServer::frame(1, "\xff\xfe") << 1007;
    QTest::newRow("over the limit")
        << QByteArray("\x81\x7f\x00\x00\x00\x00\x10\x00\x00\x00", 10) << 1009;
}

void TestChatClient::closesOnBrokenFrames()
{
    QFETCH(QByteArray, bytes);
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    server.write(bytes);
    QTRY_COMPARE(client.state(), State::Failed);
    QCOMPARE(client.lastError().kind, Kind::Protocol);
    QTEST(int{client.lastError().closeCode}, "code");
}

void TestChatClient::reconnectsAfterALoss()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    const StateLog log(client);
    QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
    QSignalSpy started(&client, &ChatClient::retryStarted);
    connectTo(client, server);
    server.write(RawServer::frame(1, "{}").left(2)); // in the middle of a frame
    server.hangUp();
    QTRY_COMPARE(server.connections(), 2);
    QTRY_COMPARE(client.state(), State::Connected);
    QCOMPARE(log.states(),
             (QList{State::Connecting, State::Connected, State::Reconnecting, State::Connected}));
    QCOMPARE(scheduled.count(), 1);
    QCOMPARE(started.count(), 1);
    QCOMPARE(scheduled.first().first().value<std::chrono::milliseconds>(), ReconnectPolicy::floor);
    QCOMPARE(client.lastError().kind, Kind::None);
}

void TestChatClient::keepsTryingWhileTheServerIsAway()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    QSignalSpy errors(&client, &ChatClient::errorOccurred);
    server.stopListening();
    server.cut();
    QTRY_COMPARE_GE(errors.count(), 3);
    QCOMPARE(errors[0].first().value<ClientError>().kind, Kind::ConnectionLost);
    QCOMPARE(errors[1].first().value<ClientError>().kind, Kind::Refused);
    QCOMPARE(client.state(), State::Reconnecting);
    server.listen();
    QTRY_COMPARE(client.state(), State::Connected);
}

void TestChatClient::givesUpWhenTheServerRefusesLater()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    server.setAnswer(RawServer::httpStatus("403 Forbidden"));
    server.hangUp();
    QTRY_COMPARE(client.state(), State::Failed);
    QCOMPARE(client.lastError().httpStatus, 403);
}

void TestChatClient::neverReconnectsWhenToldSo()
{
    RawServer server;
    ChatClient client(m_clock, ReconnectPolicy::never());
    connectTo(client, server);
    server.hangUp();
    QTRY_COMPARE(client.state(), State::Failed);
    QCOMPARE(client.lastError().kind, Kind::ConnectionLost);
}

void TestChatClient::reconnectsAtOnceWhenAsked()
{
    RawServer server;
    ChatClient client(m_clock, ReconnectPolicy([] { return 1.0; }));
    connectTo(client, server);
    QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
    server.hangUp();
    QVERIFY(scheduled.wait());
    QVERIFY(client.retryIn() > std::chrono::milliseconds{0});
    QVERIFY(client.retryIn() <= ReconnectPolicy::firstCeiling);
    client.reconnectNow();
    QCOMPARE(client.retryIn(), std::chrono::milliseconds{0});
    QCOMPARE(client.state(), State::Reconnecting);
    QTRY_COMPARE(client.state(), State::Connected);
}

void TestChatClient::opensTheLastUrlAgain()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    client.close();
    client.reconnectNow();
    QCOMPARE(client.state(), State::Connecting);
    QTRY_COMPARE(client.state(), State::Connected);
    QCOMPARE(client.url(), server.url());
}

void TestChatClient::noticesADeadConnection()
{
    ManualClock clock;
    ClientLimits limits;
    limits.pingEvery = std::chrono::milliseconds{20}; // how often the manual clock is looked at
    RawServer server;                                 // reads, but never answers a ping
    ChatClient client(clock, quickPolicy(), limits);
    connectTo(client, server);
    clock.advance(limits.deadAfter - std::chrono::milliseconds{1});
    QTRY_VERIFY(!server.received().isEmpty()); // it asks first
    QCOMPARE(client.state(), State::Connected);
    clock.advance(std::chrono::milliseconds{1});
    QTRY_COMPARE(client.state(), State::Reconnecting);
    QCOMPARE(client.lastError().kind, Kind::ConnectionLost);
}

void TestChatClient::staysWithAPeerThatOnlyPongs()
{
    ManualClock clock;
    ClientLimits limits;
    limits.pingEvery = std::chrono::milliseconds{20};
    QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    ChatClient client(clock, quickPolicy(), limits);
    QSignalSpy roundTrips(&client, &ChatClient::roundTripMeasured);
    client.open(server.serverUrl());
    QTRY_VERIFY(client.isConnected());
    for (int i = 1; i <= 4; ++i) {
        clock.advance(limits.deadAfter / 2);
        QTRY_COMPARE(roundTrips.count(), i);
    }
    QVERIFY(client.isConnected());
}

void TestChatClient::closesInAnyState()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    client.close();
    QCOMPARE(client.state(), State::Disconnected);
    client.open(server.url()); // Connecting
    client.close();
    QCOMPARE(client.state(), State::Disconnected);
    connectTo(client, server);
    QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
    server.hangUp();
    QVERIFY(scheduled.wait()); // Reconnecting
    client.close();
    QCOMPARE(client.state(), State::Disconnected);
    client.open(QUrl()); // Failed
    client.close();
    QCOMPARE(client.state(), State::Disconnected);
}

void TestChatClient::obeysASlotThatClosesOnError()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, server);
    connect(&client, &ChatClient::errorOccurred, &client, &ChatClient::close);
    QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
    server.hangUp();
    QTRY_COMPARE(client.state(), State::Disconnected);
    QCOMPARE(scheduled.count(), 0);
}

void TestChatClient::opensElsewhereFromASlot()
{
    RawServer first;
    RawServer second;
    ChatClient client(m_clock, quickPolicy());
    connectTo(client, first);
    connect(&client, &ChatClient::messageReceived, &client,
            [&client, url = second.url()] { client.open(url); });
    first.writeText("{}");
    QTRY_COMPARE(second.connections(), 1);
    QTRY_COMPARE(client.state(), State::Connected);
    QCOMPARE(client.url(), second.url());
}

void TestChatClient::finishesAfterTheServerHasRead()
{
    QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    ChatClient client(m_clock, quickPolicy());
    client.open(server.serverUrl());
    QTRY_VERIFY(client.isConnected());
    QTRY_VERIFY(server.hasPendingConnections());
    const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
    QSignalSpy texts(peer.get(), &QWebSocket::textMessageReceived);
    QSignalSpy finished(&client, &ChatClient::finished);
    for (int i = 0; i < 1'000; ++i)
        QVERIFY(client.sendBroadcast(u"x"_s));
    client.finish(std::chrono::milliseconds{10'000});
    QVERIFY(finished.wait());
    QVERIFY(finished.first().first().toBool());
    QCOMPARE(texts.count(), 1'000);
    QCOMPARE(client.state(), State::Disconnected);
}

void TestChatClient::finishesWithoutAnAnswer()
{
    RawServer server;
    ChatClient client(m_clock, quickPolicy());
    QSignalSpy finished(&client, &ChatClient::finished);
    client.finish(std::chrono::milliseconds{20});
    QCOMPARE(finished.count(), 1);
    connectTo(client, server);
    client.finish(std::chrono::milliseconds{20});
    QVERIFY(finished.wait());
    QVERIFY(!finished.last().first().toBool());
    connectTo(client, server);
    client.finish(std::chrono::milliseconds{10'000});
    server.hangUp();
    QVERIFY(finished.wait());
    QVERIFY(!finished.last().first().toBool());
    QCOMPARE(client.state(), State::Disconnected);
}

QTEST_GUILESS_MAIN(TestChatClient)
#include "tst_chatclient.moc"
