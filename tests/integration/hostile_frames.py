"""Frames that no good client sends, and some odd ones that are right: (name, bytes, expectation).

An expectation is what the server says next: ("close", code), ("error",), ("echo",), ("pong", payload)
or ("silence",): the peer hangs up in the middle, and only the others matter.
"""

import json
import struct

from hostile_json import not_utf8
from kodama_peers import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame

MESSAGE_BYTES = (1024 + 64) * 1024  # limits::messageBytes
ECHO = json.dumps({"type": "echo", "text": "無事"}, ensure_ascii=False).encode()
HALF = len(ECHO) - 3  # in the middle of a character


def close(code, reason=b""):
    return frame(struct.pack("!H", code) + reason, CLOSE)


def rows():
    yield from headers()
    yield from fragments()
    yield from control_frames()
    yield from close_frames()
    yield from sizes()
    yield from bad_utf8()
    yield from other_protocols()
    yield from cut_off()


def headers():
    wrong = ("close", 1002)
    for name, opcode in (("text", TEXT), ("binary", BINARY), ("ping", PING), ("pong", PONG)):
        yield f"unmasked {name}", frame(b"{}", opcode, masked=False), wrong
    yield "unmasked close", frame(struct.pack("!H", 1000), CLOSE, masked=False), wrong
    yield "unmasked empty text", frame(b"", masked=False), wrong
    for rsv, name in ((4, "RSV1"), (2, "RSV2"), (1, "RSV3"), (7, "all RSV bits")):
        yield f"{name} on text", frame(ECHO, rsv=rsv), wrong
        yield f"{name} on ping", frame(b"", PING, rsv=rsv), wrong
    yield "RSV1 on a continuation", frame(ECHO[:5], fin=False) + frame(
        ECHO[5:], CONTINUATION, rsv=4
    ), wrong
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        yield f"reserved opcode {opcode}", frame(b"", opcode), wrong
        yield f"reserved opcode {opcode} with payload", frame(b"abc", opcode), wrong


def fragments():
    wrong = ("close", 1002)
    start, end = ECHO[:HALF], ECHO[HALF:]
    yield "continuation of nothing", frame(ECHO, CONTINUATION), wrong
    yield "open continuation of nothing", frame(ECHO, CONTINUATION, fin=False), wrong
    yield "text inside a fragmented text", frame(start, fin=False) + frame(ECHO), wrong
    yield "binary inside a fragmented text", frame(start, fin=False) + frame(ECHO, BINARY), wrong
    yield "continuation after a control frame", frame(b"", PONG) + frame(b"", CONTINUATION), wrong
    yield "split inside a character", frame(start, fin=False) + frame(end, CONTINUATION), ("echo",)
    yield "one byte per fragment", b"".join(
        frame(ECHO[i : i + 1], CONTINUATION if i else TEXT, fin=i == len(ECHO) - 1)
        for i in range(len(ECHO))
    ), ("echo",)
    yield "10,000 empty fragments", frame(ECHO, fin=False) + frame(
        b"", CONTINUATION, fin=False
    ) * 10_000 + frame(b"", CONTINUATION), ("echo",)
    yield "empty first fragment", frame(b"", fin=False) + frame(ECHO, CONTINUATION), ("echo",)
    yield "fragmented binary", frame(start, BINARY, fin=False) + frame(end, CONTINUATION), ("echo",)
    yield "ping between fragments", frame(start, fin=False) + frame(b"in", PING) + frame(
        end, CONTINUATION
    ), ("pong", b"in")


def control_frames():
    wrong = ("close", 1002)
    for name, opcode in (("ping", PING), ("pong", PONG), ("close", CLOSE)):
        yield f"fragmented {name}", frame(b"", opcode, fin=False), wrong
        yield f"{name} with 126 bytes", frame(b"a" * 126, opcode), wrong
        yield f"{name} that announces a gigabyte", frame(b"", opcode, length=1 << 30), wrong
    yield "ping with 125 bytes", frame(b"p" * 125, PING), ("pong", b"p" * 125)
    yield "empty ping", frame(b"", PING), ("pong", b"")
    yield "ping with bytes that are no text", frame(b"\xff\x00\x80", PING), ("pong", b"\xff\x00\x80")
    yield "pong that nobody asked for", frame(b"hi", PONG) + frame(ECHO), ("echo",)
    yield "1,000 pongs", frame(b"hi", PONG) * 1000 + frame(ECHO), ("echo",)


