#include "server/operatorconsole.h"
#include "server/serveroperator.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

class FakeServer final : public ServerOperator
{
public:
    [[nodiscard]] qint64 clientCount() const override { return clients.size(); }
    void listClients(Answer answer) override { answer(clients); }
    void listRooms(Answer answer) override { answer(rooms); }
    void notify(const QString &text) override { done.append(u"notify|"_s + text); }
    [[nodiscard]] bool sendTo(const QString &clientId, const QString &text) override
    {
        done.append(u"send|"_s + clientId + u"|"_s + text);
        return clients.contains(clientId);
    }
    [[nodiscard]] bool kick(const QString &clientId, const QString &reason) override
    {
        done.append(u"kick|"_s + clientId + u"|"_s + reason);
        return clients.contains(clientId);
    }
    void stop() override { done.append(u"stop"_s); }

    QStringList clients{u"127.0.0.1:1"_s, u"::1:2"_s};
    QStringList rooms{u"#tea 2 41 green"_s, u"#lobby 0 0"_s};
    QStringList done;
};

} // namespace

class TestOperatorConsole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void executes_data();
    void executes();
    void saysSoWhenNobodyIsThere();
    void answersInJapanese();
    void showsWhatClientsMadeUpWithoutObeyingIt();
};

void TestOperatorConsole::executes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("done");
    QTest::addColumn<QString>("answer");
    const auto row = [](const char *name, const QString &line, const QString &done,
                        const QString &answer) { QTest::newRow(name) << line << done << answer; };
    row("empty", u""_s, {}, {});
    row("blank", u"   \t"_s, {}, {});
    row("count", u"count"_s, {}, u"Connected clients: 2"_s);
    row("list", u"  list "_s, {}, u"127.0.0.1:1\n::1:2"_s);
    row("rooms", u"rooms"_s, {}, u"#tea 2 41 green\n#lobby 0 0"_s);
    row("notify", u"notify Tea  is ready. "_s, u"notify|Tea  is ready."_s,
        u"Notified clients: 2"_s);
    row("notify nothing", u"notify "_s, {}, u"Usage: notify TEXT"_s);
    row("send", u"send ::1:2 こんにちは 世界"_s, u"send|::1:2|こんにちは 世界"_s,
        u"Sent to ::1:2"_s);
    row("send to nobody", u"send 127.0.0.1:9 x"_s, u"send|127.0.0.1:9|x"_s,
        u"No such client: 127.0.0.1:9"_s);
    row("send nothing", u"send ::1:2"_s, {}, u"Usage: send CLIENT_ID TEXT"_s);
    row("send alone", u"send"_s, {}, u"Usage: send CLIENT_ID TEXT"_s);
    row("kick", u"kick ::1:2"_s, u"kick|::1:2|"_s, u"Disconnected ::1:2"_s);
    row("kick with reason", u"kick ::1:2 no spam please"_s, u"kick|::1:2|no spam please"_s,
        u"Disconnected ::1:2"_s);
    row("kick nobody", u"kick x"_s, u"kick|x|"_s, u"No such client: x"_s);
    row("kick alone", u"kick"_s, {}, u"Usage: kick CLIENT_ID [REASON]"_s);
    row("quit", u"quit"_s, u"stop"_s, u"Stopping the server"_s);
    row("quit with arguments", u"quit now"_s, {}, u"quit takes no arguments"_s);
    row("unknown", u"dance now"_s, {}, u"Unknown command: dance (help lists them)"_s);
    row("placeholder", u"send ::1:2 100%1"_s, u"send|::1:2|100%1"_s, u"Sent to ::1:2"_s);
}

void TestOperatorConsole::executes()
{
    QFETCH(QString, line);
    QFETCH(QString, done);
    QFETCH(QString, answer);
    FakeServer server;
    QStringList answers;
    OperatorConsole console(server, Texts(Language::English),
                            [&answers](const QString &text) { answers.append(text); });
    console.execute(line);
    QCOMPARE(server.done, done.isEmpty() ? QStringList() : QStringList{done});
    QCOMPARE(answers, answer.isEmpty() ? QStringList() : QStringList{answer});
}

void TestOperatorConsole::saysSoWhenNobodyIsThere()
{
    FakeServer server;
    server.clients.clear();
    QStringList answers;
    OperatorConsole console(server, Texts(Language::English),
                            [&answers](const QString &text) { answers.append(text); });
    console.execute(u"list"_s);
    QCOMPARE(answers, QStringList{u"No clients are connected"_s});
}

void TestOperatorConsole::answersInJapanese()
{
    FakeServer server;
    QStringList answers;
    OperatorConsole console(server, Texts(Language::Japanese),
                            [&answers](const QString &text) { answers.append(text); });
    console.execute(u"count"_s);
    console.execute(u"help"_s);
    console.execute(u"踊れ"_s);
    QCOMPARE(answers[0], u"接続中のクライアント数: 2"_s);
    for (const auto &name : {u"help"_s, u"count"_s, u"list"_s, u"rooms"_s, u"notify TEXT"_s,
                             u"send CLIENT_ID TEXT"_s, u"kick CLIENT_ID [REASON]"_s, u"quit"_s})
        QVERIFY2(answers[1].contains(name), qPrintable(name));
    QCOMPARE(answers[2], u"不明なコマンドです: 踊れ (help で一覧を表示)"_s);
}

void TestOperatorConsole::showsWhatClientsMadeUpWithoutObeyingIt()
{
    FakeServer server;
    server.clients = {u"127.0.0.1:1 mika\u202e"_s};
    server.rooms = {u"#tea 2 41 \x1b]0;title\x07 \x9b"
                    "31m 緑茶"_s,
                    u"#lobby 0 0"_s};
    QStringList answers;
    OperatorConsole console(server, Texts(Language::English),
                            [&answers](const QString &text) { answers.append(text); });
    console.execute(u"list"_s);
    console.execute(u"rooms"_s);
    const QStringList expected{uR"(127.0.0.1:1 mika\u202e)"_s,
                               uR"(#tea 2 41 \u001b]0;title\u0007 \u009b31m 緑茶)"_s +
                                   u"\n#lobby 0 0"_s};
    QCOMPARE(answers, expected);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestOperatorConsole)
#include "tst_operatorconsole.moc"
