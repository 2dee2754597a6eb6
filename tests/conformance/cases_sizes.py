"""9 sizes up to the bound on a message, 10 fragments of one size."""

from cases import Case
from peer import BINARY, CONTINUATION, PING, TEXT, Close, Echo, Pong, chopped, echo_of_size, frame

KIB = 1024
BOUND = (1024 + 64) * KIB  # docs/protocol.md
TOO_BIG = [Close(1009)]
RULE = "RFC 6455 5.4, 7.4.1"


def fragments(data, size, opcode=TEXT):
    parts = chopped(data, size)
    return b"".join(
        frame(part, CONTINUATION if i else opcode, fin=i == len(parts) - 1)
        for i, part in enumerate(parts)
    )


def cases():
    for kind, opcode in (("text", TEXT), ("binary", BINARY)):
        for size in (64 * KIB, 256 * KIB, 1024 * KIB, BOUND):
            data, text = echo_of_size(size)
            name = f"{kind} of {size} bytes"
            yield Case(f"9.1 {name}", [frame(data, opcode)], [Echo(text)], RULE)
        data, text = echo_of_size(256 * KIB)
        for size in (64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB):
            name = f"9.3 {kind} in fragments of {size} bytes"
            yield Case(name, [fragments(data, size, opcode)], [Echo(text)], RULE)
        for size in (1460, 5000, 40_000):
            name = f"9.5 {kind} in writes of {size} bytes"
            yield Case(name, chopped(frame(data, opcode), size), [Echo(text)], RULE)
        data, text = echo_of_size(64 * KIB)
        for size in (1300, 997):
            name = f"10.1 {kind} of 64 KiB in fragments of {size} bytes"
            yield Case(name, [fragments(data, size, opcode)], [Echo(text)], RULE)
        yield from too_big(kind, opcode)
    text = "木霊" * 30_000
    data = f'{{"type":"echo","text":"{text}"}}'.encode()
    yield Case("9.2 Japanese of 180,000 bytes", [frame(data)], [Echo(text)], RULE)
    name = "9.4 Japanese in fragments of 1,001 bytes"
    yield Case(name, [fragments(data, 1001)], [Echo(text)], RULE)
    small = [echo_of_size(100 + i) for i in range(200)]
    flood = b"".join(frame(one) for one, _ in small)
    yield Case("9.7 200 messages at once", [flood], [Echo(text) for _, text in small], RULE)
    data, text = echo_of_size(300 * KIB)
    parts = fragments(data, 100 * KIB)
    ping = frame(b"p", PING)
    at = len(frame(data[: 100 * KIB], fin=False))
    name = "9.8 a ping between large fragments"
    yield Case(name, [parts[:at] + ping + parts[at:]], [Pong(b"p"), Echo(text)], RULE)


def too_big(kind, opcode):
    for size in (BOUND + 1, 1 << 24, 1 << 30, 1 << 32, (1 << 63) - 1):
        name = f"9.6 {kind} that announces {size} bytes"
        yield Case(name, [frame(b"", opcode, length=size, form=64)], TOO_BIG, RULE)
    half = b" " * (BOUND // 2)
    over = frame(half, opcode, fin=False) + frame(half, CONTINUATION, fin=False)
    yield Case(f"9.6 {kind}, fragments", [over + frame(b" ", CONTINUATION)], TOO_BIG, RULE)
    announced = frame(half, opcode, fin=False) + frame(b"", CONTINUATION, length=BOUND, form=64)
    yield Case(f"9.6 {kind}, a fragment's header", [announced], TOO_BIG, RULE)
