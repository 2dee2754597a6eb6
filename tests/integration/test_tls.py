"""TLS as real clients see it: Python's ssl and websockets, openssl s_client, and hostile ones."""

import asyncio
import os
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import tempfile
import time
import unittest

import websockets
from kodama_peers import (APP, SANITIZED, SERVER, TEXT, TIMEOUT, Chat, Process, RawClient, Server,
                          frame, needs_app, request)  # fmt: skip
from tls_support import careless, make_certificate, trusting


class TlsServer(Server):
    """Knows its port for wss://, too."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.tls_port = int(self.wait_line(r"wss://\S+:(\d+)").group(1))

    @property
    def tls_url(self):
        return f"wss://localhost:{self.tls_port}"

    def memory_kib(self):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))


class TlsClient(RawClient):
    """Frames one by one, over TLS."""

    def __init__(self, port, context, upgrade=True):
        plain = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self.socket = context.wrap_socket(plain, server_hostname="localhost")
        self.buffer = b""
        if upgrade:
            self.send(request(port))
            head = self.read_http()
            if b" 101 " not in head:
                raise AssertionError(f"no upgrade: {head!r}")


def subject_seen_on(port):
    """The common name in the certificate that a new client is shown."""
    pem = ssl.get_server_certificate(("127.0.0.1", port))
    text = subprocess.run(["openssl", "x509", "-noout", "-subject"], input=pem.encode(),
                          capture_output=True, check=True).stdout.decode()  # fmt: skip
    return text.strip().rpartition("CN = ")[2]


def first_answer(port, data):
    """What the server says to these bytes, until it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as client:
        client.sendall(data)
        got = b""
        while True:
            try:
                part = client.recv(65536)
            except ConnectionResetError:
                return got
            if not part:
                return got
            got += part


class TlsTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.certificate, self.key = make_certificate(self.folder)
        self.options = ["--tls-cert", self.certificate, "--tls-key", self.key]
        self.context = trusting(self.certificate)

    def serve(self, *arguments):
        return TlsServer(*self.options, *arguments, language="en")

    async def echo(self, chat, text):
        await chat.send(type="echo", text=text)
        answer = await chat.expect("echo_response")
        self.assertEqual(answer["original"]["text"], text)


class Refusals(TlsTest):
    def test_the_log_names_who_does_not_trust_the_certificate(self):
        with self.serve("--tls-port", "0") as server:
            with socket.create_connection(("127.0.0.1", server.tls_port), timeout=TIMEOUT) as client:
                address = client.getsockname()[1]
                with self.assertRaises(ssl.SSLCertVerificationError):
                    ssl.create_default_context().wrap_socket(client, server_hostname="localhost")
            line = server.wait_line(rf":{address}\b.*TLS could not begin").string
            self.assertIn("unknown ca", line)


