#include "tests/server/support/deafclient.h"
#include "tests/server/support/serverprocess.h"
#include "tests/server/support/testclient.h"

#include <QTcpServer>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

/// The program as a shell sees it: arguments, exit status, signals, log, console.
namespace {

/// The exit status of a server that gets the second signal, again and again, while it waits for a
/// client who never answers.
int statusAfterTwoSignals(int first, int second)
{
    ServerProcess server({u"--language=en"_s, u"--port=0"_s});
    DeafClient deaf(quint16(server.waitForUrl().port()));
    if (!deaf.connectAndGoDeaf())
        return -1;
    server.raise(first);
    if (!server.waitForLog(u"Stopping the server"_s))
        return -1;
    while (!server.hasExited(50))
        server.raise(second);
    return server.waitForExit();
}

} // namespace

class TestProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // No server meets another one's history, nor the user's.
        qputenv("XDG_DATA_HOME", QFile::encodeName(m_data.path()));
        qunsetenv("STATE_DIRECTORY");
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void helpAndVersionGoToStandardOutput_data();
    void helpAndVersionGoToStandardOutput();
    void whatCannotBeWrittenIsNoSuccess_data();
    void whatCannotBeWrittenIsNoSuccess();
    void whoStopsReadingHasSeenEnough();
    void badArgumentsGetOneLine_data();
    void badArgumentsGetOneLine();
    void hostThatIsNotThere_data();
    void hostThatIsNotThere();
    void usedPortIs69();
    void logsInTheSeedsForm();
    void logsInEnglish();
    void quietSaysNothing();
    void stopsOnSignal_data();
    void stopsOnSignal();
    void secondSignalEndsAtOnce_data();
    void secondSignalEndsAtOnce();
    void theSameSignalTwiceIsOne();
    void stopsThoughAClientNeverReads();
    void consoleAnswers();
    void consoleQuits();
    void endOfInputDoesNotStop();
    void inputIsIgnoredWithoutConsole();
    void terminalHasAConsole_data();
    void terminalHasAConsole();
    void unreadLogDoesNotStopService();
    void fullServerRefusesAndRecovers();

private:
    QTemporaryDir m_data;
};

void TestProgram::helpAndVersionGoToStandardOutput_data()
{
    QTest::addColumn<QString>("flag");
    QTest::newRow("--help") << u"--help"_s;
    QTest::newRow("--version") << u"--version"_s;
}

void TestProgram::helpAndVersionGoToStandardOutput()
{
    QFETCH(QString, flag);
    ServerProcess server({flag});
    QCOMPARE(server.waitForExit(), 0);
    QVERIFY(server.process().readAllStandardOutput().contains("kodama-server"));
    QCOMPARE(server.log(), QString());
}

void TestProgram::whatCannotBeWrittenIsNoSuccess_data()
{
    helpAndVersionGoToStandardOutput_data();
}

void TestProgram::whatCannotBeWrittenIsNoSuccess()
{
    if (::access("/dev/full", W_OK) != 0)
        QSKIP("no /dev/full here");
    QFETCH(QString, flag);
    ServerProcess server({flag, u"--language=en"_s},
                         [] { ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO); });
    QCOMPARE(server.waitForExit(), 74);
    QVERIFY2(server.log().startsWith("kodama-server: cannot write to standard output: "_L1),
             qPrintable(server.log()));
    QCOMPARE(server.log().count(u'\n'), 1);
}

void TestProgram::whoStopsReadingHasSeenEnough()
{
    ServerProcess server({u"--help"_s}, [] {
        int ends[2] = {-1, -1};
        if (::pipe(ends) != 0)
            return;
        ::close(ends[0]);
        ::dup2(ends[1], STDOUT_FILENO);
    });
    QCOMPARE(server.waitForExit(), 0);
    QCOMPARE(server.log(), QString());
}

void TestProgram::badArgumentsGetOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("flag");
    QTest::newRow("unknown") << QStringList{u"--colour"_s} << u"--colour"_s;
    QTest::newRow("port") << QStringList{u"--port=http"_s} << u"--port"_s;
    QTest::newRow("language") << QStringList{u"--language=fr"_s} << u"--language"_s;
    QTest::newRow("host") << QStringList{u"--host=127.0.0.1:80"_s} << u"--host"_s;
    QTest::newRow("file") << QStringList{u"notes.txt"_s} << u"notes.txt"_s;
}

