#!/usr/bin/python3
"""Two real windows on a virtual display, a server and a Python script: in one conversation as in
version 1, and in rooms.

Keys come from xdotool, as from a person. Pictures of the whole run stay in the build directory
(e2e/*.png) for whoever wants to look.
"""

import asyncio
import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from kodama_peers import APP, IN_CI, TIMEOUT, Chat, Process, Server, needs_app
from tls_support import make_certificate

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

    def __init__(self, display, url, language, x, nick=None, home=None, arguments=(), env=None):
        self.display = display
        self.home = home or tempfile.mkdtemp(prefix="kodama-window-")
        if nick:
            settings = pathlib.Path(self.home) / "kodama" / "kodama.ini"
            settings.parent.mkdir()
            settings.write_text(f"[user]\nnick={nick}\n", encoding="utf-8")
        self.process = Process(
            [APP, "--language", language, *arguments, url],
            {
                "DISPLAY": display.name,
                "QT_QPA_PLATFORM": "xcb",
                "HOME": self.home,
                "XDG_CONFIG_HOME": self.home,
                "XDG_DATA_HOME": self.home,
                "XDG_RUNTIME_DIR": self.home,
                "LC_ALL": "C.UTF-8",
                **(env or {}),
            },
        )
        self.number = self.find()
        display.run("xdotool", "windowmove", "--sync", self.number, str(x), "0")
        display.run("xdotool", "windowsize", "--sync", self.number, "780", "880")

    def find(self, other_than=None):
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            if self.process.process.poll() is not None:
                raise AssertionError(f"kodama ended: {self.process.output}")
            found = [number for number in self.visible() if number != other_than]
            if found:
                return found[-1]
        raise AssertionError("no window appeared")

    def title(self):
        return self.display.run("xdotool", "getwindowname", self.number).stdout.strip()

    def wait_title(self, pattern):
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            if re.search(pattern, self.title()):
                return
            time.sleep(0.05)
        raise AssertionError(f"the title is {self.title()!r}, not {pattern!r}")

    def wait_painted(self):
        """The title is there before the first picture."""
        deadline = time.monotonic() + TIMEOUT
        while self.display.colours(self.number) <= 50:
            if time.monotonic() > deadline:
                raise AssertionError("the window stays empty")
            time.sleep(0.05)

    def look_at(self, *keys):
        """Opens a dialog by these keys, and closes it by Escape."""
        self.keys(*keys)
        dialog = self.find(other_than=self.number)
        self.display.run("xdotool", "windowfocus", "--sync", dialog)
        self.display.run("xdotool", "key", "--clearmodifiers", "Escape")
        deadline = time.monotonic() + TIMEOUT
        while dialog in self.visible():
            if time.monotonic() > deadline:
                raise AssertionError(f"the dialog of {keys} does not close")
            time.sleep(0.05)

    def visible(self):
        return self.display.run(
            "xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name", "."
        ).stdout.split()

    def go_to(self, room):
        """With the switcher, as a person does."""
        self.keys("ctrl+k")
        dialog = self.find(other_than=self.number)
        self.display.run("xdotool", "windowfocus", "--sync", dialog)
        self.display.run("xdotool", "type", "--delay", "20", room)
        self.display.run("xdotool", "key", "--clearmodifiers", "Return")
        self.wait_title(room)

    def keys(self, *names):
        self.focus()
        self.display.run("xdotool", "key", "--clearmodifiers", "--delay", "30", *names)

    def focus(self):
        self.display.run("xdotool", "windowfocus", "--sync", self.number)

    def say(self, text):
        self.focus()
        self.display.run("xdotool", "type", "--delay", "20", text)
        self.keys("Return")

    def close(self, keep=False):
        if self.process.process.poll() is None:
            self.process.signal(signal.SIGTERM)
        try:
            status = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = "killed"
        if not keep:
            shutil.rmtree(self.home, ignore_errors=True)
        return status


@needs_app
@unittest.skipIf(MISSING and not IN_CI, f"not installed: {MISSING}; scripts/packages.sh test")
class ToldToEnd(unittest.TestCase):
    def test_saves_as_if_it_was_closed(self):
        display = Display()
        server = Server()
        try:
            window = Window(display, server.url, "en", 0)
            window.wait_painted()
            self.assertEqual(window.close(keep=True), -signal.SIGTERM, window.process.output)
            settings = pathlib.Path(window.home) / "kodama" / "kodama.ini"
            self.assertIn("geometry=", settings.read_text(encoding="utf-8"))
            shutil.rmtree(window.home, ignore_errors=True)
        finally:
            server.stop()
            display.stop()


@needs_app
@unittest.skipIf(MISSING and not IN_CI, f"not installed: {MISSING}; scripts/packages.sh test")
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
                self.assertEqual(window.process.output, "")
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


async def enter(url, nick, *rooms):
    """A script that speaks version 2, in these rooms."""
    chat = await Chat.connect(url)
    await chat.send(type="hello", id="hello", v=2, nick=nick)
    answer = await until(chat, type="hello_response")
    assert answer["nick"] == nick, answer
    for room in rooms:
        await chat.send(type="join", id=room, room=room, limit=50)
        chat.past = (await until(chat, type="join_response", id=room))["items"]
    return chat


async def until(chat, **members):
    """The next message with these members; others are skipped."""
    while True:
        message = await chat.recv()
        if all(message.get(name) == value for name, value in members.items()):
            return message


