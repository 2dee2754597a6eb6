#!/usr/bin/python3
"""The clients that people really use: Python's `websockets`, npm's `ws`, libwebsockets."""

import asyncio
import os
import shutil
import subprocess
import sys
import unittest

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from kodama_peers import IN_CI, TIMEOUT, Chat, Server  # noqa: E402  (found through the line above)

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.environ.get("KODAMA_BUILD_DIR", "")
LWS_CLIENT = os.environ.get("KODAMA_LWS_CLIENT", "")
WS_VERSION = "8.18.0"
TEXTS = ["木霊a" * n for n in (0, 1, 50, 400, 5000, 100_000)]


def npm_ws():
    """Where npm's `ws` is, fetched once per build folder; else why it is not there."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None, "node and npm are not installed"
    folder = os.path.join(BUILD, "npm", f"ws-{WS_VERSION}")
    module = os.path.join(folder, "node_modules", "ws")
    if not os.path.isdir(module):
        os.makedirs(folder, exist_ok=True)
        command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder]
        try:
            subprocess.run(
                [*command, f"ws@{WS_VERSION}"], check=True, capture_output=True, timeout=120
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            return None, f"npm could not fetch ws {WS_VERSION}: {error}"
    return module, ""


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def run_program(self, *command):
        done = subprocess.run(command, capture_output=True, timeout=4 * TIMEOUT, check=False)
        output = (done.stdout + done.stderr).decode().strip()
        self.assertEqual(done.returncode, 0, output)
        return output

    def test_python_websockets(self):
        offers = [[], [ClientPerMessageDeflateFactory()]]
        for bits in range(8, 16):
            offers.append([ClientPerMessageDeflateFactory(server_max_window_bits=bits)])
            # zlib, which Python compresses with, makes no raw stream with the smallest window.
            if bits > 8:
                offers.append([ClientPerMessageDeflateFactory(client_max_window_bits=bits)])
        offers.append([ClientPerMessageDeflateFactory(True, True, 9, 9)])
        for offer in offers:
            with self.subTest(str([vars(one) for one in offer])):
                asyncio.run(self.chat_with(offer))

    async def chat_with(self, offer):
        chat = await Chat.connect(
            self.server.url,
            compression=None,
            extensions=offer,
            subprotocols=["chat", "kodama.v2.json"],
        )
        self.assertEqual(chat.socket.subprotocol, "kodama.v2.json")
        self.assertEqual(len(chat.socket.extensions), len(offer))
        for text in TEXTS:
            await chat.send(type="echo", text=text)
            self.assertEqual((await chat.expect("echo_response"))["original"]["text"], text)
            # The library sends each part as a fragment, and an empty one behind them.
            await chat.socket.send(['{"type":"echo","text":"', text, '"}'])
            self.assertEqual((await chat.expect("echo_response"))["original"]["text"], text)
        await asyncio.wait_for(await chat.socket.ping(b"ping"), TIMEOUT)
        await chat.socket.close(4321, "さようなら")
        self.assertEqual(chat.socket.close_code, 4321)

    def test_npm_ws(self):
        module, reason = npm_ws()
        if module is None:
            print(f"skipped: {reason}")
            self.skipTest(reason)
        script = os.path.join(HERE, "ws_client.js")
        output = self.run_program("node", script, module, self.server.url)
        self.assertEqual(
            output, "6 correct, code 4321, [permessage-deflate], kodama.v2.json"
        )
        output = self.run_program("node", script, module, self.server.url, "plain")
        self.assertEqual(output, "6 correct, code 4321, [], kodama.v2.json")

    @unittest.skipUnless(LWS_CLIENT or IN_CI, "built without libwebsockets: scripts/packages.sh test")
    def test_libwebsockets(self):
        port = str(self.server.port)
        self.assertEqual(self.run_program(LWS_CLIENT, port), "5 correct")


if __name__ == "__main__":
    print(f"websockets {websockets.__version__}, ws {WS_VERSION}")
    unittest.main()
