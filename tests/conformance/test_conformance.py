#!/usr/bin/python3
"""RFC 6455 and RFC 7692, rule by rule, against the real server: plain, compressed, over TLS.

A case fails when the server says anything else than it must, breaks a rule of framing itself, or
does not end the connection as it should. Nothing here depends on time.
"""

import collections
import os
import ssl
import subprocess
import sys
import tempfile
import unittest
import zlib

from cases import every_case
from opening import DEFLATE, KEY, offers, requests
from peer import PING, TIMEOUT, Close, Echo, End, Peer, Pong, close_frame, deflated, echo, frame

from kodama_peers import SERVER, Server  # through peer

COUNTS = collections.Counter()


def run(case, peer):
    for piece in case.pieces:
        peer.send(piece)
    for expectation in case.expected:
        peer.expect(expectation)
    if not case.expected or not isinstance(case.expected[-1], Close):
        peer.send(frame(b"still well", PING) + close_frame(1000))
        peer.expect(Pong(b"still well"))
        peer.expect(Close(1000))
    peer.expect_end()


class Conformance(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def run_all(self, cases, port, how, **options):
        for case in cases:
            with self.subTest(f"{how}: {case.name} ({case.rule})"):
                COUNTS[how] += 1
                with Peer(port, **options) as peer:
                    run(case, peer)

    def test_plain(self):
        cases = [case for case in every_case() if case.when in ("any", "plain")]
        self.run_all(cases, self.server.port, "plain")

    def test_compressed(self):
        cases = [case for case in every_case() if case.when in ("any", "deflate")]
        self.run_all(cases, self.server.port, "compressed", offer=DEFLATE)

    def test_names_are_unique(self):
        names = [case.name for case in every_case()]
        twice = [name for name, count in collections.Counter(names).items() if count > 1]
        self.assertEqual(twice, [])
        self.assertGreaterEqual(len(names), 300)

    def test_openings(self):
        for name, headers, status, answer in requests():
            with self.subTest(name):
                COUNTS["opening"] += 1
                with Peer(self.server.port, upgrade=False) as peer:
                    got, fields = peer.shake_hands(self.server.port, **headers)
                    self.assertEqual(got, status, fields)
                    for field, value in answer.items():
                        self.assertEqual(fields.get(field), value, field)

    def test_accepts_the_key_of_each_request(self):
        # RFC 6455 section 4.2.2: the answer depends on the key and on nothing else.
        for key in (KEY, "AAAAAAAAAAAAAAAAAAAAAA==", "x3JJHMbDL1EzLkh9GBhXDw=="):
            with self.subTest(key), Peer(self.server.port, upgrade=False) as peer:
                _, fields = peer.shake_hands(self.server.port, Sec_WebSocket_Key=key)
                expected = subprocess.run(
                    ["openssl", "dgst", "-sha1", "-binary"],
                    input=(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode(),
                    capture_output=True,
                    check=True,
                ).stdout
                encoded = subprocess.run(
                    ["openssl", "base64"], input=expected, capture_output=True, check=True
                ).stdout
                self.assertEqual(fields["sec-websocket-accept"], encoded.decode().strip())

    def test_offers_of_compression(self):
        text = "木霊 " * 2000 + "".join(str(i * 7919) for i in range(5000))
        for offer, is_agreed, bits in offers():
            with self.subTest(offer), Peer(self.server.port, upgrade=False) as peer:
                COUNTS["offers"] += 1
                status, fields = peer.shake_hands(self.server.port, offer)
                self.assertEqual(status, 101)
                answer = fields.get("sec-websocket-extensions")
                if not is_agreed:
                    self.assertIsNone(answer)
                else:
                    self.check_answer(answer, bits)
                peer.next_event()  # the welcome
                peer.send(frame(echo(text)))
                is_compressed, _, payload = peer.read_frame()
                while payload.startswith(b'{"type":"client_'):  # others come and go
                    is_compressed, _, payload = peer.read_frame()
                self.assertEqual(is_compressed, is_agreed)
                if is_agreed:
                    # With no more memory than was agreed on.
                    unpacker = zlib.decompressobj(-(bits or 15))
                    payload = b"".join(
                        unpacker.decompress(payload[i : i + 1]) for i in range(len(payload))
                    ) + unpacker.decompress(b"\0\0\xff\xff")
                self.assertIn(text[:1000].encode(), payload)
                self.assertGreater(len(payload), len(text.encode()))

    def check_answer(self, answer, bits):
        name, *parameters = [part.strip() for part in answer.split(";")]
        self.assertEqual(name, DEFLATE)
        self.assertEqual(len(set(parameters)), len(parameters))
        # Each may stand in an answer whatever was offered, but for client_max_window_bits.
        expected = {"server_no_context_takeover", "client_no_context_takeover"}
        if bits is not None:
            expected.add(f"server_max_window_bits={bits}")
        self.assertEqual(set(parameters), expected)

    def test_every_message_stands_alone(self):
        # server_no_context_takeover: the same text gives the same bytes, as nothing is remembered.
        with Peer(self.server.port, offer=DEFLATE) as peer:
            for _ in range(20):
                peer.send(frame(echo("a" * 5000)))
                peer.expect(Echo("a" * 5000))
            self.assertEqual(peer.compressed_messages, 20)

    def test_broadcasts_reach_everybody_as_agreed(self):
        # One message, compressed once for each window, and not at all for who did not ask.
        windows = [None, *range(8, 16), 15, 9]
        peers = []
        try:
            for bits in windows:
                offer = None if bits is None else f"{DEFLATE}; server_max_window_bits={bits}"
                peers.append(Peer(self.server.port, offer=offer))
            text = "shared by all " * 500
            for sender in peers:
                data = f'{{"type":"broadcast","content":"{text}"}}'.encode()
                sender.send(frame(data))
                for peer in peers:
                    message = peer.next_event()
                    self.assertEqual((message["type"], message["content"]), ("broadcast_message", text))
            for bits, peer in zip(windows, peers):
                self.assertEqual(peer.compressed_messages, 0 if bits is None else len(peers))
        finally:
            for peer in peers:
                peer.close()

    def test_compression_can_be_turned_off(self):
        with Server("--no-compression") as server:
            with Peer(server.port, offer=DEFLATE) as peer:
                self.assertFalse(peer.is_deflating)
                peer.send(frame(echo("a" * 5000)))
                peer.expect(Echo("a" * 5000))
                self.assertEqual(peer.compressed_messages, 0)
                peer.send(frame(b"", rsv=4))
                peer.expect(Close(1002))
                peer.expect_end()

    def test_compressed_messages_count_as_what_they_become(self):
        # Two that arrive in 150 bytes: with the bytes of the network, both would be within the rate.
        with Server("--max-bytes-per-second", "1000") as server:
            with Peer(server.port, offer=DEFLATE) as peer:
                data = b'{"type":"broadcast","content":"' + b"a" * 5000 + b'"}'
                squeezed = frame(deflated(data), rsv=4)
                self.assertLess(len(squeezed), 75)
                peer.send(squeezed + squeezed)
                self.assertEqual(peer.next_event()["type"], "broadcast_message")
                refusal = peer.next_event()
                self.assertEqual((refusal["type"], refusal["name"]), ("error", "RATE_LIMITED"))
                self.assertGreater(refusal["retry_after_ms"], 0)

    def test_the_server_waits_for_the_answer_to_its_close(self):
        # RFC 6455 section 7.1.1: until then it reads, so that the kernel resets nothing.
        server = Server("--console", stdin=subprocess.PIPE)
        try:
            with Peer(server.port) as peer:
                server.type("list")
                name = server.wait_line(r"^(127\.0\.0\.1:\d+)$").group(1)
                server.type(f"kick {name}")
                peer.expect(Close(4503))
                peer.send(frame(echo("on its way")) + frame(b"", PING) + b"")
                peer.send(close_frame(4503))
                peer.expect_end()
            with Peer(server.port) as peer:
                server.type("quit")
                peer.expect(Close(1001))
                peer.send(frame(echo("on its way")) + close_frame(1001))
                peer.expect_end()
            self.assertEqual(server.process.wait(TIMEOUT), 0)
        finally:
            server.kill()

    def test_data_may_come_with_the_request(self):
        with Peer(self.server.port, upgrade=False) as peer:
            from kodama_peers import request

            peer.send(request(self.server.port) + frame(echo("early")) + close_frame(1000))
            while b"\r\n\r\n" not in peer.buffer:
                if not peer._fill():
                    raise End
            peer.buffer = peer.buffer.partition(b"\r\n\r\n")[2]
            self.assertEqual(peer.next_event()["type"], "welcome")
            peer.expect(Echo("early"))
            peer.expect(Close(1000))
            peer.expect_end()


def knows_tls():
    return b"--tls-cert" in subprocess.run([SERVER, "--help"], capture_output=True).stdout


@unittest.skipUnless(knows_tls(), "the server knows no --tls-cert")
class ConformanceOverTls(unittest.TestCase):
    def test_all(self):
        with tempfile.TemporaryDirectory() as folder:
            cert, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                 "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                 "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert],
                check=True, capture_output=True,
            )
            context = ssl.create_default_context(cafile=cert)
            with Server("--tls-cert", cert, "--tls-key", key) as server:
                self.run_over_tls(server.port, context)

    def run_over_tls(self, port, context):
        for case in every_case():
            if case.when == "plain":
                continue
            with self.subTest(f"TLS: {case.name} ({case.rule})"):
                COUNTS["TLS"] += 1
                with Peer(port, offer=DEFLATE, tls=context) as peer:
                    run(case, peer)


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    print(f"{sum(COUNTS.values())} cases: {dict(COUNTS)}")
    sys.exit(not result.wasSuccessful())
