#include "app/core/localserverprocess.h"
#include "tests/app/serveraddress.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 30'000;

} // namespace

class TestLocalServerProcess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void findsTheServerBesideTheProgram()
    {
        QTemporaryDir folder;
        QFile program(folder.filePath(u"kodama-server"_s));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        QCOMPARE(LocalServerProcess::findProgram(folder.path()), program.fileName());
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", folder.path().toLocal8Bit());
        QCOMPARE(LocalServerProcess::findProgram(u"/nowhere"_s), program.fileName());
        qputenv("PATH", "/nowhere");
        QVERIFY(LocalServerProcess::findProgram(u"/nowhere"_s).isEmpty());
        qputenv("PATH", path);
    }

    void startsARealServerAndEndsIt()
    {
        const QUrl url = freeAddress();
        {
            LocalServerProcess server(m_clock);
            QSignalSpy ready(&server, &LocalServerProcess::ready);
            QSignalSpy failed(&server, &LocalServerProcess::failed);
            server.start(QStringLiteral(KODAMA_SERVER), url,
                         LocalServerProcess::Lifetime::WithProgram);
            QTRY_VERIFY_WITH_TIMEOUT(ready.count() + failed.count() > 0, patienceMs);
            QCOMPARE(ready.count(), 1);
            QCOMPARE(ready.first().first().toUrl(), url);
            QVERIFY(server.isRunning());
            QVERIFY(answers(url));
        }
        QVERIFY(!answers(url));
    }

    void saysWhyThereIsNone_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<LocalServerProcess::Problem>("problem");
        using P = LocalServerProcess::Problem;
        QTest::newRow("port in use") << QByteArray("exit 69") << P::PortInUse;
        QTest::newRow("broken") << QByteArray("echo first; echo no such library; exit 1")
                                << P::Ended;
        QTest::newRow("absent") << QByteArray() << P::CannotRun;
    }

    void saysWhyThereIsNone()
    {
        QFETCH(QByteArray, script);
        QFETCH(LocalServerProcess::Problem, problem);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"kodama-server"_s);
        if (!script.isEmpty()) {
            QFile program(path);
            QVERIFY(program.open(QIODevice::WriteOnly));
            program.write("#!/bin/sh\n" + script + '\n');
            program.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        }
        LocalServerProcess server(m_clock);
        QSignalSpy failed(&server, &LocalServerProcess::failed);
        server.start(path, freeAddress(), LocalServerProcess::Lifetime::WithProgram);
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patienceMs);
        QCOMPARE(failed.first().at(0).value<LocalServerProcess::Problem>(), problem);
        if (problem == LocalServerProcess::Problem::Ended)
            QCOMPARE(failed.first().at(1).toString(), u"no such library"_s);
    }

private:
    SystemClock m_clock;
};

QTEST_GUILESS_MAIN(TestLocalServerProcess)
#include "tst_localserverprocess.moc"
