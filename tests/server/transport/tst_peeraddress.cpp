// The names of TCP peers are tested with real connections in tst_transport.
#include "server/transport/peeraddress.h"

#include <QRegularExpression>
#include <QTest>

#include <array>
#include <sys/socket.h>
#include <unistd.h>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestPeerAddress final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void numbersPeersOfUnixSockets();
    void namesPeersThatHaveGone();
};

void TestPeerAddress::numbersPeersOfUnixSockets()
{
    std::array<int, 2> ends{-1, -1};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    QCOMPARE(clientIdOf(ends[0], 7), u"unix:7"_s);
    ::close(ends[0]);
    ::close(ends[1]);
}

void TestPeerAddress::namesPeersThatHaveGone()
{
    const int neverConnected = ::socket(AF_INET, SOCK_STREAM, 0);
    QCOMPARE(clientIdOf(neverConnected, 8), u"?:8"_s);
    ::close(neverConnected);
}

QTEST_GUILESS_MAIN(TestPeerAddress)
#include "tst_peeraddress.moc"
