#!/usr/bin/python3
"""The window beside a real tray, on a desktop without a notification service: the tray comes later than
the program, and shows what the service would have shown. One tray is X11's, the other on the bus."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

from kodama_peers import IN_CI, TIMEOUT, Chat, Process, Server, needs_app
from test_window import MISSING, Display, Window

TRAY = pathlib.Path(__file__).with_name("x11_tray.py")


def wait_until(condition, what):
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(what)
        time.sleep(0.05)


@needs_app
@unittest.skipIf(MISSING and not IN_CI, f"not installed: {MISSING}; scripts/packages.sh test")
class LateTray(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.display = Display()
        self.addCleanup(self.display.stop)
        self.server = Server()
        self.addCleanup(self.server.stop)

    def shown(self):
        """Windows of the program on the screen, by number."""
        tree = self.display.run("xwininfo", "-root", "-tree").stdout
        numbers = re.findall(r"^ +(0x[0-9a-f]+) ", tree, re.MULTILINE)
        return {number for number in numbers if self.is_visible(number)}

    def is_visible(self, number):
        return "IsViewable" in self.display.run("xwininfo", "-id", number).stdout

    async def test_comes_later_and_tells(self):
        window = Window(
            self.display,
            self.server.url,
            "en",
            0,
            "mika",
            env={"DBUS_SESSION_BUS_ADDRESS": "disabled:"},
        )
        self.addCleanup(window.close)
        window.wait_title("#lobby")
        window.wait_painted()
        tray = Process([sys.executable, "-B", str(TRAY)], {"DISPLAY": self.display.name})
        self.addCleanup(tray.kill)
        icon = tray.wait_line(r"^docked (\d+)$").group(1)
        wait_until(lambda: self.display.colours(icon) > 5, "the icon stays empty")

        # Somebody else has the keyboard.
        self.display.run("xdotool", "windowfocus", icon)
        before = self.shown()
        script = await Chat.connect(self.server.url)
        await script.send(type="broadcast", content="mika: the tea is ready")
        wait_until(lambda: self.shown() - before, "no message comes from the tray")
        self.display.picture("tray-message")
        # Not every tray shows a text: the window is marked, too.
        self.assertEqual(tray.wait_line(r"^attention (\d+)$").group(1), window.number)
        await script.close()

        self.display.run("xdotool", "mousemove", "--window", icon, "12", "12", "click", "1")
        active = ["xdotool", "getwindowfocus"]
        wait_until(
            lambda: self.display.run(*active).stdout.strip() == window.number,
            "a click on the icon does not bring the window",
        )
        self.assertEqual(window.process.output, "")


HOST = os.environ.get("KODAMA_TRAY_HOST", "")


@needs_app
@unittest.skipIf(MISSING and not IN_CI, f"not installed: {MISSING}; scripts/packages.sh test")
@unittest.skipUnless(shutil.which("dbus-daemon") or IN_CI, "not installed: dbus; scripts/packages.sh test")
class LateTrayOnTheBus(unittest.TestCase):
    def setUp(self):
        self.display = Display()
        self.addCleanup(self.display.stop)
        self.server = Server()
        self.addCleanup(self.server.stop)
        self.bus = Process(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"])
        self.addCleanup(self.bus.kill)
        self.env = {"DBUS_SESSION_BUS_ADDRESS": self.bus.wait_line("^unix:.*").group(0)}

    def window(self):
        window = Window(self.display, self.server.url, "en", 0, "mika", env=self.env)
        self.addCleanup(window.close)
        window.wait_title("#lobby")
        window.wait_painted()
        return window

    def host(self, *arguments):
        host = Process([HOST, *arguments], self.env, stdin=subprocess.PIPE)
        self.addCleanup(host.kill)
        host.wait_line("^ready$")
        return host

    def test_is_found_when_it_comes(self):
        window = self.window()
        host = self.host()
        host.wait_line("^item .+")
        self.assertEqual(window.process.output, "")

    def test_who_shows_it_may_come_later_than_who_watches(self):
        host = self.host("--late-host")
        self.window()
        self.assertNotIn("item", host.output)
        host.type("somebody shows them")
        host.wait_line("^item .+")


if __name__ == "__main__":
    unittest.main()
