#!/usr/bin/python3
"""What clients may do to the server, each with a healthy client beside it that must not suffer.

KODAMA_FAULTS_LONG=1 (scripts/faults --long) takes more of everything: minutes instead of seconds.
"""

import contextlib
import os
import re
import signal
import ssl
import subprocess
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
    tls_options,
    tls_port_of,
    until_close,
    upgraded,
    upgraded_in_tls,
    wait_until,
)
from kodama_peers import CLOSE, SERVER, TIMEOUT, Server

# What a store keeps in memory and opens when it needs it has tests of its own.
THREADS = ("--threads", "4")
NO_STORE = ("--no-history", "--history-count", "10", *THREADS)
NO_BOUND = ("--no-history", *THREADS)


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
        with beside_a_healthy_client(self.server, fault.__name__) as beside:
            repeat(lambda: beside.expect(fault(self.server.port)))

    def run_silent_fault(self, fault):
        with beside_a_healthy_client(self.server, fault.__name__) as beside:
            repeat(lambda: beside.expect(fault(self.server.port, beside.rests)))

    def test_mixed(self):
        """Garbage may bring about anything that a client can be told."""
        with beside_a_healthy_client(self.server, "mixed", others=True) as beside:
            repeat(lambda: beside.expect(faults.mixed(self.server.port)))


