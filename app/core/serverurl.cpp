#include "serverurl.h"

#include "common/protocol/limits.h"

#include <QHostAddress>

#include <algorithm>
#include <optional>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int plainPort = 80;
constexpr int tlsPort = 443;

bool hasForbiddenCharacters(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.isSpace() || c.category() == QChar::Other_Control || c == u'\\' || c == u'"' ||
               c == u'<' || c == u'>' || c == u'^' || c == u'`' || c == u'{' || c == u'|' ||
               c == u'}';
    });
}

/// `::1` without brackets: the colons are no port.
bool isBareIpv6(const QString &text)
{
    QHostAddress address;
    return address.setAddress(text) && address.protocol() == QAbstractSocket::IPv6Protocol;
}

/// What stands before `://`, or nothing.
std::optional<QString> schemeOf(const QString &text)
{
    const qsizetype end = text.indexOf("://"_L1);
    return end < 0 ? std::nullopt : std::optional(text.left(end).toLower());
}

/// The port of `host:port/path`, checked by hand: QUrl says only "invalid".
bool hasBadPort(const QString &text)
{
    const qsizetype scheme = text.indexOf("://"_L1);
    const qsizetype start = scheme < 0 ? 0 : scheme + 3;
    const auto isEnd = [](QChar c) { return c == u'/' || c == u'?' || c == u'#'; };
    const QString authority(text.cbegin() + start,
                            std::find_if(text.cbegin() + start, text.cend(), isEnd) -
                                (text.cbegin() + start));
    const qsizetype colon = authority.lastIndexOf(u':');
    if (colon < 0 || colon < authority.lastIndexOf(u']'))
        return false;
    const QString port = authority.mid(colon + 1);
    const bool digits =
        std::all_of(port.cbegin(), port.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const int number = port.size() <= 5 ? port.toInt() : 0;
    return !digits || number < 1 || number > 65535;
}

/// `1.2.3.4.5`, `256.1.1.1`: no name ends in a number, so it was to be an address.
bool isBrokenIpv4(const QString &host)
{
    const QString last = host.section(u'.', -1);
    const bool isNumber = !last.isEmpty() && std::all_of(last.cbegin(), last.cend(), [](QChar c) {
        return c >= u'0' && c <= u'9';
    });
    QHostAddress address;
    return isNumber && !address.setAddress(host);
}

} // namespace

QUrl defaultServerUrl()
{
    QUrl url;
    url.setScheme(u"ws"_s);
    url.setHost(u"localhost"_s);
    url.setPort(limits::defaultPort);
    return url;
}

Result<QUrl, ServerUrlError> parseServerUrl(const QString &text)
{
    return parseServerUrl(text, 0);
}

Result<QUrl, ServerUrlError> parseServerUrl(const QString &hostOrUrl, quint16 port)
{
    const QString trimmed = hostOrUrl.trimmed();
    if (trimmed.isEmpty())
        return ServerUrlError::Empty;
    if (trimmed.size() > maxServerUrlLength)
        return ServerUrlError::TooLong;
    if (hasForbiddenCharacters(trimmed))
        return ServerUrlError::BadCharacters;
    const std::optional<QString> scheme = schemeOf(trimmed);
    if (scheme && *scheme != "ws"_L1 && *scheme != "wss"_L1)
        return ServerUrlError::BadScheme;
    const QString host = isBareIpv6(trimmed) ? u'[' + trimmed + u']' : trimmed;
    if (hasBadPort(host))
        return ServerUrlError::BadPort;
    QUrl url(scheme ? host : u"ws://"_s + host, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || isBrokenIpv4(url.host()))
        return ServerUrlError::BadHost;
    if (!url.userInfo().isEmpty())
        return ServerUrlError::HasUserInfo;
    if (url.hasFragment())
        return ServerUrlError::HasFragment;
    if (url.port() == -1) {
        const int schemePort = url.scheme() == "wss"_L1 ? tlsPort : plainPort;
        const int usual = scheme ? schemePort : limits::defaultPort;
        url.setPort(port != 0 ? port : usual);
    }
    return url;
}

bool isThisMachine(const QString &host)
{
    QHostAddress address;
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) ||
           (address.setAddress(host) && address.isLoopback());
}

QString displayAddress(const QUrl &url)
{
    const QString host = url.host(QUrl::PrettyDecoded);
    const QString bracketed = host.contains(u':') ? u'[' + host + u']' : host;
    return url.port() == -1 ? bracketed : bracketed + u':' + QString::number(url.port());
}

} // namespace kodama
