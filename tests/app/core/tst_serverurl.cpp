#include "app/core/serverurl.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(kodama::ServerUrlError)

class TestServerUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatPeopleType_data();
    void readsWhatPeopleType();
    void refusesWhatIsNoServer_data();
    void refusesWhatIsNoServer();
    void takesAPortBesideTheHost();
    void namesTheUsualServer();
    void knowsThisMachine_data();
    void knowsThisMachine();
    void displaysAddresses_data();
    void displaysAddresses();
};

void TestServerUrl::readsWhatPeopleType_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::newRow("host") << u"localhost"_s << u"ws://localhost:8765"_s;
    QTest::newRow("blanks around") << u"  localhost \n"_s << u"ws://localhost:8765"_s;
    QTest::newRow("host and port") << u"chat.example:9000"_s << u"ws://chat.example:9000"_s;
    QTest::newRow("upper case") << u"WS://Example.ORG:1/X"_s << u"ws://example.org:1/X"_s;
    QTest::newRow("IPv4") << u"127.0.0.1"_s << u"ws://127.0.0.1:8765"_s;
    QTest::newRow("IPv6") << u"::1"_s << u"ws://[::1]:8765"_s;
    QTest::newRow("IPv6 in brackets") << u"[::1]"_s << u"ws://[::1]:8765"_s;
    QTest::newRow("IPv6 and port") << u"[fe80::1]:80"_s << u"ws://[fe80::1]:80"_s;
    QTest::newRow("URL") << u"ws://localhost:8765"_s << u"ws://localhost:8765"_s;
    QTest::newRow("URL without port")
        << u"ws://example.org/chat"_s << u"ws://example.org:80/chat"_s;
    QTest::newRow("TLS") << u"wss://example.org"_s << u"wss://example.org:443"_s;
    QTest::newRow("path and query") << u"h:1/a/b?c=d:e"_s << u"ws://h:1/a/b?c=d:e"_s;
    QTest::newRow("path without port") << u"h/a:1"_s << u"ws://h:8765/a:1"_s;
    QTest::newRow("Japanese name") << u"例え.jp"_s << u"ws://xn--r8jz45g.jp:8765"_s;
    QTest::newRow("port 1") << u"h:1"_s << u"ws://h:1"_s;
    QTest::newRow("port 65535") << u"h:65535"_s << u"ws://h:65535"_s;
}

void TestServerUrl::readsWhatPeopleType()
{
    QFETCH(QString, text);
    const Result<QUrl, ServerUrlError> url = parseServerUrl(text);
    QVERIFY(url.hasValue());
    QTEST(QString::fromLatin1(url.value().toEncoded()), "url");
}

void TestServerUrl::refusesWhatIsNoServer_data()
{
    using Error = ServerUrlError;
    QTest::addColumn<QString>("text");
    QTest::addColumn<Error>("error");
    QTest::newRow("empty") << u""_s << Error::Empty;
    QTest::newRow("blank") << u"  "_s << Error::Empty;
    QTest::newRow("too long") << QString(3000, u'x') << Error::TooLong;
    QTest::newRow("http") << u"http://localhost:8765"_s << Error::BadScheme;
    QTest::newRow("file") << u"file:///etc/passwd"_s << Error::BadScheme;
    QTest::newRow("no scheme name") << u"://localhost"_s << Error::BadScheme;
    QTest::newRow("port 0") << u"h:0"_s << Error::BadPort;
    QTest::newRow("port 65536") << u"h:65536"_s << Error::BadPort;
    QTest::newRow("huge port") << u"h:99999999999999999999"_s << Error::BadPort;
    QTest::newRow("negative port") << u"h:-1"_s << Error::BadPort;
    QTest::newRow("no port behind the colon") << u"h:"_s << Error::BadPort;
    QTest::newRow("port is a word") << u"h:http"_s << Error::BadPort;
    QTest::newRow("port with rubbish") << u"ws://h:80x/"_s << Error::BadPort;
    QTest::newRow("no host") << u"ws://"_s << Error::BadHost;
    QTest::newRow("only a port") << u":8765"_s << Error::BadHost;
    QTest::newRow("half an IPv6 address") << u"[::1"_s << Error::BadHost;
    QTest::newRow("wrong IPv6 address") << u"[::g]:1"_s << Error::BadHost;
    QTest::newRow("wrong IPv4 address") << u"1.2.3.4.5"_s << Error::BadHost;
    QTest::newRow("IPv4 address out of range") << u"256.1.1.1"_s << Error::BadHost;
    QTest::newRow("two dots") << u"a..b"_s << Error::BadHost;
    QTest::newRow("user") << u"ws://me@host"_s << Error::HasUserInfo;
    QTest::newRow("password") << u"me:secret@host:1"_s << Error::HasUserInfo;
    QTest::newRow("fragment") << u"ws://h/#x"_s << Error::HasFragment;
    QTest::newRow("inner blank") << u"my host"_s << Error::BadCharacters;
    QTest::newRow("line break") << u"a\r\nb"_s << Error::BadCharacters;
    QTest::newRow("zero") << u"a\0b"_s << Error::BadCharacters;
    QTest::newRow("quote") << u"a\"b"_s << Error::BadCharacters;
}

