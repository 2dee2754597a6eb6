#include "server/transport/handshakepolicy.h"

#include "server/transport/deflateoffer.h"

#include <QHostAddress>
#include <QSysInfo>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isPort(QByteArrayView text)
{
    if (text.isEmpty())
        return true; // `host:` means the scheme's own port (RFC 3986 section 3.2.3)
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    bool isNumber = false;
    const uint port = text.toUInt(&isNumber); // would let blanks and signs through
    return isNumber && port <= 0xFFFF && std::all_of(text.begin(), text.end(), isDigit);
}

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

/// As in the DNS (RFC 1123 section 2.1), and with underscores, which local names have.
bool isLabel(QByteArrayView text)
{
    constexpr qsizetype longest = 63;
    return !text.isEmpty() && text.size() <= longest && text.front() != '-' && text.back() != '-' &&
           std::all_of(text.begin(), text.end(), isNameCharacter);
}

bool isName(QByteArrayView text)
{
    constexpr qsizetype longest = 253;
    if (text.size() > longest)
        return false;
    qsizetype dot = text.indexOf('.');
    for (; dot >= 0; dot = text.indexOf('.')) {
        if (!isLabel(text.first(dot)))
            return false;
        text = text.sliced(dot + 1);
    }
    return isLabel(text);
}

bool isAddress(const QString &host)
{
    QHostAddress address;
    return address.setAddress(host);
}

bool matches(const QString &pattern, const QString &host)
{
    if (pattern == "*"_L1)
        return true;
    if (pattern.startsWith("*."_L1))
        return host.endsWith(QStringView(pattern).sliced(1));
    return pattern == host;
}

bool matchesAny(const QStringList &patterns, const QString &host)
{
    return std::any_of(patterns.begin(), patterns.end(),
                       [&host](const QString &pattern) { return matches(pattern, host); });
}

/// Sixteen bytes in base64: 22 letters, of which the last carries only four bits, and `==`.
bool isValidKey(const QByteArray &key)
{
    if (key.size() != 24)
        return false;
    const auto decoded = QByteArray::fromBase64Encoding(
        key, QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    return decoded && decoded.decoded.size() == 16;
}

QStringList lowered(const QStringList &list)
{
    QStringList result;
    result.reserve(list.size());
    for (const QString &entry : list)
        result.append(entry.trimmed().toLower());
    return result;
}

QString pathOf(const QByteArray &target)
{
    const qsizetype query = target.indexOf('?');
    return QString::fromLatin1(query < 0 ? target : target.first(query));
}

} // namespace

QString hostOfAuthority(QByteArrayView authority)
{
    if (authority.startsWith('[')) {
        const qsizetype end = authority.indexOf(']');
        if (end < 0)
            return {};
        const QByteArrayView rest = authority.sliced(end + 1);
        QString host = QString::fromLatin1(authority.sliced(1, end - 1)).toLower();
        const bool isV6 = QHostAddress(host).protocol() == QAbstractSocket::IPv6Protocol;
        if (!isV6 || (!rest.isEmpty() && (rest.front() != ':' || !isPort(rest.sliced(1)))))
            return {};
        return host;
    }
    const qsizetype colon = authority.indexOf(':');
    QByteArrayView name = colon < 0 ? authority : authority.first(colon);
    if (colon >= 0 && !isPort(authority.sliced(colon + 1)))
        return {};
    if (name.endsWith('.'))
        name = name.chopped(1);
    if (!isName(name))
        return {};
    return QString::fromLatin1(name).toLower();
}

bool isLoopbackName(const QString &host)
{
    if (host == "localhost"_L1 || host.endsWith(".localhost"_L1))
        return true;
    QHostAddress address;
    return address.setAddress(host) && address.isLoopback();
}

HandshakeGate::HandshakeGate(const HandshakePolicy &policy)
    : m_hosts(lowered(policy.allowedHosts))
    , m_origins(lowered(policy.allowedOrigins))
    , m_pages(policy.pages)
    , m_service(policy.service)
{
    const QString machine =
        (policy.machineName.isEmpty() ? QSysInfo::machineHostName() : policy.machineName).toLower();
    if (machine.isEmpty())
        return;
    // The short name is what the local network's own name service (.local, .lan) is told.
    const QString shortName = machine.section(u'.', 0, 0);
    m_ownNames = {machine, shortName, shortName + u".local"_s, shortName + u".lan"_s};
}

