#include "server/commandline.h"

#include "server/exitstatus.h"
#include "server/storetexts.h"

#include <QCommandLineParser>
#include <QDir>
#include <QRegularExpression>
#include <QUrl>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr uint longestHeartbeatSeconds = 86400;
constexpr uint mostThreads = 256;

void addOptions(QCommandLineParser &parser)
{
    // Descriptions are in Text::Help; here are only names and whether there is a value.
    for (const auto &name :
         {u"host"_s,          u"port"_s,         u"unix-socket"_s,   u"trusted-proxy"_s,
          u"tls-cert"_s,      u"tls-key"_s,      u"tls-port"_s,      u"language"_s,
          u"log-level"_s,     u"allow-origin"_s, u"allow-host"_s,    u"heartbeat"_s,
          u"threads"_s,       u"admin-port"_s,   u"admin-host"_s,    u"data"_s,
          u"history-count"_s, u"history-age"_s,  u"history-bytes"_s, u"export"_s})
        parser.addOption({name, QString(), u"value"_s});
    for (const BoundOption &option : boundOptions())
        parser.addOption({QString(option.name), QString(), u"value"_s});
    for (const auto &name :
         {u"quiet"_s, u"console"_s, u"no-compression"_s, u"no-history"_s, u"check-store"_s})
        parser.addOption(QCommandLineOption(name));
    parser.addOption({{u"h"_s, u"help"_s}, QString()});
    parser.addOption({{u"v"_s, u"version"_s}, QString()});
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
}

QString dashed(const QString &name)
{
    return (name.size() == 1 ? u"-"_s : u"--"_s) + name;
}

std::optional<uint> parseNumber(const QString &text, uint largest)
{
    static const QRegularExpression digits(u"^[0-9]{1,9}$"_s);
    const uint number = text.toUInt();
    if (!digits.match(text).hasMatch() || number > largest)
        return std::nullopt;
    return number;
}

// A name, an address, `*.name` for all below a name, `*` for all.
std::optional<QString> hostPattern(const QString &text)
{
    if (text == u"*"_s)
        return text;
    const bool isAllBelow = text.startsWith("*."_L1);
    auto name = normalizedHost(isAllBelow ? text.sliced(2) : text);
    if (name && name->endsWith(u'.'))
        name->chop(1); // as of the names that clients ask for
    return name && isAllBelow ? std::optional<QString>(u"*."_s + *name) : name;
}

// What browsers write into the Origin header (no path, no user, no trailing slash), `null`, or a
// host pattern.
std::optional<QString> originPattern(const QString &text)
{
    if (text == u"null"_s || !text.contains("://"_L1)) {
        const auto pattern = hostPattern(text);
        return pattern ? std::optional(pattern->toLower()) : std::nullopt;
    }
    QUrl url(text, QUrl::StrictMode);
    const bool isOrigin = url.isValid() && !url.scheme().isEmpty() && !url.host().isEmpty() &&
                          (url.path().isEmpty() || url.path() == u"/"_s) &&
                          url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment();
    if (!isOrigin)
        return std::nullopt;
    // RFC 6454 section 6.1: the port that the scheme has anyway is not said.
    if ((url.scheme() == "http"_L1 && url.port() == 80) ||
        (url.scheme() == "https"_L1 && url.port() == 443))
        url.setPort(-1);
    return url.toString(QUrl::RemovePath | QUrl::FullyEncoded).toLower();
}

/// Reads the options one by one; the first wrong one is kept.
class Reader final
{
public:
    Reader(const QCommandLineParser &parser, Texts texts)
        : m_parser(parser)
        , m_texts(texts)
    {}

    [[nodiscard]] std::optional<QString> fault() const { return m_fault; }

