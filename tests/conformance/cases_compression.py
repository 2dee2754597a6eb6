"""12 compression (RFC 7692 section 7.2): what a client may send once permessage-deflate is agreed."""

import os
import zlib

from cases import Case
from cases_utf8 import CUT, INVALID, VALID
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
    deflated,
    echo,
    echo_of_size,
    frame,
)

RSV1 = 4
BOUND = (1024 + 64) * 1024
BEGIN, END = b'{"type":"echo","text":"', b'"}'
SAMPLES = {
    # From hardly to very compressible.
    "base64": lambda size: os.urandom(size * 3 // 4 + 3).hex()[:size],
    "words": lambda size: ("the quick brown fox jumps over the lazy dog 12345 " * (size // 50 + 1))[:size],
    "one letter": lambda size: "a" * size,
    "Japanese": lambda size: ("木霊は山彦のこと。" * (size // 27 + 1))[: size // 3],
}


def squeezed(data, opcode=TEXT, **options):
    return frame(deflated(data, **options), opcode, rsv=RSV1)


def cases():
    for case in (
        *messages(),
        *encoders(),
        *fragments(),
        *reserved_bits(),
        *utf8(),
        *broken(),
        *bounds(),
    ):
        yield Case(case.name, case.pieces, case.expected, case.rule or "RFC 7692 7.2.2", "deflate")


def messages():
    for kind, opcode in (("text", TEXT), ("binary", BINARY)):
        for name, make in SAMPLES.items():
            for size in (16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072):
                text = make(size)
                data = echo(text)
                case = f"12.1 {kind} of {size} bytes: {name}"
                yield Case(case, [squeezed(data, opcode)], [Echo(text)])
        data, text = echo_of_size(600)
        pieces = chopped(squeezed(data, opcode), 1)
        yield Case(f"12.2 {kind}, byte by byte", pieces, [Echo(text)])
        many = b"".join(squeezed(echo(str(i)), opcode) for i in range(100))
        yield Case(f"12.3 {kind}, 100 at once", [many], [Echo(str(i)) for i in range(100)])
        mixed = b"".join(
            squeezed(echo(str(i)), opcode) if i % 2 else frame(echo(str(i)), opcode)
            for i in range(50)
        )
        name = f"12.4 {kind}, every second compressed"
        yield Case(name, [mixed], [Echo(str(i)) for i in range(50)], "RFC 7692 6")


def encoders():
    """One message, as very different compressors write it."""
    text = "".join(str(i * i) for i in range(1000))
    data = echo(text)
    for level in range(10):
        yield Case(f"12.5 level {level}", [squeezed(data, level=level)], [Echo(text)])
        name = f"12.5 level {level}, as a last block"
        yield Case(name, [squeezed(data, level=level, last=True)], [Echo(text)], "7.2.3.4")
    for bits in range(9, 16):
        yield Case(f"12.6 window of {bits} bits", [squeezed(data, bits=bits)], [Echo(text)])
    for strategy in (zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE, zlib.Z_FIXED):
        packer = zlib.compressobj(6, zlib.DEFLATED, -15, 8, strategy)
        packed = (packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]
        yield Case(f"12.7 strategy {strategy}", [frame(packed, rsv=RSV1)], [Echo(text)])
    for size in (1, 7, 100, 1000):
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        blocks = b"".join(
            packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH) for part in chopped(data, size)
        )
        name = f"12.8 blocks of {size} bytes"
        yield Case(name, [frame(blocks[:-4], rsv=RSV1)], [Echo(text)], "7.2.3.5")
        name = f"12.8 blocks of {size} bytes, the last one closed"
        yield Case(name, [frame(blocks, rsv=RSV1)], [Echo(text)], "7.2.3.5")
    lasts = b"".join(deflated(part, last=True)[:-1] for part in chopped(data, 1000)) + b"\0"
    yield Case("12.9 several last blocks", [frame(lasts, rsv=RSV1)], [Echo(text)], "7.2.3.4")
    for name, packed in (("one byte", b"\0"), ("no byte", b""), ("a last block", b"\x03\0\0")):
        empty = frame(packed, rsv=RSV1)
        yield Case(f"12.10 an empty message of {name}", [empty], [Error()], "7.2.3.6")


def fragments():
    text = "".join(chr(0x3042 + i % 80) for i in range(900))
    data = echo(text)
    packed = deflated(data)
    for size in (1, 2, 13, 100):
        parts = chopped(packed, size)
        frames = [
            frame(
                part,
                CONTINUATION if i else TEXT,
                fin=i == len(parts) - 1,
                rsv=0 if i else RSV1,
            )
            for i, part in enumerate(parts)
        ]
        name = f"12.11 fragments of {size} bytes"
        yield Case(name, [b"".join(frames)], [Echo(text)], "RFC 7692 6.1")
        ping = frame(b"p", PING)
        name = f"12.12 fragments of {size} bytes, a ping in between"
        woven = frames[0] + ping + b"".join(frames[1:])
        yield Case(name, [woven], [Pong(b"p"), Echo(text)], "RFC 7692 6.1")
    for name, parts in (
        ("first", [b"", packed]),
        ("last", [packed, b""]),
        ("middle", [packed[:50], b"", packed[50:]]),
    ):
        joined = b"".join(
            frame(part, CONTINUATION if i else TEXT, i == len(parts) - 1, rsv=0 if i else RSV1)
            for i, part in enumerate(parts)
        )
        yield Case(f"12.13 the {name} fragment is empty", [joined], [Echo(text)], "RFC 7692 6.1")
    begun = frame(packed[:50], fin=False, rsv=RSV1)
    yield Case("12.14 close within a message", [begun + close_frame(1000)], [Close(1000)])
    once = begun + frame(packed[50:], CONTINUATION)
    yield Case("12.15 a whole one behind", [once + squeezed(data)], [Echo(text)] * 2)


def reserved_bits():
    rule = "RFC 7692 6: RSV1 on the first frame of a message, and on no other"
    wrong = [Close(1002)]
    packed = deflated(echo("x"))
    for opcode, kind in ((PING, "ping"), (PONG, "pong"), (CLOSE, "close")):
        yield Case(f"12.16 RSV1 on {kind}", [frame(b"", opcode, rsv=RSV1)], wrong, rule)
    begun = frame(packed[:5], fin=False, rsv=RSV1)
    second = frame(packed[5:], CONTINUATION, rsv=RSV1)
    yield Case("12.17 RSV1 on the second frame, too", [begun + second], wrong, rule)
    plain = frame(b"{", fin=False) + frame(b"}", CONTINUATION, rsv=RSV1)
    yield Case("12.17 RSV1 on the second frame only", [plain], wrong, rule)
    for rsv in (1, 2, 3, 5, 6, 7):
        yield Case(f"12.18 RSV {rsv}", [frame(packed, rsv=rsv)], wrong, rule)
    yield Case("12.19 RSV1 on nothing", [frame(b"", CONTINUATION, rsv=RSV1)], wrong, rule)


def utf8():
    for name, text in VALID.items():
        yield Case(f"12.20 {name}", [squeezed(BEGIN + text.encode() + END)], [Echo(text)])
    for name, (start, rest) in INVALID.items():
        yield Case(f"12.21 {name}", [squeezed(BEGIN + start + rest + END)], [Close(1007)])
        # All that the bad byte needs is there, and nothing more ever comes.
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        early = packer.compress(BEGIN + start) + packer.flush(zlib.Z_SYNC_FLUSH)
        unfinished = frame(early, rsv=RSV1, length=len(early) + 20)
        yield Case(f"12.22 {name}, at its first byte", [unfinished], [Close(1007)])
    for name, text in CUT.items():
        yield Case(f"12.23 {name}", [squeezed(BEGIN + text)], [Close(1007)])


def broken():
    bad = [Close(1007)]
    for name, packed in (
        ("plain text", b'{"type":"echo","text":"not compressed at all"}'),
        ("ones", b"\xff" * 20),
        ("block type 3", b"\x06"),
        ("lengths that disagree", bytes.fromhex("00050000004865")),
        ("a look back too far", bytes.fromhex("4b04c20000")),
        ("gzip", bytes.fromhex("1f8b0800000000000003")),
    ):
        yield Case(f"12.24 {name}", [frame(packed, rsv=RSV1)], bad)
        yield Case(f"12.24 {name} in binary", [frame(packed, BINARY, rsv=RSV1)], bad)
    packed = deflated(echo("cut off somewhere, whatever comes behind"))
    for size in (1, 5, 20, len(packed) - 2):
        yield Case(f"12.25 cut after {size} bytes", [frame(packed[:size], rsv=RSV1)], bad)


def bounds():
    rule = "what a message decompresses to is bounded like any message"
    too_big = [Close(1009)]
    text = " " * (BOUND - len(BEGIN + END))
    fits = BEGIN + text.encode() + END
    yield Case("12.26 exactly the bound", [squeezed(fits)], [Echo(text)], rule)
    random = os.urandom(BOUND // 2).hex()
    text = random[: BOUND - len(BEGIN + END)]
    stored = squeezed(BEGIN + text.encode() + END, level=0)
    yield Case("12.26 exactly the bound, stored", [stored], [Echo(text)], rule)
    yield Case("12.27 a byte more", [squeezed(fits + b" ")], too_big, rule)
    bomb = deflated(b" " * (64 << 20))
    for kind, opcode in (("text", TEXT), ("binary", BINARY)):
        yield Case(f"12.28 a bomb of 64 MiB in {kind}", [frame(bomb, opcode, rsv=RSV1)], too_big, rule)
    pieces = b"".join(
        frame(part, CONTINUATION if i else TEXT, fin=False, rsv=0 if i else RSV1)
        for i, part in enumerate(chopped(bomb, 100))
    )
    yield Case("12.29 a bomb in fragments", [pieces], too_big, rule)
    announced = frame(b"", rsv=RSV1, length=1 << 30, form=64)
    yield Case("12.30 announces a gigabyte", [announced], too_big, rule)
    nothing = b"\0\0\0\xff\xff" * 10_000
    endless = frame(b"", fin=False, rsv=RSV1) + frame(nothing, CONTINUATION, fin=False) * 30
    yield Case("12.31 a megabyte of empty blocks", [endless], too_big, rule)
