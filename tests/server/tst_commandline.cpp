#include "server/commandline.h"
#include "server/exitstatus.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void hasTheSeedsDefaults();
    void readsEveryOption();
    void readsWhatIsKept();
    void speaksTlsAloneWithoutAPlainPort();
    void quietNeverSaysMore();
    void refusesNamingTheFlag_data();
    void refusesNamingTheFlag();
    void complainsInTheChosenLanguage();
    void helpNamesEveryOption_data();
    void helpNamesEveryOption();
    void tellsItsVersion();
    void normalizesOrigins();
    void dropsWhatIsNeverSaid();
};

static Result<CommandLine, EarlyExit> parse(const QStringList &arguments)
{
    return parseCommandLine(QStringList{u"kodama-server"_s} + arguments, Language::English);
}

void TestCommandLine::hasTheSeedsDefaults()
{
    const auto result = parse({});
    QVERIFY(result.hasValue());
    const CommandLine &line = result.value();
    QCOMPARE(line.config.host, u"localhost"_s);
    QCOMPARE(line.config.port, quint16{8765});
    QCOMPARE(line.config.language, Language::English);
    QCOMPARE(line.config.heartbeat, 0s);
    QCOMPARE(line.config.threads, 0);
    QVERIFY(line.config.allowedOrigins.isEmpty());
    QVERIFY(line.config.allowedHosts.isEmpty());
    QVERIFY(line.config.allowsCompression);
    QCOMPARE(line.logLevel, LogLevel::Info);
    QCOMPARE(line.console, ConsoleMode::OnTerminal);
}

void TestCommandLine::readsEveryOption()
{
    const auto result = parse({u"--host"_s,
                               u"::"_s,
                               u"--port=0"_s,
                               u"--language"_s,
                               u"ja"_s,
                               u"--log-level"_s,
                               u"debug"_s,
                               u"--console"_s,
                               u"--allow-origin"_s,
                               u"https://a.example"_s,
                               u"--allow-origin"_s,
                               u"http://b:3000"_s,
                               u"--allow-host"_s,
                               u"chat.example"_s,
                               u"--heartbeat"_s,
                               u"30"_s,
                               u"--no-compression"_s,
                               u"--threads"_s,
                               u"4"_s,
                               u"--max-connections=7"_s,
                               u"--max-messages-per-second"_s,
                               u"20"_s});
    QVERIFY(result.hasValue());
    const CommandLine &line = result.value();
    QCOMPARE(line.config.host, u"::"_s);
    QCOMPARE(line.config.port, quint16{0});
    QCOMPARE(line.config.language, Language::Japanese);
    QCOMPARE(line.config.heartbeat, 30s);
    QVERIFY(!line.config.allowsCompression);
    QCOMPARE(line.config.threads, 4);
    QCOMPARE(line.config.bounds.transport.connections, qsizetype{7});
    QCOMPARE(line.config.bounds.session.messages.perSecond, qint64{20});
    QCOMPARE(line.config.bounds.session.messages.burst, qint64{40});
    QCOMPARE(line.config.allowedOrigins, QStringList({u"https://a.example"_s, u"http://b:3000"_s}));
    QCOMPARE(line.config.allowedHosts, QStringList{u"chat.example"_s});
    QCOMPARE(line.logLevel, LogLevel::Debug);
    QCOMPARE(line.console, ConsoleMode::Always);
}

void TestCommandLine::readsWhatIsKept()
{
    const auto result = parse({u"--data=/srv/chat/"_s, u"--history-count=500"_s,
                               u"--history-age=30d"_s, u"--history-bytes"_s, u"64M"_s});
    QVERIFY(result.hasValue());
    const StoreConfig &store = result.value().config.store;
    QCOMPARE(store.folder, u"/srv/chat"_s);
    QCOMPARE(store.limits.items, 500);
    QCOMPARE(store.limits.age, 30 * 24h);
    QCOMPARE(store.limits.bytes, 64 * 1024 * 1024);
    QVERIFY(parse({u"--no-history"_s}).value().config.store.folder.isEmpty());
    QVERIFY(!parse({}).value().config.store.folder.isEmpty());
    QCOMPARE(parse({}).value().task, Task::Serve);
    QCOMPARE(parse({u"--check-store"_s}).value().task, Task::CheckStore);
    QCOMPARE(parse({u"--export"_s, u"#Lab"_s}).value().task, Task::Export);
    QCOMPARE(parse({u"--export"_s, u"#Lab"_s}).value().exportedRoom, u"lab"_s);
    QCOMPARE(parse({u"--export"_s, u"Straße"_s}).value().exportedRoom, u"strasse"_s);
    QCOMPARE(parse({u"--export"_s, u"@1:2"_s}).value().exportedRoom, u"@1:2"_s);
}

