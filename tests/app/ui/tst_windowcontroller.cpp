// The window and the client's core together, against a small server that says what a test wants.
#include "app/application.h"
#include "app/core/settingkeys.h"
#include "app/ui/connectdialog.h"
#include "app/ui/helpdialog.h"
#include "app/ui/messageinput.h"
#include "app/ui/messageview.h"
#include "app/ui/serverpanel.h"
#include "app/ui/textdialog.h"
#include "tests/app/ui/uifixture.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestWindowController final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        m_server = std::make_unique<QWebSocketServer>(u"test"_s, QWebSocketServer::NonSecureMode);
        connect(m_server.get(), &QWebSocketServer::newConnection, this,
                &TestWindowController::onNewConnection);
        QVERIFY(m_server->listen(QHostAddress::LocalHost));
        m_received.clear();
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, UiLanguage::English);
    }

    void cleanup()
    {
        m_application.reset();
        m_server.reset();
        m_peer = nullptr;
        m_settings.reset();
        m_folder.reset();
    }

    void connectsAtOnceAndSays()
    {
        start();
        QCOMPARE(label(u"stateTitle"_s)->text(), u"Connected · you are me:1"_s);
        QCOMPARE(label(u"statusState"_s)->text(), u"Connected"_s); // once is enough
        QCOMPARE(m_settings->get(keys::recentServers), QStringList{url().toString()});
    }

    void enterSendsAndTheAnswerShows()
    {
        start();
        type(u"こんにちは"_s);
        QTest::keyClick(input(), Qt::Key_Return);
        QTRY_VERIFY(hasReceived(u"broadcast"_s, u"content"_s, u"こんにちは"_s));
        QVERIFY(input()->toPlainText().isEmpty());
        m_peer->sendTextMessage(u"{\"type\":\"broadcast_message\",\"from\":\"me:1\","
                                "\"content\":\"こんにちは\",\"timestamp\":\"\"}"_s);
        QTRY_VERIFY(hasRow(u"こんにちは"_s, true));
    }

    void everyCommandDoesWhatItSays()
    {
        start();
        run(u"/echo one"_s);
        QTRY_VERIFY(hasReceived(u"echo"_s, u"text"_s, u"one"_s));
        run(u"/broadcast two"_s);
        QTRY_VERIFY(hasReceived(u"broadcast"_s, u"content"_s, u"two"_s));
        run(u"/ping"_s);
        QTRY_VERIFY(hasReceived(u"command"_s, u"command"_s, u"ping"_s));
        run(u"/raw {\"type\":\"lab.temp\",\"x\":1.0}"_s);
        QTRY_VERIFY(m_received.contains(u"{\"type\":\"lab.temp\",\"x\":1.0}"_s));
        run(u"/clear"_s);
        QCOMPARE(m_application->log().rowCount(), 0);
        run(u"/help"_s);
        auto *help = window().findChild<HelpDialog *>();
        QVERIFY(help != nullptr && help->isVisible());
        help->accept();
        run(u"/disconnect"_s);
        QTRY_COMPARE(m_application->client().state(), ConnectionState::Disconnected);
        run(u"/connect"_s);
        QTRY_COMPARE(m_application->client().state(), ConnectionState::Connected);
        run(u"/quit"_s);
        QTRY_VERIFY(!window().isVisible());
    }

    void statusAndPingShowWhereOneLooks()
    {
        start();
        QTRY_VERIFY(hasReceived(u"command"_s, u"command"_s, u"status"_s));
        m_peer->sendTextMessage(
            u"{\"type\":\"command_response\",\"command\":\"status\",\"data\":"
            "{\"connected_clients\":7,\"server_time\":\"2026-11-23T10:00:05\"}}"_s);
        QTRY_COMPARE(label(u"clientsValue"_s)->text(), u"7"_s);
        QVERIFY(label(u"serverTimeValue"_s)->text().startsWith(u"10:00:05"_s)); // or with "AM"
        QTRY_VERIFY(label(u"roundTripValue"_s)->text().contains(u"ms"_s));
    }

    void asksAServerWithFiguresAgainAndLeavesTheLogAlone()
    {
        start();
        window().resize(1000, 600);
        QTRY_VERIFY(window().panel().isVisible());
        QTRY_COMPARE(statusQuestions(), 1);
        answerStatus();
        QTRY_COMPARE(label(u"roomsValue"_s)->text(), u"4"_s);
        QTRY_COMPARE_WITH_TIMEOUT(statusQuestions(), 2, 30'000);
        answerStatus();
        m_peer->sendTextMessage(u"{\"type\":\"server_notification\",\"message\":\"end\"}"_s);
        QTRY_VERIFY(hasRow(u"end"_s, false));
        int rows = 0;
        for (int row = 0; row < m_application->log().rowCount(); ++row)
            rows += m_application->log().entry(row).kind == LogEntry::Kind::Status ? 1 : 0;
        QCOMPARE(rows, 0);
    }

    void whatCannotBeSentStays()
    {
        m_application->window().show();
        type(u"precious"_s);
        QTest::keyClick(input(), Qt::Key_Return);
        QCOMPARE(input()->toPlainText(), u"precious"_s);
        QVERIFY(label(u"composerProblem"_s)->isVisible());
        QCOMPARE(label(u"composerProblem"_s)->text(), u"Not sent: there is no connection."_s);
        type(u"!"_s);
        QVERIFY(!label(u"composerProblem"_s)->isVisible());
    }

    void thatThereIsNoConnectionIsSaidUntilThereIsOne()
    {
        m_application->window().show();
        type(u"precious"_s);
        QTest::keyClick(input(), Qt::Key_Return);
        QVERIFY(label(u"composerProblem"_s)->isVisible());
        start();
        QVERIFY(!label(u"composerProblem"_s)->isVisible());
        QCOMPARE(input()->toPlainText(), u"precious"_s);
    }

    void anyOtherComplaintStaysWhenTheConnectionIsThere()
    {
        m_application->window().show();
        run(u"/nonsense"_s);
        QVERIFY(label(u"composerProblem"_s)->isVisible());
        const QString sentence = label(u"composerProblem"_s)->text();
        start();
        QVERIFY(label(u"composerProblem"_s)->isVisible());
        QCOMPARE(label(u"composerProblem"_s)->text(), sentence);
    }

    void aWrongCommandStays()
    {
        start();
        run(u"/nonsense"_s);
        QCOMPARE(input()->toPlainText(), u"/nonsense"_s);
        QVERIFY(label(u"composerProblem"_s)->isVisible());
        run(u"/connect http://x"_s);
        QCOMPARE(input()->toPlainText(), u"/connect http://x"_s);
    }

    void aLostConnectionIsToldAndComesBack()
    {
        start();
        type(u"half a sentence"_s);
        const quint16 port = m_server->serverPort();
        m_server->close(); // or the first attempt, 0.1 s later, may be faster than who looks
        m_peer->abort();
        QTRY_COMPARE_WITH_TIMEOUT(m_application->client().state(), ConnectionState::Reconnecting,
                                  30'000);
        QVERIFY(window().findChild<QWidget *>(u"connectionBanner"_s)->isVisible());
        QVERIFY(label(u"bannerText"_s)->text().contains(u"lost"_s));
        QCOMPARE(label(u"clientsValue"_s)->text(), u"–"_s);
        QCOMPARE(input()->toPlainText(), u"half a sentence"_s);
        QVERIFY(m_server->listen(QHostAddress::LocalHost, port));
        QTest::mouseClick(window().findChild<QPushButton *>(u"reconnectButton"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(m_application->client().state(), ConnectionState::Connected,
                                  30'000);
        QVERIFY(!window().findChild<QWidget *>(u"connectionBanner"_s)->isVisible());
        QCOMPARE(input()->toPlainText(), u"half a sentence"_s);
    }

    void linesOfTwoServersAreParted()
    {
        start();
        QCOMPARE(m_application->log().entry(0).kind, LogEntry::Kind::Welcome); // nothing above it
        const int before = m_application->log().rowCount();
        run(u"/connect "_s + url().toString()); // the same
        QTRY_COMPARE_WITH_TIMEOUT(m_application->client().state(), ConnectionState::Connected,
                                  30'000);
        QWebSocketServer other(u"other"_s, QWebSocketServer::NonSecureMode);
        QVERIFY(other.listen(QHostAddress::LocalHost));
        run(u"/connect "_s + other.serverUrl().toString());
        QList<int> borders;
        for (int row = 0; row < m_application->log().rowCount(); ++row) {
            if (m_application->log().entry(row).text.startsWith(u"From here on"_s))
                borders.append(row);
        }
        QCOMPARE(borders.size(), 1);
        QVERIFY(borders.first() >= before);
        const QString address = u"127.0.0.1:%1"_s.arg(other.serverPort());
        QVERIFY(m_application->log().entry(borders.first()).text.contains(address));
    }

    void theNetworkIsBackAndSoAreWe()
    {
        start();
        type(u"half a sentence"_s);
        const quint16 port = m_server->serverPort();
        m_server->close();
        m_peer->abort();
        const auto waits = [this] { return m_application->client().retryIn().count() > 0; };
        QTRY_VERIFY_WITH_TIMEOUT(waits(), 30'000);
        QVERIFY(window().findChild<QWidget *>(u"connectionBanner"_s)->isVisible());
        QVERIFY(m_server->listen(QHostAddress::LocalHost, port));
        QVERIFY(m_application->wakeWatch() != nullptr);
        m_application->wakeWatch()->onNetworkBack();
        QVERIFY2(!waits(), "it tries at once");
        QTRY_COMPARE_WITH_TIMEOUT(m_application->client().state(), ConnectionState::Connected,
                                  30'000);
        QVERIFY(!window().findChild<QWidget *>(u"connectionBanner"_s)->isVisible());
        QCOMPARE(input()->toPlainText(), u"half a sentence"_s);
    }

    void aServerWithoutNamesAsksForNone()
    {
        start();
        QVERIFY(!window().findChild<QWidget *>(u"nameBar"_s)->isVisible());
    }

    void theDialogTestsAndConnects()
    {
        m_application->start({});
        auto *dialog = window().findChild<ConnectDialog *>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QTcpServer silent; // a port that is free again at once
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        const quint16 free = silent.serverPort();
        silent.close();
        dialog->setServer(QUrl(u"ws://127.0.0.1:%1"_s.arg(free)));
        dialog->findChild<QPushButton *>(u"testButton"_s)->click();
        auto *result = dialog->findChild<QLabel *>(u"resultLabel"_s);
        QTRY_VERIFY2(result->text().contains(u"Nothing listens"_s), qPrintable(result->text()));
        dialog->setServer(url());
        dialog->findChild<QPushButton *>(u"testButton"_s)->click();
        QTRY_VERIFY2(result->text().contains(u"answers after"_s), qPrintable(result->text()));
        QCOMPARE(m_application->client().state(), ConnectionState::Disconnected);
        dialog->findChild<QPushButton *>(u"connectButton"_s)->click();
        QTRY_COMPARE(m_application->client().state(), ConnectionState::Connected);
    }

    // The desktop places the window after the dialog was opened.
    void theFirstDialogIsInTheMiddleOfTheWindow()
    {
        m_application->start({});
        const auto *dialog = window().findChild<ConnectDialog *>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        window().move(window().pos() + QPoint(170, 130));
        const auto off = [&] {
            const QPoint far = dialog->frameGeometry().center() - window().frameGeometry().center();
            return far.manhattanLength();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(off() < 20, qPrintable(QString::number(off())), 30'000);
    }

    void aChatLinkAsksBeforeItLeaves()
    {
        start();
        Q_EMIT window().view().linkActivated(QUrl(u"ws://elsewhere:9000"_s));
        auto *dialog = window().findChild<ConnectDialog *>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QCOMPARE(m_application->client().state(), ConnectionState::Connected);
        QCOMPARE(m_application->client().url(), url());
        // A link that names no port means the usual one, not the one that stood there before.
        Q_EMIT window().view().linkActivated(QUrl(u"ws://elsewhere/"_s));
        QCOMPARE(dialog->findChild<QSpinBox *>(u"portBox"_s)->value(), 80);
        Q_EMIT window().view().linkActivated(QUrl(u"ws://localhost@elsewhere/"_s));
        QVERIFY(window().findChild<QLabel *>(u"composerProblem"_s)->isVisible());
    }

    void aLongTextOpensAsAWhole()
    {
        start();
        const QString text(1'000'000, u'x');
        m_peer->sendTextMessage(
            u"{\"type\":\"broadcast_message\",\"from\":\"a:1\",\"content\":\""_s + text + u"\"}"_s);
        QTRY_VERIFY(hasRow(text, false));
        const QAbstractItemModel *model = window().view().model();
        Q_EMIT window().view().wholeTextRequested(model->index(model->rowCount() - 1, 0));
        auto *dialog = window().findChild<TextDialog *>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QCOMPARE(dialog->findChild<QPlainTextEdit *>()->toPlainText().count(u'x'), 1'000'000);
    }

private:
    void onNewConnection()
    {
        m_peer = m_server->nextPendingConnection();
        m_peer->setParent(m_server.get());
        connect(m_peer, &QWebSocket::textMessageReceived, this,
                [this](const QString &frame) { m_received.append(frame); });
        m_peer->sendTextMessage(
            u"{\"type\":\"welcome\",\"message\":\"hi\",\"client_id\":\"me:1\",\"timestamp\":\"\"}"_s);
    }
    void start()
    {
        m_application->start(url());
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTRY_COMPARE(m_application->client().clientId(), u"me:1"_s);
        QTRY_VERIFY(label(u"stateTitle"_s)->text().contains(u"me:1"_s));
    }
    QUrl url() const { return QUrl(u"ws://127.0.0.1:%1"_s.arg(m_server->serverPort())); }
    MainWindow &window() { return m_application->window(); }
    MessageInput *input() { return window().findChild<MessageInput *>(u"input"_s); }
    QLabel *label(const QString &name) { return window().findChild<QLabel *>(name); }
    void type(const QString &text) { input()->insertPlainText(text); }
    void run(const QString &line)
    {
        input()->setPlainText(line);
        window().findChild<QPushButton *>(u"broadcastButton"_s)->click();
    }
    bool hasReceived(const QString &type, const QString &member, const QString &value)
    {
        for (const QString &frame : std::as_const(m_received)) {
            const QJsonObject object = QJsonDocument::fromJson(frame.toUtf8()).object();
            if (object.value("type"_L1) == type && object.value(member) == value)
                return true;
        }
        return false;
    }
    [[nodiscard]] qsizetype statusQuestions() const
    {
        return std::count_if(m_received.begin(), m_received.end(), [](const QString &frame) {
            return frame.contains(u"\"command\":\"status\""_s);
        });
    }
    void answerStatus()
    {
        m_peer->sendTextMessage(
            u"{\"type\":\"command_response\",\"command\":\"status\",\"data\":"
            "{\"connected_clients\":7,\"server_time\":\"\",\"uptime_seconds\":61,\"rooms\":4}}"_s);
    }
    bool hasRow(const QString &text, bool isOwn)
    {
        for (int row = 0; row < m_application->log().rowCount(); ++row) {
            const LogEntry &entry = m_application->log().entry(row);
            if (entry.text == text && entry.isOwn == isOwn)
                return true;
        }
        return false;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<QWebSocketServer> m_server;
    std::unique_ptr<Application> m_application;
    QWebSocket *m_peer = nullptr;
    QStringList m_received;
};

QTEST_MAIN(TestWindowController)
#include "tst_windowcontroller.moc"
