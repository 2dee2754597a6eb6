"""Behind a reverse proxy, on a Unix socket, and with sockets that a service manager has opened."""

import asyncio
import json
import os
import shutil
import signal
import socket
import stat
import tempfile
import time
import unittest

import websockets
from kodama_peers import SERVER, TIMEOUT, Chat, Process, RawClient, Server, request


class UnixClient(RawClient):
    """Frames one by one, over a Unix socket; what a proxy would add may be added."""

    def __init__(self, path, **headers):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(TIMEOUT)
        self.socket.connect(path)
        self.buffer = b""
        self.send(request(80, **headers))
        head = self.read_http()
        if b" 101 " not in head:
            self.close()
            raise AssertionError(f"no upgrade: {head!r}")
        self.id = self.read_message()["client_id"]


def is_welcome(connect):
    try:
        connect()
    except AssertionError:
        return False
    return True


def wait_for(condition):
    """Polls: the server tells nobody when it has counted somebody out."""
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("not in time")
        time.sleep(0.02)


class OnAPath(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, "kodama.sock")

    def start(self, *arguments):
        process = Process([SERVER, "--language", "en", "--unix-socket", self.path, *arguments])
        self.addCleanup(process.kill)
        process.wait_line("Server started")
        return process


class UnixSocket(OnAPath):
    def test_serves_beside_tcp(self):
        async def talk(server):
            async with websockets.unix_connect(self.path, uri="ws://localhost/") as local:
                welcome = json.loads(await local.recv())
                self.assertRegex(welcome["client_id"], r"^unix:\d+$")
                remote = await Chat.connect(server.url)
                await remote.send(type="broadcast", content="to all")
                while json.loads(await local.recv())["type"] != "broadcast_message":
                    pass
                await remote.close()

        with Server("--unix-socket", self.path) as server:
            self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o660)
            asyncio.run(talk(server))
        self.assertFalse(os.path.exists(self.path))

    def test_serves_without_tcp(self):
        process = self.start("--port", "none")
        self.assertIn(f"unix:{self.path}", process.output)
        self.assertNotIn("ws://", process.output)
        with UnixClient(self.path) as client:
            self.assertRegex(client.id, r"^unix:\d+$")
        process.signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 0)
        self.assertFalse(os.path.exists(self.path))

    def test_replaces_the_socket_of_a_server_that_was_killed(self):
        first = self.start("--port", "none")
        first.kill()
        self.assertTrue(os.path.exists(self.path))
        self.start("--port", "none")
        UnixClient(self.path).close()

    def test_leaves_a_living_server_and_other_files_alone(self):
        self.start("--port", "none")
        second = Process([SERVER, "--language", "en", "--port", "none", "--unix-socket", self.path])
        self.assertEqual(second.wait(), 69)
        self.assertIn(f"--unix-socket: another process answers on the socket {self.path}", second.output)
        UnixClient(self.path).close()

        precious = os.path.join(self.folder, "precious")
        with open(precious, "w", encoding="ascii") as file:
            file.write("content")
        third = Process([SERVER, "--language", "en", "--port", "0", "--unix-socket", precious])
        self.assertEqual(third.wait(), 69)
        self.assertIn(f"--unix-socket: {precious} exists and is not a socket", third.output)
        self.assertEqual(os.path.getsize(precious), 7)


