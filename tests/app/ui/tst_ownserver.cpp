// A window and the server that it started: begun, killed, begun again, ended together.
#include "app/application.h"
#include "app/core/settingkeys.h"
#include "app/ui/connectdialog.h"
#include "tests/app/serveraddress.h"
#include "tests/app/ui/uifixture.h"

#include <QDir>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>

#include <csignal>
#include <unistd.h>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 30'000;

/// Of kodama-server programs that this one started.
QList<pid_t> ownServers()
{
    QList<pid_t> result;
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &process : processes) {
        QFile stat(u"/proc/%1/stat"_s.arg(process));
        if (!stat.open(QIODevice::ReadOnly))
            continue;
        const QByteArray line = stat.readAll(); // 12 (kodama-server) S 11 ...
        const QList<QByteArray> behind = line.mid(line.lastIndexOf(')') + 2).split(' ');
        if (line.contains("(kodama-server)") && behind.value(1).toInt() == ::getpid() &&
            behind.first() != "Z")
            result.append(process.toInt());
    }
    return result;
}

} // namespace

class TestOwnServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_folder->filePath(u"data"_s).toLocal8Bit());
        qputenv("PATH", QFileInfo(QStringLiteral(KODAMA_SERVER_PROGRAM)).path().toLocal8Bit());
        m_settings = std::make_unique<Settings>(m_folder->filePath(u"k.ini"_s));
        m_address = freeAddress();
        make();
    }

    void cleanup()
    {
        m_application.reset();
        m_settings.reset();
        m_folder.reset();
        QLocale::setDefault(QLocale::c());
    }

    void oneThatWasKilledIsStartedAgain()
    {
        startOneInTheDialog();
        input()->insertPlainText(u"half a sentence"_s);
        const QList<pid_t> servers = ownServers();
        QCOMPARE(servers.size(), 1);
        QCOMPARE(::kill(servers.first(), SIGKILL), 0);
        QTRY_VERIFY_WITH_TIMEOUT(startButton()->isVisible(), patienceMs);
        QCOMPARE(startButton()->text(), u"Start it again"_s);
        startButton()->click();
        QVERIFY(startButton()->isHidden());
        QCOMPARE(bannerText(), u"Starting a server on this computer…"_s);
        QTRY_VERIFY_WITH_TIMEOUT(m_application->client().isConnected(), patienceMs);
        QVERIFY(m_application->window().banner().isHidden());
        QCOMPARE(input()->toPlainText(), u"half a sentence"_s);
        QCOMPARE(ownServers().size(), 1);
    }

    /// A server that has to be killed would be a warning (a process is destroyed while it runs).
    void bothEndTogether()
    {
        startOneInTheDialog();
        QCOMPARE(ownServers().size(), 1);
        m_application->window().close();
        m_application.reset();
        QCOMPARE(ownServers().size(), 0);
        QVERIFY(!answers(m_address));
    }

    void onTheNextDayItIsStartedAgain()
    {
        startOneInTheDialog();
        m_application.reset();
        make();
        m_application->start({});
        QTRY_VERIFY_WITH_TIMEOUT(startButton()->isVisible(), patienceMs);
        QCOMPARE(startButton()->text(), u"Start it again"_s);
        startButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_application->client().isConnected(), patienceMs);
    }

    void whereNothingWasEverStartedOneIsOffered()
    {
        m_application->start(m_address);
        QTRY_VERIFY_WITH_TIMEOUT(startButton()->isVisible(), patienceMs);
        QCOMPARE(startButton()->text(), u"Start one here"_s);
    }

    void itSpeaksTheLanguageOfTheWindow()
    {
        m_application.reset();
        make(UiLanguage::Japanese);
        startOneInTheDialog();
        QFile line(u"/proc/%1/cmdline"_s.arg(ownServers().value(0)));
        QVERIFY(line.open(QIODevice::ReadOnly));
        const QByteArrayList words = line.readAll().split('\0');
        QCOMPARE(words.value(words.indexOf("--language") + 1), "ja");
    }

    void elsewhereNoneIsOffered()
    {
        m_application->start(freeAddress()); // another port is another program
        QTRY_COMPARE_WITH_TIMEOUT(m_application->client().state(), ConnectionState::Failed,
                                  patienceMs);
        QVERIFY(m_application->window().banner().isVisible());
        QVERIFY(startButton()->isHidden());
    }

    void withoutTheProgramNoneIsOffered()
    {
        qputenv("PATH", "/nowhere");
        m_application->start(m_address);
        QTRY_COMPARE_WITH_TIMEOUT(m_application->client().state(), ConnectionState::Failed,
                                  patienceMs);
        QVERIFY(startButton()->isHidden());
    }

    void oneThatEndsAtOnceSaysWhy()
    {
        QFile program(m_folder->filePath(u"kodama-server"_s));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\necho the disk is full; exit 1\n");
        program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        program.close();
        qputenv("PATH", m_folder->path().toLocal8Bit() + ":/bin:/usr/bin");
        m_application->start(m_address);
        QTRY_VERIFY_WITH_TIMEOUT(startButton()->isVisible(), patienceMs);
        startButton()->click();
        const auto *problem = m_application->window().findChild<QLabel *>(u"composerProblem"_s);
        QTRY_VERIFY_WITH_TIMEOUT(problem->isVisible(), patienceMs);
        QCOMPARE(problem->text(), u"The server ended at once: the disk is full"_s);
        QVERIFY(startButton()->isVisible());
        QCOMPARE(startButton()->text(), u"Start one here"_s);
    }

private:
    void make(UiLanguage language = UiLanguage::English)
    {
        m_application = std::make_unique<Application>(test::application(), *m_settings, language,
                                                      m_folder->filePath(u"servers"_s), m_address);
    }

    void startOneInTheDialog()
    {
        m_application->start({});
        auto *dialog = m_application->window().findChild<ConnectDialog *>();
        QVERIFY(dialog != nullptr);
        auto *start = dialog->findChild<QPushButton *>(u"localButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(start->isVisible(), patienceMs);
        start->click();
        auto *connectTo = dialog->findChild<QPushButton *>(u"connectButton"_s);
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::focusWidget(), connectTo, patienceMs);
        connectTo->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_application->client().isConnected(), patienceMs);
    }

    QPlainTextEdit *input()
    {
        return m_application->window().findChild<QPlainTextEdit *>(u"input"_s);
    }
    QPushButton *startButton()
    {
        return m_application->window().findChild<QPushButton *>(u"startServerButton"_s);
    }
    QString bannerText()
    {
        return m_application->window().findChild<QLabel *>(u"bannerText"_s)->text();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    QUrl m_address;
    std::unique_ptr<Application> m_application;
};

QTEST_MAIN(TestOwnServer)
#include "tst_ownserver.moc"