class Conversation(TlsTest):
    def test_speaks_over_both_ports_at_once(self):
        async def talk(server):
            secret = await Chat.connect(server.tls_url, ssl=self.context)
            plain = await Chat.connect(server.url)
            await secret.send(type="broadcast", content="こんにちは")
            self.assertEqual((await plain.expect("broadcast_message"))["content"], "こんにちは")
            self.assertEqual((await secret.expect("broadcast_message"))["from"], secret.id)
            for size in (0, 1, 100, 16_383, 16_384, 16_385, 100_000, 900_000):
                await self.echo(secret, "x" * size)
            await secret.close()
            await plain.close()

        with self.serve("--tls-port", "0") as server:
            self.assertNotEqual(server.port, server.tls_port)
            asyncio.run(talk(server))

    def test_speaks_both_on_one_port(self):
        async def talk(server):
            chats = [await Chat.connect(f"wss://localhost:{server.port}", ssl=self.context),
                     await Chat.connect(f"ws://localhost:{server.port}")]  # fmt: skip
            for chat in chats:
                await self.echo(chat, "both")
                await chat.close()

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        # Server itself says --port 0; the last one counts.
        with self.serve("--port", port, "--tls-port", port) as server:
            self.assertEqual(server.port, server.tls_port)
            asyncio.run(talk(server))

    def test_names_its_option_when_the_port_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as holder:
            port = str(holder.getsockname()[1])
            for places in (("--port", "0", "--tls-port", port), ("--port", "none", "--tls-port", port)):
                arguments = (*places, "--host", "127.0.0.1", *self.options)
                server = Process([SERVER, "--language", "en", "--no-history", *arguments])
                self.assertEqual(server.wait(), 69)
                self.assertRegex(server.output, f"Port {port} is already in use .*with --tls-port")

    def test_speaks_tls_alone_beside_a_unix_socket(self):
        path = os.path.join(self.folder, "kodama.sock")
        arguments = ("--port", "none", "--tls-port", "0", "--unix-socket", path)
        with self.serve(*arguments) as server:

            async def talk():
                secret = await Chat.connect(server.tls_url, ssl=self.context)
                await self.echo(secret, "over TLS")
                await secret.close()

            asyncio.run(talk())
            self.assertTrue(server.tls_url.endswith(str(server.port)))
            with socket.socket(socket.AF_UNIX) as plain:
                plain.settimeout(TIMEOUT)
                plain.connect(path)
                plain.sendall(b"GET /healthz HTTP/1.1\r\n\r\n")
                self.assertIn(b" 200 ", plain.recv(65536))

    def test_ends_with_a_close_frame(self):
        async def talk(server):
            chat = await Chat.connect(server.tls_url, ssl=self.context)
            server.signal(signal.SIGTERM)
            with self.assertRaises(websockets.ConnectionClosed) as caught:
                while True:
                    await chat.recv()
            self.assertEqual(caught.exception.code, 1001)

        with self.serve() as server:
            asyncio.run(talk(server))
            self.assertEqual(server.wait(), 0)
            server.stop = lambda: None

    def test_speaks_only_tls_1_2_and_newer(self):
        with self.serve() as server:
            for version, expected in (("-tls1_2", 0), ("-tls1_3", 0), ("-tls1_1", 1), ("-tls1", 1)):
                result = subprocess.run(
                    ["openssl", "s_client", "-connect", f"127.0.0.1:{server.tls_port}", version,
                     "-cipher", "DEFAULT@SECLEVEL=0", "-CAfile", self.certificate],
                    input=b"", capture_output=True, timeout=TIMEOUT, check=False)  # fmt: skip
                self.assertEqual(result.returncode, expected, (version, result.stderr))

    def test_lets_no_client_renegotiate(self):
        with self.serve() as server:
            result = subprocess.run(
                ["openssl", "s_client", "-connect", f"127.0.0.1:{server.tls_port}", "-tls1_2",
                 "-CAfile", self.certificate],
                input=b"R\n", capture_output=True, timeout=TIMEOUT, check=False)  # fmt: skip
            self.assertIn(b"no renegotiation", result.stderr.lower())


class WrongDoor(TlsTest):
    def test_tells_plain_clients_what_to_do(self):
        with self.serve() as server:
            for data in (request(server.tls_port), b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"G"):
                answer = first_answer(server.tls_port, data)
                self.assertTrue(answer.startswith(b"HTTP/1.1 426 "), answer)
                self.assertIn(b"wss://", answer)
            answer = first_answer(server.tls_port, b"\x81\x00")
            self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer)

    def test_answers_plain_requests_over_tls(self):
        with self.serve() as server:
            with TlsClient(server.tls_port, self.context, upgrade=False) as client:
                client.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                self.assertIn(b" 200 ", client.read_http())

    def test_closes_and_logs_tls_on_a_plain_port(self):
        for arguments in ([], [*self.options, "--tls-port", "0"]):
            with self.subTest(arguments=arguments), Server(*arguments, language="en") as server:
                with self.assertRaises((ssl.SSLError, ConnectionError)):
                    TlsClient(server.port, self.context)
                server.wait_line(r"WARNING.*127\.0\.0\.1:\d+ \(no answer\): speaks TLS")

    def test_refuses_tls_inside_tls(self):
        with self.serve() as server:
            with TlsClient(server.tls_port, self.context, upgrade=False) as client:
                client.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
                self.assertIn(b" 400 ", client.read_http())


