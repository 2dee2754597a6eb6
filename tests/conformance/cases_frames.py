"""1 framing, 2 pings, 3 reserved bits, 4 opcodes, 11 masking."""

import struct

from cases import Case
from peer import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    Close,
    Echo,
    Error,
    Pong,
    chopped,
    close_frame,
    echo,
    echo_of_size,
    frame,
)

WRONG = [Close(1002)]
HELLO = frame(echo("hello"))
KINDS = (("text", TEXT), ("binary", BINARY))


def cases():
    yield from framing()
    yield from lengths()
    yield from pings()
    yield from reserved_bits()
    yield from opcodes()
    yield from masking()


def framing():
    rule = "RFC 6455 5.2"
    for kind, opcode in KINDS:
        yield Case(f"1.1 empty {kind}", [frame(b"", opcode)], [Error()], rule)
        for size in (50, 124, 125, 126, 127, 128, 129, 255, 256, 65534, 65535, 65536, 65537):
            data, text = echo_of_size(size)
            yield Case(f"1.2 {kind} of {size} bytes", [frame(data, opcode)], [Echo(text)], rule)
        for size in (125, 126, 65536):
            data, text = echo_of_size(size)
            pieces = chopped(frame(data, opcode), 997)
            yield Case(f"1.3 {kind} of {size} bytes, chopped", pieces, [Echo(text)], rule)
        data, text = echo_of_size(130)
        pieces = chopped(frame(data, opcode), 1)
        yield Case(f"1.4 {kind} byte by byte", pieces, [Echo(text)], rule)
        several = b"".join(frame(echo(str(i)), opcode) for i in range(20))
        answers = [Echo(str(i)) for i in range(20)]
        yield Case(f"1.5 20 of {kind} at once", [several], answers, rule)


def lengths():
    rule = "RFC 6455 5.2: the minimal number of bytes"
    data, _ = echo_of_size(100)
    for size in (0, 1, 100, 125):
        yield Case(f"1.6 {size} bytes in 16 bits", [frame(b"", length=size, form=16)], WRONG, rule)
    for size in (0, 1, 125, 126, 65535):
        yield Case(f"1.7 {size} bytes in 64 bits", [frame(b"", length=size, form=64)], WRONG, rule)
    yield Case("1.8 100 bytes in 16 bits, all there", [frame(data, form=16)], WRONG, rule)
    for size in (1 << 63, (1 << 64) - 1):
        name = f"1.9 a length of {size}"
        yield Case(name, [frame(b"", length=size, form=64)], WRONG, "the highest bit must be 0")
    for opcode in (PING, PONG, CLOSE):
        name = f"1.10 opcode {opcode} with a 16-bit length"
        yield Case(name, [frame(b"", opcode, length=126, form=16)], WRONG, "RFC 6455 5.5")
        name = f"1.11 opcode {opcode} with a 64-bit length"
        yield Case(name, [frame(b"", opcode, length=65536, form=64)], WRONG, "RFC 6455 5.5")


