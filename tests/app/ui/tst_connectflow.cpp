// The first minutes: a name, a server, and what is said about the one on this computer.
#include "app/core/settingkeys.h"
#include "app/ui/connectdialog.h"
#include "app/ui/connectflow.h"
#include "tests/app/ui/uifixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QWebSocketServer>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestConnectFlow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_window = std::make_unique<QWidget>();
        m_window->show();
    }

    void cleanup()
    {
        m_flow.reset();
        m_window.reset();
        m_theme.reset();
        m_settings.reset();
    }

    void theFirstRunWelcomesAndStoresTheName()
    {
        qputenv("USER", "mika");
        open(QUrl(u"ws://127.0.0.1:1"_s));
        QCOMPARE(dialog()->windowTitle(), u"Welcome to Kodama"_s);
        QCOMPARE(get<QLineEdit>(u"nickEdit"_s)->text(), u"mika"_s);
        QSignalSpy chosen(m_flow.get(), &ConnectFlow::chosen);
        get<QLineEdit>(u"nickEdit"_s)->setText(u"  三佳  "_s);
        get<QPushButton>(u"connectButton"_s)->click();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(m_settings->get(keys::userNick), u"三佳"_s);
    }

    void laterRunsRememberBoth()
    {
        m_settings->set(keys::lastServer, u"ws://lab:9000"_s);
        m_settings->set(keys::userNick, u"ken"_s);
        open(QUrl(u"ws://127.0.0.1:1"_s));
        QCOMPARE(dialog()->windowTitle(), u"Connect to a server"_s);
        QCOMPARE(get<QLineEdit>(u"nickEdit"_s)->text(), u"ken"_s);
        QCOMPARE(get<QLineEdit>(u"serverEdit"_s)->text(), u"lab"_s);
    }

    void aServerOnThisComputerIsOffered()
    {
        QWebSocketServer server(u"local"_s, QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        open(QUrl(u"ws://127.0.0.1:%1"_s.arg(server.serverPort())));
        QTRY_VERIFY_WITH_TIMEOUT(localText().contains(u"answers on this computer"_s), 30'000);
        get<QPushButton>(u"localButton"_s)->click();
        QCOMPARE(get<QLineEdit>(u"serverEdit"_s)->text(), u"127.0.0.1"_s);
        QSignalSpy chosen(m_flow.get(), &ConnectFlow::chosen);
        get<QPushButton>(u"connectButton"_s)->click();
        QCOMPARE(chosen.first().first().toUrl().port(), int(server.serverPort()));
    }

    void withoutOneItOffersToStartOne()
    {
        const QByteArray path = qgetenv("PATH");
        installServerThatFindsThePortInUse();
        const quint16 free = freePort();
        open(QUrl(u"ws://127.0.0.1:%1"_s.arg(free)));
        QTRY_VERIFY_WITH_TIMEOUT(localText().contains(u"No server answers"_s), 30'000);
        get<QPushButton>(u"localButton"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(localText().contains(u"Another program uses port"_s), 30'000);
        QVERIFY(get<QPushButton>(u"localButton"_s)->isVisible());
        qputenv("PATH", path);
    }

    void itSpeaksOfThePortThatIsTyped()
    {
        QWebSocketServer server(u"local"_s, QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QString address = u"127.0.0.1:%1"_s.arg(server.serverPort());
        open(QUrl(u"ws://127.0.0.1:1"_s));
        get<QLineEdit>(u"serverEdit"_s)->setText(address);
        QTRY_COMPARE_WITH_TIMEOUT(
            localText(), u"A server answers on this computer (%1)."_s.arg(address), 30'000);
        get<QLineEdit>(u"serverEdit"_s)->setText(u"chat.example"_s); // not this computer
        QTRY_VERIFY_WITH_TIMEOUT(!localText().contains(address), 30'000);
    }

    void oneIsStartedAtThePortThatIsTyped()
    {
        const QByteArray path = qgetenv("PATH");
        installServerThatFindsThePortInUse();
        const QString free = QString::number(freePort());
        open(QUrl(u"ws://127.0.0.1:1"_s));
        get<QLineEdit>(u"serverEdit"_s)->setText(u"127.0.0.1:"_s + free);
        QTRY_COMPARE_WITH_TIMEOUT(
            localText(), u"No server answers on this computer (127.0.0.1:%1)."_s.arg(free), 30'000);
        get<QPushButton>(u"localButton"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(localText().contains(u"uses port %1"_s.arg(free)), 30'000);
        // It listens at localhost, which is not every address of this computer.
        get<QLineEdit>(u"serverEdit"_s)->setText(u"127.0.0.9:"_s + free);
        QTRY_VERIFY_WITH_TIMEOUT(get<QWidget>(u"localFrame"_s)->isHidden(), 30'000);
        qputenv("PATH", path);
    }

    void aStartedServerFillsTheFields()
    {
        ConnectDialog dialog(*m_theme);
        dialog.setLocalServer(QUrl(u"ws://localhost:8765"_s));
        dialog.setServer(QUrl(u"ws://elsewhere:1"_s));
        dialog.open();
        dialog.showLocalServer(ConnectDialog::LocalServer::Starting);
        QVERIFY(!dialog.findChild<QPushButton *>(u"localButton"_s)->isVisible());
        dialog.showLocalServer(ConnectDialog::LocalServer::Started);
        QCOMPARE(dialog.findChild<QLineEdit *>(u"serverEdit"_s)->text(), u"localhost"_s);
    }

private:
    void open(const QUrl &localServer)
    {
        m_flow = std::make_unique<ConnectFlow>(
            ConnectFlow::Parts{m_clock, *m_theme, *m_settings, *m_window, localServer});
        m_flow->open();
        QVERIFY(dialog() != nullptr && dialog()->isVisible());
    }
    void installServerThatFindsThePortInUse()
    {
        QFile program(m_folder->filePath(u"kodama-server"_s));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\nexit 69\n");
        program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        program.close();
        qputenv("PATH", m_folder->path().toLocal8Bit() + ':' + qgetenv("PATH"));
    }
    static quint16 freePort()
    {
        QTcpServer silent;
        return silent.listen(QHostAddress::LocalHost) ? silent.serverPort() : 0;
    }
    ConnectDialog *dialog() { return m_window->findChild<ConnectDialog *>(); }
    QString localText() { return get<QLabel>(u"localLabel"_s)->text(); }
    template <typename Widget>
    Widget *get(const QString &name)
    {
        return dialog()->findChild<Widget *>(name);
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<ConnectFlow> m_flow;
};

QTEST_MAIN(TestConnectFlow)
#include "tst_connectflow.moc"
