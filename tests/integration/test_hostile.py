#!/usr/bin/python3
"""Hostile input, row by row: the peer gets what it deserves, and a bystander notices nothing."""

import json
import unittest

import hostile_frames
import hostile_handshakes
import hostile_json
from kodama_peers import BINARY, CLOSE, RawClient, Server, frame

WITNESS = frame(b'{"type":"echo","text":"still here"}')


class HostileInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.bystander = RawClient(cls.server.port)
        cls.bystander.read_message()  # the welcome

    @classmethod
    def tearDownClass(cls):
        cls.bystander.close()
        cls.server.stop()

    def assert_bystander_is_well(self):
        """Nothing reached it but who came and went; its own echo is answered first thing."""
        self.bystander.send(WITNESS)
        message = self.bystander.read_message()
        self.assertEqual(message["type"], "echo_response", message)

    def assert_still_served(self, peer):
        peer.send(WITNESS)
        message = peer.read_message()
        self.assertEqual(message["type"], "echo_response", message)
        self.assertEqual(message["original"]["text"], "still here")

    def assert_error(self, peer):
        message = peer.read_message()
        self.assertEqual(message["type"], "error", message)
        self.assertEqual(message["message"], "不正なJSON形式です")
        self.assertEqual((message["code"], message["name"]), (1, "BAD_JSON"))
        self.assert_still_served(peer)

    def assert_closed(self, peer, code):
        self.assertEqual(peer.read_message(), ("close", code))
        if code in (1000, 1005):
            self.assertIsNone(peer.read_frame(), "the server closes TCP after the handshake")
        else:
            peer.send(frame(code.to_bytes(2, "big"), CLOSE))

    def connected(self):
        peer = RawClient(self.server.port)
        self.assertEqual(peer.read_message()["type"], "welcome")
        return peer

    def test_texts_that_are_no_message(self):
        with self.connected() as peer:
            for name, text in hostile_json.rows():
                with self.subTest(name):
                    binary = name.startswith("not UTF-8")
                    peer.send(frame(text, BINARY) if binary else frame(text))
                    self.assert_error(peer)
                    self.assert_bystander_is_well()

    def test_the_same_texts_in_binary_frames(self):
        with self.connected() as peer:
            for name, text in hostile_json.rows():
                with self.subTest(name):
                    peer.send(frame(text, BINARY))
                    self.assert_error(peer)

    def test_frames(self):
        for name, data, expectation in hostile_frames.rows():
            with self.subTest(name), self.connected() as peer:
                peer.send(data)
                kind = expectation[0]
                if kind == "close":
                    self.assert_closed(peer, expectation[1])
                elif kind == "error":
                    self.assert_error(peer)
                elif kind == "echo":
                    self.assertEqual(peer.read_message()["original"]["text"], "無事")
                    self.assert_still_served(peer)
                elif kind == "pong":
                    self.assertEqual(peer.read_message(), expectation)
            self.assert_bystander_is_well()

    def test_frames_byte_by_byte(self):
        for name, data, expectation in hostile_frames.rows():
            if len(data) > 150 or expectation[0] != "close":
                continue
            with self.subTest(name), self.connected() as peer:
                for byte in data:
                    peer.send(bytes([byte]))
                self.assert_closed(peer, expectation[1])
            self.assert_bystander_is_well()

    def test_handshakes(self):
        for name, data, statuses in hostile_handshakes.rows(self.server.port):
            with self.subTest(name), RawClient(self.server.port, upgrade=False) as peer:
                peer.send(data)
                if statuses is not None:
                    head = peer.read_http()
                    self.assertRegex(head, rb"^HTTP/1\.1 [0-9]{3} ", name)
                    self.assertIn(int(head[9:12]), statuses, head)
            self.assert_bystander_is_well()

    def test_there_are_enough_rows(self):
        count = (
            len(list(hostile_json.rows()))
            + len(list(hostile_frames.rows()))
            + len(list(hostile_handshakes.rows(1)))
        )
        print(json.dumps({"hostile rows": count}))
        self.assertGreaterEqual(count, 200)


if __name__ == "__main__":
    unittest.main()
