"""What every fault is measured with: a server, a healthy client beside it, and what must be as before.

No assertion looks at speed: a state is waited for, with a bound that only a server which never gets
there can miss. How long the healthy client waited is printed for people, beside how long it waited at
the same time for another server to which nothing is done (scripts/faults makes a table of it).
"""

import atexit
import collections
import contextlib
import functools
import json
import os
import resource
import select
import socket
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

import kodama_peers  # noqa: E402  (found through the line above)
from kodama_peers import CLOSE, SANITIZED, RawClient, Server, frame, request  # noqa: E402
from tls_support import careless, make_certificate  # noqa: E402

__all__ = ["RawClient", "Server", "frame", "request"]

LONG = bool(os.environ.get("KODAMA_FAULTS_LONG"))
# Done again and again for so long: for measuring what others notice.
SECONDS = float(os.environ.get("KODAMA_FAULTS_SECONDS", "0"))


def many(short, long):
    return long if LONG else short


BOUND = 120.0 if LONG else 60.0  # seconds for a state to come about
MEBIBYTE = 1024 * 1024
GROWTH_BYTES = 4 * MEBIBYTE  # that all faults of a server together may leave behind
TRIM_SECONDS = 5  # more than the server waits until it gives memory back
IDLE = 0.02  # of one processor: what a server may use while nobody says anything

# Our own limit: the faults open many sockets.
soft, DESCRIPTORS = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))


def wait_until(condition, what, bound=BOUND):
    """Polls, as what is looked at (/proc, a peer's socket) tells nobody when it changes."""
    deadline = time.monotonic() + bound
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {bound:.0f} s: {what}")
        time.sleep(0.05)


def private_bytes(pid):
    """The process's own memory. Not what it has of files: that counts as private, too, from the
    moment on at which the last other process with the same libraries has ended."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return 1024 * next(int(line.split()[1]) for line in file if line.startswith("Anonymous:"))


def peak_bytes(pid):
    """The most memory that the process has had at any time."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return 1024 * next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))


def counted(server):
    """What must be as before once nobody is there any more, and what must always add up."""
    metrics = server.metrics()
    total = {name: sum(values.values()) for name, values in metrics.items()}
    return {
        "clients": total["clients"],
        "queued bytes": total["queued_bytes"],
        "clients that nobody closed": total["upgraded_total"] - total.get("closes_total", 0),
    }


def told(server):
    """What became of everybody so far, by /metrics: {"closes 1008": 2}."""
    metrics = server.metrics()
    count = collections.Counter()
    for name, short in (("closes_total", "closes"), ("http_responses_total", "http"), ("errors_total", "errors")):
        for labels, value in metrics.get(name, {}).items():
            count[f"{short} {labels.rpartition('=')[2].strip(chr(34))}"] += int(value)
    for name in ("dropped_total", "shed_total", "rate_limited_total"):
        count[name.removesuffix("_total")] = int(sum(metrics[name].values()))
    return count


# More of them than a fault says that there must be: who asks for the state, and whoever behaves.
AS_MANY_AS_YOU_LIKE = ("closes 1000", "http 200")


def expect_told(server, before, expected, others):
    """Every answer, close code and error is one that the fault has to bring about, and there are as
    many of each; others: it may bring about more than it knows of."""

    def gained():
        now = told(server)
        now.subtract(before)
        return {what: count for what, count in now.items() if count}

    def is_right():
        got = gained()
        return all(
            got.get(what, 0) >= expected[what]
            if others or what in AS_MANY_AS_YOU_LIKE
            else got.get(what, 0) == expected[what]
            for what in {*got, *expected}
        )

    try:
        wait_until(is_right, "answers and codes as they must be")
    except AssertionError as error:
        raise AssertionError(f"{error}: expected {dict(expected)}, got {gained()}") from None


