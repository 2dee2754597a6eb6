"""6 UTF-8: what is text, whatever the pieces it comes in; what is not is refused at its first byte.

A message is an echo request whose `text` holds the bytes in question, so that what is allowed comes
back, and shows that it arrived unharmed.
"""

from cases import Case
from peer import BINARY, CLOSE, CONTINUATION, TEXT, Close, Echo, chopped, frame

RULE = "RFC 6455 5.6, 8.1; RFC 3629"
BAD = [Close(1007)]
BEGIN, END = b'{"type":"echo","text":"', b'"}'

VALID = {
    "ASCII": "Hello",
    "DEL": "\x7f",
    "first of two bytes": "\u0080",
    "last of two bytes": "\u07ff",
    "first of three bytes": "\u0800",
    "last before the surrogates": "\ud7ff",
    "first behind the surrogates": "\ue000",
    "replacement character": "\ufffd",
    "U+FFFE": "\ufffe",
    "U+FFFF": "\uffff",
    "first of four bytes": "\U00010000",
    "last of four bytes": "\U0010ffff",
    "byte-order mark": "\ufeff",
    "byte-order mark in the middle": "a\ufeffb",
    "Greek": "κόσμε",
    "Japanese": "ウェブソケット、木霊",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "combining": "e\u0301\u0327",
    "right to left": "\u202eعربي\u202c",
    "private use": "\ue000\uf8ff\U000f0000",
    "noncharacters": "\ufdd0\ufdef\U0001fffe\U0002ffff\U0010fffe",
    "all lengths": "a\u00e9\u3042\U0001f600" * 3,
}

# The bytes up to and including the first that cannot be, and what might have followed.
INVALID = {
    "continuation byte 80": (b"\x80", b""),
    "continuation byte BF": (b"\xbf", b""),
    "two continuation bytes": (b"\x80", b"\xbf"),
    "C0": (b"\xc0", b"\x80"),
    "C1": (b"\xc1", b"\xbf"),
    "F5": (b"\xf5", b"\x80\x80\x80"),
    "F7": (b"\xf7", b"\xbf\xbf\xbf"),
    "F8, five bytes": (b"\xf8", b"\x88\x80\x80\x80"),
    "FC, six bytes": (b"\xfc", b"\x84\x80\x80\x80\x80"),
    "FE": (b"\xfe", b""),
    "FF": (b"\xff", b""),
    "overlong slash in three": (b"\xe0\x80", b"\xaf"),
    "overlong slash in four": (b"\xf0\x80", b"\x80\xaf"),
    "overlong U+07FF": (b"\xe0\x9f", b"\xbf"),
    "overlong U+FFFF": (b"\xf0\x8f", b"\xbf\xbf"),
    "overlong NUL in three": (b"\xe0\x80", b"\x80"),
    "overlong NUL in four": (b"\xf0\x80", b"\x80\x80"),
    "surrogate D800": (b"\xed\xa0", b"\x80"),
    "surrogate DB7F": (b"\xed\xad", b"\xbf"),
    "surrogate DC00": (b"\xed\xb0", b"\x80"),
    "surrogate DFFF": (b"\xed\xbf", b"\xbf"),
    "a pair of surrogates": (b"\xed\xa0", b"\x81\xed\xb0\x81"),
    "U+110000": (b"\xf4\x90", b"\x80\x80"),
    "U+13FFFF": (b"\xf4\xbf", b"\xbf\xbf"),
    "ASCII instead of the second byte": (b"\xc3A", b""),
    "ASCII instead of the third byte": (b"\xe3\x81A", b""),
    "ASCII instead of the fourth byte": (b"\xf0\x9f\x98A", b""),
    "lead instead of the second byte": (b"\xc3\xc3", b"\xa9"),
    "lead instead of the third byte": (b"\xe3\x81\xe3", b"\x81\x82"),
    "Latin-1": (b"caf\xe9 ", b""),
    "valid, then not": ("κόσμε".encode() + b"\xed\xa0", b"\x80edited"),
    "far behind": (b"x" * 3000 + b"\xff", b"x" * 10),
}

# Valid so far, and the message ends.
CUT = {
    "two bytes after one": b"\xc3",
    "three bytes after one": b"\xe3",
    "three bytes after two": b"\xe3\x81",
    "four bytes after one": b"\xf0",
    "four bytes after two": b"\xf0\x9f",
    "four bytes after three": b"\xf0\x9f\x98",
    "text, then three bytes after two": "木".encode() + b"\xe3\x81",
}


def cases():
    yield from valid()
    yield from invalid()
    yield from cut()
    yield from elsewhere()


def valid():
    for name, text in VALID.items():
        data = BEGIN + text.encode() + END
        whole = frame(data)
        yield Case(f"6.1 {name}", [whole], [Echo(text)], RULE)
        if len(text.encode()) > 1:
            yield Case(f"6.2 {name}, byte by byte", chopped(whole, 1), [Echo(text)], RULE)
            split = b"".join(
                frame(data[i : i + 1], CONTINUATION if i else TEXT, fin=i == len(data) - 1)
                for i in range(len(data))
            )
            yield Case(f"6.3 {name}, a fragment a byte", [split], [Echo(text)], RULE)


def invalid():
    for name, (start, rest) in INVALID.items():
        data = BEGIN + start + rest + END
        yield Case(f"6.4 {name}", [frame(data)], BAD, RULE)
        # The frame is announced whole, but only the beginning of it is ever sent.
        early = frame(data)[: -len(rest + END)]
        yield Case(f"6.5 {name}, at its first byte", [early], BAD, RULE)
        pieces = chopped(early, 1) if len(early) < 100 else chopped(early, 700)
        yield Case(f"6.6 {name}, at its first byte, in pieces", pieces, BAD, RULE)
        # Not in the fragment that it began in, and the message has not ended.
        at = len(BEGIN + start) - 1
        split = frame(data[:at], fin=False) + frame(data[at : at + 1], CONTINUATION, fin=False)
        yield Case(f"6.7 {name}, across fragments", [split], BAD, RULE)


def cut():
    for name, text in CUT.items():
        data = BEGIN + text
        yield Case(f"6.8 {name}", [frame(data)], BAD, RULE)
        parts = frame(data, fin=False) + frame(b"", CONTINUATION)
        yield Case(f"6.9 {name}, an empty fragment behind", [parts], BAD, RULE)


def elsewhere():
    sentence = BEGIN + "κόσμε".encode() + b"\xff" + END
    # Bytes of binary messages are anything, for the protocol of frames; ours reads them as text,
    # and says so without closing.
    from peer import Error

    yield Case("6.10 not UTF-8 in binary", [frame(sentence, BINARY)], [Error()], "RFC 6455 5.6")
    text = "κόσμε"
    data = BEGIN + text.encode() + END
    yield Case("6.11 UTF-8 in binary", [frame(data, BINARY)], [Echo(text)], "RFC 6455 5.6")
    for name, reason in (("FF", b"\xff"), ("cut", b"\xe3\x81"), ("surrogate", b"\xed\xa0\x80")):
        body = b"\x03\xe8" + reason
        yield Case(f"6.12 close reason: {name}", [frame(body, CLOSE)], BAD, "RFC 6455 5.5.1")
