#!/usr/bin/python3
"""`/history` at `kodama --console`: back through a room's past page by page, to its beginning."""

import asyncio
import json
import os
import signal
import subprocess
import tempfile
import unittest

import websockets

from kodama_peers import APP, TIMEOUT, Process, Server, needs_app

FIRST = 50  # what a console shows of a room that it comes to
PAGE = 100


@needs_app
class History(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.server = Server("--data", os.path.join(folder.name, "server"), language="en")
        self.addCleanup(self.server.kill)

    def say(self, count, first=1, nick="Yuki", **to):
        asyncio.run(self._say([f"line {number}" for number in range(first, first + count)], nick, to))

    async def _say(self, texts, nick, to):
        async with websockets.connect(self.server.url) as peer:
            await peer.send(json.dumps({"type": "hello", "v": 2, "nick": nick}))
            for text in texts:
                await peer.send(json.dumps({"id": text, "content": text, **to}))
            acks = 0
            while acks < len(texts):
                answer = json.loads(await asyncio.wait_for(peer.recv(), TIMEOUT))
                assert answer["type"] != "error", answer
                acks += answer["type"] == "ack"

    def console(self, *arguments):
        console = Process([APP, "--language", "en", "--console", "--nick", "Mika", *arguments, self.server.url],
                          env={"XDG_DATA_HOME": os.path.join(self.folder, "client")}, stdin=subprocess.PIPE)
        self.addCleanup(console.kill)
        return console

    @staticmethod
    def shown(console, sign="> line "):
        """The numbers of the lines that were printed, in that order."""
        return [int(line.rpartition(sign)[2]) for line in console.output.splitlines() if sign in line]

    def back(self, console, first, last):
        """Types `/history`, and waits for this page."""
        console.type("/history")
        console.wait_line(rf"> line {last}$")
        self.assertEqual(self.shown(console)[first - last - 1:], list(range(first, last + 1)))

    def test_page_by_page_to_the_beginning(self):
        self.say(2 * PAGE + FIRST + 7, type="broadcast", room="dev")
        console = self.console("--room", "dev")
        console.wait_line(r"^\[dev\] <Yuki> line 257$")
        self.assertEqual(self.shown(console), list(range(208, 258)))
        self.back(console, 108, 207)
        self.back(console, 8, 107)
        self.back(console, 1, 7)
        console.type("/history")
        console.wait_line("^There is nothing older.$")
        self.assertEqual(sorted(self.shown(console)), list(range(1, 258)))  # each once
        self.assertEqual(console.output.count("Earlier in dev:"), 3)
        console.process.stdin.close()
        self.assertEqual(console.wait(), 0)

    def test_what_was_missed_comes_first(self):
        """More was said while there was no connection than the server gives at once."""
        self.say(20, type="broadcast", room="dev")
        console = self.console("--room", "dev")
        console.wait_line("> line 20$")
        console.signal(signal.SIGSTOP)
        self.restart_server()
        missed = 1250  # the server recovers up to 1,000
        self.say(missed, first=21, type="broadcast", room="dev")
        console.signal(signal.SIGCONT)
        console.wait_line(r"^\(Messages are missing in dev here.\)$")
        console.wait_line("> line 1270$")
        self.assertEqual(self.shown(console), [*range(1, 21), *range(1171, 1271)])
        for last in range(1170, 70, -PAGE):
            self.back(console, last - PAGE + 1, last)
        self.back(console, 21, 70)  # the rest of the page is there already
        console.type("/history")
        console.wait_line("^There is nothing older.$")
        self.assertEqual(sorted(self.shown(console)), list(range(1, 1271)))
        console.process.stdin.close()
        self.assertEqual(console.wait(), 0)

    def restart_server(self):
        port = self.server.port
        self.server.kill()
        command = list(self.server.command)
        command[command.index("--port") + 1] = str(port)
        self.server = Server.__new__(Server)
        Process.__init__(self.server, command)
        self.addCleanup(self.server.kill)
        self.server.port = port
        self.server.wait_line("Server started")

    def test_with_one_person(self):
        console = self.console()
        console.wait_line("^In lobby")
        self.say(FIRST + PAGE + 3, type="direct", to="Mika")
        console.wait_line("> line 153$")
        console.process.stdin.close()
        self.assertEqual(console.wait(), 0)
        again = self.console()
        again.type("/msg Yuki")
        again.wait_line("^In @Yuki")
        # Also what the first one has received and kept was not shown here yet.
        pages = 0
        while "There is nothing older." not in again.output:
            pages += 1
            again.type("/history")
            again.type("echo page %d" % pages)  # answered behind the page
            again.wait_line("^echo: page %d$" % pages)
        self.assertEqual(sorted(self.shown(again)), list(range(1, 154)))
        self.assertIn(pages, (3, 4))
        again.process.stdin.close()
        self.assertEqual(again.wait(), 0)

    def test_what_is_wrong_is_said(self):
        console = self.console("--room", "dev")
        console.wait_line("^In dev")
        console.type("/history 20")
        console.wait_line('^The command "history" takes nothing behind it.$')
        console.type("/history dev")
        console.type("/history")
        console.wait_line("^There is nothing older.$")
        console.type("/part dev")
        console.wait_line("left dev|Left dev|You left")
        console.process.stdin.close()
        self.assertEqual(console.wait(), 2)


if __name__ == "__main__":
    unittest.main()
