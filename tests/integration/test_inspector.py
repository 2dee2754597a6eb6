#!/usr/bin/python3
"""The inspector on a virtual display, with a server that is none of ours: Python's websockets, which
says back what it hears and nothing else. A picture stays in the build directory (e2e/*.png)."""

import asyncio
import signal
import time
import unittest

import websockets

from kodama_peers import IN_CI, TIMEOUT, needs_app
from test_window import MISSING, Display, Window


class EchoServer:
    """Remembers what it heard; greets nobody."""

    def __init__(self):
        self.heard = []

    async def __aenter__(self):
        self.server = await websockets.serve(self.serve, "127.0.0.1", 0)
        port = self.server.sockets[0].getsockname()[1]
        self.url = f"ws://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_):
        self.server.close()
        await self.server.wait_closed()

    async def serve(self, socket):
        async for message in socket:
            self.heard.append(message)
            await socket.send(message)


async def until(condition, what):
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{what} did not happen")


@needs_app
@unittest.skipIf(MISSING and not IN_CI, f"not installed: {MISSING}; scripts/packages.sh test")
class Inspector(unittest.IsolatedAsyncioTestCase):
    async def test_a_frame_by_hand_to_a_server_of_another_kind(self):
        display = Display()
        try:
            async with EchoServer() as server:
                window = await asyncio.to_thread(Window, display, server.url, "en", 0)
                try:
                    await self.talk(display, server, window)
                finally:
                    display.picture("inspector")
                    status = await asyncio.to_thread(window.close)
            self.assertEqual(status, -signal.SIGTERM, window.process.output)  # not before
        finally:
            display.stop()

    async def talk(self, display, server, window):
        def inspector():
            found = display.run("xdotool", "search", "--onlyvisible", "--name", "Inspector")
            return found.stdout.split()

        await until(lambda: "127.0.0.1" in window.title(), "connecting")
        await asyncio.to_thread(window.keys, "ctrl+shift+i")
        await until(inspector, "the inspector")
        self.assertEqual(server.heard, [])  # a stranger hears nothing unasked
        window.number = inspector()[-1]
        await asyncio.to_thread(window.keys, "alt+d")
        typed = '{"hello": [1, 2'

        async def send():
            await asyncio.to_thread(
                display.run, "xdotool", "type", "--delay", "30", typed)
            await asyncio.to_thread(window.keys, "ctrl+Return")

        await send()
        await until(lambda: server.heard, "sending")
        self.assertEqual(server.heard, [typed])


if __name__ == "__main__":
    unittest.main()
