"""5 fragmentation."""

from cases import Case
from peer import (
    BINARY,
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
    frame,
)

WRONG = [Close(1002)]
RULE = "RFC 6455 5.4"
DATA = echo("fragments")
HALVES = DATA[:12], DATA[12:]


def fragments(parts, opcode=TEXT):
    """One frame for each part."""
    return [
        frame(part, CONTINUATION if i else opcode, fin=i == len(parts) - 1)
        for i, part in enumerate(parts)
    ]


def cases():
    yield from in_order()
    yield from with_control_frames()
    yield from out_of_order()


def in_order():
    for kind, opcode in (("text", TEXT), ("binary", BINARY)):
        two = fragments(HALVES, opcode)
        yield Case(f"5.1 {kind} in two", [b"".join(two)], [Echo("fragments")], RULE)
        yield Case(f"5.2 {kind} in two writes", two, [Echo("fragments")], RULE)
        yield Case(f"5.3 {kind} byte by byte", chopped(b"".join(two), 1), [Echo("fragments")], RULE)
        single = fragments([DATA[i : i + 1] for i in range(len(DATA))], opcode)
        yield Case(f"5.4 {kind}, a fragment a byte", [b"".join(single)], [Echo("fragments")], RULE)
        for name, parts in (
            ("first", (b"", *HALVES)),
            ("middle", (HALVES[0], b"", HALVES[1])),
            ("last", (*HALVES, b"")),
            ("every second", (b"", HALVES[0], b"", HALVES[1], b"")),
        ):
            joined = b"".join(fragments(parts, opcode))
            yield Case(f"5.5 {kind}, the {name} empty", [joined], [Echo("fragments")], RULE)
        empty = b"".join(fragments([b"", b"", b""], opcode))
        yield Case(f"5.6 {kind} of empty fragments", [empty], [Error()], RULE)
        twice = b"".join(two) * 2
        yield Case(f"5.7 {kind} twice", [twice], [Echo("fragments")] * 2, RULE)
        mixed = b"".join(two) + frame(echo("whole"), opcode) + b"".join(two)
        answers = [Echo("fragments"), Echo("whole"), Echo("fragments")]
        yield Case(f"5.8 {kind}, whole ones in between", [mixed], answers, RULE)


def with_control_frames():
    first, second = fragments(HALVES)
    ping, pong = frame(b"in between", PING), frame(b"in between", PONG)
    answers = [Pong(b"in between"), Echo("fragments")]
    yield Case("5.9 ping in between", [first + ping + second], answers, RULE)
    yield Case("5.10 ping in between, in three writes", [first, ping, second], answers, RULE)
    yield Case("5.11 ping in between, in bytes", chopped(first + ping + second, 1), answers, RULE)
    yield Case("5.12 pong in between", [first + pong + second], [Echo("fragments")], RULE)
    many = [Pong(b"in between")] * 5 + [Echo("fragments")]
    yield Case("5.13 five pings in between", [first + ping * 5 + second], many, RULE)
    yield Case("5.14 close in between", [first + close_frame(1000)], [Close(1000)], RULE)
    yield Case(
        "5.15 close in between, then the rest",
        [first + close_frame(1001) + second],
        [Close(1001)],
        RULE,
    )
    name = "5.16 ping after the first, wrong after the second"
    wrong = [Pong(b"in between"), Echo("fragments"), *WRONG]
    yield Case(name, [first + ping + second + second], wrong, RULE)


def out_of_order():
    first, second = fragments(HALVES)
    whole = frame(DATA)
    for name, data in (
        ("continuation of nothing", frame(DATA, CONTINUATION)),
        ("continuation of nothing without FIN", frame(DATA, CONTINUATION, fin=False)),
        ("empty continuation of nothing", frame(b"", CONTINUATION)),
        ("continuation of nothing, then a message", frame(b"", CONTINUATION) + whole),
        ("text within text", first + whole),
        ("text that begins within text", first + first),
        ("binary within text", first + frame(DATA, BINARY)),
        ("text within binary", fragments(HALVES, BINARY)[0] + whole),
        ("text within text, behind a ping", first + frame(b"", PONG) + whole),
        ("text within text, behind a fragment", first + frame(b"", CONTINUATION, fin=False) + whole),
    ):
        yield Case(f"5.17 {name}", [data], WRONG, RULE)
        yield Case(f"5.18 {name}, byte by byte", chopped(data, 1), WRONG, RULE)
        behind = whole + data
        yield Case(f"5.19 {name}, behind a message", [behind], [Echo("fragments")] + WRONG, RULE)
    ended = first + second + frame(b"", CONTINUATION)
    yield Case("5.20 continuation of what has ended", [ended], [Echo("fragments"), *WRONG], RULE)
