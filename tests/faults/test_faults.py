#!/usr/bin/python3
"""What clients may do to the server, each with a healthy client beside it that must not suffer.

KODAMA_FAULTS_LONG=1 takes more of everything: minutes instead of seconds.
"""

import contextlib
import os
import re
import signal
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

import faults
from harness import (
    SECONDS,
    Healthy,
    MEBIBYTE,
    SANITIZED,
    beside_a_healthy_client,
    close_code_of,
    connect,
    frame,
    line_of,
    many,
    peak_bytes,
    read_to_the_end,
    request,
    reset,
    send_all,
    upgraded,
    wait_until,
)
from kodama_peers import CLOSE, SERVER, TIMEOUT, Server

# What a store keeps in memory and opens when it needs it has tests of its own.
NO_STORE = ("--no-history", "--history-count", "10")
NO_BOUND = ("--no-history",)
HELP = subprocess.run([SERVER, "--help"], capture_output=True, check=True).stdout.decode()


def repeat(fault):
    end = time.monotonic() + SECONDS
    fault()
    while time.monotonic() < end:
        fault()


class Faults(unittest.TestCase):
    """All on one server: what one fault leaves behind is seen by the next."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*NO_STORE)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def run_fault(self, fault):
        with beside_a_healthy_client(self.server, fault.__name__):
            repeat(lambda: fault(self.server.port))


class Network:
    """A network namespace, as another machine at the end of a cable that may be pulled."""

    def __init__(self):
        self.name = f"kodama{os.getpid()}"
        self.link = f"kd{os.getpid()}"[:14]
        self.address = "169.254.77.1"
        self.command = ("ip", "netns", "exec", self.name)

    def __enter__(self):
        run = (
            ("ip", "netns", "add", self.name),
            ("ip", "link", "add", self.link, "type", "veth", "peer", "name", "eth0", "netns", self.name),
            ("ip", "addr", "add", self.address + "/30", "dev", self.link),
            ("ip", "link", "set", self.link, "up"),
            (*self.command, "ip", "addr", "add", "169.254.77.2/30", "dev", "eth0"),
            (*self.command, "ip", "link", "set", "eth0", "up"),
        )  # fmt: skip
        try:
            for command in run:
                subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            self.__exit__()
            reason = getattr(error, "stderr", b"") or str(error).encode()
            raise unittest.SkipTest(f"no network namespaces here: {reason.decode().strip()}")
        return self

    def cut(self):
        subprocess.run((*self.command, "ip", "link", "set", "eth0", "down"), check=True)

    def restore(self):
        subprocess.run((*self.command, "ip", "link", "set", "eth0", "up"), check=True)

    def __exit__(self, *_):
        for command in (("link", "del", self.link), ("netns", "del", self.name)):
            with contextlib.suppress(OSError):
                subprocess.run(("ip", *command), capture_output=True, check=False)


class FaultsOfTheMachine(unittest.TestCase):
    """Each on a server of its own."""

    def test_peers_that_vanish(self):
        with Network() as network:
            # Five seconds of silence, or what the kernel waits for an acknowledgement.
            with Server(*NO_STORE, "--dead-after", "5", host="0.0.0.0") as server:
                with beside_a_healthy_client(server, "peers_that_vanish"):
                    faults.vanishing_peers(server.port, network)

    def test_few_descriptors(self):
        """More clients than descriptors: told 503 or dropped, and when some go, others may come."""
        command = ("bash", "-c", 'ulimit -n 256; exec "$0" "$@"', SERVER)
        with Server(*NO_STORE, command=command) as server:
            with beside_a_healthy_client(server, "few_descriptors"):
                repeat(lambda: self.use_up_descriptors(server))

    def use_up_descriptors(self, server):
        peers = []
        for _ in range(400):
            peer = connect(server.port)
            send_all(peer, request(server.port))
            peers.append(peer)
        answers = [first_line(peer) for peer in peers]
        served = sum(b" 101 " in answer for answer in answers)
        refused = sum(b" 503 " in answer for answer in answers)
        self.assertGreater(served, 16)
        self.assertGreater(refused, 0)
        self.assertEqual(served + refused + sum(not answer for answer in answers), len(peers))
        for peer in peers:
            reset(peer)

        def is_served_again():
            peer = connect(server.port)
            send_all(peer, request(server.port))
            answer = first_line(peer)
            reset(peer)
            return b" 101 " in answer

        wait_until(is_served_again, "new clients are served")

    def test_more_than_may_be_held(self):
        bound = 24 * MEBIBYTE
        options = (*NO_STORE, "--max-held-bytes", str(bound))
        for fault in (faults.much_unfinished, faults.much_unread):
            with Server(*options) as server:
                before = peak_bytes(server.pid)
                # What malloc keeps of what was given back is still ours.
                with beside_a_healthy_client(server, fault.__name__, growth=2 * bound):
                    repeat(lambda fault=fault, server=server: fault(server.port))
                shed = sum(server.metrics()["shed_total"].values())
                self.assertGreater(shed, 0)
                grown = peak_bytes(server.pid) - before
                print(f"  at most {grown // MEBIBYTE} MiB more, {shed:.0f} closed", flush=True)
                if not SANITIZED:
                    self.assertLess(grown, 2 * bound)

    def test_dear_questions(self):
        """The past in memory, and on a disk."""
        for name, options in (("dear_questions", NO_BOUND), ("dear_questions of a store", ())):
            with Server(*options) as server:
                faults.fill_rooms(server.port)
                with beside_a_healthy_client(server, name):
                    repeat(lambda server=server: faults.dear_questions(server.port))

    def test_log_that_nobody_reads(self):
        """The pipe behind standard error is full: lines are dropped, clients are not."""
        reading, writing = os.pipe()
        arguments = [SERVER, "--port", "0", "--log-level", "debug", "--language", "en"]
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=writing, stderr=writing
        )
        os.close(writing)
        try:
            text = b""
            while not (match := re.search(rb"ws://\S+:(\d+)", text)):
                text += os.read(reading, 100)
            port = int(match.group(1))
            self.say_much(port)
            healthy = Healthy(port)
            repeat(lambda: self.say_much(port))
            print(line_of("log_that_nobody_reads", healthy.finish()), flush=True)
            process.send_signal(signal.SIGTERM)
            # Now it may say its last words, and ends.
            while os.read(reading, 65536):
                pass
            self.assertEqual(process.wait(TIMEOUT), 0)
        finally:
            os.close(reading)
            process.kill()
            process.wait()

    def say_much(self, port):
        """A line of the log for each message."""
        peer = upgraded(port)
        for _ in range(many(3000, 50_000)):
            send_all(peer, frame(b'{"type":"lab.log","text":"' + b"x" * 200 + b'"}'))
        send_all(peer, frame(b"\x03\xe8", CLOSE))
        self.assertEqual(close_code_of(read_to_the_end(peer)), 1000)
        peer.close()

    def test_stop_while_clients_send(self):
        """Each is told that the server goes (1001), and the server goes, well and in time."""
        server = Server()
        codes = []
        started = threading.Barrier(11)

        def flood():
            peer = upgraded(server.port)
            reader = threading.Thread(
                target=lambda: codes.append(close_code_of(until_close(peer)))
            )
            reader.start()
            started.wait(TIMEOUT)
            while reader.is_alive() and send_all(peer, faults.ECHO * 20):
                pass
            reader.join()
            peer.close()

        threads = [threading.Thread(target=flood) for _ in range(10)]
        for thread in threads:
            thread.start()
        started.wait(TIMEOUT)
        server.stop()
        for thread in threads:
            thread.join()
        self.assertEqual(codes, [1001] * 10)

    @unittest.skipUnless("--tls-cert" in HELP, "the server knows no --tls-cert")
    def test_tls_handshakes_that_end_early(self):
        with certificate() as options, Server(*options) as server:
            self.end_handshakes_early(server)

    @unittest.skipUnless("--tls-cert" in HELP, "the server knows no --tls-cert")
    def test_slow_readers_over_tls(self):
        with certificate() as options, Server(*NO_STORE, *options, "--tls-port", "0") as server:
            tls_port = int(server.wait_line(r"wss://\S+:(\d+)").group(1))

            def connect_over_tls(_, **connect_options):
                return upgraded_in_tls(tls_port, **connect_options)

            with beside_a_healthy_client(server, "slow_readers over TLS"):
                repeat(lambda: faults.slow_readers(server.port, connect_over_tls))

    @unittest.skipUnless("--tls-cert" in HELP, "the server knows no --tls-cert")
    def test_tls_greetings(self):
        with certificate() as options, Server(*NO_STORE, *options, "--tls-port", "0") as server:
            tls_port = int(server.wait_line(r"wss://\S+:(\d+)").group(1))
            with beside_a_healthy_client(server, "tls_greetings", growth=32 * MEBIBYTE):
                repeat(lambda: faults.tls_greetings(tls_port, client_hello()))

    def end_handshakes_early(self, server):
        hello = client_hello()
        peer = connect(server.port)
        send_all(peer, request(server.port))
        self.assertNotIn(b" 101 ", read_to_the_end(peer)[:100])
        peer.close()
        for i in range(many(100, 1000)):
            peer = connect(server.port)
            send_all(peer, hello[: i * 7 % (len(hello) + 1)])
            if i % 2:
                reset(peer)
            else:
                peer.close()
        # What is served afterwards is served as ever.
        context = ssl._create_unverified_context()  # pylint: disable=protected-access
        with context.wrap_socket(connect(server.port)) as peer:
            peer.sendall(request(server.port) + frame(b"\x03\xe8", CLOSE))
            self.assertEqual(close_code_of(read_to_the_end(peer)), 1000)


@contextlib.contextmanager
def certificate():
    """The options that make a server speak TLS."""
    with tempfile.TemporaryDirectory() as folder:
        cert, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-keyout", key, "-out", cert],
            check=True, capture_output=True,
        )
        yield "--tls-cert", cert, "--tls-key", key


def upgraded_in_tls(port, **options):
    """A connection behind both handshakes; the welcome is not read."""
    context = ssl._create_unverified_context()  # pylint: disable=protected-access
    peer = context.wrap_socket(connect(port, **options))
    peer.sendall(request(port))
    head = b""
    while b"\r\n\r\n" not in head:
        head += peer.recv(1)
    return peer


def client_hello():
    """What a TLS client says first."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context()
    with contextlib.suppress(ssl.SSLWantReadError):
        context.wrap_bio(incoming, outgoing, server_hostname="localhost").do_handshake()
    return outgoing.read()


def first_line(peer):
    """Of the answer to a request; empty if the connection was dropped."""
    line = b""
    with contextlib.suppress(ConnectionResetError):
        while not line.endswith(b"\n"):
            byte = peer.recv(1)
            if not byte:
                break
            line += byte
    return line


def until_close(peer):
    """The last bytes that the server said."""
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while part := peer.recv(65536):
            data = (data + part)[-1000:]
            if close_code_of(data) is not None:
                break
    return data


def add_tests():
    for fault in (
        faults.gigabyte_header,
        faults.endless_continuations,
        faults.empty_fragments,
        faults.close_with_the_request,
        faults.unread_pings,
        faults.unread_pongs,
        faults.unread_echoes,
        faults.packed_messages,
        faults.tiny_frames,
        faults.slow_readers,
        faults.stopped_peer,
        faults.killed_clients,
        faults.unfinished_requests,
        faults.tls_on_the_plain_port,
        faults.connect_and_reset,
        faults.connect_storm,
        faults.reset_while_talking,
        faults.mixed,
    ):
        setattr(Faults, f"test_{fault.__name__}", lambda self, fault=fault: self.run_fault(fault))


add_tests()

if __name__ == "__main__":
    unittest.main(verbosity=1)