def close_frames():
    for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999):
        yield f"close {code}", close(code), ("close", code)
    for code in (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535):
        yield f"close with forbidden code {code}", close(code), ("close", 1002)
    yield "close without code", frame(b"", CLOSE), ("close", 1005)
    yield "close with half a code", frame(b"\x03", CLOSE), ("close", 1002)
    yield "close with the longest reason", close(1000, b"r" * 123), ("close", 1000)
    yield "close with a Japanese reason", close(1000, "さようなら".encode()), ("close", 1000)
    yield "close with a reason that is not UTF-8", close(1000, b"\xff\xfe"), ("close", 1007)
    yield "close with a reason cut in a character", close(1000, b"\xe3\x81"), ("close", 1007)
    yield "message after close", close(1000) + frame(ECHO), ("close", 1000)
    yield "garbage after close", close(1000) + b"\xff" * 1000, ("close", 1000)
    yield "two closes", close(1000) + close(1001), ("close", 1000)
    yield "close in the middle of a message", frame(ECHO[:5], fin=False) + close(1000), (
        "close",
        1000,
    )


def sizes():
    big = ("close", 1009)
    yield "exactly the limit", frame(b" " * MESSAGE_BYTES), ("error",)
    yield "one byte over the limit", frame(b" " * (MESSAGE_BYTES + 1)), big
    yield "announces one byte over the limit", frame(b"", length=MESSAGE_BYTES + 1, form=64), big
    yield "announces a gigabyte", frame(b"", length=1 << 30, form=64), big
    yield "announces 4 GiB", frame(b"", length=1 << 32, form=64), big
    yield "announces 2^62 bytes", frame(b"", length=1 << 62, form=64), big
    yield "announces 2^63 - 1 bytes", frame(b"", length=(1 << 63) - 1, form=64), big
    yield "announces 2^63 bytes", frame(b"", length=1 << 63, form=64), ("close", 1002)
    yield "announces 2^64 - 1 bytes", frame(b"", length=(1 << 64) - 1, form=64), ("close", 1002)
    yield "binary over the limit", frame(b" " * (MESSAGE_BYTES + 1), BINARY), big
    half = b" " * (MESSAGE_BYTES // 2)
    yield "fragments over the limit", frame(half, fin=False) + frame(
        half, CONTINUATION, fin=False
    ) + frame(b" ", CONTINUATION), big
    yield "small fragments over the limit", frame(b"", fin=False) + frame(
        b" " * 1024, CONTINUATION, fin=False
    ) * (MESSAGE_BYTES // 1024 + 1), big
    yield "fragment that announces the overflow", frame(half, fin=False) + frame(
        b"", CONTINUATION, length=MESSAGE_BYTES, form=64
    ), big
    yield "5 bytes with a 16-bit length", frame(b"12345", form=16), ("close", 1002)
    yield "5 bytes with a 64-bit length", frame(b"12345", form=64), ("close", 1002)
    yield "200 bytes with a 64-bit length", frame(b"1" * 200, form=64), ("close", 1002)
    yield "0 bytes with a 16-bit length", frame(b"", form=16), ("close", 1002)


def bad_utf8():
    bad = ("close", 1007)
    for name, text in not_utf8():
        if "UTF-16" in name and "mark" not in name:
            continue  # every second byte NUL, but valid UTF-8: refused as JSON
        if "UTF-32" in name:
            continue
        yield f"text {name}", frame(text), bad
    yield "not UTF-8 in the first fragment", frame(b"\xff", fin=False), bad
    yield "not UTF-8 in the second fragment", frame(b"a", fin=False) + frame(
        b"\xff", CONTINUATION
    ), bad
    yield "message ends inside a character", frame("あ".encode()[:2], fin=False) + frame(
        b"", CONTINUATION
    ), bad


def other_protocols():
    wrong = ("close", 1002)
    yield "an HTTP request instead of a frame", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", wrong
    yield "a TLS greeting instead of a frame", bytes.fromhex("160301008f0100008b0303") + b"r" * 90, (
        "close",
        1002,
    )
    yield "zeros instead of a frame", b"\0" * 100, wrong
    yield "ones instead of a frame", b"\xff" * 100, wrong
    yield "JSON lines instead of frames", b'{"type":"echo"}\n', wrong


def cut_off():
    gone = ("silence",)
    yield "hangs up at once", b"", gone
    yield "hangs up after one byte of a header", b"\x81", gone
    yield "hangs up inside the length", b"\x81\xfe\x00", gone
    yield "hangs up inside the mask", b"\x81\x85\x12\x34", gone
    yield "hangs up inside the payload", frame(ECHO)[:-4], gone
    yield "hangs up between fragments", frame(ECHO, fin=False), gone
    yield "hangs up inside a megabyte", frame(b"a" * 1000, length=MESSAGE_BYTES, form=64), gone
    yield "hangs up without reading 200 answers", frame(ECHO) * 200, gone
