"""What every fault is measured with: a server, a healthy client beside it, and what must be as before.

No assertion looks at speed: a state is waited for, with a bound that only a server which never gets
there can miss. How long the healthy client waited is printed for people, beside how long it waited at
the same time for another server to which nothing is done (scripts/faults makes a table of it).
"""

import atexit
import contextlib
import json
import os
import resource
import select
import socket
import struct
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

import kodama_peers  # noqa: E402  (found through the line above)
from kodama_peers import SANITIZED, RawClient, Server, frame, request  # noqa: E402

__all__ = ["RawClient", "Server", "frame", "request"]

LONG = bool(os.environ.get("KODAMA_FAULTS_LONG"))
# Done again and again for so long: for measuring what others notice.
SECONDS = float(os.environ.get("KODAMA_FAULTS_SECONDS", "0"))


def many(short, long):
    return long if LONG else short


BOUND = 120.0 if LONG else 60.0  # seconds for a state to come about
MEBIBYTE = 1024 * 1024
# That a fault may leave behind; in the long form malloc's arenas have seen more.
GROWTH_BYTES = many(4, 16) * MEBIBYTE

# Our own limit: the faults open many sockets.
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


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


class Healthy:
    """healthy.py as a process of its own, so that the faults' threads do not slow it down."""

    calm_server = None

    def __init__(self, port):
        if Healthy.calm_server is None:
            Healthy.calm_server = Server("--no-history")
            atexit.register(Healthy.calm_server.stop)
        ports = (str(port), str(Healthy.calm_server.port))
        self.process = subprocess.Popen(
            [sys.executable, "-B", os.path.join(HERE, "healthy.py"), *ports],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self.process.stdout.readline().strip() != "well":
            raise AssertionError("the healthy client is not well")

    def finish(self):
        output, _ = self.process.communicate("end\n", timeout=BOUND)
        report = json.loads(output.splitlines()[-1])
        if report["lost"] or self.process.returncode:
            raise AssertionError(f"the healthy client was harmed: {report}")
        return report


@contextlib.contextmanager
def beside_a_healthy_client(server, name, growth=GROWTH_BYTES):
    """Runs a fault; afterwards descriptors, memory and idleness must be as they were before."""
    if not hasattr(server, "highest"):
        with RawClient(server.port) as peer:  # the store opens its files with the first message
            peer.send(frame(b'{"type":"broadcast","content":"first"}'))
            while peer.read_message()["type"] != "broadcast_message":
                pass
        Healthy(server.port).finish()
        wait_for_rest(server)
    descriptors, memory = server.descriptors(), private_bytes(server.pid)
    # What malloc keeps goes up and down by some MiB: the highest level at rest counts.
    server.highest = max(memory, getattr(server, "highest", 0))
    counts = counted(server)
    healthy = Healthy(server.port)
    yield
    report = healthy.finish()
    wait_until(lambda: server.descriptors() <= descriptors, f"{name}: descriptors as before")
    wait_until(lambda: counted(server) == counts, f"{name}: counters as before")
    wait_for_rest(server)
    if not SANITIZED:
        wait_until(
            lambda: private_bytes(server.pid) <= server.highest + growth, f"{name}: memory as before"
        )
    grown = (private_bytes(server.pid) - memory) // 1024
    print(line_of(name, report), f"memory {grown:+} KiB", flush=True)


def line_of(name, report):
    calm = report["calm"]
    ratio = report["p99_ms"] / max(calm["p99_ms"], 0.01)
    return (
        f"{name:28} p99 {report['p99_ms']:7.2f} ms, elsewhere {calm['p99_ms']:7.2f} ms: {ratio:5.2f} times, "
        f"median {report['median_ms']:.2f} and {calm['median_ms']:.2f} ms, "
        f"worst {report['worst_ms']:.0f} and {calm['worst_ms']:.0f} ms, {report['answers']} answers,"
    )


def wait_for_rest(server):
    """Until the server uses next to no processor: nothing spins."""

    def rests():
        before = server.cpu_seconds()
        time.sleep(0.5)
        return server.cpu_seconds() - before <= 0.05

    wait_until(rests, "the server rests")


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


def send_all(peer, data):
    """False if the server has cut us off."""
    try:
        peer.sendall(data)
        return True
    except (BrokenPipeError, ConnectionResetError):
        return False


def read_to_the_end(peer):
    """Everything until the server ends the connection."""
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while True:
            part = peer.recv(65536)
            if not part:
                break
            data += part
    return data


def close_code_of(data):
    """The code of a close frame at the end of the bytes; nothing if there is none."""
    for size in range(2, 126):
        start = len(data) - size - 2
        if start >= 0 and data[start] == 0x88 and data[start + 1] == size:
            return struct.unpack("!H", data[start + 2 : start + 4])[0]
    return None


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
