#!/usr/bin/python3
"""Many at once, and too many: what has a bound keeps to it, and the others are served."""

import contextlib
import heapq
import json
import os
import resource
import select
import socket
import time
import unittest
import urllib.request

from kodama_peers import (CLOSE, CONTINUATION, PING, SERVER, TIMEOUT, RawClient, Server, frame,
                          request)  # fmt: skip

CROWD = 2000


def raise_own_limit(wanted):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= wanted


def queued_bytes(admin_port):
    url = f"http://127.0.0.1:{admin_port}/metrics"
    with urllib.request.urlopen(url, timeout=TIMEOUT) as page:
        lines = page.read().decode().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("kodama_queued_bytes{"))


class Options(unittest.TestCase):
    """Each bound of the command line is the one that holds."""

    def client(self, server):
        client = RawClient(server.port)
        self.addCleanup(client.close)
        self.assertEqual(client.read_message()["type"], "welcome")
        return client

    def code_after(self, server, data):
        client = self.client(server)
        client.send(data)
        while isinstance(answer := client.read_message(), dict) or answer[0] == "pong":
            pass
        self.assertEqual(answer[0], "close")
        return answer[1]

    def first_line(self, server, data):
        with RawClient(server.port, upgrade=False) as client:
            client.send(data)
            return client.read_http().split(b"\r\n")[0]

    def test_sizes_and_counts(self):
        options = {"fragments": 3, "message-bytes": 2000, "pings-per-second": 1, "request-bytes": 1024}
        arguments = [word for name, value in options.items() for word in (f"--max-{name}", str(value))]
        with Server("--no-history", *arguments) as server:
            begun = frame(b"{", fin=False)
            empty = frame(b"", CONTINUATION, fin=False)
            self.assertEqual(self.code_after(server, begun + empty * 3), 1008)
            self.assertEqual(self.code_after(server, frame(b"x" * 2001)), 1009)
            self.assertEqual(self.code_after(server, frame(b"", PING) * 30), 1008)
            long = b"GET / HTTP/1.1\r\nX: " + b"a" * 1100
            self.assertIn(b" 431 ", self.first_line(server, long))
            client = self.client(server)
            client.send(frame(b"x" * 2000) + empty)  # the longest; then a continuation of nothing
            self.assertEqual(client.read_message()["name"], "BAD_JSON")
            self.assertEqual(client.read_message(), ("close", 1002))
            self.doCleanups()

    def test_connections(self):
        with Server("--no-history", "--max-connections", "4") as server:
            for _ in range(4):
                self.client(server)
            self.assertIn(b" 503 ", self.first_line(server, request(server.port)))
            for page in ("healthz", "readyz", "metrics"):  # or it is thought dead, and killed
                asked = f"GET /{page} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
                self.assertIn(b" 200 ", self.first_line(server, asked))
            self.doCleanups()

    def test_everything_that_is_held(self):
        options = {"held-bytes": 1000, "message-bytes": 100_000, "queued-bytes": 65_536}
        arguments = [word for name, value in options.items() for word in (f"--max-{name}", str(value))]
        with Server("--no-history", *arguments) as server:
            begun = [self.client(server) for _ in range(12)]  # two always fit, whatever the option says
            for client in begun:
                client.send(frame(b"x" * 90_000, fin=False))
            server.wait_line("--max-held-bytes")
            port = int(server.wait_line(r":(\d+) \(1013\)")[1])  # which ones, the server chooses
            closed = next(one for one in begun if one.socket.getsockname()[1] == port)
            self.assertEqual(self.close_of(closed), ("close", 1013))
            self.doCleanups()

    def close_of(self, client):
        while isinstance(answer := client.read_message(), dict):
            pass
        return answer

    def test_echoes_in_part(self):
        with Server("--no-history", "--max-messages-per-second", "10") as server:
            client = self.client(server)
            client.send(frame(b'{"type":"echo"}') * 300)
            answers = [client.read_message() for _ in range(220)]
            limited = [answer for answer in answers if answer["type"] == "error"]
            self.assertEqual([answer["name"] for answer in limited], ["RATE_LIMITED"])
            self.doCleanups()

    def test_who_comes_again_when_told(self):
        """Each refused message at the time that it was given: all are stored, nobody is closed."""
        total = 300
        with Server("--no-history", "--max-messages-per-second", "100") as server:
            client = self.client(server)
            client.send(frame(b'{"type":"hello","v":2}'))
            while client.read_message()["type"] != "hello_response":
                pass

            def post(*numbers):
                client.send(b"".join(
                    frame(b'{"type":"broadcast","id":"%d","content":1}' % n) for n in numbers
                ))  # fmt: skip

            post(*range(total))
            due = []  # (when, number) of those who are to come again
            stored, refusals = set(), 0
            while len(stored) < total:
                timeout = max(0, due[0][0] - time.monotonic()) if due else TIMEOUT
                if not client.buffer and not select.select([client.socket], [], [], timeout)[0]:
                    post(heapq.heappop(due)[1])
                    continue
                answer = client.read_message()
                self.assertIsInstance(answer, dict, f"closed with {len(stored)} stored")
                if answer["type"] == "ack":
                    stored.add(answer["id"])
                elif answer["type"] == "error":
                    refusals += 1
                    again = time.monotonic() + answer["retry_after_ms"] / 1000
                    heapq.heappush(due, (again, int(answer["id"])))
            self.assertLess(refusals, total)
            self.doCleanups()

    def test_times(self):
        with Server("--no-history", "--dead-after", "4", "--request-timeout", "3") as server:
            self.assertIn(b" 408 ", self.first_line(server, b"GET / HTTP/1.1\r\n"))
            client = self.client(server)
            opcode, payload = client.read_frame()
            self.assertEqual((opcode, payload), (PING, b""))
            while opcode == PING:
                opcode, payload = client.read_frame()
            self.assertEqual((opcode, payload[:2]), (CLOSE, (4002).to_bytes(2, "big")))
            self.doCleanups()


