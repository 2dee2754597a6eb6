#include "server/transport/handshakepolicy.h"

#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestHandshakePolicy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void takesHostsFromAuthorities_data();
    void takesHostsFromAuthorities();
    void servesHosts_data();
    void servesHosts();
    void servesListedHosts_data();
    void servesListedHosts();
    void admitsOrigins_data();
    void admitsOrigins();
    void admitsListedOrigins_data();
    void admitsListedOrigins();
    void judgesRequests_data();
    void judgesRequests();
    void hasPagesForWhoWatchesIfToldSo();
};

namespace {

HttpRequest upgradeFor(const QByteArray &host)
{
    HttpRequest request;
    request.method = "GET";
    request.target = "/";
    request.host = host;
    request.upgrade = "websocket";
    request.connection = "Upgrade";
    request.key = "dGhlIHNhbXBsZSBub25jZQ==";
    request.version = "13";
    return request;
}

HandshakePolicy policyOf(const QStringList &hosts = {}, const QStringList &origins = {})
{
    HandshakePolicy policy;
    policy.allowedHosts = hosts;
    policy.allowedOrigins = origins;
    policy.machineName = u"Myhost.example"_s;
    return policy;
}

bool isAdmitted(const HandshakePolicy &policy, const HttpRequest &request)
{
    const HandshakeAnswer answer = HandshakeGate(policy).judge(request).answer;
    return answer == HandshakeAnswer::Upgrade;
}

} // namespace

void TestHandshakePolicy::takesHostsFromAuthorities_data()
{
    QTest::addColumn<QByteArray>("authority");
    QTest::addColumn<QString>("host");
    const auto row = [](const QByteArray &authority, const QString &host) {
        QTest::newRow(authority.isEmpty() ? "nothing" : authority.constData()) << authority << host;
    };
    row("localhost", u"localhost"_s);
    row("localhost:8765", u"localhost"_s);
    row("LOCALHOST:8765", u"localhost"_s);
    row("localhost:", u"localhost"_s);
    row("localhost.", u"localhost"_s);
    row("127.0.0.1:1", u"127.0.0.1"_s);
    row("[::1]", u"::1"_s);
    row("[::1]:8765", u"::1"_s);
    row("[FE80::1]:65535", u"fe80::1"_s);
    row("xn--vck8cuc4a.jp", u"xn--vck8cuc4a.jp"_s);
    row("my_machine", u"my_machine"_s);
    row(QByteArray(63, 'x') + ".localhost", QString(63, u'x') + u".localhost"_s);
    for (const char *bad :
         {"",       ":8765",     "a:b",         "a:65536",     "a:-1",  "a:+1", "::1",
          "[::1",   "[::1]x",    "[localhost]", "[127.0.0.1]", "a b",   "a/b",  "user@localhost",
          "a:1:2",  "木霊",      "[]",          ".",           "a%00b", "a,b",  "a: 80",
          "a:\t80", "[::1]: 80", "a:80 ",       ".a",          "a..b",  "a..",  "-.a",
          "-a",     "a-.b",      "xn--.a"})
        row(bad, QString());
    row(QByteArray(64, 'x') + ".localhost", QString());
    row("a." + QByteArray("x.").repeated(126) + "b", QString());
}

void TestHandshakePolicy::takesHostsFromAuthorities()
{
    QFETCH(QByteArray, authority);
    QFETCH(QString, host);
    QCOMPARE(hostOfAuthority(authority), host);
    QCOMPARE(hostOfAuthority(authority).isNull(), host.isNull());
}

