#include "app/core/singleinstance.h"

#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestSingleInstance final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"kodama.socket"_s);
    }

    void requestsSurviveTheWay()
    {
        InstanceRequest open;
        open.url = QUrl(u"ws://lab:9000"_s);
        QCOMPARE(decodeRequest(encodeRequest(open))->url, open.url);
        for (const QuietMode mode : {QuietMode::On, QuietMode::Off, QuietMode::Toggle})
            QCOMPARE(decodeRequest(encodeRequest({{}, mode}))->dnd, std::optional(mode));
        QVERIFY(decodeRequest(encodeRequest({})).has_value());
        for (const char *wrong : {"", "\n", "open\n", "open http://x\n", "dnd maybe\n", "show",
                                  "open ws://lab:1", "quit now\n"})
            QVERIFY2(!decodeRequest(wrong), wrong);
    }

    void aSecondStartReachesTheFirst()
    {
        SingleInstance first;
        QVERIFY(first.listen(m_path));
        QSignalSpy requested(&first, &SingleInstance::requested);
        InstanceRequest request;
        request.url = QUrl(u"ws://lab:9000"_s);
        QCOMPARE(ask(request), QByteArray("ok"));
        QCOMPARE(requested.count(), 1);
        QCOMPARE(requested.first().first().value<InstanceRequest>().url, request.url);
    }

    void theTokenForTheWindowSurvivesTheWay()
    {
        SingleInstance first;
        QVERIFY(first.listen(m_path));
        QSignalSpy requested(&first, &SingleInstance::requested);
        const InstanceRequest open{QUrl(u"ws://lab:9000"_s), {}, u"shell/木霊/1_TIME2"_s};
        QCOMPARE(ask(open), QByteArray("ok"));
        QCOMPARE(ask({{}, {}, u"second"_s}), QByteArray("ok"));
        QCOMPARE(requested.count(), 2);
        const auto arrived = requested.at(0).first().value<InstanceRequest>();
        QCOMPARE(arrived.url, open.url);
        QCOMPARE(arrived.activationToken, open.activationToken);
        QCOMPARE(requested.at(1).first().value<InstanceRequest>().activationToken, u"second"_s);
    }

    void whatIsNoTokenIsLeftOut()
    {
        QCOMPARE(encodeRequest({{}, {}, u"one\nopen ws://lab:1"_s}), QByteArray("show\n"));
        QCOMPARE(encodeRequest({{}, {}, QString(5000, u'x')}), QByteArray("show\n"));
        for (const char *second : {"", "token ", "token \x1b[2J\n", "colour blue\n"}) {
            const auto request = decodeRequest(QByteArray("show\n") + second);
            QVERIFY2(request && request->activationToken.isEmpty(), second);
        }
    }

    /// The first line is what it was before there were tokens, and all that such a window reads.
    void aWindowThatKnowsNoTokensUnderstands()
    {
        QLocalServer before;
        QVERIFY(before.listen(m_path));
        QByteArray read;
        connect(&before, &QLocalServer::newConnection, this, [&before, line = &read] {
            QLocalSocket *socket = before.nextPendingConnection();
            connect(socket, &QLocalSocket::readyRead, socket, [socket, line] {
                *line += socket->readLine(4096);
                socket->write("ok\n");
                socket->flush();
                socket->disconnectFromServer();
            });
        });
        QCOMPARE(ask({{}, {}, u"one"_s}), QByteArray("ok"));
        QCOMPARE(read, QByteArray("show\n"));
        QCOMPARE(ask({QUrl(u"ws://lab:9000"_s), {}, u"two"_s}), QByteArray("ok"));
        QCOMPARE(read, QByteArray("show\nopen ws://lab:9000\n"));
    }

    void theAnswerSaysWhatIsNow()
    {
        SingleInstance first;
        QVERIFY(first.listen(m_path));
        connect(&first, &SingleInstance::requested, &first, [&first](const InstanceRequest &wish) {
            first.setQuiet(wish.dnd == QuietMode::On);
        });
        QCOMPARE(ask({{}, QuietMode::On}), QByteArray("on"));
        QCOMPARE(ask({{}, QuietMode::Off}), QByteArray("off"));
    }

    void nobodyThereIsNoAnswer()
    {
        QVERIFY(!handOver(m_path, {}));
        QVERIFY(!handOver(QString(), {}));
        SingleInstance none;
        QVERIFY(!none.listen(QString()));
    }

    void whatACrashLeftBehindIsReplaced()
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        SingleInstance first;
        QVERIFY(first.listen(m_path));
        QCOMPARE(ask({}), QByteArray("ok"));
    }

    void aLivingOneIsNotReplaced()
    {
        SingleInstance first;
        QVERIFY(first.listen(m_path));
        SingleInstance second;
        QVERIFY(!second.listen(m_path));
        QCOMPARE(ask({}), QByteArray("ok"));
    }

    void rubbishIsRefused()
    {
        SingleInstance first;
        QVERIFY(first.listen(m_path));
        QSignalSpy requested(&first, &SingleInstance::requested);
        QLocalSocket socket;
        socket.connectToServer(m_path);
        QVERIFY(socket.waitForConnected(30'000));
        socket.write("rm -rf\n");
        QTRY_VERIFY_WITH_TIMEOUT(socket.state() == QLocalSocket::UnconnectedState, 30'000);
        QCOMPARE(socket.readAll(), QByteArray("bad request\n"));
        QLocalSocket flood;
        flood.connectToServer(m_path);
        QVERIFY(flood.waitForConnected(30'000));
        flood.write(QByteArray(100'000, 'x'));
        QTRY_VERIFY_WITH_TIMEOUT(flood.state() == QLocalSocket::UnconnectedState, 30'000);
        QCOMPARE(requested.count(), 0);
        QCOMPARE(ask({}), QByteArray("ok"));
    }

    void profilesHaveSocketsOfTheirOwn()
    {
        qputenv("XDG_RUNTIME_DIR", "/run/user/7");
        QCOMPARE(instanceSocketPath({}), u"/run/user/7/kodama.socket"_s);
        QCOMPARE(instanceSocketPath(u"work"_s), u"/run/user/7/kodama-work.socket"_s);
    }

    void withoutARunTimeFolderItIsWithTheData()
    {
        const QTemporaryDir folder;
        qputenv("XDG_RUNTIME_DIR", "");
        qputenv("XDG_DATA_HOME", folder.path().toLocal8Bit());
        const QString path = instanceSocketPath(u"work"_s);
        QCOMPARE(path, folder.filePath(u"kodama/kodama-work.socket"_s));
        SingleInstance instance;
        QVERIFY(instance.listen(path));
        QVERIFY(!(QFile::permissions(path) & (QFile::WriteGroup | QFile::WriteOther)));
        qputenv("XDG_DATA_HOME", "/proc/nowhere"); // where nobody can make one
        QVERIFY(instanceSocketPath({}).isEmpty());
    }

private:
    // handOver() waits, as a second process would, while this thread serves.
    QByteArray ask(const InstanceRequest &request)
    {
        auto answer = std::async(std::launch::async, [path = m_path, request] {
            return handOver(path, request).value_or(QByteArray("none"));
        });
        while (answer.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready)
            QCoreApplication::processEvents();
        return answer.get();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_singleinstance.moc"
