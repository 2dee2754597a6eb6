"""The cases of Autobahn's suite (0.8.2) by their numbers, with the strict behaviour only, for an echo server.

Where the suite waits a second to see whether the server fails fast, nothing more is ever sent here: a server
that waited for the rest would never answer.
"""

import os
import struct

from cases import Case
from peer import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Close, Message, Pong, chopped, frame

WRONG, BAD = [Close(1002)], [Close(1007)]
HELLO = b"Hello, world!"
KIB, MIB = 1 << 10, 1 << 20
NOT_TEXT = b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"
KOSME = "κόσμε".encode()


def text(payload):
    return Message(TEXT, payload)


def binary(payload):
    return Message(BINARY, payload)


def close_frame(body=b"\x03\xe8"):
    return frame(body, CLOSE)


def fragments(data, size, opcode=TEXT):
    parts = chopped(data, size) or [b""]
    return in_fragments(parts, opcode)


def in_fragments(parts, opcode=TEXT):
    last = len(parts) - 1
    return [frame(part, CONTINUATION if i else opcode, fin=i == last) for i, part in enumerate(parts)]


def octets(data):
    return chopped(data, 1)


def cases():
    for group in (
        framing, pings, reserved_bits, opcodes, fragmentation, utf8, utf8_sequences, closing, close_codes, sizes,
        series,
    ):  # fmt: skip
        yield from group()


def framing():
    for group, opcode, fill in ((1, TEXT, b"*"), (2, BINARY, b"\xfe")):
        for number, size in enumerate((0, 125, 126, 127, 128, 65535, 65536, 65536), 1):
            data = fill * size
            pieces = chopped(frame(data, opcode), 997) if number == 8 else [frame(data, opcode)]
            yield Case(f"1.{group}.{number}", pieces, [Message(opcode, data)])


def pings():
    for number, payload in enumerate((b"", HELLO, NOT_TEXT, b"\xfe" * 125), 1):
        yield Case(f"2.{number}", [frame(payload, PING)], [Pong(payload)])
    yield Case("2.5", [frame(b"\xfe" * 126, PING)], WRONG)
    yield Case("2.6", octets(frame(b"\xfe" * 125, PING)), [Pong(b"\xfe" * 125)])
    yield Case("2.7", [frame(b"", PONG)], [])
    yield Case("2.8", [frame(b"unsolicited pong payload", PONG)], [])
    ping = frame(b"ping payload", PING)
    yield Case("2.9", [frame(b"unsolicited pong payload", PONG) + ping], [Pong(b"ping payload")])
    many = [b"payload-%d" % i for i in range(10)]
    joined = b"".join(frame(one, PING) for one in many)
    yield Case("2.10", [joined], [Pong(one) for one in many])
    yield Case("2.11", octets(joined), [Pong(one) for one in many])


def reserved_bits():
    hello, ping = frame(HELLO), frame(b"", PING)
    first = [text(HELLO)]
    yield Case("3.1", [frame(HELLO, rsv=1)], WRONG)
    yield Case("3.2", [hello + frame(HELLO, rsv=2) + ping], first + WRONG)
    yield Case("3.3", [hello, frame(HELLO, rsv=3), ping], first + WRONG)
    # RSV1 means something once compression is agreed on.
    yield Case("3.4", octets(hello + frame(HELLO, rsv=4) + ping), first + WRONG, when="plain")
    yield Case("3.5", [frame(NOT_TEXT, BINARY, rsv=5)], WRONG)
    yield Case("3.6", [frame(b"ping", PING, rsv=6)], WRONG)
    yield Case("3.7", [frame(b"\x03\xe8", CLOSE, rsv=7)], WRONG)