class Files(TlsTest):
    def refusal(self, certificate, key, language="en"):
        process = Process([SERVER, "--port", "0", "--language", language,
                           "--tls-cert", certificate, "--tls-key", key])  # fmt: skip
        self.assertEqual(process.wait(), 78)
        return process.output

    def test_refuses_to_start_and_names_the_file(self):
        other = make_certificate(self.folder, "other")[1]
        missing = os.path.join(self.folder, "missing.pem")
        self.assertIn(f"Cannot read {missing}: No such file", self.refusal(missing, self.key))
        self.assertIn(f"{missing} を読み込めません", self.refusal(self.certificate, missing, "ja"))
        output = self.refusal(self.certificate, other)
        self.assertIn(f"The private key in {other} does not belong", output)
        self.assertIn(self.certificate, output)
        self.assertIn("holds no certificate", self.refusal(self.key, self.key))

    def test_never_asks_for_a_passphrase(self):
        encrypted = os.path.join(self.folder, "encrypted.key")
        subprocess.run(["openssl", "pkey", "-in", self.key, "-aes256", "-passout", "pass:sesame",
                        "-out", encrypted], check=True, capture_output=True)  # fmt: skip
        self.assertIn("encrypted with a passphrase", self.refusal(self.certificate, encrypted))

    def test_reloads_under_load_without_dropping_anybody(self):
        new = make_certificate(self.folder, "new", common_name="renewed")
        rounds = 6

        async def talk(server):
            either = careless()
            chats = [await Chat.connect(server.tls_url, ssl=either) for _ in range(8)]
            running = True
            counts = [0] * len(chats)

            async def load(index):
                while running:
                    await self.echo(chats[index], f"{index} {counts[index]}")
                    counts[index] += 1

            tasks = [asyncio.create_task(load(index)) for index in range(len(chats))]
            for turn in range(rounds):
                source = new if turn % 2 == 0 else (old_certificate, old_key)
                shutil.copy(source[0], self.certificate)
                shutil.copy(source[1], self.key)
                before = sum(counts)
                server.signal(signal.SIGHUP)
                wanted = "renewed" if turn % 2 == 0 else "localhost"
                deadline = time.monotonic() + TIMEOUT
                loop = asyncio.get_running_loop()
                while await loop.run_in_executor(None, subject_seen_on, server.tls_port) != wanted:
                    self.assertLess(time.monotonic(), deadline)
                while sum(counts) < before + 50:
                    await asyncio.sleep(0)
                    self.assertLess(time.monotonic(), deadline)
            running = False
            await asyncio.gather(*tasks)
            for chat in chats:
                self.assertTrue(chat.socket.open)
                await chat.close()

        old_certificate = shutil.copy(self.certificate, os.path.join(self.folder, "copy.pem"))
        old_key = shutil.copy(self.key, os.path.join(self.folder, "copy.key"))
        with self.serve() as server:
            asyncio.run(talk(server))

    def test_keeps_the_old_certificate_when_the_new_one_is_bad(self):
        async def talk(server):
            chat = await Chat.connect(server.tls_url, ssl=self.context)
            with open(self.certificate, "w", encoding="ascii") as file:
                file.write("half a file")
            server.signal(signal.SIGHUP)
            server.wait_line("ERROR.*Keeping the certificate.*holds no certificate")
            await self.echo(chat, "still there")
            again = await Chat.connect(server.tls_url, ssl=self.context)
            await self.echo(again, "here, too")
            await chat.close()
            await again.close()

        with self.serve() as server:
            asyncio.run(talk(server))


