#include "server/transport/proxytrust.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestProxyTrust final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void readsAddresses_data();
    void readsAddresses();
    void trusts_data();
    void trusts();
    void refusesWhatIsNoAddress_data();
    void refusesWhatIsNoAddress();
    void findsTheClient_data();
    void findsTheClient();
    void staysQuickWithAListOfProxies();
};

namespace {

Peer peerAt(const QString &address)
{
    return {Peer::Kind::Ip, QHostAddress(address), 1};
}

} // namespace

void TestProxyTrust::readsAddresses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected"); // empty: none
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(expected);
    };
    row("192.0.2.1", "192.0.2.1:0");
    row("192.0.2.1:4711", "192.0.2.1:4711");
    row("0.0.0.0", "0.0.0.0:0");
    row("2001:db8::1", "2001:db8::1:0");
    row("2001:DB8:0:0:0:0:0:1", "2001:db8::1:0");
    row("[2001:db8::1]", "2001:db8::1:0");
    row("[2001:db8::1]:4711", "2001:db8::1:4711");
    row("::ffff:192.0.2.1", "192.0.2.1:0");
    row("::1", "::1:0");
    row("fe80::1%eth0", "fe80::1:0");
    row("[fe80::1%eth0]:4711", "fe80::1:4711");
    for (const char *bad : {"",
                            " ",
                            "unknown",
                            "_hidden",
                            "localhost",
                            "1",
                            "1.2.3",
                            "1.2.3.4.5",
                            "256.1.1.1",
                            "010.1.1.1",
                            "0x7f.0.0.1",
                            "1.2.3.-4",
                            "+1.2.3.4",
                            "1.2.3.4:",
                            "1.2.3.4:x",
                            "1.2.3.4:65536",
                            "1.2.3.4:080",
                            "1.2.3.4 5",
                            "1.2..4",
                            ".1.2.3",
                            "[1.2.3.4]",
                            "[::1",
                            "[::1]x",
                            "[::1]:",
                            "[]",
                            "::1]",
                            "192.0.2.1%eth0",
                            "1:2:3:4:5:6:7:8:9",
                            ":::",
                            "12345::",
                            "\"1.2.3.4\"",
                            "for=1.2.3.4",
                            "1.2.3.4\\n",
                            "::ffff:999.1.1.1"})
        row(bad, "");
    QTest::newRow("with a zero byte") << QByteArray("1.2.3.4\0", 8) << QString();
    QTest::newRow("very long") << QByteArray(10'000, ':') << QString();
    QTest::newRow("many digits") << QByteArray(10'000, '1') << QString();
}

void TestProxyTrust::readsAddresses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const auto peer = parseForwardedAddress(text);
    QCOMPARE(peer ? clientIdOf(*peer, 0) : QString(), expected);
}

void TestProxyTrust::trusts_data()
{
    QTest::addColumn<QString>("range");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *range, const char *address, bool expected) {
        QTest::addRow("%s, %s", range, address)
            << QString::fromLatin1(range) << QString::fromLatin1(address) << expected;
    };
    row("127.0.0.1", "127.0.0.1", true);
    row("127.0.0.1", "127.0.0.2", false);
    row("10.0.0.0/8", "10.255.0.1", true);
    row("10.0.0.0/8", "11.0.0.1", false);
    row("10.1.2.3/8", "10.9.9.9", true);
    row("0.0.0.0/0", "203.0.113.9", true);
    row("0.0.0.0/0", "2001:db8::1", false);
    row("::1", "::1", true);
    row("fd00::/8", "fd12::1", true);
    row("fd00::/8", "fe80::1", false);
    row("::/0", "192.0.2.1", false);
    row("::ffff:192.0.2.1", "192.0.2.1", true);
    row("unix", "127.0.0.1", false);
}

void TestProxyTrust::trusts()
{
    QFETCH(QString, range);
    QFETCH(QString, address);
    QFETCH(bool, expected);
    ProxyTrust trust;
    QVERIFY(!trust.trusts(peerAt(address)));
    QVERIFY(trust.add(range));
    QCOMPARE(trust.trusts(peerAt(address)), expected);
    QCOMPARE(trust.trusts({Peer::Kind::Unix, {}, 0}), range == u"unix"_s);
    QVERIFY(!trust.trusts({}));
}

void TestProxyTrust::refusesWhatIsNoAddress_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "/8", "10.0.0.0/8/8",
          "::/129", "10.0.0.0/08", "10.0/8", "1.2.3.4:80", "Unix", "*", "fe80::1%eth0"})
        QTest::addRow("'%s'", text) << QString::fromLatin1(text);
    QTest::addRow("beyond Latin") << u"１２７.0.0.1"_s;
}

void TestProxyTrust::refusesWhatIsNoAddress()
{
    QFETCH(QString, text);
    ProxyTrust trust;
    QVERIFY(!trust.add(text));
    QVERIFY(!trust.trusts(peerAt(u"10.0.0.1"_s)));
}

void TestProxyTrust::findsTheClient_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<QString>("expected"); // empty: none
    const auto row = [](const char *name, const char *list, const char *expected) {
        QTest::newRow(name) << QByteArray(list) << QString::fromLatin1(expected);
    };
    row("one", "203.0.113.9", "203.0.113.9:0");
    row("what a client made up comes first", "6.6.6.6, 203.0.113.9", "203.0.113.9:0");
    row("proxies behind proxies", "203.0.113.9, 10.0.0.7,10.0.0.8", "203.0.113.9:0");
    row("made up, in front of proxies", "6.6.6.6, 203.0.113.9 , 10.0.0.8", "203.0.113.9:0");
    row("nothing but proxies", "10.0.0.7, 10.0.0.8", "10.0.0.7:0");
    row("nonsense before the client", "<script>, 203.0.113.9", "203.0.113.9:0");
    row("nonsense before a proxy", "unknown, 10.0.0.8", "hidden:0");
    row("nonsense at the end", "203.0.113.9, unknown", "hidden:0");
    row("empty", "", "");
    row("commas", ",,,", "hidden:0");
    row("comma at the end", "203.0.113.9,", "hidden:0");
    row("port", "203.0.113.9:4711", "203.0.113.9:4711");
    row("v6", "2001:db8::9", "2001:db8::9:0");
}

void TestProxyTrust::findsTheClient()
{
    QFETCH(QByteArray, list);
    QFETCH(QString, expected);
    ProxyTrust trust;
    QVERIFY(trust.add(u"10.0.0.0/8"_s));
    const auto client = trust.clientIn(list);
    QCOMPARE(client ? clientIdOf(*client, 0) : QString(), expected);
}

void TestProxyTrust::staysQuickWithAListOfProxies()
{
    ProxyTrust trust;
    QVERIFY(trust.add(u"10.0.0.0/8"_s));
    const QByteArray list = QByteArray("10.0.0.1,").repeated(100'000) + "10.0.0.2";
    QVERIFY(trust.clientIn(list).has_value());
}

QTEST_GUILESS_MAIN(TestProxyTrust)
#include "tst_proxytrust.moc"
