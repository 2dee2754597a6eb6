#include "server/listeningsocket.h"
#include "server/socketactivation.h"

#include <QRegularExpression>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int first = 200; ///< nobody else's

void announce(qint64 pid, const QByteArray &count)
{
    qputenv("LISTEN_PID", QByteArray::number(pid));
    qputenv("LISTEN_FDS", count);
    qputenv("LISTEN_FDNAMES", "a:b");
}

} // namespace

class TestSocketActivation final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void takesWhatListens();
    void takesNothingUnasked_data();
    void takesNothingUnasked();
    void warnsOfWhatDoesNotListen();
};

void TestSocketActivation::takesWhatListens()
{
    for (int i = 0; i < 2; ++i) {
        const int descriptor = openTcpSocket(QHostAddress(QHostAddress::LocalHost), 0);
        QCOMPARE(::dup2(descriptor, first + i), first + i);
        ::close(descriptor);
    }
    announce(::getpid(), "2");
    QCOMPARE(takeActivatedSockets(first), (std::vector<int>{first, first + 1}));
    QVERIFY(!qEnvironmentVariableIsSet("LISTEN_PID"));
    QVERIFY(!qEnvironmentVariableIsSet("LISTEN_FDS"));
    QVERIFY(!takeActivatedSockets(first));
    ::close(first);
    ::close(first + 1);
}

void TestSocketActivation::takesNothingUnasked_data()
{
    QTest::addColumn<qint64>("pid");
    QTest::addColumn<QByteArray>("count");
    QTest::newRow("for another process") << qint64{::getppid()} << QByteArray("1");
    QTest::newRow("none") << qint64{::getpid()} << QByteArray("0");
    QTest::newRow("less than none") << qint64{::getpid()} << QByteArray("-1");
    QTest::newRow("no number") << qint64{::getpid()} << QByteArray("many");
}

void TestSocketActivation::takesNothingUnasked()
{
    QFETCH(qint64, pid);
    QFETCH(QByteArray, count);
    announce(pid, count);
    QVERIFY(!takeActivatedSockets(first));
}

void TestSocketActivation::warnsOfWhatDoesNotListen()
{
    const int file = ::open("/dev/null", O_RDONLY);
    QCOMPARE(::dup2(file, first), first);
    ::close(file);
    announce(::getpid(), "1");
    QTest::ignoreMessage(QtWarningMsg, "descriptor 200 of LISTEN_FDS is no listening socket");
    QCOMPARE(takeActivatedSockets(first), std::vector<int>());
    QCOMPARE(::fcntl(first, F_GETFD), -1);
}

QTEST_GUILESS_MAIN(TestSocketActivation)
#include "tst_socketactivation.moc"
