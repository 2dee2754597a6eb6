#include "rawserver.h"

#include "app/core/servereventrouter.h"
#include "common/protocol/codec.h"
#include "tests/support/manualclock.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

using Kind = LogEntry::Kind;

} // namespace

class TestServerEventRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_client = std::make_unique<ChatClient>(m_clock, ReconnectPolicy::never());
        m_log = std::make_unique<MessageLogModel>();
        m_router = std::make_unique<ServerEventRouter>(*m_client, *m_log, m_clock);
    }
    void cleanup()
    {
        m_router.reset();
        m_client.reset();
        m_log.reset();
    }

    void makesARowOfEachMessage_data();
    void makesARowOfEachMessage();
    void tellsTheNumberOfClients();
    void knowsOwnMessages();
    void gathersRowsIntoBatches();
    void handsOverALargeBatchAtOnce();
    void keepsLocalRowsInTheirPlace();
    void partsWhatHasNothingToDoWithEachOther();
    void notesMalformedFrames();
    void tellsTheRoundTripOnce();
    void leavesToRoomsWhatIsTheirs();

private:
    void route(const QByteArray &frame)
    {
        const auto message = decodeServerMessage(frame);
        QVERIFY(message.hasValue());
        m_router->route(message.value(), frame);
    }

    ManualClock m_clock;
    std::unique_ptr<ChatClient> m_client;
    std::unique_ptr<MessageLogModel> m_log;
    std::unique_ptr<ServerEventRouter> m_router;
};

void TestServerEventRouter::makesARowOfEachMessage_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("sender");
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("number"); // -1: none
    const auto row = [](const char *name, const QByteArray &frame, Kind kind, const QString &sender,
                        const QString &text, qint64 number = -1) {
        QTest::newRow(name) << frame << static_cast<int>(kind) << sender << text << number;
    };
    row("welcome", R"({"type":"welcome","message":"hi","client_id":"a:1"})", Kind::Welcome,
        u"a:1"_s, u"hi"_s);
    row("joined", R"({"type":"client_connected","client_id":"a:1","total_clients":3})",
        Kind::Joined, u"a:1"_s, {}, 3);
    row("left", R"({"type":"client_disconnected","client_id":"a:1","total_clients":2})", Kind::Left,
        u"a:1"_s, {}, 2);
    row("echo", R"({"type":"echo_response","original":{"type":"echo","text":"木"}})", Kind::Echo,
        {}, u"木"_s);
    row("echo without text", R"({"type":"echo_response","original":{"type":"echo","n":1.0}})",
        Kind::Echo, {}, uR"({"type":"echo","n":1.0})"_s);
    row("chat", R"({"type":"broadcast_message","from":"b:2","content":"x"})", Kind::Chat, u"b:2"_s,
        u"x"_s);
    row("chat with a number", R"({"type":"broadcast_message","from":"b:2","content":1.0})",
        Kind::Chat, u"b:2"_s, u"1.0"_s);
    row("custom", R"({"type":"message","from":"b:2","data":{"type":"x"}})", Kind::Custom, u"b:2"_s,
        uR"({"type":"x"})"_s);
    row("status",
        R"({"type":"command_response","command":"status",)"
        R"("data":{"connected_clients":4,"server_time":"t"}})",
        Kind::Status, {}, u"t"_s, 4);
    row("pong", R"({"type":"command_response","command":"ping","data":"pong"})", Kind::Pong, {},
        u"pong"_s);
    row("other command", R"({"type":"command_response","command":"uptime","data":5})",
        Kind::CommandReply, u"uptime"_s, u"5"_s);
    row("command error", R"({"type":"command_response","command":"x","error":"no","code":2})",
        Kind::ServerError, {}, u"no"_s, 2);
    row("error", R"({"type":"error","message":"bad","code":1})", Kind::ServerError, {}, u"bad"_s,
        1);
    row("error of the sample", R"({"type":"error","message":"bad"})", Kind::ServerError, {},
        u"bad"_s);
    row("notification", R"({"type":"server_notification","message":"n"})", Kind::Notification, {},
        u"n"_s);
    row("direct", R"({"type":"server_direct_message","message":"d"})", Kind::Direct, {}, u"d"_s);
    row("heartbeat", R"({"type":"server_heartbeat","message":"h","connected_clients":9})",
        Kind::Heartbeat, {}, u"h"_s, 9);
    row("unknown", R"({"type":"new.thing"})", Kind::Unknown, {}, uR"({"type":"new.thing"})"_s);
}

void TestServerEventRouter::makesARowOfEachMessage()
{
    QFETCH(QByteArray, frame);
    QFETCH(qint64, number);
    route(frame);
    m_router->flush();
    QCOMPARE(m_log->rowCount(), 1);
    const LogEntry &entry = m_log->entry(0);
    QTEST(static_cast<int>(entry.kind), "kind");
    QTEST(entry.sender, "sender");
    QTEST(entry.text, "text");
    QCOMPARE(entry.number.value_or(-1), number);
    QCOMPARE(entry.frame, frame);
    QCOMPARE(entry.time.toMSecsSinceEpoch(), m_clock.wallTime().count());
}

