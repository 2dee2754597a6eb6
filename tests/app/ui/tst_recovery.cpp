// The window and the real server: what was missed while one was away is brought, or shown as a gap
// that can be filled, and the unread line stands where one had read to.
#include "app/application.h"
#include "app/core/settingkeys.h"
#include "app/ui/actionlist.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"
#include "tests/app/ui/uifixture.h"
#include "tests/server/support/serverprocess.h"

#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QProgressDialog>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QWebSocket>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000;

/// A script of version 1: what it says goes to the lobby.
class Speaker final : public QObject
{
public:
    explicit Speaker(const QUrl &url)
    {
        connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
            if (text.contains("\"broadcast_message\""_L1))
                ++m_heard;
        });
        m_socket.open(url);
    }
    /// Numbers from first to last, once all of them are stored.
    void count(int first, int last)
    {
        QTRY_COMPARE_WITH_TIMEOUT(m_socket.state(), QAbstractSocket::ConnectedState, patienceMs);
        const int before = m_heard;
        for (int i = first; i <= last; ++i)
            m_socket.sendTextMessage(u"{\"type\":\"broadcast\",\"content\":\"n%1\"}"_s.arg(i));
        QTRY_COMPARE_WITH_TIMEOUT(m_heard, before + last - first + 1, patienceMs);
    }

private:
    QWebSocket m_socket;
    int m_heard = 0;
};

} // namespace

class TestRecovery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        m_settings->set(keys::userNick, u"mika"_s);
    }

    void cleanup()
    {
        m_application.reset();
        m_speaker.reset();
        m_server.reset();
        m_settings.reset();
        m_folder.reset();
    }

    void whatWasMissedComesByItself()
    {
        startServer({});
        m_speaker->count(1, 20);
        open();
        waitForLast(20);
        m_application.reset();
        m_speaker->count(21, 60);
        open();
        waitForLast(60);
        QCOMPARE(shown(), numbers(1, 60));
        // Where one had read to, the day before, stands the line.
        QTRY_COMPARE_WITH_TIMEOUT(log().unreadRow(), rowOf(21), patienceMs);
        QVERIFY(view().isVisible());
    }

    void scrollingUpBringsOlderPages()
    {
        startServer({});
        m_speaker->count(1, 300);
        open();
        waitForLast(300);
        QVERIFY2(!shown().contains(u"n1"_s), "it is all here already");
        for (int page = 0; shown().first() != u"n1"_s && page < 10; ++page) {
            const QString first = shown().first();
            view().verticalScrollBar()->setValue(0);
            const QPersistentModelIndex eye = view().indexAt(view().viewport()->rect().center());
            const int top = view().visualRect(eye).top();
            QTRY_VERIFY_WITH_TIMEOUT(shown().first() != first, patienceMs);
            view().doItemsLayout();
            QVERIFY(eye.isValid());
            QCOMPARE(view().visualRect(eye).top(), top);
        }
        QCOMPARE(shown(), numbers(1, 300));
        QVERIFY(!lobby()->hasOlder());
    }

    void tooMuchIsAGapThatPagesBack()
    {
        startServer({});
        m_speaker->count(1, 20);
        open();
        waitForLast(20);
        m_application.reset();
        m_speaker->count(21, 1400); // more than one recovery may bring
        open();
        waitForLast(1400);
        QTRY_VERIFY_WITH_TIMEOUT(gapRow() >= 0, patienceMs);
        QVERIFY(shown().contains(u"n20"_s));
        QVERIFY(!shown().contains(u"n21"_s));
        int clicks = 0;
        for (; gapRow() >= 0 && clicks < 40; ++clicks) {
            const int before = log().rowCount();
            clickGap();
            QTRY_VERIFY_WITH_TIMEOUT(log().rowCount() != before || gapRow() < 0, patienceMs);
        }
        QVERIFY2(clicks > 1, "one page cannot hold that much");
        QCOMPARE(gapRow(), -1);
        QCOMPARE(shown(), numbers(1, 1400));
    }

    void aGapWithoutConnectionStaysAndIsFilledLater()
    {
        startServer({});
        m_speaker->count(1, 5);
        open();
        waitForLast(5);
        m_application->client().close();
        QTRY_COMPARE_WITH_TIMEOUT(m_application->client().state(), ConnectionState::Disconnected,
                                  patienceMs);
        m_speaker->count(6, 1100);
        m_application->client().reconnectNow();
        waitForLast(1100);
        QTRY_VERIFY_WITH_TIMEOUT(gapRow() >= 0, patienceMs);
        m_application->client().close();
        QTRY_COMPARE_WITH_TIMEOUT(m_application->client().state(), ConnectionState::Disconnected,
                                  patienceMs);
        clickGap(); // nobody is there who could answer
        QVERIFY(gapRow() >= 0);
        const auto *problem = m_application->window().findChild<QLabel *>(u"composerProblem"_s);
        QVERIFY(problem->isVisible());
        QVERIFY2(problem->text().startsWith(u"Not connected."_s), qPrintable(problem->text()));
        m_application->client().reconnectNow();
        QTRY_VERIFY_WITH_TIMEOUT(m_application->chat().isReady(), patienceMs);
        const int before = log().rowCount();
        clickGap();
        QTRY_VERIFY_WITH_TIMEOUT(log().rowCount() > before, patienceMs);
    }

    void whatTheServerForgotIsNoGapForEver()
    {
        startServer({u"--history-count"_s, u"30"_s});
        m_speaker->count(1, 20);
        open();
        waitForLast(20);
        m_application.reset();
        m_speaker->count(21, 600);
        open();
        waitForLast(600);
        for (int clicks = 0; gapRow() >= 0 && clicks < 40; ++clicks) {
            const int before = log().rowCount();
            clickGap();
            QTRY_VERIFY_WITH_TIMEOUT(log().rowCount() != before || gapRow() < 0, patienceMs);
        }
        QCOMPARE(gapRow(), -1);
        const QStringList all = shown();
        QCOMPARE(all.first(), u"n1"_s);
        QVERIFY(all.contains(u"n571"_s));
        QCOMPARE(all.last(), u"n600"_s);
        QCOMPARE(all.size(), QSet<QString>(all.begin(), all.end()).size());
    }

    void theWholeRoomIsSaved()
    {
        startServer({});
        m_speaker->count(1, 1400);
        open();
        waitForLast(1400);
        QVERIFY2(!shown().contains(u"n1"_s), "it is all here already");
        window().action(ActionId::SaveAs).trigger();
        QTRY_VERIFY_WITH_TIMEOUT(window().findChild<QFileDialog *>() != nullptr, patienceMs);
        const QString name = m_folder->filePath(u"lobby.txt"_s);
        Q_EMIT window().findChild<QFileDialog *>()->fileSelected(name);
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QStringList saved;
        for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
            if (line.contains(u": n"_s))
                saved.append(line.section(u": "_s, -1));
        }
        QCOMPARE(saved, numbers(1, 1400));
        QVERIFY(window().findChild<QProgressDialog *>() == nullptr ||
                !window().findChild<QProgressDialog *>()->isVisible());
    }