@needs_app
@unittest.skipIf(MISSING and not IN_CI, f"not installed: {MISSING}; scripts/packages.sh test")
class Rooms(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.display = Display()
        self.data = tempfile.mkdtemp(prefix="kodama-rooms-")
        self.server = Server("--data", self.data)
        self.windows = []

    async def asyncTearDown(self):
        self.display.picture("rooms-at-the-end")
        for window in self.windows:
            window.close()
            self.assertEqual(window.process.output, "")  # nobody complains
        self.server.kill()
        self.display.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    async def open(self, *arguments, **options):
        window = await asyncio.to_thread(
            Window, self.display, self.server.url, *arguments, **options
        )
        self.windows.append(window)
        return window

    async def test_two_people_in_rooms(self):
        script = await enter(self.server.url, "robo", "lobby", "dev")
        hanako = await self.open("ja", 0, "hanako")
        taro = await self.open("en", 800, "taro")
        for nick in ("hanako", "taro"):
            await until(script, type="presence_event", event="join", room="lobby", nick=nick)

        await asyncio.to_thread(hanako.go_to, "#dev")
        await until(script, type="presence_event", event="join", room="dev", nick="hanako")
        await asyncio.to_thread(hanako.say, "Good morning, dev!")
        message = await until(script, type="broadcast_message", room="dev")
        self.assertEqual((message["from_nick"], message["content"]), ("hanako", "Good morning, dev!"))
        await asyncio.to_thread(taro.say, "/join dev ")
        await asyncio.to_thread(taro.wait_title, "#dev")
        await asyncio.to_thread(taro.say, "Hello from the other window")
        message = await until(script, type="broadcast_message", room="dev", from_nick="taro")
        self.assertEqual(message["content"], "Hello from the other window")
        await asyncio.to_thread(hanako.say, "/topic All about tea")
        await until(script, type="room_event", room="dev", topic="All about tea")

        # What is said elsewhere is counted, until one looks.
        await script.send(type="broadcast", id="1", room="lobby", content="hanako: news")
        await asyncio.to_thread(hanako.wait_title, r"^\(1\) #dev")
        await asyncio.to_thread(hanako.keys, "alt+shift+Down")
        await asyncio.to_thread(hanako.wait_title, r"^#lobby")
        await asyncio.to_thread(taro.say, "/msg hanako psst")
        await asyncio.to_thread(hanako.keys, "alt+shift+Down")
        await asyncio.to_thread(hanako.wait_title, r"^@taro")
        self.display.picture("rooms")
        await self.check_nothing_is_lost(script, hanako)

    async def check_nothing_is_lost(self, script, hanako):
        """The server is killed; what is written meanwhile arrives once, and the window that starts
        without a server shows what was there."""
        await asyncio.to_thread(hanako.go_to, "#dev")
        port = self.server.port
        self.server.kill()
        await script.close()
        await asyncio.to_thread(hanako.say, "written meanwhile")
        self.display.picture("rooms-without-server")
        command = list(self.server.command)
        command[command.index("--port") + 1] = str(port)
        self.server = Process(command)
        self.server.wait_line("サーバーが起動しました")
        script = await enter(f"ws://127.0.0.1:{port}", "robo", "dev")
        texts = [item["content"] for item in script.past]
        if "written meanwhile" not in texts:
            message = await until(script, type="broadcast_message", room="dev")
            texts.append(message["content"])
        expected = ["Good morning, dev!", "Hello from the other window", "written meanwhile"]
        self.assertEqual(texts, expected)
        await script.close()
        self.windows.remove(hanako)
        await asyncio.to_thread(hanako.close, keep=True)
        self.server.kill()
        url = f"ws://127.0.0.1:{port}"
        again = await asyncio.to_thread(
            Window, self.display, url, "ja", 0, home=hanako.home
        )
        self.windows.append(again)
        await asyncio.to_thread(again.wait_title, r"^#dev")
        await asyncio.to_thread(again.wait_painted)


@needs_app
@unittest.skipIf(MISSING and not IN_CI, f"not installed: {MISSING}; scripts/packages.sh test")
class NoComplaints(unittest.TestCase):
    """What Qt says on standard error while somebody uses the window is a defect."""

    DIALOGS = ("F1", "ctrl+comma", "ctrl+k", "ctrl+shift+f", "ctrl+shift+o", "ctrl+shift+i")
    OTHERS = ("ctrl+f", "Escape", "F9", "F8", "F9", "ctrl+plus", "ctrl+0", "ctrl+Home", "ctrl+End")

    def test_every_dialog_over_tls(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as later:
            certificate, key = make_certificate(folder)
            display = Display()
            later.callback(display.stop)
            server = Server("--tls-cert", certificate, "--tls-key", key)
            later.callback(server.stop)
            url = f"wss://localhost:{server.port}"
            window = Window(display, url, "en", 0, arguments=["--ca", certificate])
            later.callback(window.close)
            window.wait_title("#lobby")
            window.wait_painted()
            display.picture("guest")
            for keys in self.DIALOGS:
                window.look_at(keys)
            window.keys(*self.OTHERS)
            # Also of scripts for which there may be no font.
            subprocess.run(
                [APP, "--console", "--ca", certificate, "--nick", "asha", "--room", "lobby", url],
                input="broadcast नमस्ते, สวัสดี, မင်္ဂလာပါ, שלום\n", text=True, check=True, timeout=TIMEOUT,
                stdout=subprocess.DEVNULL)
            window.say("hello")
            display.picture("scripts")
            self.assertEqual(window.close(), -signal.SIGTERM)
            self.assertEqual(window.process.output, "")


if __name__ == "__main__":
    unittest.main()
