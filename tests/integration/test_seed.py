#!/usr/bin/python3
"""The original sample's exchange as its README shows it, both ways: their client, their server."""

import ast
import json
import os
import re
import signal
import subprocess
import sys
import unittest

from kodama_peers import APP, SOURCE_DIR, TIMEOUT, Process, Server, needs_app

PEERS = os.path.join(SOURCE_DIR, "tests", "peers")
UNBUFFERED = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}


def seed(name, *arguments, **options):
    return Process([sys.executable, os.path.join(PEERS, name), *arguments], UNBUFFERED, **options)


def received(output):
    """What the sample's client printed, as values."""
    return [ast.literal_eval(found) for found in re.findall(r"- INFO - 受信: (\{.*\})", output)]


class SeedClient(unittest.TestCase):
    def setUp(self):
        self.server = Server()

    def tearDown(self):
        self.server.stop()

    def test_demo(self):
        client = seed("seed_client.py", "demo", self.server.url)
        self.assertEqual(client.wait(), 0, client.output)
        messages = received(client.output)
        self.assertEqual(
            [m["type"] for m in messages],
            [
                "welcome",
                "echo_response",
                "broadcast_message",
                "command_response",
                "command_response",
            ],
        )
        welcome, echo, broadcast, status, ping = messages
        self.assertEqual(welcome["message"], "WebSocketサーバーに接続しました")
        self.assertEqual(echo["original"]["text"], "Hello, WebSocket!")
        self.assertEqual(list(echo["original"]), ["type", "text", "timestamp"])
        self.assertEqual(broadcast["from"], welcome["client_id"])
        self.assertEqual(broadcast["content"], "みなさん、こんにちは！")
        self.assertEqual(status["data"]["connected_clients"], 1)
        self.assertRegex(status["data"]["server_time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
        self.assertEqual(ping, {"type": "command_response", "command": "ping", "data": "pong"})

    def test_two_interactive_clients_as_in_the_readme(self):
        one = seed("seed_client.py", self.server.url, stdin=subprocess.PIPE)
        one.wait_line("受信: .*welcome")
        two = seed("seed_client.py", self.server.url, stdin=subprocess.PIPE)
        one.wait_line("受信: .*client_connected.*'total_clients': 2")
        two.wait_line("受信: .*welcome")
        one.type("broadcast Hello everyone!")
        for client in (one, two):
            line = client.wait_line("受信: .*'broadcast_message'").string
            self.assertIn("'content': 'Hello everyone!'", line)
        two.type("quit")
        self.assertEqual(two.wait(), 0)
        one.wait_line("受信: .*client_disconnected.*'total_clients': 1")
        one.type("quit")
        self.assertEqual(one.wait(), 0)

    def test_its_log_reads_like_the_samples(self):
        client = seed("seed_client.py", "demo", self.server.url)
        client.wait()
        stamp = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - INFO - "
        self.server.wait_line(stamp + r"WebSocketサーバーを起動中: ws://localhost:\d+$")
        self.server.wait_line(stamp + r"サーバーが起動しました。Ctrl\+Cで停止します。$")
        self.server.wait_line(stamp + r"新しいクライアント接続: 127\.0\.0\.1:\d+$")


@needs_app
class SeedServer(unittest.TestCase):
    def setUp(self):
        self.server = seed("seed_server.py", "0")
        self.url = self.server.wait_line(r"ws://\S+").group(0)
        self.server.wait_line("起動しました")

    def tearDown(self):
        self.server.signal(signal.SIGTERM)
        self.server.wait()

    def test_our_demo(self):
        done = subprocess.run(
            [APP, "--demo", "--json", "--language", "en", "--url", self.url],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(events[-1]["ok"], True)
        self.assertGreaterEqual(len([e for e in events if e["event"] == "step"]), 6)

    def test_our_console(self):
        lines = "echo Hello\nbroadcast こんにちは\nstatus\nping\nraw [1]\nquit\n"
        done = subprocess.run(
            [APP, "--console", "--language", "en", "--url", self.url],
            input=lines,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done)
        for text in (
            "WebSocketサーバーに接続しました",
            "echo: Hello",
            "<you> こんにちは",
            "status: 1 client",
            "pong",
            "不正なJSON形式です",
        ):
            self.assertIn(text, done.stdout)


if __name__ == "__main__":
    unittest.main()