    CommandLine read()
    {
        CommandLine result;
        ServerConfig &config = result.config;
        config.language = m_texts.language();
        read(u"host"_s, Text::BadHost, normalizedHost, config.host);
        readPlaces(config);
        readAdmin(config);
        readTls(config);
        read(u"log-level"_s, Text::BadLogLevel, logLevelFromName, result.logLevel);
        read(u"heartbeat"_s, Text::BadHeartbeat, readHeartbeat, config.heartbeat);
        read(u"threads"_s, Text::BadThreads, readThreads, config.threads);
        readAll(u"allow-origin"_s, Text::BadOrigin, originPattern, config.allowedOrigins);
        readAll(u"allow-host"_s, Text::BadAllowedHost, hostPattern, config.allowedHosts);
        config.allowsCompression = !m_parser.isSet(u"no-compression"_s);
        readBounds(config.bounds);
        if (m_parser.isSet(u"quiet"_s))
            result.logLevel = std::max(result.logLevel, LogLevel::Warning);
        if (m_parser.isSet(u"console"_s))
            result.console = ConsoleMode::Always;
        readStore(config.store);
        readTask(result);
        return result;
    }

private:
    void readStore(StoreConfig &store)
    {
        store.folder = m_parser.isSet(u"no-history"_s) ? QString() : defaultStoreFolder();
        read(u"data"_s, say(StoreText::BadFolder), readFolder, store.folder);
        read(u"history-count"_s, say(StoreText::BadCount), readCount, store.limits.items);
        read(u"history-age"_s, say(StoreText::BadAge), parseAge, store.limits.age);
        read(u"history-bytes"_s, say(StoreText::BadBytes), parseByteCount, store.limits.bytes);
    }

    void readTask(CommandLine &result)
    {
        const bool checks = m_parser.isSet(u"check-store"_s);
        const bool exports = m_parser.isSet(u"export"_s);
        read(u"export"_s, say(StoreText::BadRoom), readRoom, result.exportedRoom);
        if (checks || exports)
            result.task = checks ? Task::CheckStore : Task::Export;
        if (!m_fault && checks && exports)
            m_fault = say(StoreText::CheckAndExport);
        const bool needsStore = checks || exports || m_parser.isSet(u"data"_s);
        if (!m_fault && m_parser.isSet(u"no-history"_s) && needsStore)
            m_fault = say(StoreText::DataAndNoHistory);
    }

    [[nodiscard]] QString say(StoreText text) const { return storeText(m_texts.language(), text); }

    // Made absolute: what is in the log tells where it is whatever the working folder was.
    static std::optional<QString> readFolder(const QString &text)
    {
        return text.isEmpty() ? std::nullopt : std::optional(QDir(text).absolutePath());
    }

    static std::optional<qint64> readCount(const QString &text)
    {
        const auto number = parseNumber(text, 999'999'999);
        return number ? std::optional(qint64(*number)) : std::nullopt;
    }

    static std::optional<QString> readRoom(const QString &text)
    {
        const QString name = storedRoomName(text);
        return name.isEmpty() ? std::nullopt : std::optional(name);
    }

    static std::optional<quint16> readPort(const QString &text)
    {
        const auto number = parseNumber(text, 65535);
        return number ? std::optional(quint16(*number)) : std::nullopt;
    }

    void readPlaces(ServerConfig &config)
    {
        config.unixSocket = m_parser.value(u"unix-socket"_s);
        config.hasTcp = m_parser.value(u"port"_s) != "none"_L1;
        if (config.hasTcp)
            read(u"port"_s, Text::BadPort, readPort, config.port);
        const bool isTlsOnly = !config.hasTcp && m_parser.isSet(u"tls-port"_s);
        const bool isNowhere = !config.hasTcp && !isTlsOnly && config.unixSocket.isEmpty();
        const bool isEmptyPath = m_parser.isSet(u"unix-socket"_s) && config.unixSocket.isEmpty();
        if (!m_fault && (isNowhere || isEmptyPath))
            m_fault = m_texts(isNowhere ? Text::NowhereToListen : Text::BadUnixSocket);
        const QStringList proxies = m_parser.values(u"trusted-proxy"_s);
        for (const QString &proxy : proxies) {
            if (!config.trustedProxies.add(proxy) && !m_fault)
                m_fault = m_texts(Text::BadTrustedProxy).arg(proxy);
        }
    }

    void readAdmin(ServerConfig &config)
    {
        read(u"admin-port"_s, Text::BadAdminPort, readPort, config.adminPort);
        read(u"admin-host"_s, Text::BadAdminHost, normalizedHost, config.adminHost);
        if (!m_fault && m_parser.isSet(u"admin-host"_s) && !config.adminPort)
            m_fault = m_texts(Text::AdminHostAlone);
    }

    void readTls(ServerConfig &config)
    {
        read(u"tls-port"_s, Text::BadTlsPort, readPort, config.tlsPort);
        const TlsFiles files{m_parser.value(u"tls-cert"_s), m_parser.value(u"tls-key"_s)};
        const bool isWhole = !files.certificate.isEmpty() && !files.key.isEmpty();
        const bool isAsked = m_parser.isSet(u"tls-cert"_s) || m_parser.isSet(u"tls-key"_s) ||
                             m_parser.isSet(u"tls-port"_s);
        if (isWhole)
            config.tls = files;
        else if (isAsked && !m_fault)
            m_fault = m_texts(Text::IncompleteTls);
        // No port but that for TLS: the same as one port that speaks TLS.
        if (config.tlsPort && !config.hasTcp) {
            config.hasTcp = true;
            config.isPortForTls = true;
            config.port = *std::exchange(config.tlsPort, std::nullopt);
        }
    }