void TestHandshakePolicy::servesHosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("isServed");
    const auto row = [](const QByteArray &host, bool isServed) {
        QTest::newRow(host.constData()) << host << isServed;
    };
    for (const char *host :
         {"localhost", "localhost:8765", "LocalHost", "localhost.:80", "app.localhost:3000",
          "127.0.0.1:8765", "127.8.9.10", "[::1]:8765", "192.168.1.5:8765", "10.0.0.1",
          "[fd00::2]:8765", "203.0.113.9", "myhost.example", "myhost", "MYHOST:8765",
          "myhost.local:8765", "myhost.lan"})
        row(host, true);
    for (const char *host :
         {"evil.example", "evil.example:8765", "localhost.evil.example", "127.0.0.1.evil.example",
          "notlocalhost", "xmyhost", "myhost.evil", "other.local", "example", "192.168.1.5.nip.io"})
        row(host, false);
}

void TestHandshakePolicy::servesHosts()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, isServed);
    const HandshakeVerdict verdict = HandshakeGate(policyOf()).judge(upgradeFor(host));
    QCOMPARE(verdict.answer, isServed ? HandshakeAnswer::Upgrade : HandshakeAnswer::Forbidden);
}

void TestHandshakePolicy::servesListedHosts_data()
{
    QTest::addColumn<QStringList>("list");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("isServed");
    const auto row = [](const char *name, const QStringList &list, const QByteArray &host,
                        bool isServed) { QTest::newRow(name) << list << host << isServed; };
    row("same", {u"chat.example"_s}, "chat.example:443", true);
    row("other case", {u" Chat.Example "_s}, "chat.example", true);
    row("below", {u"chat.example"_s}, "x.chat.example", false);
    row("wildcard", {u"*.chat.example"_s}, "x.chat.example", true);
    row("wildcard, two levels", {u"*.chat.example"_s}, "y.x.chat.example", true);
    row("wildcard itself", {u"*.chat.example"_s}, "chat.example", false);
    row("wildcard, other", {u"*.chat.example"_s}, "evilchat.example", false);
    row("all", {u"*"_s}, "anything.example", true);
    row("second of two", {u"a"_s, u"b"_s}, "b", true);
}

void TestHandshakePolicy::servesListedHosts()
{
    QFETCH(QStringList, list);
    QFETCH(QByteArray, host);
    QFETCH(bool, isServed);
    QCOMPARE(isAdmitted(policyOf(list), upgradeFor(host)), isServed);
}

void TestHandshakePolicy::admitsOrigins_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("isAdmitted");
    const auto row = [](const char *name, const QByteArray &host, const QByteArray &origin,
                        bool isGood) { QTest::newRow(name) << host << origin << isGood; };
    row("the server's own page", "localhost:8765", "http://localhost:8765", true);
    row("a developer's server", "localhost:8765", "http://localhost:3000", true);
    row("https on this machine", "localhost:8765", "https://localhost", true);
    row("127.0.0.1", "localhost:8765", "http://127.0.0.1:5500", true);
    row("::1", "localhost:8765", "http://[::1]:5500", true);
    row("below localhost", "localhost:8765", "http://app.localhost", true);
    row("same address", "192.168.1.5:8765", "http://192.168.1.5:8765", true);
    row("same address, other port", "192.168.1.5:8765", "http://192.168.1.5", true);
    row("same name", "myhost:8765", "https://myhost", true);
    row("other address", "192.168.1.5:8765", "http://192.168.1.6", false);
    row("a foreign page", "localhost:8765", "https://evil.example", false);
    row("a page called like us", "localhost:8765", "https://localhost.evil.example", false);
    row("user in front", "localhost:8765", "https://localhost@evil.example", false);
    row("a file or a sandboxed frame", "localhost:8765", "null", false);
    row("nothing", "localhost:8765", "", false);
    row("an extension", "localhost:8765", "chrome-extension://abcdef", false);
    row("no scheme", "localhost:8765", "localhost", false);
    row("only a scheme", "localhost:8765", "http://", false);
    row("other scheme", "localhost:8765", "ftp://localhost", false);
    row("with a path", "localhost:8765", "http://localhost/x", false);
}

