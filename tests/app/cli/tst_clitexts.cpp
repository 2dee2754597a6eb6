#include "app/cli/demoreport.h"
#include "app/cli/exitcode.h"
#include "app/cli/messageline.h"
#include "common/protocol/codec.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(kodama::ExitCode)

namespace {

/// Keeps what is printed.
class KeptOutput final : public LineOutput
{
public:
    void print(const QString &line) override { lines.append(line); }
    void printError(const QString &line) override { lines.append(line); }

    QStringList lines;
};

ClientError closedWith(quint16 code)
{
    ClientError error;
    error.kind = ClientError::Kind::ClosedByServer;
    error.closeCode = code;
    return error;
}

} // namespace

class TestCliTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exitCodesFollowTheError_data();
    void exitCodesFollowTheError();
    void printsOneLineOfEachMessage_data();
    void printsOneLineOfEachMessage();
    void makesPeersTextHarmless();
    void reportsAsText();
    void reportsAsJsonLines();
    void everyStepHasANameOfItsOwn();
};

void TestCliTexts::exitCodesFollowTheError_data()
{
    using Kind = ClientError::Kind;
    QTest::addColumn<ClientError>("error");
    QTest::addColumn<ExitCode>("code");
    const auto row = [](const char *name, const ClientError &error, ExitCode code) {
        QTest::newRow(name) << error << code;
    };
    const auto ofKind = [](Kind kind) {
        ClientError error;
        error.kind = kind;
        return error;
    };
    row("none", {}, ExitCode::Ok);
    row("URL", ofKind(Kind::InvalidUrl), ExitCode::Usage);
    row("no host", ofKind(Kind::HostNotFound), ExitCode::CannotConnect);
    row("refused", ofKind(Kind::Refused), ExitCode::CannotConnect);
    row("network", ofKind(Kind::Network), ExitCode::CannotConnect);
    row("TLS", ofKind(Kind::Tls), ExitCode::Tls);
    row("HTTP", ofKind(Kind::Http), ExitCode::Refused);
    row("timeout", ofKind(Kind::Timeout), ExitCode::Timeout);
    row("lost", ofKind(Kind::ConnectionLost), ExitCode::ConnectionLost);
    row("protocol", ofKind(Kind::Protocol), ExitCode::ProtocolError);
    row("1000", closedWith(1000), ExitCode::ConnectionLost);
    row("1001", closedWith(1001), ExitCode::ConnectionLost);
    row("1008", closedWith(1008), ExitCode::Refused);
    row("4000", closedWith(4000), ExitCode::ConnectionLost);
    row("4499", closedWith(4499), ExitCode::ConnectionLost);
    row("4500", closedWith(4500), ExitCode::Refused);
    row("4503", closedWith(4503), ExitCode::Refused);
    row("unknown code", closedWith(0), ExitCode::ConnectionLost);
}

void TestCliTexts::exitCodesFollowTheError()
{
    QFETCH(ClientError, error);
    QTEST(exitCodeOf(error), "code");
}

void TestCliTexts::printsOneLineOfEachMessage_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QString>("line");
    const auto row = [](const char *name, const char *frame, const QString &line) {
        QTest::newRow(name) << QByteArray(frame) << line;
    };
    row("welcome", R"({"type":"welcome","client_id":"a:1","message":"hi"})",
        u"Connected as a:1: hi"_s);
    row("joined", R"({"type":"client_connected","client_id":"b:2"})", u"b:2 has come"_s);
    row("left", R"({"type":"client_disconnected","client_id":"b:2","total_clients":1})",
        u"b:2 has gone (1 client(s) now)"_s);
    row("echo", R"({"type":"echo_response","original":{"type":"echo","text":"x"}})", u"echo: x"_s);
    row("own chat", R"({"type":"broadcast_message","from":"a:1","content":"x"})", u"<you> x"_s);
    row("chat", R"({"type":"broadcast_message","from":"b:2","content":"x%1"})", u"<b:2> x%1"_s);
    row("status",
        R"({"type":"command_response","command":"status",)"
        R"("data":{"connected_clients":2,"server_time":"t"}})",
        u"status: 2 client(s), server time t"_s);
    row("pong", R"({"type":"command_response","command":"ping","data":"pong"})", u"ping: pong"_s);
    row("command error", R"({"type":"command_response","command":"x","error":"no"})",
        u"x: error: no"_s);
    row("custom", R"({"type":"message","from":"b:2","data":{"type":"y"}})",
        uR"(<b:2> {"type":"y"})"_s);
    row("error", R"({"type":"error","message":"bad"})", u"The server says: error: bad"_s);
    row("error in a part", R"({"type":"error","message":"bad","detail":"room: expected a text"})",
        u"The server says: error: bad (room: expected a text)"_s);
    row("notification", R"({"type":"server_notification","message":"n"})",
        u"The server's operator: n"_s);
    row("direct", R"({"type":"server_direct_message","message":"d"})",
        u"The server's operator, to you alone: d"_s);
    row("heartbeat", R"({"type":"server_heartbeat","message":"h","connected_clients":3})",
        u"The server is alive (3 client(s) now)"_s);
    row("has entered a room",
        R"({"type":"presence_event","event":"join","room":"dev","nick":"Jens","ts":1})",
        u"Jens has come to dev"_s);
    row("whom one writes to has come",
        R"({"type":"presence_event","event":"join","room":"@Jens","nick":"Jens","ts":1})", {});
    row("unknown", R"({"type":"new.thing"})", uR"({"type":"new.thing"})"_s);
    row("escape sequence",
        "{\"type\":\"broadcast_message\",\"from\":\"b\",\"content\":"
        "\"\\u001b[2Jx\\ny\"}",
        u"<b> \ufffd[2Jx↵y"_s);
}

