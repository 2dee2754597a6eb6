"""Servers that are wrong in one way each, for the exit codes of `kodama`: raw TCP, one thread each."""

import base64
import hashlib
import json
import socket
import struct
import threading

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
WELCOME = {"type": "welcome", "message": "hi", "client_id": "", "timestamp": "x"}


def frame(opcode, payload):
    if isinstance(payload, str):
        payload = payload.encode()
    if len(payload) < 126:
        head = bytes([0x80 | opcode, len(payload)])
    elif len(payload) < 65536:
        head = bytes([0x80 | opcode, 126]) + struct.pack(">H", len(payload))
    else:
        head = bytes([0x80 | opcode, 127]) + struct.pack(">Q", len(payload))
    return head + payload


class Peer:
    """The server's side of one connection."""

    def __init__(self, connection):
        self.connection = connection
        self.file = connection.makefile("rb")

    def request(self):
        lines = []
        while True:
            line = self.file.readline()
            if line in (b"\r\n", b""):
                return lines
            lines.append(line)

    def handshake(self):
        for line in self.request():
            name, _, value = line.partition(b":")
            if name.lower() == b"sec-websocket-key":
                accept = base64.b64encode(hashlib.sha1(value.strip() + GUID).digest())
                self.send(
                    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
                )

    def send(self, data):
        self.connection.sendall(data)

    def send_json(self, message):
        self.send(frame(TEXT, json.dumps(message, ensure_ascii=False)))

    def close(self, code, reason=""):
        self.send(frame(CLOSE, struct.pack(">H", code) + reason.encode()))
        self.file.read()  # until the client has gone: unread bytes would make this a reset

    def frames(self):
        """What the client sends, unmasked, as (opcode, payload)."""
        while True:
            head = self.file.read(2)
            if len(head) < 2:
                return
            size = head[1] & 0x7F
            if size == 126:
                size = struct.unpack(">H", self.file.read(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self.file.read(8))[0]
            mask = self.file.read(4)
            payload = self.file.read(size)
            yield head[0] & 0x0F, bytes(b ^ mask[i % 4] for i, b in enumerate(payload))

    def messages(self):
        """The client's messages; pings are answered on the way."""
        for opcode, payload in self.frames():
            if opcode == PING:
                self.send(frame(PONG, payload))
            elif opcode == CLOSE:
                return
            else:
                yield json.loads(payload) if payload.startswith(b"{") else payload


class FaultServer:
    """Runs `behave(peer)` for every connection, on a free port, until the block ends."""

    def __init__(self, behave):
        self.behave = behave
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                self.behave(Peer(connection))
            except OSError:
                pass  # the client has gone

    def stop_listening(self):
        """Who is here may stay; nobody new is let in."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