void TestHandshakePolicy::admitsOrigins()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(bool, isAdmitted);
    HttpRequest request = upgradeFor(host);
    request.origin = origin;
    const HandshakeVerdict verdict = HandshakeGate(policyOf()).judge(request);
    QCOMPARE(verdict.answer, isAdmitted ? HandshakeAnswer::Upgrade : HandshakeAnswer::Forbidden);
}

void TestHandshakePolicy::admitsListedOrigins_data()
{
    QTest::addColumn<QStringList>("list");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *name, const QStringList &list, const QByteArray &origin,
                        bool isGood) { QTest::newRow(name) << list << origin << isGood; };
    row("whole", {u"https://chat.example"_s}, "https://chat.example", true);
    row("whole, other scheme", {u"https://chat.example"_s}, "http://chat.example", false);
    row("whole, other port", {u"https://chat.example"_s}, "https://chat.example:444", false);
    row("host", {u"chat.example"_s}, "http://chat.example:81", true);
    row("wildcard", {u"*.example"_s}, "https://chat.example", true);
    row("all", {u"*"_s}, "https://anything", true);
    row("all, null", {u"*"_s}, "null", true);
    row("null", {u"null"_s}, "null", true);
    row("extension", {u"chrome-extension://abc"_s}, "chrome-extension://abc", true);
    row("other", {u"https://a.example"_s}, "https://b.example", false);
}

void TestHandshakePolicy::admitsListedOrigins()
{
    QFETCH(QStringList, list);
    QFETCH(QByteArray, origin);
    QFETCH(bool, isGood);
    HttpRequest request = upgradeFor("localhost");
    request.origin = origin;
    QCOMPARE(isAdmitted(policyOf({}, list), request), isGood);
}

