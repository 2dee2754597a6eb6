"""A WebSocket client that says exactly the bytes it is told, and looks hard at every byte it hears."""

import dataclasses
import json
import os
import socket
import ssl
import struct
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from kodama_peers import (  # noqa: E402  (found through the line above)
    ACCEPT,
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    TIMEOUT,
    frame,
    request,
)

__all__ = ["ACCEPT", "BINARY", "CLOSE", "CONTINUATION", "PING", "PONG", "TEXT", "TIMEOUT", "frame"]

NOTICES = ("client_connected", "client_disconnected")


# --- what a server may say -------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Echo:
    """The echo_response to a message whose `text` was this."""

    text: str


@dataclasses.dataclass(frozen=True)
class Error:
    """The message arrived, and is no JSON."""


@dataclasses.dataclass(frozen=True)
class Message:
    """A message as it is, of a server without our protocol."""

    opcode: int
    payload: bytes


@dataclasses.dataclass(frozen=True)
class Pong:
    payload: bytes


@dataclasses.dataclass(frozen=True)
class Close:
    """A close frame with this code (1005: without one), and nothing after it."""

    code: int


class End(Exception):
    """The stream has ended."""


class Violation(AssertionError):
    """The server broke a rule of framing."""


# --- messages --------------------------------------------------------------------------------


def echo(text):
    return json.dumps({"type": "echo", "text": text}, ensure_ascii=False).encode()


def echo_of_size(size, filler="*"):
    """An echo request of exactly that many bytes, and its text."""
    text = filler * (size - len(echo("")))
    return echo(text), text


def deflated(data, bits=15, level=6, last=False):
    """A message's compressed payload (RFC 7692 section 7.2.1); last: as one final block."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -max(bits, 9))
    if last:
        return packer.compress(data) + packer.flush(zlib.Z_FINISH) + b"\0"
    packed = packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
    return packed[:-4]


def inflated(data):
    unpacker = zlib.decompressobj(-15)
    return unpacker.decompress(data + b"\0\0\xff\xff")


def close_frame(code, reason=b""):
    return frame(struct.pack("!H", code) + reason, CLOSE)


def chopped(data, size):
    return [data[i : i + size] for i in range(0, len(data), size)]


class Peer:
    """offer: what stands in Sec-WebSocket-Extensions; None for no such header."""

    message_opcodes = (TEXT,)

    def __init__(self, port, offer=None, tls=None, upgrade=True, **headers):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_hostname="localhost")
        self.buffer = b""
        self.is_deflating = False
        self.compressed_messages = 0
        if upgrade:
            status, fields = self.shake_hands(port, offer, **headers)
            if status != 101:
                raise AssertionError(f"no upgrade: {status} {fields}")
            welcome = self.next_event()
            if not isinstance(welcome, dict) or welcome["type"] != "welcome":
                raise AssertionError(f"no welcome: {welcome}")
            # The newcomer is announced in another thread; until that is done its messages are answered
            # behind it, while a pong, which belongs to no message, comes at once.
            self.send(frame(echo("ready")))
            self.expect(Echo("ready"))

    def shake_hands(self, port, offer=None, **headers):
        """Status and headers (lower case) of the answer."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.send(request(port, Sec_WebSocket_Extensions=offer, **headers))
        while b"\r\n\r\n" not in self.buffer:
            if not self._fill():
                raise End
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        fields = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            name, value = name.lower(), value.strip()
            if name in fields and name.startswith("sec-websocket-"):
                raise Violation(f"the header {name} comes twice")
            fields[name] = f"{fields[name]}, {value}" if name in fields else value
        self.is_deflating = "permessage-deflate" in fields.get("sec-websocket-extensions", "")
        return int(lines[0].split()[1]), fields

    def send(self, data):
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            pass  # cut off in the middle of what it deserved to be cut off for

    def _fill(self):
        try:
            data = self.socket.recv(1 << 20)
        except (ConnectionResetError, ssl.SSLEOFError):
            data = b""
        self.buffer += data
        return bool(data)

    def _take(self, count):
        while len(self.buffer) < count:
            if not self._fill():
                raise End
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def read_frame(self):
        """(RSV1, opcode, payload); checks what RFC 6455 section 5 demands of every frame."""
        first, second = self._take(2)
        opcode, is_compressed = first & 0x0F, bool(first & 0x40)
        if not first & 0x80 or first & 0x30:
            raise Violation(f"fragmented, or with reserved bits: {first:02x}")
        is_message = opcode in self.message_opcodes
        if not is_message and opcode not in (CLOSE, PING, PONG):
            raise Violation(f"opcode {opcode}")
        if is_compressed and not (self.is_deflating and is_message):
            raise Violation("compressed without agreement, or a control frame")
        size = second & 0x7F
        if second & 0x80:
            raise Violation("masked")
        if not is_message and size > 125:
            raise Violation("a long control frame")
        least = 0
        if size == 126:
            size, least = struct.unpack("!H", self._take(2))[0], 126
        elif size == 127:
            size, least = struct.unpack("!Q", self._take(8))[0], 65536
        if size < least:
            raise Violation("not the shortest length")
        return is_compressed, opcode, self._take(size)

    def next_event(self):
        """The next Pong, Close, or message (parsed) that is no notice about others."""
        while True:
            is_compressed, opcode, payload = self.read_frame()
            if opcode == PING:
                self.send(frame(payload, PONG))
            elif opcode == PONG:
                return Pong(payload)
            elif opcode == CLOSE:
                if len(payload) < 2:
                    return Close(1005)
                payload[2:].decode("utf-8")
                return Close(struct.unpack("!H", payload[:2])[0])
            else:
                message = self.message(opcode, payload, is_compressed)
                if message is not None:
                    return message

    def message(self, _, payload, is_compressed):
        """What a data frame says; None for a notice about others."""
        if is_compressed:
            self.compressed_messages += 1
            payload = inflated(payload)
        message = json.loads(payload.decode("utf-8"))
        return None if message["type"] in NOTICES else message

    def expect(self, expectation):
        try:
            event = self.next_event()
        except End:
            raise AssertionError(f"the stream ended before {expectation}") from None
        if isinstance(event, dict):
            if event["type"] == "echo_response" and "text" in event["original"]:
                event = Echo(event["original"]["text"])
            elif event["type"] == "error" and event["name"] == "BAD_JSON":
                event = Error()
        if event != expectation:
            raise AssertionError(f"expected {expectation!s:.200}, got {event!s:.200}")

    def expect_end(self):
        try:
            event = self.read_frame()
        except End:
            return
        raise AssertionError(f"after its close frame the server said {event}")

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