void TestServerUrl::refusesWhatIsNoServer()
{
    QFETCH(QString, text);
    const Result<QUrl, ServerUrlError> url = parseServerUrl(text);
    QVERIFY2(!url.hasValue(), qPrintable(url ? url.value().toString() : QString()));
    QTEST(url.error(), "error");
}

void TestServerUrl::takesAPortBesideTheHost()
{
    QCOMPARE(parseServerUrl(u"h"_s, 99).value().port(), 99);
    QCOMPARE(parseServerUrl(u"h:98"_s, 99).value().port(), 98);
    QCOMPARE(parseServerUrl(u"ws://h"_s, 99).value().port(), 99);
}

void TestServerUrl::namesTheUsualServer()
{
    QCOMPARE(defaultServerUrl().toString(), u"ws://localhost:8765"_s);
    QCOMPARE(parseServerUrl(defaultServerUrl().toString()).value(), defaultServerUrl());
}

void TestServerUrl::knowsThisMachine_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("isThisMachine");
    QTest::newRow("name") << u"localhost"_s << true;
    QTest::newRow("name below it") << u"chat.localhost"_s << true;
    QTest::newRow("IPv4") << u"127.0.0.1"_s << true;
    QTest::newRow("another IPv4") << u"127.9.9.9"_s << true;
    QTest::newRow("IPv6") << u"::1"_s << true;
    QTest::newRow("IPv4 in IPv6") << u"::ffff:127.0.0.1"_s << true;
    QTest::newRow("name that begins so") << u"localhost.example"_s << false;
    QTest::newRow("name that ends so") << u"mylocalhost"_s << false;
    QTest::newRow("name like an address") << u"127.0.0.1.example"_s << false;
    QTest::newRow("address nearby") << u"192.168.0.1"_s << false;
    QTest::newRow("every address") << u"0.0.0.0"_s << false;
    QTest::newRow("nothing") << QString() << false;
}

void TestServerUrl::knowsThisMachine()
{
    QFETCH(QString, host);
    QTEST(isThisMachine(host), "isThisMachine");
}

void TestServerUrl::displaysAddresses_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("text");
    QTest::newRow("host") << u"ws://localhost:8765/x"_s << u"localhost:8765"_s;
    QTest::newRow("no port") << u"ws://localhost"_s << u"localhost"_s;
    QTest::newRow("IPv6") << u"ws://[::1]:1"_s << u"[::1]:1"_s;
    QTest::newRow("Japanese") << u"ws://xn--r8jz45g.jp:1"_s << u"例え.jp:1"_s;
}

void TestServerUrl::displaysAddresses()
{
    QFETCH(QString, url);
    QTEST(displayAddress(QUrl(url)), "text");
}

QTEST_GUILESS_MAIN(TestServerUrl)
#include "tst_serverurl.moc"
