#!/usr/bin/python3
"""How kodama-server starts, is refused, and ends."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import unittest

from kodama_peers import SERVER, TIMEOUT, Chat, RawClient, Server, frame


def run(*arguments, **options):
    return subprocess.run(
        [SERVER, *arguments],
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
        stdin=subprocess.DEVNULL,
        **options,
    )


class StartAndRefusal(unittest.TestCase):
    def test_help_and_version_go_to_stdout(self):
        for flag, word in (("--help", "--port"), ("-h", "--port"), ("--version", "kodama-server")):
            with self.subTest(flag):
                done = run(flag)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertIn(word, done.stdout)

    def test_wrong_arguments_name_the_flag(self):
        for arguments, flag in (
            (["--port", "abc"], "--port"),
            (["--port", "-1"], "--port"),
            (["--port", "65536"], "--port"),
            (["--port", "99999999999999999999"], "--port"),
            (["--port", ""], "--port"),
            (["--port", "80.5"], "--port"),
            (["--port", " 80"], "--port"),
            (["--port"], "port"),
            (["--host", ""], "--host"),
            (["--host", "127.0.0.1:80"], "--host"),
            (["--host", "a b"], "--host"),
            (["--host", "999.1.1.1"], "--host"),
            (["--language", "fr"], "--language"),
            (["--language", ""], "--language"),
            (["--log-level", "loud"], "--log-level"),
            (["--nonsense"], "nonsense"),
            (["-x"], "x"),
            (["--quiet=1"], "quiet"),
            (["stray"], "stray"),
        ):
            with self.subTest(arguments):
                done = run(*arguments)
                self.assertEqual(done.returncode, 2, done)
                self.assertEqual(done.stdout, "")
                self.assertIn(flag, done.stderr)
                self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)

    def test_port_in_use_names_the_port(self):
        for host in ("localhost", "127.0.0.1", "::1", "0.0.0.0"):
            family = socket.AF_INET6 if host == "::1" else socket.AF_INET
            with self.subTest(host), socket.socket(family) as holder:
                holder.bind(("::1" if host == "::1" else "127.0.0.1", 0))
                holder.listen()
                port = holder.getsockname()[1]
                done = run("--host", host, "--port", str(port))
                self.assertEqual(done.returncode, 69, done)
                self.assertIn(str(port), done.stderr)
                self.assertIn(str(os.getpid()), done.stderr, "we hold it, and that can be known")

    def test_two_servers_do_not_share_a_port(self):
        with Server() as first:
            done = run("--port", str(first.port))
            self.assertEqual(done.returncode, 69, done)
            self.assertIn(str(first.pid), done.stderr)

    def test_a_port_is_free_again_at_once(self):
        with Server() as first:
            port = first.port
            peer = RawClient(port)
        with Server("--port", str(port)) as second:
            self.assertEqual(second.port, port)
        peer.close()

    def test_localhost_is_both_families(self):
        with Server() as server:
            with RawClient(server.port, "127.0.0.1") as four, RawClient(server.port, "::1") as six:
                self.assertRegex(four.read_message()["client_id"], r"^127\.0\.0\.1:\d+$")
                self.assertRegex(six.read_message()["client_id"], r"^(\[::1\]|::1):\d+$")

    def test_any_address_shows_plain_ipv4_peers(self):
        for host in ("0.0.0.0", "::"):
            with self.subTest(host), Server(host=host) as server:
                with RawClient(server.port) as peer:
                    self.assertRegex(peer.read_message()["client_id"], r"^127\.0\.0\.1:\d+$")

    def test_one_line_per_event_and_no_message_text(self):
        with Server() as server:
            with RawClient(server.port) as peer:
                client = peer.read_message()["client_id"]
                peer.send(frame('{"type":"echo","text":"himitsu"}'.encode()))
                peer.read_message()
            server.wait_line(f"切断: {client}")
            for line in server.lines:
                self.assertRegex(line, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - INFO - .+")
            self.assertEqual(len(server.lines), 4, server.output)
            self.assertIn(f"INFO - 新しいクライアント接続: {client}", server.lines[2])
            self.assertNotIn("himitsu", server.output)

    def test_a_hostile_name_forges_no_log_line(self):
        with Server("--log-level", "debug") as server:
            with RawClient(server.port) as peer:
                peer.read_message()
                peer.send(frame(b'{"type":"echo","text":"\\u001b[31m\xc2\x9b\\nx - INFO - forged"}'))
                peer.read_message()
            server.wait_line("切断")
            self.assertNotIn("\x1b", server.output)
            self.assertFalse([line for line in server.lines if line.startswith("x - INFO")])

    def test_english(self):
        with Server(language="en") as server, RawClient(server.port) as peer:
            self.assertEqual(peer.read_message()["message"], "Connected to the WebSocket server")
            peer.send(frame(b"rubbish"))
            self.assertEqual(peer.read_message()["message"], "Not valid JSON")


class Ending(unittest.TestCase):
    def assert_ends(self, server):
        self.assertEqual(server.wait(), 0, server.output)

    def test_signals_tell_the_clients_and_end_with_0(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                server = Server()

                async def talk():
                    chat = await Chat.connect(server.url)
                    server.signal(number)
                    await asyncio.wait_for(chat.socket.wait_closed(), TIMEOUT)
                    return chat.socket.close_code

                self.assertEqual(asyncio.run(talk()), 1001)
                self.assert_ends(server)

    def test_what_is_queued_is_delivered_first(self):
        server = Server()
        peer = RawClient(server.port)
        peer.read_message()
        count = 500
        for i in range(count):
            peer.send(frame(json.dumps({"type": "echo", "text": "x" * 500, "n": i}).encode()))
        # The last echo is queued for sure once its predecessor's answer is here.
        first = peer.read_message()
        peer.send(frame(b'{"type":"command","command":"ping"}'))
        answers = [first] + [peer.read_message() for _ in range(count)]
        server.signal(signal.SIGTERM)
        self.assertEqual([m["original"]["n"] for m in answers[:-1]], list(range(count)))
        self.assertEqual(peer.read_message(), ("close", 1001))
        peer.close()
        self.assert_ends(server)

    def test_deaf_clients_do_not_hold_it(self):
        server = Server()
        peers = [RawClient(server.port) for _ in range(20)]
        for peer in peers[:10]:
            peer.send(frame(b'{"type":"echo","text":"' + b"x" * 1000 + b'"}') * 300)
        server.signal(signal.SIGTERM)
        self.assert_ends(server)
        for peer in peers:
            peer.close()

    def test_nobody_gets_in_while_it_stops(self):
        server = Server()
        peer = RawClient(server.port)
        peer.read_message()
        server.signal(signal.SIGTERM)
        self.assertEqual(peer.read_message(), ("close", 1001))
        with self.assertRaises((ConnectionRefusedError, AssertionError)):
            RawClient(server.port)
        peer.close()
        server.wait()

    def test_sigpipe_and_sighup_of_a_closed_terminal(self):
        server = Server()
        server.signal(signal.SIGPIPE)
        with RawClient(server.port) as peer:
            self.assertEqual(peer.read_message()["type"], "welcome")
        server.stop()

    def test_nobody_reads_its_log(self):
        """A full pipe must not freeze it: it drops log lines instead."""
        read_end, write_end = os.pipe()
        process = subprocess.Popen(
            [SERVER, "--port", "0", "--host", "127.0.0.1", "--log-level", "debug"],
            stdin=subprocess.DEVNULL,
            stdout=write_end,
            stderr=write_end,
        )
        os.close(write_end)
        log = b""
        while not (where := re.search(rb"ws://\S+:(\d+)\s", log)):
            log += os.read(read_end, 1)  # nothing is read behind its first words
        peer = RawClient(int(where.group(1)))
        peer.read_message()
        text = frame(b'{"type":"echo","text":"' + b"x" * 500 + b'"}')
        for _ in range(2000):
            peer.send(text)
            self.assertEqual(peer.read_message()["type"], "echo_response")
        peer.close()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(TIMEOUT), 0)
        os.close(read_end)


if __name__ == "__main__":
    unittest.main()