void TestServerEventRouter::tellsTheNumberOfClients()
{
    QSignalSpy counts(m_router.get(), &ServerEventRouter::clientCountChanged);
    route(R"({"type":"client_connected","client_id":"a:1","total_clients":3})");
    route(R"({"type":"client_connected","client_id":"a:1"})");
    route(R"({"type":"server_heartbeat","connected_clients":4})");
    QCOMPARE(counts.count(), 2);
    QCOMPARE(counts.last().first().toLongLong(), 4);
}

void TestServerEventRouter::knowsOwnMessages()
{
    RawServer server;
    QSignalSpy opened(m_client.get(), &ChatClient::stateChanged);
    m_client->open(server.url());
    QTRY_VERIFY(m_client->isConnected());
    server.writeText(R"({"type":"welcome","message":"hi","client_id":"a:1"})");
    server.writeText(R"({"type":"broadcast_message","from":"a:1","content":"mine"})");
    server.writeText(R"({"type":"broadcast_message","from":"b:2","content":"yours"})");
    server.writeText(R"({"type":"echo_response","original":{"text":"x","type":"echo"}})");
    QTRY_COMPARE(m_log->rowCount(), 4);
    QVERIFY(m_log->entry(1).isOwn);
    QVERIFY(!m_log->entry(2).isOwn);
    QVERIFY(m_log->entry(3).isOwn);
}

void TestServerEventRouter::gathersRowsIntoBatches()
{
    QSignalSpy inserted(m_log.get(), &QAbstractItemModel::rowsInserted);
    for (int i = 0; i < 100; ++i)
        route(R"({"type":"server_notification","message":"n"})");
    QCOMPARE(inserted.count(), 0);
    QTRY_COMPARE(m_log->rowCount(), 100);
    QCOMPARE(inserted.count(), 1);
}

void TestServerEventRouter::handsOverALargeBatchAtOnce()
{
    for (std::size_t i = 0; i < ServerEventRouter::batchRows; ++i)
        route(R"({"type":"server_notification","message":"n"})");
    QCOMPARE(m_log->rowCount(), static_cast<int>(ServerEventRouter::batchRows));
}

void TestServerEventRouter::keepsLocalRowsInTheirPlace()
{
    route(R"({"type":"server_notification","message":"first"})");
    m_router->addLocal(u"second"_s);
    QCOMPARE(m_log->rowCount(), 2);
    QCOMPARE(m_log->entry(1).text, u"second"_s);
    QCOMPARE(m_log->entry(1).kind, Kind::Local);
}

void TestServerEventRouter::partsWhatHasNothingToDoWithEachOther()
{
    m_router->addBorder(u"nothing above it"_s);
    QCOMPARE(m_log->rowCount(), 0);
    MessageLogModel room;
    m_router->setRooms(true, &room);
    route(R"({"type":"server_notification","message":"in the room"})");
    m_router->setRooms(false, nullptr);
    route(R"({"type":"server_notification","message":"above"})");
    m_router->setRooms(true, &room);
    m_router->addBorder(u"border"_s);
    QCOMPARE(m_log->rowCount(), 2);
    QCOMPARE(m_log->entry(1).text, u"border"_s);
    QVERIFY(m_log->entry(1).time.isValid());
    QCOMPARE(room.rowCount(), 1);
}

void TestServerEventRouter::notesMalformedFrames()
{
    Q_EMIT m_client->malformedFrameReceived("[1,", u"byte 3: expected a value"_s);
    m_router->flush();
    QCOMPARE(m_log->entry(0).kind, Kind::Malformed);
    QCOMPARE(m_log->entry(0).frame, QByteArray("[1,"));
}

void TestServerEventRouter::tellsTheRoundTripOnce()
{
    Q_EMIT m_client->pingAnswered(std::chrono::microseconds{1500});
    route(R"({"type":"command_response","command":"ping","data":"pong"})");
    route(R"({"type":"command_response","command":"ping","data":"pong"})");
    m_router->flush();
    QCOMPARE(m_log->entry(0).number.value_or(-1), 1500);
    QVERIFY(!m_log->entry(1).number);
}

void TestServerEventRouter::leavesToRoomsWhatIsTheirs()
{
    MessageLogModel shown;
    m_router->setRooms(true, &shown);
    route(R"({"type":"broadcast_message","from":"a:1","content":"x","timestamp":"","room":"dev"})");
    route(R"({"type":"leave_response","room":"dev"})");
    route(R"({"type":"error","message":"no","id":"r1"})");
    route(R"({"type":"error","message":"yes"})");
    m_router->flush();
    QCOMPARE(shown.rowCount(), 1);
    QCOMPARE(shown.entry(0).text, u"yes"_s);
    QCOMPARE(m_log->rowCount(), 0);
    m_router->setRooms(false, nullptr);
    route(R"({"type":"leave_response","room":"dev"})"); // nobody asked for it
    m_router->flush();
    QCOMPARE(m_log->rowCount(), 1);
    QCOMPARE(m_log->entry(0).kind, LogEntry::Kind::Unknown);
    QCOMPARE(shown.rowCount(), 1);
}

QTEST_GUILESS_MAIN(TestServerEventRouter)
#include "tst_servereventrouter.moc"
