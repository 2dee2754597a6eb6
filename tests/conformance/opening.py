"""0 the opening handshake (RFC 6455 section 4.2), 13 offers of compression (RFC 7692 section 7.1)."""

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
OURS = "kodama.v2.json"


def requests():
    """(name, headers that differ, status, headers that the answer must have (None: must not))."""
    accepted = {
        "upgrade": "websocket",
        "connection": "Upgrade",
        "sec-websocket-accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        "sec-websocket-protocol": None,
        "sec-websocket-extensions": None,
    }
    agreed = {"sec-websocket-protocol": OURS}
    yes = [
        ("as in the standard", {}, accepted),
        ("Upgrade in capitals", {"Upgrade": "WEBSOCKET"}, accepted),
        ("Connection in lower case", {"Connection": "upgrade"}, accepted),
        ("Connection is a list", {"Connection": "keep-alive, Upgrade"}, accepted),
        ("Connection in two lines", {"Connection": ["keep-alive", "Upgrade"]}, accepted),
        ("a path and a query", {"line": "GET /chat?room=a HTTP/1.1"}, accepted),
        ("an absolute URI", {"line": "GET http://localhost/chat HTTP/1.1"}, accepted),
        ("unknown headers", {"X-Whatever": "; , =", "Cookie": "a=b; c=d"}, accepted),
        ("blanks around values", {"Sec-WebSocket-Key": f"   {KEY}  "}, accepted),
        ("our subprotocol", {"Sec-WebSocket-Protocol": OURS}, agreed),
        ("ours among others", {"Sec-WebSocket-Protocol": f"chat, {OURS}, x"}, agreed),
        ("ours in another line", {"Sec-WebSocket-Protocol": ["chat", OURS]}, agreed),
        ("another subprotocol", {"Sec-WebSocket-Protocol": "chat"}, accepted),
        ("ours in other letters", {"Sec-WebSocket-Protocol": OURS.upper()}, accepted),
        ("unknown extensions", {"Sec-WebSocket-Extensions": "foo; bar=1, baz"}, accepted),
        ("an empty list of extensions", {"Sec-WebSocket-Extensions": ""}, accepted),
    ]
    for name, headers, answer in yes:
        yield f"0.1 {name}", headers, 101, answer
    for version in ("12", "14", "8", "0", "013", "1", "x", "13, 14", ""):
        # RFC 6455 section 4.2.2: another version is told which one is spoken here.
        headers = {"Sec-WebSocket-Version": version}
        yield f"0.2 version {version!r}", headers, 426, {"sec-websocket-version": "13"}
    no = [
        ("no Host", {"Host": None}),
        ("no Connection", {"Connection": None}),
        ("Connection without Upgrade", {"Connection": "keep-alive"}),
        ("no version", {"Sec-WebSocket-Version": None}),
        ("no key", {"Sec-WebSocket-Key": None}),
        ("an empty key", {"Sec-WebSocket-Key": ""}),
        ("a key of 15 bytes", {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAA"}),
        ("a key of 17 bytes", {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAAA="}),
        ("a key that is no base64", {"Sec-WebSocket-Key": "!!!!!!!!!!!!!!!!!!!!!!=="}),
        ("two keys", {"Sec-WebSocket-Key": [KEY, KEY]}),
        ("HTTP/1.0", {"line": "GET / HTTP/1.0"}),
        ("a list of extensions with a hole", {"Sec-WebSocket-Extensions": "foo; ; bar"}),
        ("a quoted value that is no token", {"Sec-WebSocket-Extensions": 'foo; bar="a b"'}),
        ("an extension that is no token", {"Sec-WebSocket-Extensions": '"foo"'}),
        ("a value that is missing", {"Sec-WebSocket-Extensions": "foo; bar="}),
        ("a quote that is not closed", {"Sec-WebSocket-Extensions": 'foo; bar="a'}),
    ]
    for name, headers in no:
        yield f"0.3 {name}", headers, 400, {}
    yield "0.4 POST", {"line": "POST / HTTP/1.1"}, 405, {"allow": "GET, HEAD"}
    yield "0.5 no Upgrade", {"Upgrade": None}, 426, {"upgrade": "websocket"}
    yield "0.5 Upgrade to something else", {"Upgrade": "h2c"}, 426, {"upgrade": "websocket"}
    yield "0.6 a foreign page", {"Origin": "https://evil.example"}, 403, {}


DEFLATE = "permessage-deflate"


def offers():
    """(offer, whether it is agreed to, the window that the answer must name)."""
    yes = [
        ("", None),
        ("; client_no_context_takeover", None),
        ("; server_no_context_takeover", None),
        ("; server_no_context_takeover; client_no_context_takeover", None),
        ("; client_max_window_bits", None),
        ('; client_max_window_bits="12"; server_max_window_bits="13"', 13),
        ("; server_no_context_takeover; server_max_window_bits=9", 9),
        ("; client_max_window_bits; server_max_window_bits=9; client_no_context_takeover", 9),
    ]
    for parameters, bits in yes:
        yield DEFLATE + parameters, True, bits
    for bits in range(8, 16):
        yield f"{DEFLATE}; server_max_window_bits={bits}", True, bits
        yield f"{DEFLATE}; client_max_window_bits={bits}", True, None
    for offer, bits in (
        (f"{DEFLATE}; unknown, {DEFLATE}", None),
        (f"{DEFLATE}; server_max_window_bits=7, {DEFLATE}; server_max_window_bits=10", 10),
        (f"{DEFLATE}; server_max_window_bits=10, {DEFLATE}", 10),
        (f"bzip2; a=b, {DEFLATE}", None),
        (["x-other", DEFLATE], None),
        (DEFLATE.upper(), None),
    ):
        yield offer, True, bits
    no = [
        "; unknown",
        "; client_no_context_takeover=1",
        "; server_no_context_takeover=true",
        "; server_max_window_bits",
        "; server_no_context_takeover; server_no_context_takeover",
        "; client_no_context_takeover; client_no_context_takeover",
        "; server_max_window_bits=10; server_max_window_bits=10",
        "; client_max_window_bits; client_max_window_bits=10",
    ]
    for value in ("0", "7", "16", "08", "-9", "9x", "1000", '"16"'):
        no += [f"; server_max_window_bits={value}", f"; client_max_window_bits={value}"]
    for parameters in no:
        yield DEFLATE + parameters, False, None
    yield "x-webkit-deflate-frame", False, None
