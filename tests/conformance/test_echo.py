#!/usr/bin/python3
"""The transport as a bare echo server: what Autobahn's suite would ask of it, case by case, strictly."""

import collections
import os
import sys
import unittest

from cases_autobahn import COMPRESSED_SIZES, OFFERS, cases
from cases_compression import SAMPLES
from peer import (
    BINARY,
    CONTINUATION,
    PING,
    TEXT,
    Close,
    Message,
    Peer,
    Pong,
    chopped,
    close_frame,
    deflated,
    frame,
    inflated,
)

from kodama_peers import Process  # through peer

ECHO_SERVER = os.environ.get("KODAMA_ECHO_SERVER", "build/dev/tests/conformance/echo_server")
COUNTS = collections.Counter()
REPEATED = 5  # the suite sends each compressed message a thousand times


class EchoPeer(Peer):
    """Hears messages as they are: there is no welcome, and nothing but echoes."""

    message_opcodes = (TEXT, BINARY)

    def __init__(self, port, offer=None):
        super().__init__(port, upgrade=False)
        status, _ = self.shake_hands(port, offer)
        if status != 101:
            raise AssertionError(f"no upgrade: {status}")

    def message(self, opcode, payload, is_compressed):
        self.compressed_messages += is_compressed
        return Message(opcode, inflated(payload) if is_compressed else payload)

    def finish(self):
        self.send(frame(b"still well", PING) + close_frame(1000))
        self.expect(Pong(b"still well"))
        self.expect(Close(1000))
        self.expect_end()


class EchoServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Process([ECHO_SERVER])
        cls.port = int(cls.server.wait_line(r"ws://\S+:(\d+)").group(1))

    @classmethod
    def tearDownClass(cls):
        cls.server.kill()

    def run_case(self, case, offer=None):
        with EchoPeer(self.port, offer) as peer:
            if case.when == "in turn":
                for piece, expectation in zip(case.pieces, case.expected):
                    peer.send(piece)
                    peer.expect(expectation)
            else:
                for piece in case.pieces:
                    peer.send(piece)
                for expectation in case.expected:
                    peer.expect(expectation)
            if case.expected and isinstance(case.expected[-1], Close):
                peer.expect_end()
            else:
                peer.finish()

    def test_plain(self):
        for case in cases():
            with self.subTest(case.name):
                COUNTS["plain"] += 1
                self.run_case(case)

    def test_with_compression_agreed_on_and_not_used(self):
        for case in cases():
            if case.when != "any" or case.name.startswith("9."):
                continue
            with self.subTest(case.name):
                COUNTS["compression unused"] += 1
                self.run_case(case, OFFERS[1])

    def test_compressed(self):
        for number, offer in OFFERS.items():
            for opcode, sample in ((TEXT, "words"), (TEXT, "Japanese"), (BINARY, "base64")):
                for size, fragment in COMPRESSED_SIZES:
                    with self.subTest(f"13.{number} {sample}, {size} bytes by {fragment}"):
                        COUNTS["compressed"] += 1
                        self.echo_compressed(offer, opcode, SAMPLES[sample](size).encode(), fragment)

    def echo_compressed(self, offer, opcode, data, fragment):
        packed = deflated(data)
        parts = chopped(packed, fragment) if fragment else [packed]
        message = b"".join(
            frame(part, CONTINUATION if i else opcode, i == len(parts) - 1, rsv=0 if i else 4)
            for i, part in enumerate(parts)
        )
        with EchoPeer(self.port, offer) as peer:
            for _ in range(REPEATED):
                peer.send(message)
                peer.expect(Message(opcode, data))
            peer.finish()
            # Short ones, and what compression would make longer, go out as they are.
            if len(data) >= 1024 and opcode == TEXT:
                self.assertEqual(peer.compressed_messages, REPEATED)


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    print(f"{sum(COUNTS.values())} cases: {dict(COUNTS)}")
    sys.exit(not result.wasSuccessful())
