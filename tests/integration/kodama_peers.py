"""What the tests across processes share: kodama-server as a process, Python chat clients, raw sockets.

The programs' places come from the environment (KODAMA_SERVER, KODAMA_APP), set by CMake. Every wait
has a bound; nothing sleeps to let time pass.
"""

import asyncio
import glob
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

import websockets

SERVER = os.environ.get("KODAMA_SERVER", "build/dev/bin/kodama-server")
APP = os.environ.get("KODAMA_APP", "")
SOURCE_DIR = os.environ.get(
    "KODAMA_SOURCE_DIR", os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
)
SANITIZED = bool(os.environ.get("KODAMA_SANITIZED"))  # then memory means something else
# Generous: sanitizers on a busy machine are twenty times slower.
TIMEOUT = float(os.environ.get("KODAMA_TEST_TIMEOUT", "90" if SANITIZED else "30"))

# Where everything is installed beforehand what is missing fails, so that nobody takes it for tested.
IN_CI = bool(os.environ.get("CI"))

needs_app = unittest.skipUnless(APP, "built without the window and the command line")


# Nothing of a test lands in the user's own folders, and no server meets another one's history.
_DATA = tempfile.TemporaryDirectory(prefix="kodama-test-")
os.environ["XDG_DATA_HOME"] = _DATA.name
os.environ.pop("STATE_DIRECTORY", None)

# Nor does a program inherit from whoever started the tests in the background that Ctrl+C is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)


def where_it_is(pid):
    """What every thread of a program waits for. A state of T: somebody has stopped it; a TracerPid: LeakSanitizer or a
    debugger looks at it."""
    lines = []
    for task in sorted(glob.glob(f"/proc/{pid}/task/*")):
        try:
            with open(f"{task}/status", encoding="utf-8") as file:
                told = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
            with open(f"{task}/wchan", encoding="utf-8") as file:
                waits = file.read()
        except OSError:
            continue  # it has just ended
        lines.append(f"{told['Name']}: state {told['State']}, traced by {told['TracerPid']}, waits in {waits}")
    if shutil.which("gdb"):
        try:
            done = subprocess.run(
                ["gdb", "-p", str(pid), "-batch", "-ex", "thread apply all backtrace 20"],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
            lines.append(done.stdout)
        except subprocess.TimeoutExpired:
            lines.append("gdb does not come to an end with it")
    return "\n".join(lines)


class Process:
    """A program with its output read by a thread, so that it never blocks on a full pipe."""

    def __init__(self, command, env=None, stdin=subprocess.DEVNULL, **options):
        self.command = command
        self.lines = []
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "XDG_DATA_HOME": tempfile.mkdtemp(dir=_DATA.name), **(env or {})},
            **options,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            with self._changed:
                self.lines.append(line.decode("utf-8", "replace").rstrip("\r\n"))
                self._changed.notify_all()
        with self._changed:
            self.lines.append(None)
            self._changed.notify_all()

    @property
    def pid(self):
        return self.process.pid

    @property
    def output(self):
        return "\n".join(line for line in self.lines if line is not None)

    def wait_line(self, pattern, timeout=TIMEOUT):
        """The first match of a line with the pattern, those already printed included."""
        deadline = time.monotonic() + timeout
        seen = 0
        with self._changed:
            while True:
                for line in self.lines[seen:]:
                    if line is None:
                        raise AssertionError(
                            f"{self.command} ended without printing {pattern!r}:\n{self.output}"
                        )
                    match = re.search(pattern, line)
                    if match:
                        return match
                seen = len(self.lines)
                if not self._changed.wait(deadline - time.monotonic()):
                    raise AssertionError(
                        f"{self.command} did not print {pattern!r}:\n{self.output}"
                    )

    def type(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, timeout=TIMEOUT):
        """The exit status, once all output has been read."""
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(
                f"{self.command} did not end within {timeout} s\n{where_it_is(self.pid)}\n{self.output}"
            ) from None
        self._reader.join(timeout)
        self.process.stdout.close()
        if self.process.stdin:
            self.process.stdin.close()
        return status

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.wait()


class Server(Process):
    """kodama-server on a free port; stop() checks that it ends well and no sanitizer complained."""

    def __init__(self, *arguments, host="localhost", language="ja", command=(SERVER,), **options):
        super().__init__(
            [*command, "--port", "0", "--host", host, "--language", language, *arguments],
            **options,
        )
        try:
            self.port = int(self.wait_line(r"wss?://\S+:(\d+)").group(1))
            self.wait_line("サーバーが起動しました|Server started")
        except BaseException:
            self.kill()
            raise

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}"

    def cpu_seconds(self):
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def metrics(self, port=None):
        """What /metrics says: {name without `kodama_`: {labels: number}}."""
        url = f"http://127.0.0.1:{port or self.port}/metrics"
        with urllib.request.urlopen(url, timeout=TIMEOUT) as page:
            text = page.read().decode()
        found = {}
        for line in text.splitlines():
            if match := re.fullmatch(r"kodama_(\w+?)(?:\{(.*)\})? (\S+)", line):
                name, labels, value = match.groups()
                found.setdefault(name, {})[labels or ""] = float(value)
        return found

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def stop(self):
        self.signal(signal.SIGTERM)
        status = self.wait()
        if status != 0 or "Sanitizer" in self.output or "runtime error" in self.output:
            raise AssertionError(f"kodama-server ended with {status}:\n{self.output}")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind is None:
            self.stop()
        else:
            self.kill()
            print(self.output, file=sys.stderr)