void TestCommandLine::speaksTlsAloneWithoutAPlainPort()
{
    const QStringList certificate{u"--tls-cert=a"_s, u"--tls-key=b"_s};
    for (const QStringList &socket : {QStringList(), QStringList{u"--unix-socket=/run/k"_s}}) {
        const auto result =
            parse(QStringList{u"--port=none"_s, u"--tls-port=8766"_s} + certificate + socket);
        QVERIFY(result.hasValue());
        QVERIFY(result.value().config.hasTcp);
        QCOMPARE(result.value().config.port, quint16{8766});
        QVERIFY(!result.value().config.tlsPort);
        QVERIFY(result.value().config.isPortForTls);
    }
    const auto onPath = parse(QStringList{u"--port=none"_s, u"--unix-socket=/run/k"_s});
    QVERIFY(!onPath.value().config.hasTcp);
}

void TestCommandLine::quietNeverSaysMore()
{
    QCOMPARE(parse({u"--quiet"_s}).value().logLevel, LogLevel::Warning);
    QCOMPARE(parse({u"--quiet"_s, u"--log-level"_s, u"debug"_s}).value().logLevel,
             LogLevel::Warning);
    QCOMPARE(parse({u"--quiet"_s, u"--log-level"_s, u"error"_s}).value().logLevel, LogLevel::Error);
}

