// The inspector in the whole program, against a server that only says back what it hears: no
// welcome, no Kodama.
#include "app/application.h"
#include "app/core/inspect/framefilter.h"
#include "app/ui/actionlist.h"
#include "app/ui/frametable.h"
#include "app/ui/inspectorwindow.h"
#include "tests/app/ui/uifixture.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestInspectorController final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        m_server = std::make_unique<QWebSocketServer>(u"echo"_s, QWebSocketServer::NonSecureMode);
        connect(m_server.get(), &QWebSocketServer::newConnection, this,
                &TestInspectorController::onNewConnection);
        QVERIFY(m_server->listen(QHostAddress::LocalHost));
        m_application =
            std::make_unique<Application>(test::application(), *m_settings, UiLanguage::English);
    }

    void cleanup()
    {
        m_application.reset();
        m_server.reset();
        m_peer = nullptr;
    }

    void isNotMadeBeforeItIsWanted()
    {
        start();
        QVERIFY(m_application->inspector().window() == nullptr);
        m_application->window().action(ActionId::Inspector).trigger();
        QVERIFY(m_application->inspector().window()->isVisible());
    }

    void sendsNothingUnaskedToOtherServers()
    {
        start();
        m_peer->sendTextMessage(u"hello"_s);
        open();
        QTRY_VERIFY_WITH_TIMEOUT(has(u"<hello"_s), 30'000);
        QCOMPARE(m_heard, QStringList()); // but a ping
    }

    void showsWhatHappenedBeforeItWasOpened()
    {
        start();
        m_application->client().sendText("{\"n\":1}");
        QTRY_VERIFY_WITH_TIMEOUT(!m_heard.isEmpty(), 30'000);
        open();
        QTRY_VERIFY_WITH_TIMEOUT(has(u">{\"n\":1}"_s) && has(u"<{\"n\":1}"_s), 30'000);
    }

    void sendsWhatIsWritten()
    {
        start();
        open();
        Q_EMIT inspector().textSubmitted("no { json");
        QTRY_VERIFY_WITH_TIMEOUT(has(u">no { json"_s) && has(u"<no { json"_s), 30'000);
        Q_EMIT inspector().bytesSubmitted("\x01");
        QTRY_COMPARE_WITH_TIMEOUT(m_heard, (QStringList{u"no { json"_s, u"bytes 1"_s}), 30'000);
        m_peer->close();
        QTRY_VERIFY_WITH_TIMEOUT(!m_application->client().isConnected(), 30'000);
        Q_EMIT inspector().textSubmitted("late");
        QCOMPARE(inspector().findChild<QLabel *>(u"frameEditHint"_s)->text(),
                 u"Not sent: there is no connection."_s);
    }

    void measuresTheRoundTrip()
    {
        start();
        open();
        QTRY_VERIFY_WITH_TIMEOUT(
            inspector().findChild<QLabel *>(u"roundTripFigures"_s)->text().contains(u"ms"_s),
            30'000);
    }

    void knowsTheFactsAndTheEnd()
    {
        start();
        open();
        QTRY_VERIFY_WITH_TIMEOUT(facts().contains(m_application->client().url().toString()),
                                 30'000);
        QVERIFY(facts().contains(u"not Kodama's"_s));
        m_peer->sendTextMessage(u"{\"type\":\"welcome\",\"message\":\"\",\"client_id\":\"a:1\","
                                "\"timestamp\":\"\",\"server\":\"other/1\"}"_s);
        QTRY_VERIFY_WITH_TIMEOUT(facts().contains(u"other/1"_s), 30'000);
        m_peer->close(QWebSocketProtocol::CloseCodePolicyViolated, u"no"_s);
        QTRY_VERIFY_WITH_TIMEOUT(facts().contains(u"1008 · against the server's rules · “no”"_s),
                                 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(has(u"<1008 · against the server's rules · “no”"_s), 30'000);
    }

    void saysThatWeClosed()
    {
        start();
        open();
        m_application->client().close();
        QVERIFY(facts().contains(u"closed by us: 1000"_s));
    }

    void goesWithTheMainWindow()
    {
        start();
        open();
        m_application->window().close();
        QVERIFY(!inspector().isVisible());
    }

private:
    void onNewConnection()
    {
        m_peer = m_server->nextPendingConnection();
        m_peer->setParent(m_server.get());
        connect(m_peer, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
            m_heard.append(text);
            m_peer->sendTextMessage(text);
        });
        connect(m_peer, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &bytes) {
            m_heard.append(u"bytes %1"_s.arg(bytes.size()));
        });
    }

    void start()
    {
        m_heard.clear();
        m_application->start(m_server->serverUrl());
        QTRY_VERIFY_WITH_TIMEOUT(m_application->client().isConnected() && m_peer != nullptr,
                                 30'000);
    }

    void open() { m_application->inspector().open(); }
    [[nodiscard]] InspectorWindow &inspector() { return *m_application->inspector().window(); }

    [[nodiscard]] bool has(const QString &line)
    {
        const QAbstractItemModel &model = *inspector().findChild<FrameTable *>()->model();
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row, FrameLogModel::ContentColumn);
            const bool isSent = frameAt(index).direction == Frame::Direction::Sent;
            if ((isSent ? u">"_s : u"<"_s) + index.data().toString() == line)
                return true;
        }
        return false;
    }

    [[nodiscard]] QString facts()
    {
        QStringList facts;
        for (const QLabel *one :
             inspector().findChild<ConnectionSheet *>()->findChildren<QLabel *>())
            facts.append(one->text());
        return facts.join(u'\n');
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<QWebSocketServer> m_server;
    QWebSocket *m_peer = nullptr;
    QStringList m_heard;
    std::unique_ptr<Application> m_application;
};

QTEST_MAIN(TestInspectorController)
#include "tst_inspectorcontroller.moc"