void TestHandshakePolicy::judgesRequests_data()
{
    QTest::addColumn<HttpRequest>("request");
    QTest::addColumn<HandshakeAnswer>("answer");
    using enum HandshakeAnswer;
    const auto row = [](const char *name, HandshakeAnswer answer, auto change) {
        HttpRequest request = upgradeFor("localhost:8765");
        change(request);
        QTest::newRow(name) << request << answer;
    };
    row("in order", Upgrade, [](HttpRequest &) {});
    row("no path", BadRequest, [](HttpRequest &r) { r.target = "foo"; });
    row("asterisk", BadRequest, [](HttpRequest &r) { r.target = "*"; });
    row("part of a page", BadRequest, [](HttpRequest &r) { r.target = "/#x"; });
    row("asterisk, OPTIONS", MethodNotAllowed, [](HttpRequest &r) {
        r.target = "*";
        r.method = "OPTIONS";
    });
    row("any path", Upgrade, [](HttpRequest &r) { r.target = "/ws?room=1"; });
    row("lists", Upgrade, [](HttpRequest &r) { r.connection = "keep-alive, UPGRADE"; });
    row("POST", MethodNotAllowed, [](HttpRequest &r) { r.method = "POST"; });
    row("OPTIONS", MethodNotAllowed, [](HttpRequest &r) { r.method = "OPTIONS"; });
    row("get", MethodNotAllowed, [](HttpRequest &r) { r.method = "get"; });
    row("body", BadRequest, [](HttpRequest &r) { r.hasBody = true; });
    row("no Host", BadRequest, [](HttpRequest &r) { r.host.reset(); });
    row("empty Host", BadRequest, [](HttpRequest &r) { r.host = ""; });
    row("bad Host", BadRequest, [](HttpRequest &r) { r.host = "a b"; });
    row("extensions", Upgrade, [](HttpRequest &r) { r.extensions = "a; b=\"c\", d"; });
    row("bad extensions", BadRequest, [](HttpRequest &r) { r.extensions = "a; b=\"c d\""; });
    row("HTTP/1.0", BadRequest, [](HttpRequest &r) { r.minorVersion = 0; });
    row("no Connection", BadRequest, [](HttpRequest &r) { r.connection.clear(); });
    row("no version", BadRequest, [](HttpRequest &r) { r.version.reset(); });
    row("version 8", UpgradeRequired, [](HttpRequest &r) { r.version = "8"; });
    row("version 13, 8", UpgradeRequired, [](HttpRequest &r) { r.version = "13, 8"; });
    row("no key", BadRequest, [](HttpRequest &r) { r.key.reset(); });
    row("empty key", BadRequest, [](HttpRequest &r) { r.key = ""; });
    row("short key", BadRequest, [](HttpRequest &r) { r.key = "AAAAAAAAAAAAAAAAAAAA"; });
    row("long key", BadRequest, [](HttpRequest &r) { r.key = QByteArray(32, 'A'); });
    row("key of 17 bytes", BadRequest, [](HttpRequest &r) { r.key = QByteArray(23, 'A') + '='; });
    row("key of 18 bytes", BadRequest, [](HttpRequest &r) { r.key = QByteArray(24, 'A'); });
    row("key not in base64", BadRequest,
        [](HttpRequest &r) { r.key = "!!!!!!!!!!!!!!!!!!!!!!=="; });
    row("plain", UpgradeRequired, [](HttpRequest &r) { r.upgrade.clear(); });
    row("h2c", UpgradeRequired, [](HttpRequest &r) { r.upgrade = "h2c"; });
    row("plain, foreign host", Forbidden, [](HttpRequest &r) {
        r.upgrade.clear();
        r.host = "evil.example";
    });
    row("icon", NotFound, [](HttpRequest &r) {
        r.upgrade.clear();
        r.target = "/favicon.ico";
    });
    row("HEAD", UpgradeRequired, [](HttpRequest &r) { r.method = "HEAD"; });
    row("healthz", Healthy, [](HttpRequest &r) { r.target = "/healthz"; });
    row("healthz with query", Healthy, [](HttpRequest &r) { r.target = "/healthz?full"; });
    row("healthz, HEAD", Healthy, [](HttpRequest &r) {
        r.target = "/healthz";
        r.method = "HEAD";
    });
    row("healthz, any host", Healthy, [](HttpRequest &r) {
        r.target = "/healthz";
        r.host = "balancer.example";
    });
    row("healthz, POST", MethodNotAllowed, [](HttpRequest &r) {
        r.target = "/healthz";
        r.method = "POST";
    });
    row("healthzx", UpgradeRequired, [](HttpRequest &r) {
        r.target = "/healthzx";
        r.upgrade.clear();
    });
}

void TestHandshakePolicy::judgesRequests()
{
    QFETCH(HttpRequest, request);
    QFETCH(HandshakeAnswer, answer);
    QCOMPARE(HandshakeGate(policyOf()).judge(request).answer, answer);
}

void TestHandshakePolicy::hasPagesForWhoWatchesIfToldSo()
{
    HandshakePolicy policy;
    const auto judge = [&policy](const QByteArray &target, const QByteArray &host) {
        HttpRequest request;
        request.method = "GET";
        request.target = target;
        request.host = host;
        return HandshakeGate(policy).judge(request).answer;
    };
    QCOMPARE(judge("/metrics", "localhost"), HandshakeAnswer::UpgradeRequired);
    QCOMPARE(judge("/readyz", "localhost"), HandshakeAnswer::UpgradeRequired);
    policy.pages.metrics = [] { return QByteArray(); };
    policy.pages.isReady = [] { return true; };
    QCOMPARE(judge("/metrics", "localhost"), HandshakeAnswer::Metrics);
    QCOMPARE(judge("/metrics?x", "127.0.0.1:8765"), HandshakeAnswer::Metrics);
    QCOMPARE(judge("/metrics", "evil.example"), HandshakeAnswer::Forbidden); // DNS rebinding
    QCOMPARE(judge("/readyz", "balancer.example"), HandshakeAnswer::Readiness);
}

QTEST_GUILESS_MAIN(TestHandshakePolicy)
#include "tst_handshakepolicy.moc"