// It may be there when the program is started again: a VPN, a name server.
void TestProgram::hostThatIsNotThere_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("unknown name") << u"--host=no-such-host.invalid"_s;
    QTest::newRow("someone else's address") << u"--host=192.0.2.1"_s;
}

void TestProgram::hostThatIsNotThere()
{
    QFETCH(QString, host);
    ServerProcess server({host, u"--port=0"_s});
    QCOMPARE(server.waitForExit(), 69);
    QVERIFY2(server.log().contains(u"--host"_s), qPrintable(server.log()));
    QCOMPARE(server.log().count(u'\n'), 1);
}

void TestProgram::badArgumentsGetOneLine()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, flag);
    ServerProcess server(arguments);
    QCOMPARE(server.waitForExit(), 2);
    QVERIFY2(server.log().contains(flag), qPrintable(server.log()));
    QCOMPARE(server.log().count(u'\n'), 1);
    QVERIFY(server.process().readAllStandardOutput().isEmpty());
}

void TestProgram::usedPortIs69()
{
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress(QHostAddress::LocalHost)));
    const QString port = QString::number(holder.serverPort());
    ServerProcess server({u"--language=en"_s, u"--port"_s, port});
    QCOMPARE(server.waitForExit(), 69);
    for (const auto &part : {port, u"tst_program"_s, QString::number(::getpid()), u"ERROR"_s})
        QVERIFY2(server.log().contains(part), qPrintable(server.log()));
    QCOMPARE(server.log().count(u'\n'), 1);
}

void TestProgram::logsInTheSeedsForm()
{
    ServerProcess server({u"--language=ja"_s, u"--port=0"_s});
    const QUrl url = server.waitForUrl();
    QVERIFY(url.isValid());
    QString id;
    {
        TestClient client(url);
        id = client.welcome();
    }
    QVERIFY(server.waitForLog(u"クライアント切断: "_s + id));
    server.raise(SIGINT);
    QCOMPARE(server.waitForExit(), 0);

    const QString expected = u"^TIME - INFO - WebSocketサーバーを起動中: %1\n"
                             "TIME - INFO - サーバーが起動しました。Ctrl\\+Cで停止します。\n"
                             "TIME - INFO - 新しいクライアント接続: %2\n"
                             "TIME - INFO - クライアント切断: %2 \\([0-9]{4}\\)\n"
                             "TIME - INFO - サーバーを停止しています: 接続中のクライアント 0\n"
                             "TIME - INFO - サーバーを停止しました\n$"_s.arg(url.toString(), id);
    const QRegularExpression pattern(
        QString(expected).replace(u"TIME"_s, u"[0-9-]{10} [0-9:]{8}"_s));
    QVERIFY2(pattern.match(server.log()).hasMatch(), qPrintable(server.log()));
}

void TestProgram::logsInEnglish()
{
    ServerProcess server({u"--language=en"_s, u"--port=0"_s, u"--log-level=debug"_s});
    const QUrl url = server.waitForUrl();
    TestClient client(url);
    const QString id = client.welcome();
    client.send(R"({"type":"echo","text":"visible"})");
    QVERIFY(server.waitForLog(u"DEBUG - Received from "_s + id +
                              uR"(: {"type":"echo","text":"visible"})"_s));
    for (const QString &line : {QString(u"INFO - Starting WebSocket server: "_s + url.toString()),
                                u"INFO - Server started. Press Ctrl+C to stop."_s,
                                QString(u"INFO - New client connected: "_s + id)})
        QVERIFY2(server.log().contains(line), qPrintable(server.log()));
}

void TestProgram::quietSaysNothing()
{
    ServerProcess server({u"--quiet"_s, u"--port=0"_s, u"--console"_s});
    QVERIFY(server.ask("count").endsWith(u'0'));
    server.raise(SIGTERM);
    QCOMPARE(server.waitForExit(), 0);
    QCOMPARE(server.log(), QString());
}