    static std::optional<std::chrono::seconds> readHeartbeat(const QString &text)
    {
        const auto number = parseNumber(text, longestHeartbeatSeconds);
        return number ? std::optional(std::chrono::seconds(*number)) : std::nullopt;
    }

    static std::optional<int> readThreads(const QString &text)
    {
        const auto number = parseNumber(text, mostThreads);
        return number && *number > 0 ? std::optional(int(*number)) : std::nullopt;
    }

    void readBounds(Bounds &bounds)
    {
        for (const BoundOption &option : boundOptions()) {
            if (!m_parser.isSet(option.name))
                continue;
            const QString text = m_parser.value(option.name);
            if (const auto value = readBound(option, text))
                option.set(bounds, *value);
            else if (!m_fault)
                m_fault = m_texts(Text::BadBound)
                              .arg(dashed(option.name), QString::number(option.least),
                                   QString::number(option.most), text);
        }
    }

    template <typename Convert, typename Value>
    void convert(const QString &text, const QString &complaint, Convert converter, const Value &use)
    {
        if (const auto value = converter(text))
            use(*value);
        else if (!m_fault)
            m_fault = complaint.arg(text);
    }

    template <typename Convert, typename Value>
    void read(const QString &option, Text complaint, Convert converter, Value &into)
    {
        read(option, m_texts(complaint), converter, into);
    }

    template <typename Convert, typename Value>
    void read(const QString &option, const QString &complaint, Convert converter, Value &into)
    {
        if (m_parser.isSet(option))
            convert(m_parser.value(option), complaint, converter,
                    [&into](const Value &value) { into = value; });
    }

    template <typename Convert>
    void readAll(const QString &option, Text complaint, Convert converter, QStringList &into)
    {
        const QStringList values = m_parser.values(option);
        for (const QString &text : values)
            convert(text, m_texts(complaint), converter,
                    [&into](const QString &value) { into.append(value); });
    }

    const QCommandLineParser &m_parser;
    const Texts m_texts;
    std::optional<QString> m_fault;
};

EarlyExit badArguments(const QString &complaint)
{
    return {exitstatus::badArguments, u"kodama-server: "_s + complaint};
}

// What QCommandLineParser itself complains about, in our words.
QString parserComplaint(const QCommandLineParser &parser, Texts texts)
{
    const QStringList unknown = parser.unknownOptionNames();
    if (!unknown.isEmpty())
        return texts(Text::UnknownOption).arg(dashed(unknown.constFirst()));
    const QString error = parser.errorText();
    static const QRegularExpression quoted(u"'(-[^']*)'"_s);
    const QString option = quoted.match(error).captured(1);
    const bool isMissing = error.startsWith("Missing"_L1);
    return texts(isMissing ? Text::MissingValue : Text::UnexpectedValue).arg(option);
}

} // namespace

Result<CommandLine, EarlyExit> parseCommandLine(const QStringList &arguments, Language language)
{
    QCommandLineParser parser;
    addOptions(parser);
    const bool isParsed = parser.parse(arguments);

    // First of all the language, since everything else that is said depends on it.
    const QString code = parser.value(u"language"_s);
    const auto chosen = languageFromCode(code);
    const Texts texts(chosen.value_or(language));
    if (!isParsed)
        return badArguments(parserComplaint(parser, texts));
    if (parser.isSet(u"help"_s))
        return EarlyExit{exitstatus::ok, texts(Text::Help), texts.language()};
    if (parser.isSet(u"version"_s))
        return EarlyExit{exitstatus::ok, u"kodama-server " KODAMA_VERSION "\n"_s, texts.language()};
    if (parser.isSet(u"language"_s) && !chosen)
        return badArguments(texts(Text::BadLanguage).arg(code));
    const QStringList rest = parser.positionalArguments();
    if (!rest.isEmpty())
        return badArguments(texts(Text::UnexpectedArgument).arg(rest.constFirst()));

    Reader reader(parser, texts);
    CommandLine commandLine = reader.read();
    if (const auto fault = reader.fault())
        return badArguments(*fault);
    return commandLine;
}

} // namespace kodama