void TestCommandLine::refusesNamingTheFlag_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("flag");
    const auto row = [](const char *name, const QStringList &arguments, const QString &flag) {
        QTest::newRow(name) << arguments << flag;
    };
    row("unknown", {u"--colour"_s}, u"--colour"_s);
    row("unknown with value", {u"--colour=red"_s}, u"--colour"_s);
    row("unknown short", {u"-x"_s}, u"-x"_s);
    row("port without value", {u"--port"_s}, u"--port"_s);
    row("host without value", {u"--host"_s}, u"--host"_s);
    row("quiet with value", {u"--quiet=yes"_s}, u"--quiet"_s);
    row("port is a word", {u"--port"_s, u"http"_s}, u"--port"_s);
    row("port is empty", {u"--port="_s}, u"--port"_s);
    row("port is negative", {u"--port=-1"_s}, u"--port"_s);
    row("port with sign", {u"--port=+80"_s}, u"--port"_s);
    row("port with space", {u"--port"_s, u" 80"_s}, u"--port"_s);
    row("port in hex", {u"--port=0x50"_s}, u"--port"_s);
    row("port too large", {u"--port=65536"_s}, u"--port"_s);
    row("port far too large", {u"--port=99999999999999999999"_s}, u"--port"_s);
    row("port is another flag", {u"--port"_s, u"--quiet"_s}, u"--port"_s);
    row("proxy is a name", {u"--trusted-proxy=proxy"_s}, u"--trusted-proxy"_s);
    row("one proxy is wrong", {u"--trusted-proxy=unix"_s, u"--trusted-proxy=::/129"_s},
        u"--trusted-proxy"_s);
    row("empty path", {u"--unix-socket="_s}, u"--unix-socket"_s);
    row("nowhere", {u"--port=none"_s}, u"--port none"_s);
    row("TLS alone without a certificate", {u"--port=none"_s, u"--tls-port=1"_s}, u"--tls-cert"_s);
    row("tls port is a word", {u"--tls-port=x"_s}, u"--tls-port"_s);
    row("admin port is a word", {u"--admin-port=x"_s}, u"--admin-port"_s);
    row("admin host is no host", {u"--admin-port=1"_s, u"--admin-host=a b"_s}, u"--admin-host"_s);
    row("admin host without port", {u"--admin-host=::1"_s}, u"--admin-host"_s);
    row("certificate without key", {u"--tls-cert=a"_s}, u"--tls-key"_s);
    row("key without certificate", {u"--tls-key=a"_s}, u"--tls-cert"_s);
    row("tls port without certificate", {u"--tls-port=1"_s}, u"--tls-cert"_s);
    row("empty certificate", {u"--tls-cert="_s, u"--tls-key=a"_s}, u"--tls-cert"_s);
    row("host is empty", {u"--host="_s}, u"--host"_s);
    row("host with port", {u"--host=127.0.0.1:80"_s}, u"--host"_s);
    row("host is a url", {u"--host=ws://localhost"_s}, u"--host"_s);
    row("host with space", {u"--host=a b"_s}, u"--host"_s);
    row("host is a short address", {u"--host=127.1"_s}, u"--host"_s);
    row("host is no address", {u"--host=256.1.1.1"_s}, u"--host"_s);
    row("host is no ipv6 address", {u"--host=::1::2"_s}, u"--host"_s);
    row("language", {u"--language=fr"_s}, u"--language"_s);
    row("language is empty", {u"--language="_s}, u"--language"_s);
    row("language before others", {u"--language=fr"_s, u"--port=x"_s}, u"--language"_s);
    row("log level", {u"--log-level=loud"_s}, u"--log-level"_s);
    row("heartbeat", {u"--heartbeat=1.5"_s}, u"--heartbeat"_s);
    row("no bound", {u"--max-connections=0"_s}, u"--max-connections"_s);
    row("bound is no number", {u"--max-queued-bytes=1M"_s}, u"--max-queued-bytes"_s);
    row("bound too large", {u"--max-fragments=1000001"_s}, u"1000000"_s);
    row("no threads", {u"--threads=0"_s}, u"--threads"_s);
    row("too many threads", {u"--threads=257"_s}, u"--threads"_s);
    row("heartbeat too long", {u"--heartbeat=86401"_s}, u"--heartbeat"_s);
    row("origin with path", {u"--allow-origin=https://a/b"_s}, u"--allow-origin"_s);
    row("origin with wildcard inside", {u"--allow-origin=a.*.example"_s}, u"--allow-origin"_s);
    row("allowed host", {u"--allow-host=a/b"_s}, u"--allow-host"_s);
    row("file", {u"notes.txt"_s}, u"notes.txt"_s);
    row("data is empty", {u"--data="_s}, u"--data"_s);
    row("history count", {u"--history-count=many"_s}, u"--history-count"_s);
    row("history age", {u"--history-age=1w"_s}, u"--history-age"_s);
    row("history bytes", {u"--history-bytes=1.5G"_s}, u"--history-bytes"_s);
    row("export without a room", {u"--export=#"_s}, u"--export"_s);
    row("export and check", {u"--export=lab"_s, u"--check-store"_s}, u"--export"_s);
    row("no history to check", {u"--no-history"_s, u"--check-store"_s}, u"--no-history"_s);
    row("no history in a folder", {u"--no-history"_s, u"--data=x"_s}, u"--no-history"_s);
}

void TestCommandLine::refusesNamingTheFlag()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, flag);
    const auto result = parse(arguments);
    QVERIFY(!result.hasValue());
    QCOMPARE(result.error().status, exitstatus::badArguments);
    QVERIFY2(result.error().text.contains(flag), qPrintable(result.error().text));
    QVERIFY(result.error().text.startsWith("kodama-server: "_L1));
    QVERIFY(!result.error().text.contains(u'\n'));
    QVERIFY(!result.error().text.contains("%1"_L1));
}

void TestCommandLine::complainsInTheChosenLanguage()
{
    QCOMPARE(parse({u"--port=x"_s}).error().text,
             u"kodama-server: --port: not a number from 0 to 65535: x"_s);
    QCOMPARE(parse({u"--port=x"_s, u"--language=ja"_s}).error().text,
             u"kodama-server: --port: 0から65535までの数ではありません: x"_s);
    QCOMPARE(parse({u"--language=ja"_s, u"--colour"_s}).error().text,
             u"kodama-server: --colour: 不明なオプションです"_s);
    QVERIFY(parse({u"--help"_s, u"--language=ja"_s}).error().text.startsWith(u"使い方"_s));
}

