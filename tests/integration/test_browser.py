#!/usr/bin/python3
"""Chromium with its own WebSocket: a local page chats, a foreign page is refused."""

import asyncio
import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading
import unittest

from kodama_peers import IN_CI, TIMEOUT, Chat, Server
from readme_examples import PAGES, example

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A name of the outside world that leads to this machine, and no way to any other.
    "--host-resolver-rules=MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, "
    "EXCLUDE 127.0.0.1",
]

CHAT = """
const log = [];
const ws = new WebSocket(WS_URL);
ws.onmessage = (event) => {
  const message = JSON.parse(event.data);
  log.push(message);
  if (message.type === "welcome")
    ws.send(JSON.stringify({type: "broadcast", content: "ブラウザから"}));
  if (message.type === "broadcast_message" && message.content === "スクリプトから")
    ws.send(JSON.stringify({type: "echo", text: "\\u0000木霊", n: 1.5}));
  if (message.type === "echo_response")
    ws.send(new Blob([JSON.stringify({type: "command", command: "ping"})]));
  if (message.type === "command_response")
    ws.close(4321, "さようなら");
};
ws.onclose = (event) => report({log, code: event.code, clean: event.wasClean});
"""
COMPRESSED = """
const text = "木霊a".repeat(20000);
const ws = new WebSocket(WS_URL, ["chat", "kodama.v2.json"]);
const seen = {protocol: null, extensions: null, correct: 0};
ws.onmessage = (event) => {
  const message = JSON.parse(event.data);
  if (message.type === "welcome")
    ws.send(JSON.stringify({type: "echo", text}));
  if (message.type === "echo_response" && message.original.text === text && ++seen.correct < 5)
    ws.send(JSON.stringify({type: "echo", text}));
  if (seen.correct === 5)
    ws.close(1000);
};
ws.onclose = (event) =>
  report({...seen, protocol: ws.protocol, extensions: ws.extensions, code: event.code});
"""
REFUSED = """
const ws = new WebSocket(WS_URL);
ws.onopen = () => report({opened: true});
ws.onclose = (event) => report({opened: false, code: event.code});
"""


class Page(http.server.ThreadingHTTPServer):
    """Serves one page with a script, and takes the script's report."""

    def __init__(self, script):
        super().__init__(("127.0.0.1", 0), Handler)
        self.html = (
            '<!DOCTYPE html><meta charset="utf-8"><script>'
            "const report = (what) => fetch('/report', {method: 'POST', body: JSON.stringify(what)});"
            f"</script><script>{script}</script>"
        ).encode()
        self.report = None
        self.reported = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(self.server.html if self.path == "/" else b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.report = json.loads(body)
        self.answer(b"")
        self.server.reported.set()

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Visit:
    """Chromium on one page of ours, with a profile of its own that is thrown away."""

    def __init__(self, script, host="localhost"):
        self.page = Page(script)
        self.profile = tempfile.mkdtemp(prefix="kodama-chromium-")
        self.process = subprocess.Popen(
            [
                CHROMIUM,
                *FLAGS,
                f"--user-data-dir={self.profile}",
                "--remote-debugging-port=0",  # keeps it open until we end it
                f"http://{host}:{self.page.port}/",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.profile},
        )

    async def report(self):
        if not await asyncio.to_thread(self.page.reported.wait, 2 * TIMEOUT):
            raise AssertionError("the page reported nothing")
        return self.page.report

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.page.shutdown()
        self.page.server_close()
        shutil.rmtree(self.profile, ignore_errors=True)


@unittest.skipUnless(CHROMIUM or IN_CI, "chromium is not installed: scripts/packages.sh test")
class Browser(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.server = Server()
        self.script = await Chat.connect(self.server.url)

    async def asyncTearDown(self):
        await self.script.close()
        self.server.stop()

    def url(self, host="localhost"):
        return json.dumps(f"ws://{host}:{self.server.port}")

    async def test_a_page_chats_with_a_script(self):
        with Visit(CHAT.replace("WS_URL", self.url())) as visit:
            message = await self.script.expect("broadcast_message")
            self.assertEqual(message["content"], "ブラウザから")
            await self.script.send(type="broadcast", content="スクリプトから")
            report = await visit.report()
        kinds = [m["type"] for m in report["log"]]
        self.assertEqual(
            kinds,
            [
                "welcome",
                "broadcast_message",
                "broadcast_message",
                "echo_response",
                "command_response",
            ],
        )
        self.assertEqual(report["log"][0]["client_id"], message["from"])
        self.assertEqual(report["log"][3]["original"]["text"], "\0木霊")
        self.assertEqual(report["log"][4]["data"], "pong")
        self.assertEqual((report["code"], report["clean"]), (4321, True))

    async def test_a_page_talks_compressed(self):
        with Visit(COMPRESSED.replace("WS_URL", self.url())) as visit:
            report = await visit.report()
        self.assertTrue(report.pop("extensions").startswith("permessage-deflate"))
        self.assertEqual(report, {"protocol": "kodama.v2.json", "correct": 5, "code": 1000})

    async def test_the_readmes_example_works(self):
        for page in PAGES:
            with self.subTest(page):
                with Visit(example(page, "javascript", self.server.port)):
                    message = await self.script.expect("broadcast_message")
                    self.assertIsInstance(message["content"], str)

    async def test_a_foreign_page_is_refused(self):
        with Visit(REFUSED.replace("WS_URL", self.url()), host="evil.example") as visit:
            self.assertEqual(await visit.report(), {"opened": False, "code": 1006})

    async def test_a_rebound_name_is_refused(self):
        with Visit(REFUSED.replace("WS_URL", self.url("evil.example")), "evil.example") as visit:
            self.assertEqual(await visit.report(), {"opened": False, "code": 1006})


if __name__ == "__main__":
    unittest.main()
