#include "server/transport/httprequest.h"

#include <algorithm>

namespace kodama {

namespace {

constexpr QByteArrayView lineEnd("\r\n");
constexpr QByteArrayView headEnd("\r\n\r\n");

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

/// Visible ASCII, or a byte of some other alphabet, which HTTP lets through unexplained.
bool isFieldCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

bool isTargetCharacter(char c)
{
    return c > 0x20 && c < 0x7F;
}

bool isEqual(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

using Problem = std::optional<HttpParseError>;

Problem parseRequestLine(QByteArrayView line, HttpRequest &request)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first)
        return HttpParseError{"the request line is not METHOD TARGET VERSION"};
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    const QByteArrayView version = line.sliced(last + 1);
    request.method = line.first(first).toByteArray();
    request.target = target.toByteArray();
    if (!isToken(request.method))
        return HttpParseError{"the method is not a word"};
    if (target.isEmpty() || !std::all_of(target.begin(), target.end(), isTargetCharacter))
        return HttpParseError{"the target holds a character that must be escaped"};
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return HttpParseError{"the version is not HTTP/1.1"};
    request.minorVersion = version.back() - '0';
    return std::nullopt;
}

Problem setOnce(std::optional<QByteArray> &field, QByteArrayView value)
{
    if (field)
        return HttpParseError{"a header that must be alone comes twice"};
    field = value.toByteArray();
    return std::nullopt;
}

void appendToList(QByteArray &list, QByteArrayView value)
{
    if (!list.isEmpty())
        list.append(", ");
    list.append(value);
}

Problem takeField(QByteArrayView name, QByteArrayView value, HttpRequest &request)
{
    if (isEqual(name, "Host"))
        return setOnce(request.host, value);
    if (isEqual(name, "Origin"))
        return setOnce(request.origin, value);
    if (isEqual(name, "Sec-WebSocket-Key"))
        return setOnce(request.key, value);
    if (isEqual(name, "Sec-WebSocket-Version"))
        return setOnce(request.version, value);
    if (isEqual(name, "Connection"))
        appendToList(request.connection, value);
    else if (isEqual(name, "Upgrade"))
        appendToList(request.upgrade, value);
    else if (isEqual(name, "Sec-WebSocket-Protocol"))
        appendToList(request.protocols, value);
    else if (isEqual(name, "Sec-WebSocket-Extensions"))
        appendToList(request.extensions, value);
    else if (isEqual(name, "X-Forwarded-For"))
        appendToList(request.forwardedFor, value);
    else if (isEqual(name, "Transfer-Encoding") ||
             (isEqual(name, "Content-Length") && value != "0"))
        request.hasBody = true;
    return std::nullopt;
}

Problem parseField(QByteArrayView line, HttpRequest &request)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return HttpParseError{"a header line has no colon"};
    const QByteArrayView name = line.first(colon);
    const QByteArrayView value = line.sliced(colon + 1).trimmed();
    // Also refuses folded lines, whose name begins with a blank.
    if (!isToken(name))
        return HttpParseError{"a header's name is not a word"};
    if (!std::all_of(value.begin(), value.end(), isFieldCharacter))
        return HttpParseError{"a header's value holds a control character"};
    return takeField(name, value, request);
}

/// RFC 3986 section 3.1.
bool isScheme(QByteArrayView text)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto isCharacter = [isLetter](char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    };
    return !text.isEmpty() && isLetter(text.front()) &&
           std::all_of(text.begin(), text.end(), isCharacter);
}

/// A whole address as the target, as for a proxy: its host counts, whatever Host says (RFC 9112
/// section 3.2.2).
Problem takeWholeAddress(HttpRequest &request)
{
    const qsizetype scheme = request.target.indexOf("://");
    if (scheme < 0 || !isScheme(QByteArrayView(request.target).first(scheme)))
        return std::nullopt;
    const QByteArray rest = request.target.sliced(scheme + 3);
    const auto end =
        std::find_if(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?'; });
    if (end == rest.begin())
        return HttpParseError{"the target names no host"};
    const qsizetype authority = end - rest.begin();
    if (request.host)
        request.host = rest.first(authority);
    request.target = rest.sliced(authority);
    if (!request.target.startsWith('/'))
        request.target.prepend('/');
    return std::nullopt;
}

} // namespace

qsizetype findHeadEnd(QByteArrayView bytes, qsizetype from)
{
    // Also lines that a line feed alone ends, which are refused: rather at once than after waiting
    // for what never comes. The empty line may have begun within what was looked at before.
    qsizetype at = bytes.indexOf('\n', std::max(qsizetype{0}, from - headEnd.size() + 1));
    for (; at >= 0; at = bytes.indexOf('\n', at + 1)) {
        const QByteArrayView next = bytes.sliced(at + 1);
        if (next.startsWith('\n'))
            return at + 2;
        if (next.startsWith(lineEnd))
            return at + 1 + lineEnd.size();
    }
    return -1;
}

Result<HttpRequest, HttpParseError> parseHttpRequest(QByteArrayView head)
{
    if (!head.endsWith(headEnd))
        return HttpParseError{"the lines do not end with CR LF"};
    QByteArrayView rest = head.chopped(lineEnd.size());

    HttpRequest request;
    bool isFirst = true;
    while (!rest.isEmpty()) {
        const qsizetype end = rest.indexOf(lineEnd);
        const QByteArrayView line = rest.first(end);
        rest = rest.sliced(end + lineEnd.size());
        const Problem problem =
            isFirst ? parseRequestLine(line, request) : parseField(line, request);
        if (problem)
            return *problem;
        isFirst = false;
    }
    if (const Problem problem = takeWholeAddress(request))
        return *problem;
    return request;
}

bool isTokenCharacter(char c)
{
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return true;
    return c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool listContains(QByteArrayView list, QByteArrayView word)
{
    while (true) {
        const qsizetype comma = list.indexOf(',');
        if (isEqual((comma < 0 ? list : list.first(comma)).trimmed(), word))
            return true;
        if (comma < 0)
            return false;
        list = list.sliced(comma + 1);
    }
}

} // namespace kodama
