#include "server/transport/httpresponse.h"

namespace kodama {

namespace {

constexpr QByteArrayView plainText("text/plain; charset=utf-8");
constexpr QByteArrayView html("text/html; charset=utf-8");

/// What a browser shows when somebody opens the server's address in it. It comes from the server's
/// own origin, so its console is the place to try the protocol in.
constexpr QByteArrayView page(R"(<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Kodama</title>
<h1>Kodama 木霊</h1>
<p>This is a Kodama chat server. It speaks WebSocket: connect with the Kodama window, or with any
WebSocket client, to this address with <code>ws://</code> in front.</p>
<p lang="ja">Kodama チャットサーバーです。WebSocket で通信します。Kodama または任意の WebSocket
クライアントから、このアドレスの先頭を <code>ws://</code> にして接続してください。</p>
<p>In this page's console:</p>
<pre>const ws = new WebSocket(location.origin.replace("http", "ws"));
ws.onmessage = (event) =&gt; console.log(event.data);
ws.onopen = () =&gt; ws.send(JSON.stringify({type: "broadcast", content: "こんにちは"}));</pre>
</html>
)");

struct Response
{
    QByteArrayView status;
    QByteArrayView headers; ///< further ones, each with its line end
    QByteArrayView type = plainText;
    QByteArrayView body;
};

QByteArray encode(const Response &response, ResponseBody body)
{
    QByteArray out("HTTP/1.1 ");
    out.append(response.status);
    out.append("\r\nServer: kodama\r\nConnection: close\r\nCache-Control: no-store\r\n"
               "X-Content-Type-Options: nosniff\r\n");
    out.append(response.headers);
    out.append("Content-Type: ");
    out.append(response.type);
    out.append("\r\nContent-Length: ");
    out.append(QByteArray::number(response.body.size()));
    out.append("\r\n\r\n");
    if (body == ResponseBody::Whole)
        out.append(response.body);
    return out;
}

QByteArray lineOf(const char *detail)
{
    return QByteArray(detail) + '\n';
}

} // namespace

QByteArray encodeHttpResponse(const HandshakeVerdict &verdict, ResponseBody body)
{
    const QByteArray line = lineOf(verdict.detail);
    switch (verdict.answer) {
    case HandshakeAnswer::Healthy:
    case HandshakeAnswer::Readiness:
        return encode({"200 OK", {}, plainText, line}, body);
    case HandshakeAnswer::BadRequest:
        return encode({"400 Bad Request", {}, plainText, line}, body);
    case HandshakeAnswer::Forbidden:
        return encode({"403 Forbidden", {}, plainText, line}, body);
    case HandshakeAnswer::NotFound:
    case HandshakeAnswer::Metrics:
        return encode({"404 Not Found", {}, plainText, line}, body);
    case HandshakeAnswer::MethodNotAllowed:
        return encode({"405 Method Not Allowed", "Allow: GET, HEAD\r\n", plainText, line}, body);
    case HandshakeAnswer::UpgradeRequired:
        // RFC 9110 wants Connection to name Upgrade, too; a second line adds to the first.
        return encode({"426 Upgrade Required",
                       "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
                       html, page},
                      body);
    case HandshakeAnswer::Upgrade:
        break;
    }
    Q_UNREACHABLE();
    return {};
}

int statusOfResponse(QByteArrayView response)
{
    constexpr QByteArrayView start("HTTP/1.1 ");
    constexpr qsizetype digits = 3;
    const bool isHttp = response.startsWith(start) && response.size() >= start.size() + digits;
    return isHttp ? response.sliced(start.size(), digits).toInt() : 0;
}

QByteArray encodeMetrics(QByteArrayView metrics, ResponseBody body)
{
    return encode({"200 OK", {}, "text/plain; version=0.0.4; charset=utf-8", metrics}, body);
}

QByteArray encodeNotReady(ResponseBody body)
{
    return encode({"503 Service Unavailable", "Retry-After: 5\r\n", plainText, "not ready\n"},
                  body);
}

QByteArray encodeRequestTimeout()
{
    return encode({"408 Request Timeout", {}, plainText, "the request took too long\n"},
                  ResponseBody::Whole);
}

QByteArray encodeTlsRequired()
{
    // As RFC 2817 (section 4.2) wants it said.
    return encode({"426 Upgrade Required", "Connection: Upgrade\r\nUpgrade: TLS/1.2, HTTP/1.1\r\n",
                   plainText, "this port speaks TLS: use wss:// (or https://)\n"},
                  ResponseBody::Whole);
}

QByteArray encodeHeadTooLarge()
{
    return encode(
        {"431 Request Header Fields Too Large", {}, plainText, "the request is too long\n"},
        ResponseBody::Whole);
}

QByteArray encodeInternalError()
{
    return encode({"500 Internal Server Error", {}, plainText, "the upgrade failed\n"},
                  ResponseBody::Whole);
}

QByteArray encodeUnavailable()
{
    return encode({"503 Service Unavailable", "Retry-After: 5\r\n", plainText,
                   "too many connections, try again later\n"},
                  ResponseBody::Whole);
}

} // namespace kodama