void TestCommandLine::helpNamesEveryOption_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("ja") << u"ja"_s;
    QTest::newRow("en") << u"en"_s;
}

void TestCommandLine::helpNamesEveryOption()
{
    QFETCH(QString, language);
    const auto result = parse({u"--help"_s, u"--language"_s, language});
    QVERIFY(!result.hasValue());
    QCOMPARE(result.error().status, exitstatus::ok);
    for (const auto &option :
         {u"--host"_s,        u"--port"_s,           u"--language"_s,     u"--log-level"_s,
          u"--quiet"_s,       u"--console"_s,        u"--allow-origin"_s, u"--allow-host"_s,
          u"--heartbeat"_s,   u"--no-compression"_s, u"--threads"_s,      u"--data"_s,
          u"--no-history"_s,  u"--history-count"_s,  u"--history-age"_s,  u"--history-bytes"_s,
          u"--check-store"_s, u"--export"_s,         u"--version"_s,      u"--help"_s})
        QVERIFY2(result.error().text.contains(option), qPrintable(option));
    for (const BoundOption &option : boundOptions()) {
        const QString name = u"--"_s + option.name;
        QVERIFY2(result.error().text.contains(name), qPrintable(name));
        const QString value = QString::number(option.value({}));
        QVERIFY2(result.error().text.contains(value), qPrintable(QString(name + u' ' + value)));
    }
}

void TestCommandLine::tellsItsVersion()
{
    for (const auto &flag : {u"--version"_s, u"-v"_s}) {
        const auto result = parse({flag});
        QVERIFY(!result.hasValue());
        QCOMPARE(result.error().status, exitstatus::ok);
        QCOMPARE(result.error().text, u"kodama-server "_s + u"" KODAMA_VERSION "\n"_s);
    }
}

void TestCommandLine::normalizesOrigins()
{
    const auto result = parse({u"--allow-origin=HTTPS://A.example/"_s});
    QVERIFY(result.hasValue());
    QCOMPARE(result.value().config.allowedOrigins, QStringList{u"https://a.example"_s});
    for (const auto &pattern : {u"null"_s, u"*"_s, u"*.a.example"_s, u"a.example"_s}) {
        const auto accepted = parse({u"--allow-origin"_s, pattern});
        QVERIFY(accepted.hasValue());
        QCOMPARE(accepted.value().config.allowedOrigins, QStringList{pattern});
    }
    const auto address = parse({u"--allow-origin=FE80::A"_s});
    QVERIFY(address.hasValue());
    QCOMPARE(address.value().config.allowedOrigins, QStringList{u"fe80::a"_s});
    QVERIFY(!parse({u"--allow-origin="_s + QString::fromLatin1("::1\0:x", 6)}).hasValue());
    const auto host = parse({u"--allow-host=*.Lab.example"_s});
    QVERIFY(host.hasValue());
    QCOMPARE(host.value().config.allowedHosts, QStringList{u"*.lab.example"_s});
}

// What browsers leave out must not be asked for.
void TestCommandLine::dropsWhatIsNeverSaid()
{
    const auto origin = [](const QString &text) {
        const auto result = parse({u"--allow-origin"_s, text});
        return result ? result.value().config.allowedOrigins.value(0) : QString();
    };
    QCOMPARE(origin(u"https://a.example:443"_s), u"https://a.example"_s);
    QCOMPARE(origin(u"http://a.example:80/"_s), u"http://a.example"_s);
    QCOMPARE(origin(u"https://[::1]:443"_s), u"https://[::1]"_s);
    QCOMPARE(origin(u"http://a.example:443"_s), u"http://a.example:443"_s);
    QCOMPARE(origin(u"https://a.example:80"_s), u"https://a.example:80"_s);
    QCOMPARE(origin(u"a.example."_s), u"a.example"_s);
    for (const auto &[given, kept] : {std::pair(u"a.example."_s, u"a.example"_s),
                                      std::pair(u"*.a.example."_s, u"*.a.example"_s)}) {
        const auto host = parse({u"--allow-host"_s, given});
        QVERIFY(host.hasValue());
        QCOMPARE(host.value().config.allowedHosts, QStringList{kept});
    }
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestCommandLine)
#include "tst_commandline.moc"