void TestProgram::stopsOnSignal_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestProgram::stopsOnSignal()
{
    QFETCH(int, number);
    ServerProcess server({u"--port=0"_s});
    TestClient client(server.waitForUrl());
    QVERIFY(!client.welcome().isEmpty());
    server.raise(number);
    QCOMPARE(server.waitForExit(), 0);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.closeCode(), 1001);
}

void TestProgram::secondSignalEndsAtOnce_data()
{
    QTest::addColumn<int>("second");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void TestProgram::secondSignalEndsAtOnce()
{
    QFETCH(int, second);
    // A graceful stop gives the deaf client its time, and then ends with 0. Where the machine stood
    // still for that long between the signals, there was no second one: again.
    int status = 0;
    for (int tries = 0; tries < 3 && status == 0; ++tries)
        status = statusAfterTwoSignals(SIGINT, second);
    QCOMPARE(status, 128 + second);
}

// As from timeout(1). Where the machine stands still between the two, they are two: again.
void TestProgram::theSameSignalTwiceIsOne()
{
    int status = -1;
    for (int tries = 0; tries < 3 && status != 0; ++tries) {
        ServerProcess server({u"--port=0"_s});
        DeafClient deaf(quint16(server.waitForUrl().port()));
        QVERIFY(deaf.connectAndGoDeaf());
        server.raise(SIGTERM);
        server.raise(SIGTERM);
        status = server.waitForExit();
    }
    QCOMPARE(status, 0);
}

void TestProgram::stopsThoughAClientNeverReads()
{
    ServerProcess server({u"--port=0"_s, u"--console"_s});
    DeafClient deaf(quint16(server.waitForUrl().port()));
    QVERIFY(deaf.connectAndGoDeaf());
    for (int i = 0; i < 100; ++i)
        QVERIFY(!server.ask("notify " + QByteArray(10'000, 'x')).isEmpty());
    // To this one nothing is on its way: no timeout of TCP would ever end it.
    DeafClient idle(quint16(server.waitForUrl().port()));
    QVERIFY(idle.connectAndGoDeaf());
    server.raise(SIGTERM);
    QCOMPARE(server.waitForExit(), 0);
}

void TestProgram::consoleAnswers()
{
    ServerProcess server({u"--language=ja"_s, u"--port=0"_s, u"--console"_s});
    TestClient client(server.waitForUrl());
    const QString id = client.welcome();
    QCOMPARE(server.ask("count"), u"接続中のクライアント数: 1"_s);
    QCOMPARE(server.ask("list"), id);
    QCOMPARE(server.ask("notify お知らせ です"), u"全員に通知しました: 1"_s);
    QCOMPARE(client.next("server_notification"_L1)["message"_L1].toString(), u"お知らせ です"_s);
    QCOMPARE(server.ask("send " + id.toUtf8() + " やあ"), u"送信しました: "_s + id);
    QCOMPARE(client.next("server_direct_message"_L1)["message"_L1].toString(), u"やあ"_s);
    QCOMPARE(server.ask("dance"), u"不明なコマンドです: dance (help で一覧を表示)"_s);
    QCOMPARE(server.ask("kick " + id.toUtf8() + " さようなら"), u"切断しました: "_s + id);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.closeCode(), 4503);
    QCOMPARE(client.socket().closeReason(), u"さようなら"_s);
}

void TestProgram::consoleQuits()
{
    ServerProcess server({u"--port=0"_s, u"--console"_s});
    TestClient client(server.waitForUrl());
    QVERIFY(!client.welcome().isEmpty());
    QVERIFY(!server.ask("quit").isEmpty());
    QCOMPARE(server.waitForExit(), 0);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.closeCode(), 1001);
}

void TestProgram::endOfInputDoesNotStop()
{
    ServerProcess server({u"--port=0"_s, u"--console"_s});
    const QUrl url = server.waitForUrl();
    QVERIFY(!server.ask("count").isEmpty());
    server.process().closeWriteChannel();
    TestClient client(url);
    QVERIFY(!client.welcome().isEmpty());
    client.send(R"({"type":"command","command":"ping"})");
    QVERIFY(!client.next("command_response"_L1).isEmpty());
    QCOMPARE(server.process().state(), QProcess::Running);
}

void TestProgram::inputIsIgnoredWithoutConsole()
{
    ServerProcess server({u"--port=0"_s});
    const QUrl url = server.waitForUrl();
    server.process().write("quit\n");
    server.process().closeWriteChannel();
    TestClient client(url);
    QVERIFY(!client.welcome().isEmpty());
    QCOMPARE(server.process().state(), QProcess::Running);
    QVERIFY(server.process().readAllStandardOutput().isEmpty());
}

void TestProgram::terminalHasAConsole_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::newRow("quit") << "quit\n"_ba;
    QTest::newRow("Ctrl+C") << "\x03"_ba;
    QTest::newRow("Ctrl+D") << "\x04"_ba;
}

void TestProgram::terminalHasAConsole()
{
    QFETCH(QByteArray, typed);
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    QVERIFY(master >= 0 && ::grantpt(master) == 0 && ::unlockpt(master) == 0);
    const QByteArray terminal = ::ptsname(master);
    ServerProcess server({u"--port=0"_s}, [terminal] {
        ::setsid(); // the first terminal that is opened then becomes ours
        ::dup2(::open(terminal.constData(), O_RDWR), STDIN_FILENO);
    });
    QVERIFY(server.waitForUrl().isValid());
    QVERIFY(::write(master, "count\n", 6) == 6);
    QTRY_VERIFY(server.process().canReadLine());
    QVERIFY(server.process().readLine().contains(": 0"));
    QVERIFY(::write(master, typed.constData(), size_t(typed.size())) == typed.size());
    QCOMPARE(server.waitForExit(), 0);
    ::close(master);
}

void TestProgram::unreadLogDoesNotStopService()
{
    int log[2];
    QCOMPARE(::pipe2(log, O_CLOEXEC), 0);
    ServerProcess server({u"--port=0"_s, u"--language=en"_s, u"--log-level=debug"_s},
                         [log] { ::dup2(log[1], STDERR_FILENO); });
    QByteArray start;
    while (start.count('\n') < 2) {
        char byte = 0;
        QCOMPARE(::read(log[0], &byte, 1), 1);
        start += byte;
    }
    static const QRegularExpression address(u"ws://\\S+"_s);
    TestClient client(QUrl(address.match(QString::fromUtf8(start)).captured()));
    QVERIFY(!client.welcome().isEmpty());
    const QByteArray echo = "{\"type\":\"echo\",\"text\":\"" + QByteArray(2000, 'x') + "\"}";
    for (int i = 0; i < 200; ++i) { // several times what a pipe holds
        client.send(echo);
        QVERIFY(!client.next("echo_response"_L1).isEmpty());
    }
    server.raise(SIGTERM);
    QCOMPARE(server.waitForExit(), 0);
    ::close(log[0]);
    ::close(log[1]);
}

void TestProgram::fullServerRefusesAndRecovers()
{
    ServerProcess server({u"--port=0"_s, u"--console"_s, u"--language=en"_s}, [] {
        const rlimit few{48, 48};
        ::setrlimit(RLIMIT_NOFILE, &few);
    });
    const QUrl url = server.waitForUrl();
    QVERIFY(server.waitForLog(
        u"WARNING - At most 16 connections instead of 10000 (--max-connections), as this process "
        "may open only 48 files: that needs LimitNOFILE=10128 (systemd) or ulimit -n 10128."_s));
    std::vector<std::unique_ptr<TestClient>> clients;
    while (clients.size() < 100) {
        clients.push_back(std::make_unique<TestClient>(url));
        if (!clients.back()->waitForOpen())
            break;
    }
    const auto refused = clients.size();
    QVERIFY2(refused > 10 && refused < 48, qPrintable(QString::number(refused)));
    clients.clear();
    QTRY_COMPARE(server.ask("count"), u"Connected clients: 0"_s);
    TestClient next(url);
    QVERIFY(!next.welcome().isEmpty());
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestProgram)
#include "tst_program.moc"