class Chat:
    """A client of the `websockets` library with the welcome already taken."""

    def __init__(self, socket_, welcome):
        self.socket = socket_
        self.welcome = welcome
        self.id = welcome["client_id"]

    @classmethod
    async def connect(cls, url, **options):
        options.setdefault("max_size", 8 * 1024 * 1024)
        # While nobody takes its messages the library reads no pong, and would give up after 20 s.
        options.setdefault("ping_interval", None)
        socket_ = await asyncio.wait_for(websockets.connect(url, **options), TIMEOUT)
        welcome = json.loads(await asyncio.wait_for(socket_.recv(), TIMEOUT))
        assert welcome["type"] == "welcome", welcome
        return cls(socket_, welcome)

    async def send(self, **message):
        await self.socket.send(json.dumps(message, ensure_ascii=False))

    async def send_raw(self, text):
        await self.socket.send(text)

    async def recv_raw(self):
        return await asyncio.wait_for(self.socket.recv(), TIMEOUT)

    async def recv(self):
        return json.loads(await self.recv_raw())

    async def expect(self, kind):
        """The next message that is no join or leave notice; it must be of this type."""
        while True:
            message = await self.recv()
            if message["type"] == kind:
                return message
            if message["type"] not in ("client_connected", "client_disconnected"):
                raise AssertionError(f"expected {kind}, got {message}")

    async def close(self):
        await self.socket.close()


# --- raw sockets -----------------------------------------------------------------------------

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10


def request(port, **changes):
    """The bytes of an opening handshake; headers=None drops one, a list repeats it."""
    headers = {
        "Host": f"127.0.0.1:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Version": "13",
    }
    line = changes.pop("line", "GET / HTTP/1.1")
    headers.update({name.replace("_", "-"): value for name, value in changes.items()})
    lines = [line]
    for name, value in headers.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                lines.append(f"{name}: {one}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def frame(payload=b"", opcode=TEXT, fin=True, masked=True, rsv=0, length=None, form=None):
    """One frame; `length` lies about the size, `form` (7, 16, 64) chooses its spelling."""
    size = len(payload) if length is None else length
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    mask_bit = 0x80 if masked else 0
    if form is None:
        form = 7 if size < 126 else 16 if size < 65536 else 64
    if form == 7:
        head = struct.pack("!BB", first, mask_bit | size)
    elif form == 16:
        head = struct.pack("!BBH", first, mask_bit | 126, size)
    else:
        head = struct.pack("!BBQ", first, mask_bit | 127, size)
    if not masked:
        return head + payload
    key = b"\x12\x34\x56\x78"
    repeated = (key * (len(payload) // 4 + 1))[: len(payload)]
    body = (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(
        len(payload), "big"
    )
    return head + key + body


class RawClient:
    """A TCP connection that can say anything, and reads frames one by one."""

    def __init__(self, port, host="127.0.0.1", upgrade=True):
        self.socket = socket.create_connection((host, port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        if upgrade:
            self.send(request(port))
            head = self.read_http()
            if b" 101 " not in head:
                raise AssertionError(f"no upgrade: {head!r}")

    def send(self, data):
        """Hostile peers are cut off while they are still talking; that is no failure of theirs."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _fill(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self.buffer += data
        return bool(data)

    def read_http(self):
        """Head (and, once the server closes, whatever follows in the same read)."""
        while b"\r\n\r\n" not in self.buffer:
            if not self._fill():
                head, self.buffer = self.buffer, b""
                return head
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        return head

    def _take(self, count):
        while len(self.buffer) < count:
            if not self._fill():
                return None
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def read_frame(self):
        """(opcode, payload), or None at the end of the connection. Servers do not mask."""
        head = self._take(2)
        if head is None:
            return None
        size = head[1]
        if size & 0x80:
            raise AssertionError("a masked frame from the server")
        if size == 126:
            size = struct.unpack("!H", self._take(2))[0]
        elif size == 127:
            size = struct.unpack("!Q", self._take(8))[0]
        payload = self._take(size) if size else b""
        return head[0] & 0x0F, payload

    def read_message(self):
        """The next text message that is no notice about others; ("close", code) or None."""
        while True:
            got = self.read_frame()
            if got is None:
                return None
            opcode, payload = got
            if opcode == CLOSE:
                code = struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005
                return ("close", code)
            if opcode == TEXT:
                message = json.loads(payload)
                if message["type"] not in ("client_connected", "client_disconnected"):
                    return message
            elif opcode == PONG:
                return ("pong", payload)

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