class Forwarded(OnAPath):
    def test_shows_the_address_that_a_trusted_proxy_tells(self):
        self.start("--port", "none", "--trusted-proxy", "unix", "--trusted-proxy", "10.0.0.0/8")
        for told, expected in (
            ("203.0.113.9", r"^203\.0\.113\.9:\d+$"),
            ("203.0.113.9:4711", r"^203\.0\.113\.9:4711$"),
            ("6.6.6.6, 203.0.113.9, 10.0.0.7", r"^203\.0\.113\.9:\d+$"),
            (["6.6.6.6", "203.0.113.9"], r"^203\.0\.113\.9:\d+$"),
            ("2001:db8::9", r"^2001:db8::9:\d+$"),
            ("", r"^unix:\d+$"),
            ("fe80::1%eth0", r"^fe80::1:\d+$"),
            ("unknown", r"^hidden:\d+$"),
            ("unknown, 10.0.0.7", r"^hidden:\d+$"),
            ("<script>alert(1)</script>", r"^hidden:\d+$"),
            ("203.0.113.9, ' OR 1=1", r"^hidden:\d+$"),
            ("1.2.3.4\\x1b[31m", r"^hidden:\d+$"),
            (",".join(["10.0.0.1"] * 1500), r"^10\.0\.0\.1:\d+$"),
        ):
            with self.subTest(told=told), UnixClient(self.path, X_Forwarded_For=told) as client:
                self.assertRegex(client.id, expected)

    def test_counts_connections_by_the_address_that_is_told(self):
        self.start("--port", "none", "--trusted-proxy", "unix", "--max-connections-per-address", "2")

        def connect(address):
            return UnixClient(self.path, X_Forwarded_For=address)

        first, second = connect("203.0.113.9"), connect("203.0.113.9:1000")
        for _ in range(3):  # who is refused is not counted
            with self.assertRaisesRegex(AssertionError, "503"):
                connect("6.6.6.6, 203.0.113.9")
        hidden = [connect("unknown"), connect("_x")]
        with self.assertRaisesRegex(AssertionError, "503"):
            connect("203.0.113.7, unknown")
        network = [connect("2001:db8::1"), connect("2001:db8::2")]
        with self.assertRaisesRegex(AssertionError, "503"):
            connect("2001:db8::3")  # of the same /64
        others = [connect(address) for address in ("203.0.113.8", "", "", "", "127.0.0.1")]
        first.close()
        wait_for(lambda: is_welcome(lambda: connect("203.0.113.9").close()))
        for client in [second, *hidden, *network, *others]:
            client.close()

    def test_tells_the_numbers_to_nobody_who_comes_from_elsewhere(self):
        self.start("--port", "none", "--trusted-proxy", "unix")
        for told, status in (("203.0.113.9", b" 404 "), ("127.0.0.1", b" 200 "), ("", b" 200 "), ("unknown", b" 404 ")):  # fmt: skip
            with self.subTest(told=told), socket.socket(socket.AF_UNIX) as peer:
                peer.settimeout(TIMEOUT)
                peer.connect(self.path)
                peer.sendall(
                    b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n"
                    b"X-Forwarded-For: " + told.encode() + b"\r\n\r\n"
                )
                self.assertIn(status, peer.recv(1000).split(b"\r\n")[0])

    def test_believes_nobody_else(self):
        self.start("--port", "none", "--trusted-proxy", "192.0.2.1")
        with UnixClient(self.path, X_Forwarded_For="203.0.113.9") as client:
            self.assertRegex(client.id, r"^unix:\d+$")

    def test_believes_a_proxy_by_its_address(self):
        async def talk(server):
            chat = await Chat.connect(server.url, extra_headers={"X-Forwarded-For": "203.0.113.9"})
            await chat.close()
            return chat.id

        with Server("--trusted-proxy", "127.0.0.1") as server:
            self.assertRegex(asyncio.run(talk(server)), r"^203\.0\.113\.9:\d+$")
        with Server() as server:
            self.assertRegex(asyncio.run(talk(server)), r"^127\.0\.0\.1:\d+$")


class Activation(unittest.TestCase):
    def start(self, sockets, *arguments):
        """The process must know its number before it begins, as systemd sees to."""
        high = [os.dup2(end.fileno(), 60 + index) for index, end in enumerate(sockets)]
        moves = " ".join(f"{3 + index}<&{number} {number}<&-" for index, number in enumerate(high))
        script = f'exec {moves}; LISTEN_PID=$$ LISTEN_FDS={len(high)} exec "$0" "$@"'
        process = Process(["/bin/bash", "-c", script, SERVER, *arguments], pass_fds=high)
        self.addCleanup(process.kill)
        for end in high:
            os.close(end)
        return process

    def test_serves_on_sockets_that_are_there_already(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, "kodama.sock")
        with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as local:
            local.bind(path)
            local.listen()
            port = tcp.getsockname()[1]

            process = self.start((tcp, local), "--language", "en")
            process.wait_line(rf"WebSocket server: ws://127\.0\.0\.1:{port}$")
            process.wait_line(rf"WebSocket server: unix:{path}$")
            process.wait_line("Server started")

            async def talk():
                chat = await Chat.connect(f"ws://127.0.0.1:{port}")
                await chat.close()

            asyncio.run(talk())
            with UnixClient(path) as client:
                self.assertRegex(client.id, r"^unix:\d+$")
            process.signal(signal.SIGTERM)
            self.assertEqual(process.wait(), 0)
            self.assertTrue(os.path.exists(path))  # it is not ours

    def test_opens_nothing_by_itself_when_nothing_listens(self):
        datagrams = socket.socket(type=socket.SOCK_DGRAM)
        deaf = socket.socket()
        for end in (datagrams, deaf):
            end.bind(("127.0.0.1", 0))
        for language, words in (("en", "none of what"), ("ja", "待ち受け中のソケットがありません")):
            with self.subTest(language):
                process = self.start((datagrams, deaf), "--port", "0", "--language", language)
                self.assertEqual(process.wait(), 78)
                self.assertRegex(process.output, f"ERROR - LISTEN_FDS: .*{words}")
                self.assertRegex(process.output, "WARNING - descriptor 3 of LISTEN_FDS")
                self.assertNotIn("ws://", process.output)
        datagrams.close()
        deaf.close()


if __name__ == "__main__":
    unittest.main()
