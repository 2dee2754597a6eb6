#include "tests/server/support/shardbench.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

/// Commands and their answers, byte for byte.
class TestCommandHandlers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void answersTheSender_data();
    void answersTheSender();
};

void TestCommandHandlers::answersTheSender_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("ping") << R"({"type":"command","command":"ping"})"_ba
                          << R"({"type":"command_response","command":"ping","data":"pong"})"_ba;
    QTest::newRow("escaped ping")
        << R"({"type":"command","command":"\u0070ing"})"_ba
        << R"({"type":"command_response","command":"\u0070ing","data":"pong"})"_ba;
    QTest::newRow("status") << R"({"type":"command","command":"status"})"_ba
                            << "{\"type\":\"command_response\",\"command\":\"status\",\"data\":"
                               "{\"connected_clients\":2,"
                               "\"server_time\":\"2025-12-14T10:00:05\"}}"_ba;
    const auto unknown = [](const char *name, const QByteArray &member, const QByteArray &shown) {
        QTest::newRow(name) << "{\"type\":\"command\"" + member + "}"
                            << "{\"type\":\"command_response\",\"command\":" + shown +
                                   ",\"error\":\"不明なコマンドです\",\"code\":2,"
                                   "\"name\":\"BAD_REQUEST\"}";
    };
    unknown("unknown command", R"(,"command":"dance")", R"("dance")");
    unknown("missing command", "", "null");
    unknown("empty command", R"(,"command":"")", R"("")");
    unknown("command is no text", R"(,"command":{"a":1.0})", R"({"a":1.0})");
    unknown("command in capitals", R"(,"command":"PING")", R"("PING")");
}

void TestCommandHandlers::answersTheSender()
{
    QFETCH(QByteArray, said);
    QFETCH(QByteArray, answer);
    ShardBench bench;
    const auto sender = bench.connect(u"127.0.0.1:1001"_s);
    const auto other = bench.connect(u"127.0.0.1:1002"_s);
    (void)sender->takeTexts();
    (void)other->takeTexts();
    sender->say(said);
    QCOMPARE(sender->takeTexts(), QByteArrayList{answer});
    QVERIFY(other->takeTexts().isEmpty());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestCommandHandlers)
#include "tst_commandhandlers.moc"
