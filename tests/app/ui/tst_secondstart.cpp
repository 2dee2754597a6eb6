// Two real processes: what the second start asks of the first.
#include "app/core/settingkeys.h"
#include "app/core/singleinstance.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {
constexpr int patienceMs = 30'000;
}

class TestSecondStart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder->path());
        m_environment.insert(u"XDG_CONFIG_HOME"_s, m_folder->filePath(u"config"_s));
        m_server = std::make_unique<QWebSocketServer>(u"test"_s, QWebSocketServer::NonSecureMode);
        QVERIFY(m_server->listen(QHostAddress::LocalHost));
    }

    void cleanup()
    {
        m_first.reset();
        m_server.reset();
    }

    void aUrlIsHandedOver()
    {
        startFirst({});
        int connections = 0;
        connect(m_server.get(), &QWebSocketServer::newConnection, this,
                [this, count = &connections] {
                    m_server->nextPendingConnection()->setParent(m_server.get());
                    ++*count;
                });
        // Without a display of its own: the first one has it.
        const auto [status, output] = run({url()}, u"xcb"_s);
        QCOMPARE(status, 0);
        QTRY_COMPARE_WITH_TIMEOUT(connections, 1, patienceMs);
        QCOMPARE(m_first->state(), QProcess::Running);
    }

    void theTokenOfTheDesktopIsHandedOver()
    {
        SingleInstance first;
        QVERIFY(first.listen(m_folder->filePath(u"kodama.socket"_s)));
        QString token;
        connect(&first, &SingleInstance::requested, this,
                [arrived = &token](const InstanceRequest &request) {
                    *arrived = request.activationToken;
                });
        m_environment.insert(u"XDG_ACTIVATION_TOKEN"_s, u"shell/kodama/1_TIME2"_s);
        QProcess second;
        second.setProcessEnvironment(m_environment);
        second.start(QStringLiteral(KODAMA), {});
        QTRY_COMPARE_WITH_TIMEOUT(token, u"shell/kodama/1_TIME2"_s, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, patienceMs);
        QCOMPARE(second.exitCode(), 0);
    }

    void withoutARunTimeFolderToo()
    {
        m_environment.remove(u"XDG_RUNTIME_DIR"_s);
        m_environment.insert(u"XDG_DATA_HOME"_s, m_folder->path());
        startFirst({}, u"kodama/kodama.socket"_s);
        QCOMPARE(run({u"--dnd"_s, u"on"_s}).second, u"on"_s);
        QCOMPARE(run({url()}, u"xcb"_s).first, 0);
        QCOMPARE(m_first->state(), QProcess::Running);
    }

    void doNotDisturbIsToldToTheFirst()
    {
        startFirst({});
        QCOMPARE(run({u"--dnd"_s, u"on"_s}).second, u"on"_s);
        QCOMPARE(run({u"--dnd"_s, u"toggle"_s}).second, u"off"_s);
        QCOMPARE(run({u"--dnd"_s, u"toggle"_s}).second, u"on"_s);
        // Nobody runs in this profile: only its settings change.
        QCOMPARE(run({u"--profile"_s, u"work"_s, u"--dnd"_s, u"toggle"_s}).second, u"on"_s);
        QCOMPARE(run({u"--profile"_s, u"work"_s, u"--dnd=off"_s}).second, u"off"_s);
    }

    void withoutAWindowTheSettingsChange()
    {
        QCOMPARE(run({u"--dnd"_s, u"on"_s}).second, u"on"_s);
        const Settings settings(m_folder->filePath(u"config/kodama/kodama.ini"_s));
        QCOMPARE(settings.get(keys::doNotDisturb), true);
    }

    void settingsThatCannotBeWrittenAreNoSuccess()
    {
        QFile config(m_folder->filePath(u"config"_s)); // where the folder is to be
        QVERIFY(config.open(QIODevice::WriteOnly));
        const auto [status, output] = run({u"--dnd"_s, u"on"_s});
        QCOMPARE(status, 74);
        QCOMPARE(output, QString());
    }

    void anotherProfileIsAnotherWindow()
    {
        startFirst({});
        QProcess second;
        second.setProcessEnvironment(m_environment);
        second.start(QStringLiteral(KODAMA), {u"--profile"_s, u"work"_s, url()});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder->filePath(u"kodama-work.socket"_s)),
                                 patienceMs);
        QCOMPARE(second.state(), QProcess::Running);
        second.kill();
        second.waitForFinished();
    }

private:
    void startFirst(const QStringList &arguments, const QString &socket = u"kodama.socket"_s)
    {
        m_first = std::make_unique<QProcess>();
        m_first->setProcessEnvironment(m_environment);
        m_first->start(QStringLiteral(KODAMA), arguments);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder->filePath(socket)), patienceMs);
    }
    std::pair<int, QString> run(const QStringList &arguments, const QString &platform = {})
    {
        QProcess process;
        QProcessEnvironment environment = m_environment;
        if (!platform.isEmpty())
            environment.insert(u"QT_QPA_PLATFORM"_s, platform);
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(KODAMA), arguments);
        if (!process.waitForFinished(patienceMs))
            return {-1, u"still running"_s};
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()).trimmed()};
    }
    QString url() { return u"ws://127.0.0.1:%1"_s.arg(m_server->serverPort()); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QWebSocketServer> m_server;
    std::unique_ptr<QProcess> m_first;
    QProcessEnvironment m_environment;
};

QTEST_GUILESS_MAIN(TestSecondStart)
#include "tst_secondstart.moc"