@needs_app
class Client(TlsTest):
    """What `kodama` says about certificates."""

    def talk(self, server, *arguments, language="en"):
        process = Process([APP, "--console", "--language", language, *arguments, server.tls_url],
                          stdin=subprocess.PIPE)  # fmt: skip
        self.addCleanup(process.kill)
        try:
            process.process.stdin.write(b"ping\n")
            process.process.stdin.close()
        except BrokenPipeError:
            pass
        process.process.stdin = None
        return process.wait(), process.output

    def test_names_what_is_wrong_with_a_certificate(self):
        with self.serve() as server:
            status, output = self.talk(server)
            self.assertEqual(status, 4, output)
            self.assertIn("self-signed", output)
            self.assertIn(f"localhost:{server.tls_port}", output)

    def test_trusts_a_certificate_that_it_is_given(self):
        with self.serve() as server:
            status, output = self.talk(server, "--ca", self.certificate)
            self.assertEqual(status, 0, output)
            self.assertIn("pong", output)

    def test_refuses_a_file_without_certificates(self):
        with self.serve() as server:
            status, output = self.talk(server, "--ca", self.key)
            self.assertEqual((status, "holds no certificate" in output), (2, True), output)
            missing = os.path.join(self.folder, "missing")
            status, output = self.talk(server, f"--ca={missing}", language="ja")
            self.assertEqual((status, f"{missing} を読み込めません" in output), (2, True), output)


class Hostile(TlsTest):
    def setUp(self):
        super().setUp()
        greeting = ssl.MemoryBIO()
        tls = self.context.wrap_bio(ssl.MemoryBIO(), greeting, server_hostname="localhost")
        with self.assertRaises(ssl.SSLWantReadError):
            tls.do_handshake()
        self.greeting = greeting.read()

    def abort_handshake(self, port, bytes_sent):
        """Breaks off inside the handshake, now by a reset, now by an end."""
        client = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        client.sendall(self.greeting[:bytes_sent])
        if bytes_sent % 2:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()

    def wait_for_descriptors(self, server, count):
        # Who came before has been accepted when this one is answered.
        with RawClient(server.port, upgrade=False) as probe:
            probe.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            probe.read_http()
        deadline = time.monotonic() + TIMEOUT
        while server.descriptors() > count:
            self.assertLess(time.monotonic(), deadline, "descriptors are left over")
            time.sleep(0.01)

    def test_forgets_aborted_handshakes(self):
        # The store opens its files when it needs them.
        with self.serve("--tls-port", "0", "--no-history") as server:
            baseline = server.descriptors()
            sizes = (0, 1, 5, 6, 100, 301, 10_000)
            settled = 0
            # By the hundred: what all of them need at the same time is no leak.
            for _ in range(11):
                for index in range(100):
                    self.abort_handshake(server.tls_port, sizes[index % len(sizes)])
                self.wait_for_descriptors(server, baseline)
                settled = settled or server.memory_kib()
            grown = server.memory_kib() - settled
            if not SANITIZED:
                self.assertLess(grown, 4096, "KiB after 1,000 aborted handshakes")

            async def talk():
                chat = await Chat.connect(server.tls_url, ssl=self.context)
                await self.echo(chat, "well")
                await chat.close()

            asyncio.run(talk())

    def test_gives_a_handshake_five_seconds(self):
        with self.serve() as server:
            began = time.monotonic()
            with socket.create_connection(("127.0.0.1", server.tls_port), timeout=TIMEOUT) as idle:
                idle.sendall(b"\x16\x03\x01\x02\x00\x01")
                self.assertEqual(idle.recv(100), b"")
                self.assertGreater(time.monotonic() - began, 4)

    def test_closes_who_does_not_read(self):
        with self.serve("--tls-port", "0") as server:
            with RawClient(server.port) as sender:
                self.assertEqual(sender.read_message()["type"], "welcome")
                text = b'{"type":"broadcast","content":"' + b"x" * 500_000 + b'"}'

                def talk():
                    for _ in range(40):
                        sender.send(frame(text, TEXT))
                        while sender.read_message()["type"] != "broadcast_message":
                            pass

                talk()  # what the store and malloc keep of such messages is there from now on
                before = server.memory_kib()
                slow = TlsClient(server.tls_port, self.context)
                talk()
            server.wait_line(r"4001")
            if not SANITIZED:
                self.assertLess(server.memory_kib() - before, 16_384)
            slow.close()


if __name__ == "__main__":
    unittest.main()
