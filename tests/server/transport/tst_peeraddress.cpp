// The names of TCP peers are tested with real connections in tst_transport.
#include "server/transport/peeraddress.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <array>
#include <cstddef>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
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
    void namesAddresses();
    void unmapsAddresses();
    void countsByAddressOrNetwork();
    void saysWhereASocketListens();
};

void TestPeerAddress::numbersPeersOfUnixSockets()
{
    std::array<int, 2> ends{-1, -1};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    QCOMPARE(clientIdOf(peerOf(ends[0]), 7), u"unix:7"_s);
    ::close(ends[0]);
    ::close(ends[1]);
}

void TestPeerAddress::namesPeersThatHaveGone()
{
    const int neverConnected = ::socket(AF_INET, SOCK_STREAM, 0);
    QCOMPARE(clientIdOf(peerOf(neverConnected), 8), u"?:8"_s);
    ::close(neverConnected);
}

void TestPeerAddress::namesAddresses()
{
    QCOMPARE(clientIdOf({Peer::Kind::Ip, QHostAddress(u"192.0.2.1"_s), 443}, 9),
             u"192.0.2.1:443"_s);
    QCOMPARE(clientIdOf({Peer::Kind::Ip, QHostAddress(u"2001:db8::1"_s), 443}, 9),
             u"2001:db8::1:443"_s);
    QCOMPARE(clientIdOf({Peer::Kind::Hidden, {}, 0}, 9), u"hidden:9"_s);
}

void TestPeerAddress::unmapsAddresses()
{
    QCOMPARE(unmapped(QHostAddress(u"::ffff:192.0.2.1"_s)).toString(), u"192.0.2.1"_s);
    QCOMPARE(unmapped(QHostAddress(u"::1"_s)).toString(), u"::1"_s);
    QCOMPARE(unmapped(QHostAddress(u"10.0.0.1"_s)).toString(), u"10.0.0.1"_s);
}

void TestPeerAddress::saysWhereASocketListens()
{
    const int tcp = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::bind(tcp, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(localPlaceOf(tcp).address.toString(), u"127.0.0.1"_s);
    QCOMPARE(localPlaceOf(tcp).port, localPortOf(tcp));
    ::close(tcp);

    const QByteArray name = "kodama-test-" + QByteArray::number(::getpid());
    sockaddr_un path{};
    path.sun_family = AF_UNIX;
    std::copy(name.cbegin(), name.cend(), path.sun_path + 1);
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + 1 + std::size_t(name.size()));
    const int local = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(local, reinterpret_cast<sockaddr *>(&path), size), 0);
    QCOMPARE(localPlaceOf(local).path, u'@' + QString::fromLatin1(name));
    QCOMPARE(localPlaceOf(local).port, quint16{0});
    ::close(local);
}

void TestPeerAddress::countsByAddressOrNetwork()
{
    QCOMPARE(countedAddressOf(u"192.0.2.1:1234"_s), u"192.0.2.1"_s);
    QCOMPARE(countedAddressOf(u"hidden:9"_s), u"hidden"_s);
    QCOMPARE(countedAddressOf(u"2001:db8:1:2:3::4:1234"_s),
             countedAddressOf(u"2001:db8:1:2:ffff::1:99"_s));
    QVERIFY(countedAddressOf(u"2001:db8:1:2::1:1"_s) != countedAddressOf(u"2001:db8:1:3::1:1"_s));
    for (const QString &id :
         {u"127.0.0.1:1"_s, u"127.1.2.3:1"_s, u"::1:1"_s, u"unix:7"_s, u"?:8"_s})
        QCOMPARE(countedAddressOf(id), QString());
}

QTEST_GUILESS_MAIN(TestPeerAddress)
#include "tst_peeraddress.moc"