def opcodes():
    hello, ping = frame(HELLO), frame(b"", PING)
    for group, unknown in ((1, range(3, 8)), (2, range(11, 16))):
        for number, opcode in enumerate(unknown, 1):
            bad = frame(b"reserved opcode payload" if number in (2, 4, 5) else b"", opcode)
            pieces = [bad] if number < 3 else [hello + bad + ping]
            if number == 5:
                pieces = octets(pieces[0])
            yield Case(f"4.{group}.{number}", pieces, WRONG if number < 3 else [text(HELLO)] + WRONG)


def fragmentation():
    parts = [b"fragment1", b"fragment2"]
    both = b"".join(parts)
    one, two = in_fragments(parts)
    ping = frame(b"ping payload", PING)
    control = frame(b"ping", PING, fin=False) + frame(b"payload", CONTINUATION)
    yield Case("5.1", [control], WRONG)
    yield Case("5.2", [frame(b"pong", PONG, fin=False) + frame(b"payload", CONTINUATION)], WRONG)
    for number, pieces in enumerate(([one + two], [one, two], octets(one + two)), 3):
        yield Case(f"5.{number}", pieces, [text(both)])
    answers = [Pong(b"ping payload"), text(both)]
    for number, pieces in enumerate(([one + ping + two], [one, ping, two], octets(one + ping + two)), 6):
        yield Case(f"5.{number}", pieces, answers)
    for first, is_final in ((9, True), (12, False)):
        bad = frame(b"non-continuation payload", CONTINUATION, fin=is_final)
        joined = bad + frame(HELLO)
        for number, pieces in enumerate(([joined], [bad, frame(HELLO)], octets(joined)), first):
            yield Case(f"5.{number}", pieces, WRONG)
    orphan = frame(b"fragment3", CONTINUATION, fin=False)
    yield Case("5.15", [one + two + orphan + frame(b"fragment4")], [text(both)] + WRONG)
    for number, is_final in ((16, False), (17, True)):
        start = frame(b"fragment1", CONTINUATION, fin=is_final)
        again = start + frame(b"fragment2", fin=False) + frame(b"fragment3", CONTINUATION)
        yield Case(f"5.{number}", [again * 2], WRONG)
    yield Case("5.18", [one + frame(b"fragment2")], WRONG)
    five = [b"fragment%d" % i for i in range(1, 6)]
    frames = in_fragments(five)
    pings = [frame(b"pongme %d!" % i, PING) for i in (1, 2)]
    order = [*frames[:2], pings[0], *frames[2:4], pings[1], frames[4]]
    answers = [Pong(b"pongme 1!"), Pong(b"pongme 2!"), text(b"".join(five))]
    yield Case("5.19", [b"".join(order[:3]), b"".join(order[3:])], answers)
    yield Case("5.20", order, answers)


def utf8():
    middle = [b"", b"middle frame payload", b""]
    yield Case("6.1.1", [frame()], [text(b"")])
    yield Case("6.1.2", [b"".join(in_fragments([b""] * 3))], [text(b"")])
    yield Case("6.1.3", [b"".join(in_fragments(middle))], [text(middle[1])])
    head, tail = "Hello-µ@ßöä".encode(), "üàá-UTF-8!!".encode()
    yield Case("6.2.1", [frame(head + tail)], [text(head + tail)])
    yield Case("6.2.2", [b"".join(in_fragments([head, tail]))], [text(head + tail)])
    yield Case("6.2.3", [b"".join(fragments(head + tail, 1))], [text(head + tail)])
    yield Case("6.2.4", [b"".join(fragments(KOSME, 1))], [text(KOSME)])
    bad = KOSME + b"\xed\xa0\x80edited"
    yield Case("6.3.1", [frame(bad)], BAD)
    yield Case("6.3.2", [b"".join(fragments(bad, 1))], BAD)
    # The rest of the message is never sent: it must not be waited for.
    for number, (start, wrong) in enumerate(
        ((KOSME, b"\xf4\x90\x80\x80"), (KOSME + b"\xf4", b"\x90")), 1
    ):
        yield Case(f"6.4.{number}", in_fragments([start, wrong, b"edited"])[:2], BAD)
        whole = frame(start + wrong + b"edited")
        at = len(whole) - len(wrong + b"edited")
        yield Case(f"6.4.{number + 2}", [whole[:at], whole[at : at + len(wrong)]], BAD)


