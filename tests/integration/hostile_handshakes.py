"""Openings that are no good WebSocket handshake, and odd ones that are: (name, bytes, statuses).

`statuses` are the HTTP status codes that are a right answer; None means that the server may hang up
without one, since the peer does not speak HTTP or is gone.
"""

from kodama_peers import request


def rows(port):
    yield from plain_http(port)
    yield from wrong_upgrades(port)
    yield from wrong_http(port)
    yield from foreign_pages(port)
    yield from right_ones(port)
    yield from other_protocols()


def plain(method, path, port, version="HTTP/1.1"):
    return f"{method} {path} {version}\r\nHost: localhost:{port}\r\n\r\n".encode("latin-1")


def plain_http(port):
    yield "health check", plain("GET", "/healthz", port), {200}
    yield "a page", plain("GET", "/", port), {426}
    yield "another page", plain("GET", "/index.html?x=1", port), {426, 404}
    yield "a path with dots", plain("GET", "/../../etc/passwd", port), {426, 404, 400}
    yield "a path with percent NUL", plain("GET", "/%00", port), {426, 404, 400}
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "BREW"):
        yield f"{method} request", plain(method, "/", port), {400, 405, 426, 501}


def wrong_upgrades(port):
    yield "no key", request(port, Sec_WebSocket_Key=None), {400, 426}
    yield "empty key", request(port, Sec_WebSocket_Key=""), {400}
    yield "short key", request(port, Sec_WebSocket_Key="AAAA"), {400}
    yield "long key", request(port, Sec_WebSocket_Key="A" * 1000), {400}
    yield "key that is no base64", request(port, Sec_WebSocket_Key="!" * 24), {400}
    yield "key of 15 bytes", request(port, Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAA"), {400}
    yield "two keys", request(
        port, Sec_WebSocket_Key=["dGhlIHNhbXBsZSBub25jZQ==", "AAAAAAAAAAAAAAAAAAAAAA=="]
    ), {400}
    yield "no version", request(port, Sec_WebSocket_Version=None), {400, 426}
    for version in ("0", "8", "12", "14", "-13", "13x", "abc", "9" * 100):
        yield f"version {version[:5]}", request(port, Sec_WebSocket_Version=version), {400, 426}
    yield "upgrade to h2c", request(port, Upgrade="h2c"), {400, 426}
    yield "no upgrade header", request(port, Upgrade=None), {400, 426}
    yield "no connection header", request(port, Connection=None), {400, 426}
    yield "connection close", request(port, Connection="close"), {400, 426}
    yield "connection keep-alive", request(port, Connection="keep-alive"), {400, 426}
    yield "POST upgrade", request(port, line="POST / HTTP/1.1"), {400, 405}
    yield "HTTP/1.0 upgrade", request(port, line="GET / HTTP/1.0"), {400, 426, 505}


def wrong_http(port):
    bad = {400}
    host = f"localhost:{port}"
    yield "no host", request(port, Host=None), bad
    yield "two hosts", request(port, Host=[host, host]), bad
    yield "empty host", request(port, Host=""), {400, 403}
    for name in (".localhost", "a..localhost", "-.localhost", "xn--.localhost", "x" * 64 + ".localhost"):
        yield f"host {name[:20]}", request(port, Host=name), bad
        yield f"a whole address of {name[:20]}", request(port, line=f"GET http://{name}/ HTTP/1.1"), bad
    yield "blank before the port", request(port, Host=f"localhost: {port}"), bad
    for target in ("foo", "*", "/#x", "://localhost/", "http://localhost#x", "a?b=http://localhost/"):
        yield f"target {target}", request(port, line=f"GET {target} HTTP/1.1"), bad
    yield "HTTP/0.9", b"GET /\r\n\r\n", {400, 505}
    yield "HTTP/2.0", plain("GET", "/", port, "HTTP/2.0"), {400, 426, 505}
    yield "HTTP/9.9", plain("GET", "/", port, "HTTP/9.9"), {400, 426, 505}
    yield "no version in the request", b"GET / \r\nHost: localhost\r\n\r\n", {400, 505}
    yield "lower-case http", b"GET / http/1.1\r\nHost: localhost\r\n\r\n", {400, 505}
    yield "four words", b"GET / x HTTP/1.1\r\nHost: localhost\r\n\r\n", {400, 505}
    yield "header without colon", b"GET / HTTP/1.1\r\nHost: localhost\r\nrubbish\r\n\r\n", bad
    yield "header without name", b"GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n", bad
    yield "space before the colon", b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", bad
    yield "folded header", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n", bad
    yield "NUL in a header", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", bad
    yield "NUL in the request line", b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", bad
    yield "byte 255 in the path", b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n", {400, 404, 426}
    yield "20 KB path", b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", {
        400,
        414,
        431,
    }
    yield "20 KB header", request(port, X_Long="a" * 20_000), {400, 431}
    yield "1,000 headers", request(port, **{f"X_{i}": "aaaaaaaaaaaaaaaaaaaa" for i in range(1000)}), {
        400,
        431,
    }
    yield "lines that end with a line feed", b"GET / HTTP/1.1\nHost: localhost\n\n", bad
    yield "a header without end", b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000, {400, 431}
    yield "a request line without end", b"G" * 20_000, {400, 414, 431}


