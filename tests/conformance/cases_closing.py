"""7 closing: codes, bodies, order, and that it is finished properly by whoever began it."""

import struct

from cases import Case
from peer import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    TEXT,
    Close,
    Echo,
    Pong,
    chopped,
    close_frame,
    echo,
    frame,
)

WRONG = [Close(1002)]
HELLO = frame(echo("hello"))

MAY_BE_SENT = (
    *range(1000, 1004),
    *range(1007, 1015),
    3000,
    3001,
    3500,
    3999,
    4000,
    4001,
    4500,
    4999,
)
MUST_NOT_BE_SENT = (
    0,
    1,
    125,
    999,
    1004,
    1005,
    1006,
    1015,
    1016,
    1099,
    1100,
    2000,
    2999,
    5000,
    65535,
)


def cases():
    yield from codes()
    yield from bodies()
    yield from order()


def codes():
    rule = "RFC 6455 7.4"
    for code in MAY_BE_SENT:
        yield Case(f"7.7 code {code}", [close_frame(code)], [Close(code)], rule)
    for code in MUST_NOT_BE_SENT:
        yield Case(f"7.9 code {code}", [close_frame(code)], WRONG, rule)
        name = f"7.10 code {code} with a reason"
        yield Case(name, [close_frame(code, b"because")], WRONG, rule)


def bodies():
    rule = "RFC 6455 5.5.1"
    yield Case("7.3 empty", [frame(b"", CLOSE)], [Close(1005)], rule)
    yield Case("7.3 one byte", [frame(b"\x03", CLOSE)], WRONG, rule)
    yield Case("7.3 only a code", [close_frame(1000)], [Close(1000)], rule)
    yield Case("7.3 a reason", [close_frame(1000, b"bye")], [Close(1000)], rule)
    yield Case("7.3 Japanese", [close_frame(1000, "さようなら".encode())], [Close(1000)], rule)
    yield Case("7.3 123 bytes", [close_frame(1000, b"*" * 123)], [Close(1000)], rule)
    yield Case("7.3 124 bytes", [close_frame(1000, b"*" * 124)], WRONG, rule)
    longest = chopped(close_frame(1000, b"*" * 123), 1)
    yield Case("7.3 123 bytes, byte by byte", longest, [Close(1000)], rule)


def order():
    rule = "RFC 6455 5.5.1, 7.1"
    bye = close_frame(1000)
    yield Case("7.1 message, then close", [HELLO + bye], [Echo("hello"), Close(1000)], rule)
    yield Case("7.1 two closes", [bye + close_frame(1001)], [Close(1000)], rule)
    yield Case("7.1 ping behind close", [bye + frame(b"late", PING)], [Close(1000)], rule)
    yield Case("7.1 pong behind close", [bye + frame(b"late", PONG)], [Close(1000)], rule)
    yield Case("7.1 text behind close", [bye + HELLO], [Close(1000)], rule)
    binary = frame(echo("x"), BINARY)
    yield Case("7.1 binary behind close", [bye + binary], [Close(1000)], rule)
    yield Case("7.1 garbage behind close", [bye + b"\xff" * 500], [Close(1000)], rule)
    large = frame(b" " * 262144)
    yield Case("7.1 256 KiB behind close", [bye + large], [Close(1000)], rule)
    begun = frame(b"{", fin=False)
    yield Case("7.1 close within a message", [begun + bye], [Close(1000)], rule)
    answers = [Pong(b"p"), Close(1000)]
    yield Case("7.1 ping, then close", [frame(b"p", PING) + bye], answers, rule)
    once = frame(b"", 3) + bye
    yield Case("7.2 an error, then close", [once], WRONG, "RFC 6455 7.1.7")
    more = frame(b"", 3) + HELLO
    yield Case("7.2 an error, then a message", [more], WRONG, "RFC 6455 7.1.7")
    again = frame(b"", 3) + frame(b"\xff", TEXT)
    yield Case("7.2 an error, then another", [again], WRONG, "RFC 6455 7.1.7")
    body = struct.pack("!H", 1000)
    unfinished = frame(body, CLOSE)[:-1]
    rest = frame(body, CLOSE)[-1:]
    yield Case("7.1 close in two writes", [unfinished, rest], [Close(1000)], rule)