void TestCliTexts::printsOneLineOfEachMessage()
{
    QFETCH(QByteArray, frame);
    const auto message = decodeServerMessage(frame);
    QVERIFY(message.hasValue());
    QTEST(messageLine(message.value(), u"a:1"_s), "line");
}

void TestCliTexts::makesPeersTextHarmless()
{
    QCOMPARE(printable(u"a\r\n\tb"_s), u"a\ufffd↵ b"_s);
    QCOMPARE(printable(QString(QChar(0x9b)) + u"1m"_s), u"\ufffd1m"_s);
    QCOMPARE(printable(QString(QChar(0x202e)) + u"x"_s), u"\ufffdx"_s);
    QCOMPARE(printable(u"木霊 🌲 é"_s), u"木霊 🌲 é"_s);
}

void TestCliTexts::reportsAsText()
{
    KeptOutput output;
    DemoReport report(output, DemoReport::Format::Text);
    report.started(QUrl(u"ws://h:1"_s));
    report.ownServerStarted(QUrl(u"ws://h:2"_s), u"Nothing listens."_s);
    report.stepPassed(DemoStep::Echo, std::chrono::microseconds{1500}, u"x\n%2"_s);
    report.stepFailed(DemoStep::Ping, u"because"_s);
    report.ended(ExitCode::ProtocolError, std::chrono::milliseconds{7});
    QCOMPARE(output.lines.size(), 6);
    QVERIFY(output.lines[2].contains("ws://h:2"_L1));
    QVERIFY(output.lines[3].contains(u"1.5 ms): x↵%2"_s));
    QVERIFY(output.lines[4].contains("FAIL"_L1) && output.lines[4].contains("because"_L1));
}

void TestCliTexts::reportsAsJsonLines()
{
    KeptOutput output;
    DemoReport report(output, DemoReport::Format::Json);
    report.started(QUrl(u"ws://h:1"_s));
    report.ownServerStarted(QUrl(u"ws://h:2"_s), u"Nothing\nlistens."_s);
    report.stepPassed(DemoStep::Echo, std::chrono::milliseconds{1}, u"木\n\"霊\""_s);
    report.stepFailed(DemoStep::Ping, u"because"_s);
    report.ended(ExitCode::Timeout, std::chrono::milliseconds{7});
    QList<QJsonObject> objects;
    for (const QString &line : std::as_const(output.lines)) {
        QVERIFY(!line.contains(u'\n'));
        objects.append(QJsonDocument::fromJson(line.toUtf8()).object());
    }
    QCOMPARE(objects.size(), 5);
    QCOMPARE(objects[1]["event"_L1].toString(), u"own_server"_s);
    QCOMPARE(objects[2]["answer"_L1].toString(), u"木\n\"霊\""_s);
    QCOMPARE(objects[2]["ms"_L1].toDouble(), 1.0);
    QCOMPARE(objects[3]["ok"_L1].toBool(true), false);
    QCOMPARE(objects[4]["exit"_L1].toInt(), 7);
    QCOMPARE(objects[4]["passed"_L1].toInt(), 1);
    QCOMPARE(objects[4]["failed"_L1].toInt(), 1);
}

void TestCliTexts::everyStepHasANameOfItsOwn()
{
    QStringList names;
    for (int i = 0; i <= static_cast<int>(DemoStep::Custom); ++i)
        names.append(QString(demoStepName(static_cast<DemoStep>(i))));
    QVERIFY(!names.contains(QString()));
    QCOMPARE(names.removeDuplicates(), 0);
}

QTEST_GUILESS_MAIN(TestCliTexts)
#include "tst_clitexts.moc"