def utf8_sequences():
    for group, sequences in SEQUENCES.items():
        for number, data in enumerate(sequences, 1):
            try:
                data.decode()
                expected = [text(data)]
            except UnicodeDecodeError:
                expected = BAD
            yield Case(f"6.{group}.{number}", [frame(data)], expected)


def code_points(*numbers):
    return [chr(number).encode() for number in numbers]


def starts(first, last):
    return b"".join(bytes((byte,)) + b" " for byte in range(first, last + 1))


LAST_MISSING = [
    b"\xc0", b"\xe0\x80", b"\xf0\x80\x80", b"\xf8\x80\x80\x80", b"\xfc\x80\x80\x80\x80",
    b"\xdf", b"\xef\xbf", b"\xf7\xbf\xbf", b"\xfb\xbf\xbf\xbf", b"\xfd\xbf\xbf\xbf\xbf",
]  # fmt: skip
HIGH, LOW = (b"\xed\xa0\x80", b"\xed\xad\xbf", b"\xed\xae\x80", b"\xed\xaf\xbf"), (b"\xed\xb0\x80", b"\xed\xbf\xbf")
SEQUENCES = {
    5: [f"hello{one}world".encode() for one in "$¢€\U00024b62"] + [KOSME],
    6: [KOSME[:size] for size in range(1, len(KOSME) + 1)],
    7: code_points(0, 0x80, 0x800, 0x10000),
    8: [b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80"],
    9: code_points(0x7F, 0x7FF, 0xFFFF, 0x10FFFF),
    10: [b"\xf7\xbf\xbf\xbf", b"\xfb\xbf\xbf\xbf\xbf", b"\xfd\xbf\xbf\xbf\xbf\xbf"],
    11: [*code_points(0xD7FF, 0xE000, 0xFFFD, 0x10FFFF), b"\xf4\x90\x80\x80"],
    12: [b"\x80", b"\xbf", *((b"\x80\xbf" * 3)[:size] for size in range(2, 7)), bytes(range(0x80, 0xC0))],
    13: [starts(*span) for span in ((0xC0, 0xDF), (0xE0, 0xEF), (0xF0, 0xF7), (0xF8, 0xFB), (0xFC, 0xFD))],
    14: LAST_MISSING,
    15: [b"".join(LAST_MISSING)],
    16: [b"\xfe", b"\xff", b"\xfe\xfe\xff\xff"],
    17: [b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x80\x80\x80\xaf", b"\xfc\x80\x80\x80\x80\xaf"],
    18: [b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xf0\x8f\xbf\xbf", b"\xf8\x87\xbf\xbf\xbf", b"\xfc\x83\xbf\xbf\xbf\xbf"],
    19: [b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"\xf8\x80\x80\x80\x80", b"\xfc\x80\x80\x80\x80\x80"],
    20: [*HIGH, b"\xed\xb0\x80", b"\xed\xbe\x80", b"\xed\xbf\xbf"],
    21: [high + low for high in HIGH for low in LOW],
    22: code_points(*(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))),
    23: code_points(*range(0xFFF9, 0x10000)),
}  # fmt: skip


def closing():
    hello, bye = frame(b"Hello World!"), [Close(1000)]
    one, two = in_fragments([b"fragment1", b"fragment2"])
    yield Case("7.1.1", [hello + close_frame()], [text(b"Hello World!"), *bye])
    yield Case("7.1.2", [close_frame() * 2], bye)
    yield Case("7.1.3", [close_frame() + frame(b"", PING)], bye)
    yield Case("7.1.4", [close_frame() + hello], bye)
    yield Case("7.1.5", [one + close_frame() + two], bye)
    large = b"BAsd7&jh23" * (256 * KIB // 10 + 1)
    after = [frame(large) + close_frame() + frame(b"", PING)]
    yield Case("7.1.6", after, [text(large), *bye])
    yield Case("7.3.1", [close_frame(b"")], [Close(1005)])
    yield Case("7.3.2", [close_frame(b"a")], WRONG)
    yield Case("7.3.3", [close_frame()], bye)
    yield Case("7.3.4", [close_frame(b"\x03\xe8Hello World!")], bye)
    yield Case("7.3.5", [close_frame(b"\x03\xe8" + b"*" * 123)], bye)
    yield Case("7.3.6", [close_frame(b"\x03\xe8" + b"*" * 124)], WRONG)
    yield Case("7.5.1", [close_frame(b"\x03\xe8" + KOSME + b"\xed\xa0\x80edited")], BAD)


def close_codes():
    # In the suite or, since it was written, with a registered meaning.
    good = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999, 1012, 1013, 1014]
    bad = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 1015, 65534]
    for number, code in enumerate(good, 1):
        yield Case(f"7.7.{number} ({code})", [close_frame(struct.pack("!H", code))], [Close(code)])
    for number, code in enumerate(bad, 1):
        yield Case(f"7.9.{number} ({code})", [close_frame(struct.pack("!H", code))], WRONG)
    for number, code in enumerate((5000, 65535), 1):
        # Undefined in the suite; strict here.
        yield Case(f"7.13.{number} ({code})", [close_frame(struct.pack("!H", code))], WRONG)


def sizes():
    for kind, opcode in enumerate((TEXT, BINARY)):
        fill = b"BAsd7&jh23" if opcode == TEXT else os.urandom(10)
        for number, size in enumerate((64, 256, 1024, 4096, 8192, 16384), 1):
            data = (fill * (size * KIB // 10 + 1))[: size * KIB]
            yield Case(f"9.{1 + kind}.{number}", [frame(data, opcode)], [Message(opcode, data)])
        data = (fill * (4 * MIB // 10 + 1))[: 4 * MIB]
        for number in range(9):
            pieces = [b"".join(fragments(data, 64 << 2 * number, opcode))]
            yield Case(f"9.{3 + kind}.{number + 1}", pieces, [Message(opcode, data)])
        for number in range(6):
            pieces = chopped(frame(data[:MIB], opcode), 64 << number)
            yield Case(f"9.{5 + kind}.{number + 1}", pieces, [Message(opcode, data[:MIB])])
    data = b"*" * 65536
    yield Case("10.1.1", [b"".join(fragments(data, 1300))], [text(data)])


def series():
    """A thousand messages, one after the other, as the suite sends them; all at once is case 9.7 of ours."""
    for kind, opcode in enumerate((TEXT, BINARY)):
        for number, size in enumerate((0, 16, 64, 256, 1024, 4096), 1):
            data = b"*" * size
            turn = [frame(data, opcode)], [Message(opcode, data)]
            yield Case(f"9.{7 + kind}.{number}", turn[0] * 1000, turn[1] * 1000, when="in turn")


OFFERS = {
    # 13.1 to 13.7: what the client asks of the server; 12.* is the first.
    1: "permessage-deflate",
    2: "permessage-deflate; server_no_context_takeover",
    3: "permessage-deflate; server_max_window_bits=9",
    4: "permessage-deflate; server_max_window_bits=15",
    5: "permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
    6: "permessage-deflate; server_no_context_takeover; server_max_window_bits=15",
    7: "permessage-deflate; server_no_context_takeover; server_max_window_bits=9,"
    " permessage-deflate; server_no_context_takeover, permessage-deflate; server_max_window_bits=9,"
    " permessage-deflate",
}
COMPRESSED_SIZES = [
    *((size, 0) for size in (16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072)),
    *((size, 256) for size in (8192, 16384, 32768, 65536, 131072)),
    *((131072, size) for size in (1024, 4096, 32768)),
]