def foreign_pages(port):
    no = {403}
    for origin in (
        "http://evil.example",
        "https://evil.example",
        "http://localhost.evil.example",
        f"http://evil.example:{port}",
        "http://127.0.0.1.evil.example",
        "null",
        "file://",
        "http://",
        "rubbish",
        "http://localhost@evil.example",
    ):
        yield f"page of {origin}", request(port, Origin=origin), no
    yield "a whole address of another host", request(port, line="GET http://evil.example/ HTTP/1.1"), no
    for host in ("evil.example", f"evil.example:{port}", "localhost.evil.example"):
        yield f"host {host}", request(port, Host=host), no
    yield "page of a rebound name", request(
        port, Host=f"evil.example:{port}", Origin=f"http://evil.example:{port}"
    ), no


def right_ones(port):
    yes = {101}
    yield "host localhost", request(port, Host=f"localhost:{port}"), yes
    yield "host in capitals", request(port, Host=f"LOCALHOST:{port}"), yes
    yield "host ::1", request(port, Host=f"[::1]:{port}"), yes
    # A page cannot make its own name out of an address, so none can be rebound to us.
    yield "host that is another address", request(port, Host="192.0.2.1"), yes
    yield "page of this server", request(
        port, Host=f"localhost:{port}", Origin=f"http://localhost:{port}"
    ), yes
    yield "upgrade in capitals", request(port, Upgrade="WebSocket", Connection="UPGRADE"), yes
    yield "connection with several words", request(port, Connection="keep-alive, Upgrade"), yes
    yield "unknown headers", request(port, X_Hello="こ".encode().decode("latin-1")), yes
    yield "a whole address as the target", request(
        port, line="GET http://localhost/ HTTP/1.1", Host="evil.example"
    ), yes
    yield "empty lines before it", b"\r\n\r\n" + request(port), yes
    yield "a path and a query", request(port, line="GET /chat?room=1 HTTP/1.1"), yes
    yield "asks for compression", request(
        port, Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits"
    ), yes


def other_protocols():
    yield "nothing at all", b"", None
    yield "a line feed", b"\n", None
    yield "half a request", b"GET / HT", None
    yield "a TLS greeting", bytes.fromhex("160301008f0100008b0303") + b"r" * 300, None
    yield "an SSH banner", b"SSH-2.0-OpenSSH_9.2p1\r\n", None
    yield "an SMTP greeting", b"EHLO example.org\r\n", None
    yield "a JSON line", b'{"type":"echo"}\n', {400}
    yield "a frame without handshake", b"\x81\x85\x12\x34\x56\x78hello", {400}
    yield "HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", None
    yield "binary noise", bytes(range(256)) * 8, {400}