class Limits(unittest.TestCase):
    def test_two_thousand_connect_at_the_same_moment(self):
        self.assertTrue(raise_own_limit(CROWD + 200), "needs a higher limit of open files")
        with Server("--request-timeout", "60") as server:  # how fast this machine is, is not asked
            crowd = []
            for _ in range(CROWD):
                peer = socket.socket()
                peer.setblocking(False)
                peer.connect_ex(("127.0.0.1", server.port))
                crowd.append(peer)
            self.assertEqual(self.upgraded(crowd, request(server.port)), CROWD)
            with RawClient(server.port) as witness:
                witness.read_message()
                witness.send(frame(b'{"type":"command","command":"status"}'))
                status = witness.read_message()["data"]
                self.assertEqual(status["connected_clients"], CROWD + 1)
            for peer in crowd:
                peer.close()

    def test_who_asks_for_much_at_once_gets_all_of_it(self):
        """Pages of the past are made one at a time: they wait in no queue but the asker's own."""
        pages = 40
        text = "x" * 100_000
        with Server("--no-history", "--admin-port", "0") as server:
            admin = int(server.wait_line(r"http://localhost:(\d+)").group(1))
            with RawClient(server.port) as writer:
                for i in range(6):
                    post = {"type": "broadcast", "content": text, "id": str(i)}
                    if i == 0:
                        writer.send(frame(b'{"type":"hello","v":2}'))
                    writer.send(frame(json.dumps(post).encode()))
                while (message := writer.read_message()).get("id") != "5":
                    self.assertNotEqual(message["type"], "error")
            reader = RawClient(server.port)
            reader.socket.close()
            reader.socket = socket.socket()
            reader.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.socket.settimeout(TIMEOUT)
            reader.socket.connect(("127.0.0.1", server.port))
            # All in one segment, behind the request for the upgrade even.
            asked = b'{"type":"hello","v":2}', *(
                json.dumps({"type": kind, "room": "lobby", "id": str(i), "limit": 1000}).encode()
                for i in range(pages)
                for kind in (("join", "history")[i % 2],)
            )
            reader.send(request(server.port) + b"".join(frame(one) for one in asked))
            reader.read_http()
            self.assertEqual(reader.read_message()["type"], "welcome")
            self.assertEqual(reader.read_message()["type"], "hello_response")
            for i in range(pages):
                answer = reader.read_message()
                self.assertIsInstance(answer, dict, f"closed before page {i}: {answer}")
                self.assertEqual(answer["id"], str(i))
                self.assertEqual(len(answer["items"]), 5)  # 512 KiB
                if i == 3:
                    self.assertLess(queued_bytes(admin), 1_200_000)
            reader.close()

    def upgraded(self, crowd, opening):
        """Sends the opening on every connection; how many are welcomed."""
        poll = select.epoll()
        by_number = {peer.fileno(): peer for peer in crowd}
        head = {number: b"" for number in by_number}
        for number in by_number:
            poll.register(number, select.EPOLLOUT)
        welcomed, deadline = set(), time.monotonic() + TIMEOUT
        while len(welcomed) < len(crowd) and time.monotonic() < deadline:
            for number, events in poll.poll(1):
                if events & select.EPOLLOUT:
                    by_number[number].sendall(opening)
                    poll.modify(number, select.EPOLLIN)
                    continue
                try:
                    data = by_number[number].recv(65536)
                except ConnectionResetError:
                    data = b""
                if not data:
                    poll.unregister(number)
                elif number not in welcomed:
                    head[number] += data
                    if b'"welcome"' in head[number]:
                        welcomed.add(number)
        poll.close()
        return len(welcomed)

    def test_has_every_thread_at_work_when_it_says_that_it_has_started(self):
        threads = 32
        with Server("--no-history", "--threads", str(threads)) as server:
            folder = f"/proc/{server.pid}/fd"
            places = []
            for number in os.listdir(folder):
                with contextlib.suppress(FileNotFoundError):  # what it only looks into
                    places.append(os.readlink(f"{folder}/{number}"))
            # Its own for each, and one for those who accept.
            self.assertEqual(places.count("anon_inode:[eventpoll]"), threads + 1)

    def test_out_of_descriptors_it_neither_spins_nor_dies(self):
        limit = 64
        with Server(command=["prlimit", f"--nofile={limit}:{limit}", SERVER]) as server:
            with RawClient(server.port) as witness:
                witness.read_message()
                crowd = [
                    RawClient(server.port, upgrade=False) for _ in range(limit + 40)
                ]
                before, start = server.cpu_seconds(), time.monotonic()
                for _ in range(20):  # a second of its life, told by answers, not by sleeping
                    self.assert_answers(witness)
                    select.select([], [], [], 0.05)
                used = server.cpu_seconds() - before
                self.assertLess(used, 0.5 * (time.monotonic() - start), "it spins")
                self.assertLessEqual(server.descriptors(), limit)
                for peer in crowd:
                    peer.close()
                self.assert_lets_in_again(server)

    def assert_answers(self, peer):
        peer.send(frame(b'{"type":"command","command":"ping"}'))
        self.assertEqual(peer.read_message()["data"], "pong")

    def assert_lets_in_again(self, server):
        deadline = time.monotonic() + TIMEOUT
        while True:
            try:
                with RawClient(server.port) as newcomer:
                    self.assertEqual(newcomer.read_message()["type"], "welcome")
                return
            except (AssertionError, OSError, TypeError):
                if time.monotonic() > deadline:
                    raise

    def test_a_client_that_never_reads_is_closed_and_the_others_are_served(self):
        with Server() as server:
            deaf = socket.socket()
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.connect(("127.0.0.1", server.port))
            deaf.sendall(request(server.port))
            with RawClient(server.port) as speaker:
                speaker.read_message()
                text = json.dumps({"type": "broadcast", "content": "x" * 60_000}).encode()
                for _ in range(200):  # 12 MB: far beyond every buffer on the way
                    speaker.send(frame(text))
                    self.assertEqual(speaker.read_message()["type"], "broadcast_message")
                server.wait_line("切断: 127.0.0.1:" + str(deaf.getsockname()[1]))
                self.assert_answers(speaker)
            deaf.close()

    def test_a_client_that_talks_without_listening_does_not_fill_the_memory(self):
        with Server() as server:
            before = self.memory(server)
            peer = socket.socket()
            peer.connect(("127.0.0.1", server.port))
            peer.sendall(request(server.port))
            peer.setblocking(False)
            data = frame(b'{"type":"echo","text":"' + b"x" * 10_000 + b'"}') * 100
            view, sent = memoryview(data), 0
            deadline = time.monotonic() + 3
            while time.monotonic() < deadline:
                if not select.select([], [peer], [], 0.5)[1]:
                    break  # it has stopped reading: nothing more to fill
                try:
                    sent = (sent + peer.send(view[sent:])) % len(data)
                except BlockingIOError:
                    continue
                except (BrokenPipeError, ConnectionResetError):
                    break
            self.assertLess(self.memory(server) - before, 64 * 1024)
            with RawClient(server.port) as other:
                other.read_message()
                self.assert_answers(other)
            peer.close()

    @staticmethod
    def memory(server):
        """Resident KiB."""
        with open(f"/proc/{server.pid}/status", encoding="ascii") as file:
            return int(next(line for line in file if line.startswith("VmRSS")).split()[1])


if __name__ == "__main__":
    unittest.main()