bool HandshakeGate::isServedHost(const QString &host) const
{
    return isLoopbackName(host) || isAddress(host) || m_ownNames.contains(host) ||
           matchesAny(m_hosts, host);
}

bool HandshakeGate::isAllowedOrigin(const QByteArray &origin, const QString &servedHost) const
{
    const QString text = QString::fromLatin1(origin).toLower();
    if (m_origins.contains("*"_L1) || m_origins.contains(text))
        return true;
    const qsizetype scheme = origin.indexOf("://");
    if (scheme <= 0)
        return false;
    const QString name = text.first(scheme);
    const QString host = hostOfAuthority(QByteArrayView(origin).sliced(scheme + 3));
    if (host.isEmpty() || (name != "http"_L1 && name != "https"_L1))
        return false;
    return host == servedHost || isLoopbackName(host) || matchesAny(m_origins, host);
}

HandshakeVerdict HandshakeGate::judge(const HttpRequest &request) const
{
    using enum HandshakeAnswer;
    using enum RefusalReason;
    const QString path = pathOf(request.target);
    const bool isHead = request.method == "HEAD";
    if (request.method != "GET" && !isHead)
        return {MethodNotAllowed, "only GET is answered here"};
    if (request.hasBody)
        return {BadRequest, "the request has a body", Malformed};
    if (!request.target.startsWith('/') || request.target.contains('#'))
        return {BadRequest, "the target is not a path", Malformed};
    // Asked by programs that know the machine by names of their own; tells nothing.
    if (path == "/healthz"_L1)
        return {Healthy, "ok"};
    if (path == "/readyz"_L1 && m_pages.isReady)
        return {Readiness, "ok"};

    if (!request.host)
        return {BadRequest, "the request has no Host", Malformed};
    const QString host = hostOfAuthority(*request.host);
    if (host.isEmpty())
        return {BadRequest, "the Host is not a host", Malformed};
    if (!isServedHost(host))
        return {Forbidden, "this Host is not served here (--allow-host)", ForeignHost};

    if (path == "/metrics"_L1 && m_pages.metrics)
        return {Metrics, "only for programs on this machine"};

    if (m_service == HandshakePolicy::Service::PagesOnly)
        return {NotFound, "here are only /metrics, /healthz and /readyz"};
    if (isHead || !listContains(request.upgrade, "websocket")) {
        if (path == "/favicon.ico"_L1)
            return {NotFound, "there is no icon here"};
        // A proxy that knows no WebSockets passes on the key, but never the Upgrade.
        const bool isLost = request.key && !isHead;
        return {UpgradeRequired, "this is a WebSocket server", isLost ? UpgradeLost : None};
    }
    return judgeUpgrade(request, host);
}

HandshakeVerdict HandshakeGate::judgeUpgrade(const HttpRequest &request,
                                             const QString &servedHost) const
{
    using enum HandshakeAnswer;
    using enum RefusalReason;
    if (request.minorVersion < 1)
        return {BadRequest, "an upgrade needs HTTP/1.1", Malformed};
    if (!listContains(request.connection, "upgrade"))
        return {BadRequest, "the Connection header does not say Upgrade", Malformed};
    if (!request.version)
        return {BadRequest, "the request has no Sec-WebSocket-Version", Malformed};
    if (*request.version != "13")
        return {UpgradeRequired, "only version 13 of the protocol is spoken here", WrongVersion};
    if (!request.key || !isValidKey(*request.key))
        return {BadRequest, "the Sec-WebSocket-Key is not 16 bytes in base64", Malformed};
    if (!isExtensionList(request.extensions))
        return {BadRequest, "the Sec-WebSocket-Extensions are not a list of extensions", Malformed};
    if (request.origin && !isAllowedOrigin(*request.origin, servedHost))
        return {Forbidden, "pages of this Origin may not connect (--allow-origin)", ForeignOrigin};
    return {Upgrade, ""};
}

} // namespace kodama