class Network:
    """A network namespace, as another machine at the end of a cable that may be pulled."""

    def __init__(self):
        self.name = f"kodama{os.getpid()}"
        self.link = f"kd{os.getpid()}"[:14]
        # Its own, too: what a killed run has left behind must not take the way of what is sent.
        prefix, first = f"169.254.{os.getpid() // 64 % 256}.", os.getpid() % 64 * 4
        self.address, self.other = f"{prefix}{first + 1}", f"{prefix}{first + 2}"
        self.command = ("ip", "netns", "exec", self.name)

    def __enter__(self):
        run = (
            ("ip", "netns", "add", self.name),
            ("ip", "link", "add", self.link, "type", "veth", "peer", "name", "eth0", "netns", self.name),
            ("ip", "addr", "add", self.address + "/30", "dev", self.link),
            ("ip", "link", "set", self.link, "up"),
            (*self.command, "ip", "addr", "add", self.other + "/30", "dev", "eth0"),
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
                with beside_a_healthy_client(server, "peers_that_vanish") as beside:
                    beside.expect(faults.vanishing_peers(server.port, network, beside.rests))

    def test_few_descriptors(self):
        """More clients than descriptors: told 503 or dropped, and when some go, others may come."""
        command = ("bash", "-c", 'ulimit -n 256; exec "$0" "$@"', SERVER)
        with Server(*NO_STORE, command=command) as server:
            with beside_a_healthy_client(server, "few_descriptors", others=True) as beside:
                repeat(lambda: beside.expect(self.use_up_descriptors(server)))

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
        return {"closes 1006": served + 1, "http 503": refused}

    def test_more_than_may_be_held(self):
        bound = 24 * MEBIBYTE
        options = (*NO_STORE, "--max-held-bytes", str(bound))
        for fault in (faults.much_unfinished, faults.much_unread):
            with Server(*options) as server:
                before = peak_bytes(server.pid)
                with beside_a_healthy_client(server, fault.__name__, others=True) as beside:
                    repeat(lambda fault=fault, beside=beside: beside.expect(fault(beside.server.port)))
                shed = sum(server.metrics()["shed_total"].values())
                self.assertGreater(shed, 0)
                grown = peak_bytes(server.pid) - before
                print(f"  at most {grown // MEBIBYTE} MiB more, {shed:.0f} closed", flush=True)
                if not SANITIZED:
                    self.assertLess(grown, 2 * bound)

    def test_dear_questions(self):
        """The past in memory, and on a disk."""
        for name, options in (("dear_questions", NO_BOUND), ("dear_questions of a store", THREADS)):
            with Server(*options) as server:
                faults.fill_rooms(server.port)
                with beside_a_healthy_client(server, name) as beside:
                    repeat(lambda beside=beside: ask_dear_questions(beside))

    def test_log_that_nobody_reads(self):
        """The pipe behind standard error is full: lines are dropped and counted, clients are not."""
        server = UnreadServer(*NO_STORE, "--log-level", "debug", "--language", "en")
        try:
            said = self.say_much(server.port)  # the pipe is full from now on
            with beside_a_healthy_client(server, "log_that_nobody_reads") as beside:
                repeat(lambda: beside.expect({"closes 1000": self.say_much(server.port) // MESSAGES}))
                said += beside.expected["closes 1000"] * MESSAGES
                counted = server.metrics()["log_lines_dropped_total"][""]
            log = server.last_words()
            dropped = sum(int(count) for count in re.findall(rb"Log lines dropped: (\d+)", log))
            kept = log.count(b"x" * 200)
            print(f"  of {said} lines {kept} were kept, {dropped} of all dropped", flush=True)
            self.assertLess(kept, said)
            self.assertTrue(0 < counted <= dropped, counted)
            # Other lines may have been dropped, too, but each that is missing was counted.
            self.assertGreaterEqual(kept + dropped, said)
        finally:
            server.end()

    def say_much(self, port):
        """A line of the log for each message; how many."""
        peer = upgraded(port)
        for _ in range(MESSAGES):
            send_all(peer, frame(b'{"type":"lab.log","text":"' + b"x" * 200 + b'"}'))
        send_all(peer, frame(b"\x03\xe8", CLOSE))
        self.assertEqual(close_code_of(read_to_the_end(peer)), 1000)
        peer.close()
        return MESSAGES

    def test_stop_while_clients_send(self):
        """Each is told that the server goes (1001), whoever behaves has every answer until then, and
        the server goes, well and in time."""
        server = Server(*THREADS)
        healthy = Healthy(server.port, options=["--until-stopped"])
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
        report = healthy.finish()
        self.assertTrue(report["stopped"], report)
        print(line_of("stop_while_clients_send", report), flush=True)


class FaultsOfTls(unittest.TestCase):
    """All on one server, whose healthy client speaks TLS, too."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*NO_STORE, *tls_options())
        cls.port = tls_port_of(cls.server)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def run_fault(self, name, fault):
        with beside_a_healthy_client(self.server, name, tls_port=self.port) as beside:
            repeat(lambda: beside.expect(fault()))

    def test_handshakes_that_end_early(self):
        hello = client_hello()
        self.run_fault(
            "tls_handshakes_that_end_early",
            lambda: faults.tls_handshakes_that_end_early(self.port, hello),
        )

    def test_slow_readers_over_tls(self):
        def connect_over_tls(_, **options):
            return upgraded_in_tls(self.port, **options)

        self.run_fault(
            "slow_readers over TLS", lambda: faults.slow_readers(self.server.port, connect_over_tls)
        )

    def test_tls_greetings(self):
        hello = client_hello()
        self.run_fault("tls_greetings", lambda: faults.tls_greetings(self.port, hello))

    def test_plain_on_the_tls_port(self):
        self.run_fault("plain_on_the_tls_port", lambda: faults.plain_on_the_tls_port(self.port))


MESSAGES = many(3000, 50_000)  # more than the pipe and the server's own queue hold


class UnreadServer(Server):
    """Nobody reads what it prints behind its first words."""

    def __init__(self, *arguments):  # pylint: disable=super-init-not-called
        self.lines = []
        self.reading, writing = os.pipe()
        self.process = subprocess.Popen(
            [SERVER, "--port", "0", "--host", "127.0.0.1", *arguments],
            stdin=subprocess.DEVNULL, stdout=writing, stderr=writing,
        )  # fmt: skip
        os.close(writing)
        self.log = b""
        while not (match := re.search(rb"ws://\S+:(\d+)\s", self.log)):
            self.log += os.read(self.reading, 1)
        self.port = int(match.group(1))

    def last_words(self):
        """Stops it; now it may say what it has still to say. Its whole log."""
        self.process.send_signal(signal.SIGTERM)
        while part := os.read(self.reading, 65536):
            self.log += part
        if self.process.wait(TIMEOUT) != 0:
            raise AssertionError(f"it ended with {self.process.returncode}: {self.log[-1000:]!r}")
        return self.log

    def end(self):
        os.close(self.reading)
        self.process.kill()
        self.process.wait()


def ask_dear_questions(beside):
    beside.expect(faults.dear_questions(beside.server.port, beside.rests))


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


def add_tests():
    for fault in (
        faults.gigabyte_header,
        faults.endless_continuations,
        faults.empty_fragments,
        faults.close_with_the_request,
        faults.unread_pings,
        faults.unread_pongs,
        faults.packed_messages,
        faults.tiny_frames,
        faults.slow_readers,
        faults.killed_clients,
        faults.tls_on_the_plain_port,
        faults.connect_and_reset,
        faults.connect_storm,
        faults.reset_while_talking,
    ):
        setattr(Faults, f"test_{fault.__name__}", lambda self, fault=fault: self.run_fault(fault))
    for fault in (faults.stopped_peer, faults.unfinished_requests, faults.unread_echoes):
        setattr(
            Faults, f"test_{fault.__name__}", lambda self, fault=fault: self.run_silent_fault(fault)
        )


add_tests()

if __name__ == "__main__":
    unittest.main(verbosity=1)
