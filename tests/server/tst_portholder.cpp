#include "server/portholder.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

class TestPortHolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void findsOurselves();
    void findsNobodyOnAFreePort();
    void readsATableOfSockets();
    void isSilentWithoutProc();

private:
    static void put(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }
};

void TestPortHolder::findsOurselves()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const auto holder = findPortHolder(server.serverPort());
    QVERIFY(holder.has_value());
    QCOMPARE(holder->pid, qint64(::getpid()));
    QCOMPARE(holder->name, u"tst_portholder"_s);
}

void TestPortHolder::findsNobodyOnAFreePort()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const quint16 port = server.serverPort();
    server.close();
    QVERIFY(!findPortHolder(port));
}

void TestPortHolder::readsATableOfSockets()
{
    const QTemporaryDir proc;
    QVERIFY(QDir(proc.path()).mkpath(u"net"_s));
    QVERIFY(QDir(proc.path()).mkpath(u"4242/fd"_s));
    put(proc.filePath(u"net/tcp"_s),
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
        "timeout inode\n"
        "   0: 0100007F:223D 0100007F:1234 01 00000000:00000000 00:00000000 00000000     0        "
        "0 111 1 0\n"
        "garbage\n");
    put(proc.filePath(u"net/tcp6"_s),
        "header\n"
        "   0: 00000000000000000000000001000000:223D 00000000000000000000000000000000:0000 0A "
        "00000000:00000000 00:00000000 00000000     0        0 222 1 0\n");
    put(proc.filePath(u"4242/comm"_s), "python3\n");
    QVERIFY(QFile::link(u"socket:[222]"_s, proc.filePath(u"4242/fd/7"_s)));

    const auto holder = findPortHolder(8765, proc.path().toStdString());
    QVERIFY(holder.has_value());
    QCOMPARE(holder->pid, 4242);
    QCOMPARE(holder->name, u"python3"_s);
    QVERIFY(!findPortHolder(8766, proc.path().toStdString()));
}

void TestPortHolder::isSilentWithoutProc()
{
    QVERIFY(!findPortHolder(8765, "/nonexistent"));
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestPortHolder)
#include "tst_portholder.moc"