def pings():
    rule = "RFC 6455 5.5.2, 5.5.3"
    for name, payload in (
        ("no payload", b""),
        ("text", b"Hello, world!"),
        ("bytes that are no text", b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"),
        ("125 bytes", b"\xfe" * 125),
    ):
        ping = frame(payload, PING)
        yield Case(f"2.1 ping with {name}", [ping], [Pong(payload)], rule)
        yield Case(f"2.2 ping with {name}, byte by byte", chopped(ping, 1), [Pong(payload)], rule)
    yield Case("2.5 ping with 126 bytes", [frame(b"a" * 126, PING)], WRONG, "RFC 6455 5.5")
    yield Case("2.6 pong with 126 bytes", [frame(b"a" * 126, PONG)], WRONG, "RFC 6455 5.5")
    for payload in (b"", b"unasked", b"\xff" * 125):
        yield Case(f"2.7 pong of {len(payload)} bytes unasked", [frame(payload, PONG)], [], rule)
    both = frame(b"unasked", PONG) + frame(b"asked", PING)
    yield Case("2.9 pong, then ping", [both], [Pong(b"asked")], rule)
    many = [frame(b"payload-%d" % i, PING) for i in range(10)]
    answers = [Pong(b"payload-%d" % i) for i in range(10)]
    yield Case("2.10 ten pings", [b"".join(many)], answers, rule)
    yield Case("2.11 ten pings, byte by byte", chopped(b"".join(many), 1), answers, rule)
    yield Case(
        "2.12 pings between messages",
        [frame(b"1", PING) + HELLO + frame(b"2", PING)],
        [Pong(b"1"), Echo("hello"), Pong(b"2")],
        rule,
    )
    for opcode, kind in ((PING, "ping"), (PONG, "pong"), (CLOSE, "close")):
        yield Case(f"2.13 fragmented {kind}", [frame(b"", opcode, fin=False)], WRONG, "5.5")


def reserved_bits():
    rule = "RFC 6455 5.2: RSV1, RSV2, RSV3"
    for rsv in range(1, 8):
        for kind, opcode in (
            ("text", TEXT),
            ("binary", BINARY),
            ("ping", PING),
            ("pong", PONG),
            ("close", CLOSE),
        ):
            # RSV1 on a message means that it is compressed, once that was agreed on.
            when = "plain" if rsv == 4 and opcode in (TEXT, BINARY) else "any"
            payload = b"" if opcode >= CLOSE else echo("x")
            bad = frame(payload, opcode, rsv=rsv)
            yield Case(f"3.1 RSV {rsv} on {kind}", [bad], WRONG, rule, when)
            name = f"3.2 RSV {rsv} on {kind} behind a message"
            yield Case(name, [HELLO + bad], [Echo("hello")] + WRONG, rule, when)
        name = f"3.3 RSV {rsv} on a continuation"
        start = frame(b"{", fin=False)
        yield Case(name, [start + frame(b"}", CONTINUATION, rsv=rsv)], WRONG, rule)
        name = f"3.4 RSV {rsv}, byte by byte"
        yield Case(name, chopped(frame(b"", PING, rsv=rsv), 1), WRONG, rule)


def opcodes():
    rule = "RFC 6455 5.2: unknown opcodes"
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        yield Case(f"4.1 opcode {opcode}", [frame(b"", opcode)], WRONG, rule)
        yield Case(f"4.2 opcode {opcode} with payload", [frame(b"xyz", opcode)], WRONG, rule)
        name = f"4.3 opcode {opcode} behind a message"
        yield Case(name, [HELLO + frame(b"", opcode)], [Echo("hello")] + WRONG, rule)
        name = f"4.4 opcode {opcode} without FIN"
        yield Case(name, [frame(b"", opcode, fin=False)], WRONG, rule)
        name = f"4.5 opcode {opcode} within a message"
        yield Case(name, [frame(b"{", fin=False) + frame(b"", opcode)], WRONG, rule)


def masked_with(payload, key, opcode=TEXT):
    body = bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))
    return struct.pack("!BB", 0x80 | opcode, 0x80 | len(payload)) + key + body


def masking():
    rule = "RFC 6455 5.1: a server closes upon a frame that is not masked"
    for name, opcode in (("text", TEXT), ("binary", BINARY), ("ping", PING), ("pong", PONG)):
        yield Case(f"11.1 unmasked {name}", [frame(b"{}", opcode, masked=False)], WRONG, rule)
        yield Case(f"11.2 unmasked empty {name}", [frame(b"", opcode, masked=False)], WRONG, rule)
    body = struct.pack("!H", 1000)
    yield Case("11.3 unmasked close", [frame(body, CLOSE, masked=False)], WRONG, rule)
    fragments = frame(b"{", fin=False) + frame(b"}", CONTINUATION, masked=False)
    yield Case("11.4 unmasked continuation", [fragments], WRONG, rule)
    behind = HELLO + frame(b"{}", masked=False)
    yield Case("11.5 unmasked behind a message", [behind], [Echo("hello")] + WRONG, rule)
    for key in (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\xff\0\xff", b"{}[]", b"\x80\0\0\x01"):
        name = f"11.6 masked with {key.hex()}"
        yield Case(name, [masked_with(echo("masked"), key)], [Echo("masked")], "RFC 6455 5.3")
        pieces = chopped(masked_with(echo("masked"), key), 3)
        yield Case(name + " in pieces", pieces, [Echo("masked")], "RFC 6455 5.3")
    other = close_frame(1000)
    yield Case("11.7 masked close", [other], [Close(1000)], "RFC 6455 5.3")