private:
    void startServer(const QStringList &more)
    {
        m_server = std::make_unique<ServerProcess>(
            QStringList{u"--port"_s, u"0"_s, u"--data"_s, m_folder->filePath(u"server"_s)} + more);
        m_url = m_server->waitForUrl();
        QVERIFY(m_url.isValid());
        m_speaker = std::make_unique<Speaker>(m_url);
    }
    void open()
    {
        m_application = std::make_unique<Application>(
            test::application(), *m_settings, UiLanguage::English, m_folder->filePath(u"data"_s));
        m_application->start(m_url);
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTRY_VERIFY_WITH_TIMEOUT(lobby() != nullptr && lobby()->isJoined(), patienceMs);
    }
    void waitForLast(int number)
    {
        QTRY_COMPARE_WITH_TIMEOUT(shown().value(shown().size() - 1), u"n%1"_s.arg(number),
                                  patienceMs);
        view().doItemsLayout();
    }
    /// By mouse, as a person does.
    void clickGap()
    {
        const QModelIndex index = view().model()->index(gapRow(), 0);
        view().scrollTo(index, QAbstractItemView::PositionAtCenter);
        view().doItemsLayout();
        const MessageLayout &row = view().delegate().layoutFor(index, view().viewport()->width());
        QCOMPARE(row.actions.size(), std::size_t(1));
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {},
                          view().visualRect(index).topLeft() + row.actions[0].rect.center());
    }

    MainWindow &window() { return m_application->window(); }
    MessageView &view() { return window().view(); }
    Conversation *lobby() { return m_application->chat().rooms().find(u"lobby"_s); }
    MessageLogModel &log() { return lobby()->log(); }
    int gapRow()
    {
        for (int row = 0; row < log().rowCount(); ++row) {
            if (log().entry(row).kind == LogEntry::Kind::Gap)
                return row;
        }
        return -1;
    }
    int rowOf(int number)
    {
        for (int row = 0; row < log().rowCount(); ++row) {
            if (log().entry(row).text == u"n%1"_s.arg(number))
                return row;
        }
        return -1;
    }
    QStringList shown()
    {
        QStringList texts;
        for (int row = 0; row < log().rowCount(); ++row) {
            if (log().entry(row).kind == LogEntry::Kind::Chat)
                texts.append(log().entry(row).text);
        }
        return texts;
    }
    static QStringList numbers(int first, int last)
    {
        QStringList texts;
        for (int i = first; i <= last; ++i)
            texts.append(u"n%1"_s.arg(i));
        return texts;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<ServerProcess> m_server;
    QUrl m_url;
    std::unique_ptr<Speaker> m_speaker;
    std::unique_ptr<Application> m_application;
};

QTEST_MAIN(TestRecovery)
#include "tst_recovery.moc"