@functools.cache
def tls_options():
    """What makes a server speak TLS on a port of its own."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    cert, key = make_certificate(folder.name)
    return "--tls-cert", cert, "--tls-key", key, "--tls-port", "0"


def tls_port_of(server):
    return int(server.wait_line(r"wss://\S+:(\d+)").group(1))


class Healthy:
    """healthy.py as a process of its own, so that the faults' threads do not slow it down."""

    def __init__(self, port, tls=False, options=()):
        calm = self.tls_port_left_alone() if tls else self.server_left_alone().port
        arguments = (str(port), str(calm), *(["--tls"] if tls else []), *options)
        self.process = subprocess.Popen(
            [sys.executable, "-B", os.path.join(HERE, "healthy.py"), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.hear("well")

    @staticmethod
    @functools.cache
    def server_left_alone(*options):
        server = Server("--no-history", *options)
        atexit.register(server.stop)
        return server

    def tls_port_left_alone(self):
        return tls_port_of(self.server_left_alone(*tls_options()))

    def hear(self, word):
        said = self.process.stdout.readline().strip()
        if said != word:
            raise AssertionError(f"the healthy client is not {word}: {said}")

    def say(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    @contextlib.contextmanager
    def paused(self):
        self.say("pause")
        self.hear("silent")
        yield
        self.say("go")

    def finish(self):
        output, _ = self.process.communicate("end\n", timeout=BOUND)
        report = json.loads(output.splitlines()[-1])
        if report["lost"] or self.process.returncode:
            raise AssertionError(f"the healthy client was harmed: {report}")
        return report


class Beside:
    """What a fault may ask for while it is under way, and has to say of what it brings about."""

    def __init__(self, server, healthy):
        self.server = server
        self.healthy = healthy
        self.expected = collections.Counter()

    def expect(self, told_then):
        self.expected.update(told_then)

    def rests(self, is_held):
        """While peers are there and say nothing, as is_held() tells afterwards, the server does nothing."""
        if SECONDS:
            return  # others are measured, and by nobody else
        with self.healthy.paused():
            wait_for_rest(self.server, lambda: not is_held())
            if not is_held():
                print("  whether it rests was not seen: who is silent has been sent away meanwhile", flush=True)


def warm_up(server, tls_port):
    """What a server has only once it has been used: the files of its store, and on every shard the
    memory of some clients who talk, packed and plain, over TLS and without."""
    with RawClient(server.port) as peer:
        peer.send(frame(b'{"type":"broadcast","content":"first"}'))
        while peer.read_message()["type"] != "broadcast_message":
            pass
    extension = {"Sec_WebSocket_Extensions": "permessage-deflate"}
    message = frame(json.dumps({"type": "broadcast", "content": "x" * 4096}).encode())
    for _ in range(2):
        peers = [upgraded(server.port, **extension) for _ in range(8)]
        peers += [upgraded(server.port) for _ in range(8)]
        if tls_port:
            peers += [upgraded_in_tls(tls_port) for _ in range(32)]
        for peer in peers[:16]:
            peer.sendall(message)
        for peer in peers:
            peer.sendall(frame(b"\x03\xe8", CLOSE))
            read_to_the_end(peer)
            peer.close()
    Healthy(server.port).finish()
    wait_for_rest(server)


def let_crowds_pass(server, most):
    """Makes the server give back what malloc keeps (server/heaptrimmer.h), as it does some seconds after many
    clients have come, and after they have gone. Measured: 3.2 MiB behind 5,100 unfinished requests, 7 MiB
    behind 1,000 TLS greetings at once; of those, 0.9 and 0.5 MiB are left then."""

    def is_given_back(patience):
        with contextlib.suppress(AssertionError):
            wait_until(lambda: private_bytes(server.pid) <= most, "memory is given back", patience)
        return private_bytes(server.pid) <= most

    before = counted(server)
    for _ in range(int(BOUND / (2 * TRIM_SECONDS))):
        if is_given_back(0):
            return
        crowd = [upgraded(server.port) for _ in range(300)]
        is_given_back(TRIM_SECONDS)
        for peer in crowd:
            reset(peer)
        wait_until(lambda: counted(server) == before, "the crowd is gone")
        is_given_back(TRIM_SECONDS)


@contextlib.contextmanager
def beside_a_healthy_client(server, name, tls_port=None, others=False):
    """Runs a fault; afterwards descriptors, memory and idleness must be as they were before, and what
    it expects (others: at least that) must have been counted. tls_port: the client is there."""
    if not hasattr(server, "memory_at_first"):
        warm_up(server, tls_port)
        server.memory_at_first = private_bytes(server.pid)
    descriptors, memory = server.descriptors(), private_bytes(server.pid)
    counts, codes = counted(server), told(server)
    healthy = Healthy(tls_port or server.port, tls=bool(tls_port))
    beside = Beside(server, healthy)
    yield beside
    report = healthy.finish()
    wait_until(lambda: server.descriptors() <= descriptors, f"{name}: descriptors as before")
    wait_until(lambda: counted(server) == counts, f"{name}: counters as before")
    expect_told(server, codes, beside.expected, others)
    wait_for_rest(server)
    if not SANITIZED:
        most = server.memory_at_first + GROWTH_BYTES
        let_crowds_pass(server, most)
        what = f"{name}: {private_bytes(server.pid) // 1024} KiB of memory, at most {most // 1024}"
        wait_until(lambda: private_bytes(server.pid) <= most, what)
    now = private_bytes(server.pid)
    grown = f"{(now - memory) // 1024:+} KiB, {(now - server.memory_at_first) // 1024:+} in all"
    print(line_of(name, report), f"memory {grown}", flush=True)


def line_of(name, report):
    calm = report["calm"]
    ratio = report["p99_ms"] / max(calm["p99_ms"], 0.01)
    return (
        f"{name:28} p99 {report['p99_ms']:7.2f} ms, elsewhere {calm['p99_ms']:7.2f} ms: {ratio:5.2f} times, "
        f"median {report['median_ms']:.2f} and {calm['median_ms']:.2f} ms, "
        f"worst {report['worst_ms']:.0f} and {calm['worst_ms']:.0f} ms, {report['answers']} answers,"
    )


def cpu_seconds(pid):
    """What a process has used of the processors, to the nanosecond (/proc counts hundredths of a
    second): its clock's number is made as clock_getcpuclockid() makes it."""
    return time.clock_gettime(~pid << 3 | 2)


def wait_for_rest(server, is_over=lambda: False):
    """Until the server uses next to no processor for half a second (nothing spins), or there is no reason
    any more why it should."""
    parts = []

    def rests():
        before, begin = cpu_seconds(server.pid), time.monotonic()
        time.sleep(0.5)
        parts.append((cpu_seconds(server.pid) - before) / (time.monotonic() - begin))
        return parts[-1] <= IDLE or is_over()

    try:
        wait_until(rests, "the server rests")
    except AssertionError as error:
        raise AssertionError(f"{error}: it used {parts[-1]:.1%} of a processor at last") from None


# --- clients that misbehave ------------------------------------------------------------------


def connect(port, receive_bytes=None, address="127.0.0.1"):
    """A TCP connection; receive_bytes: a small window, so that the server soon has to wait."""
    peer = socket.socket()
    if receive_bytes is not None:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    peer.settimeout(BOUND)
    peer.connect((address, port))
    return peer


def upgraded(port, receive_bytes=None, address="127.0.0.1", **headers):
    """A connection behind its handshake; the welcome is not read."""
    peer = connect(port, receive_bytes, address)
    peer.sendall(request(port, **headers))
    head = b""
    while b"\r\n\r\n" not in head:
        data = peer.recv(1)
        if not data:
            raise AssertionError(f"no upgrade: {head!r}")
        head += data
    if b" 101 " not in head:
        raise AssertionError(f"no upgrade: {head!r}")
    return peer


def upgraded_in_tls(port, **options):
    """A connection behind both handshakes; the welcome is not read."""
    peer = careless().wrap_socket(connect(port, **options))
    peer.sendall(request(port))
    head = b""
    while b"\r\n\r\n" not in head:
        head += peer.recv(1)
    return peer


def send_all(peer, data):
    """False if the server has cut us off."""
    try:
        peer.sendall(data)
        return True
    except (BrokenPipeError, ConnectionResetError):
        return False


def read_to_the_end(peer):
    """Everything until the server ends the connection."""
    data = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while part := peer.recv(65536):
            data += part
    return bytes(data)


def close_code_of(data):
    """The code of a close frame at the end of the bytes; nothing if there is none."""
    for size in range(2, 126):
        start = len(data) - size - 2
        if start >= 0 and data[start] == 0x88 and data[start + 1] == size:
            return struct.unpack("!H", data[start + 2 : start + 4])[0]
    return None


def until_close(peer):
    """The last bytes that the server said."""
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while part := peer.recv(65536):
            data = (data + part)[-1000:]
            if close_code_of(data) is not None:
                break
    return data


def stuff(peer, block, most_bytes):
    """Sends without ever reading, until the server takes no more of it for a while, or has cut us
    off: returns how much it took."""
    peer.setblocking(False)
    sent = 0
    at = 0
    while sent < most_bytes:
        _, writable, _ = select.select([], [peer], [], 2.0)
        if not writable:
            break
        try:
            count = peer.send(block[at:])
        except BlockingIOError:
            continue
        except (BrokenPipeError, ConnectionResetError):
            break
        sent += count
        at = (at + count) % len(block)
    peer.settimeout(kodama_peers.TIMEOUT)
    return sent


def reset(peer):
    """Closes with a RST instead of a FIN."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
