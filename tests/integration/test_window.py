#!/usr/bin/python3
"""Two real windows on a virtual display, a server and a Python script in one conversation.

Keys come from xdotool, as from a person. Pictures of the whole run stay in the build directory
(e2e/*.png) for whoever wants to look.
"""

import asyncio
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from kodama_peers import APP, TIMEOUT, Chat, Process, Server, needs_app

PICTURES = pathlib.Path(os.environ.get("KODAMA_BUILD_DIR", "build/dev")) / "e2e"
TOOLS = ("Xvfb", "xdotool", "import")
MISSING = [tool for tool in TOOLS if not shutil.which(tool)]


class Display:
    """An X server of our own; it picks a free number by itself."""

    def __init__(self):
        read_end, write_end = os.pipe()
        self.process = subprocess.Popen(
            # Not to start anew whenever its last client leaves: the next one would find nobody.
            ["Xvfb", "-noreset", "-displayfd", str(write_end), "-screen", "0", "1600x900x24"]
            + ["-nolisten", "tcp"],
            pass_fds=[write_end],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write_end)
        with os.fdopen(read_end, encoding="ascii") as file:
            self.name = ":" + file.readline().strip()

    def run(self, *command):
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
            env={**os.environ, "DISPLAY": self.name},
        )

    def picture(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        done = self.run("import", "-window", "root", str(PICTURES / f"{name}.png"))
        if done.returncode != 0:
            raise AssertionError(done.stderr)

    def colours(self, window):
        """How many different colours a window shows; an empty or black one shows one."""
        done = self.run("import", "-window", window, "-format", "%k", "info:-")
        return int(done.stdout or 0)

    def stop(self):
        self.process.terminate()
        self.process.wait(TIMEOUT)


class Window:
    """kodama with settings of its own; typed at with xdotool."""

    def __init__(self, display, url, language, x):
        self.display = display
        self.home = tempfile.mkdtemp(prefix="kodama-window-")
        self.process = Process(
            [APP, "--language", language, url],
            {
                "DISPLAY": display.name,
                "QT_QPA_PLATFORM": "xcb",
                "HOME": self.home,
                "XDG_CONFIG_HOME": self.home,
                "XDG_RUNTIME_DIR": self.home,
                "LC_ALL": "C.UTF-8",
            },
        )
        self.number = self.find()
        display.run("xdotool", "windowmove", "--sync", self.number, str(x), "0")
        display.run("xdotool", "windowsize", "--sync", self.number, "780", "880")

    def find(self):
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            if self.process.process.poll() is not None:
                raise AssertionError(f"kodama ended: {self.process.output}")
            done = self.display.run(
                "xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name", "."
            )
            if done.stdout.split():
                return done.stdout.split()[-1]
        raise AssertionError("no window appeared")

    def title(self):
        return self.display.run("xdotool", "getwindowname", self.number).stdout.strip()

    def keys(self, *names):
        self.focus()
        self.display.run("xdotool", "key", "--clearmodifiers", "--delay", "30", *names)

    def focus(self):
        self.display.run("xdotool", "windowfocus", "--sync", self.number)

    def say(self, text):
        self.focus()
        self.display.run("xdotool", "type", "--delay", "20", text)
        self.keys("Return")

    def close(self):
        if self.process.process.poll() is None:
            self.process.signal(signal.SIGTERM)
        try:
            status = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = "killed"
        shutil.rmtree(self.home, ignore_errors=True)
        return status


@needs_app
@unittest.skipIf(MISSING, f"not installed: {MISSING}; scripts/packages.sh test")
class TwoWindows(unittest.IsolatedAsyncioTestCase):
    async def test_two_people_and_a_script_chat(self):
        display = Display()
        server = Server()
        script = await Chat.connect(server.url)
        windows = []
        try:
            windows = await self.chat(display, server, script)
        finally:
            display.picture("at-the-end")
            for window in windows:
                window.close()
                print(window.process.output)
            await script.close()
            server.stop()
            display.stop()

    async def chat(self, display, server, script):
        windows = []
        for language, x in (("ja", 0), ("en", 800)):
            windows.append(await asyncio.to_thread(Window, display, server.url, language, x))
            came = await script.recv()
            self.assertEqual(came["type"], "client_connected")
            windows[-1].id = came["client_id"]
        hanako, taro = windows

        await asyncio.to_thread(hanako.say, "Good morning!")
        message = await script.expect("broadcast_message")
        self.assertEqual((message["from"], message["content"]), (hanako.id, "Good morning!"))

        await asyncio.to_thread(taro.say, "Hello from the other window")
        message = await script.expect("broadcast_message")
        self.assertEqual(message["from"], taro.id)
        self.assertEqual(message["content"], "Hello from the other window")

        await script.send(type="broadcast", content="バックアップが終わりました ✔")
        await script.expect("broadcast_message")
        await asyncio.to_thread(taro.say, '/raw {"type":"lab.temp","celsius":21.50}')
        message = await script.expect("message")
        self.assertEqual(message["data"], {"type": "lab.temp", "celsius": 21.5})

        await asyncio.to_thread(hanako.say, "/status")
        await asyncio.to_thread(hanako.say, "/ping")
        await asyncio.to_thread(hanako.say, "done")
        await script.expect("broadcast_message")  # so the two before it were not sent as text
        display.picture("two-windows")
        for window in windows:
            self.assertIn("Kodama", window.title())
            self.assertGreater(display.colours(window.number), 50)
        return windows


if __name__ == "__main__":
    unittest.main()
