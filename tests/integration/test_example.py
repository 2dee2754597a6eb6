#!/usr/bin/python3
"""The Python client of docs/protocol.md misses nothing and says nothing twice: not while the server is killed and started
again, not when the connection is cut between a message and its ack."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest

from kodama_peers import SERVER, SOURCE_DIR, TIMEOUT, Process, Server
from test_chat import Peer

LONGEST = 40  # lines


def example():
    with open(os.path.join(SOURCE_DIR, "docs/protocol.md"), encoding="utf-8") as file:
        blocks = re.findall(r"^```python\n(.*?)^```", file.read(), re.MULTILINE | re.DOTALL)
    if len(blocks) != 1:
        raise AssertionError(f"docs/protocol.md should have one Python example, not {len(blocks)}")
    return blocks[0]


class AckEater:
    """Between client and server: the first ack does not arrive, and the connection ends in its place."""

    def __init__(self, port):
        self.port = port
        self.eaten = 0

    async def start(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.url = f"ws://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    async def serve(self, reader, writer):
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self.port)
        ways = [self.pass_on(reader, server_writer), self.pass_on(server_reader, writer)]
        tasks = [asyncio.create_task(way) for way in ways]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        writer.transport.abort()
        server_writer.transport.abort()

    async def pass_on(self, reader, writer):
        while data := await reader.read(65536):
            if b'{"type":"ack"' in data and not self.eaten:
                self.eaten += 1
                return
            writer.write(data)
            await writer.drain()


class TestExample(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.servers = []

    def start_server(self, port=0):
        self.servers.append(Server("--data", self.folder, *(["--port", str(port)] if port else [])))
        self.addCleanup(self.servers[-1].kill)
        return self.servers[-1]

    def start_client(self, url, nick, *texts):
        client = Process([sys.executable, "-c", example(), url, "lab", nick, *texts])
        self.addCleanup(client.kill)
        return client

    async def say(self, peer, text):
        """The id is one that the session has never used."""
        ack = await peer.ask(type="broadcast", room="lab", content=text, id=text)
        self.assertEqual((ack["type"], ack.get("duplicate")), ("ack", None), ack)

    async def line(self, client, pattern):
        return await asyncio.to_thread(client.wait_line, pattern)

    def stored(self):
        done = subprocess.run([SERVER, "--data", self.folder, "--export", "lab"], capture_output=True,
                              timeout=TIMEOUT, check=True)
        items = map(json.loads, done.stdout.splitlines())
        return [f"{item['offset']} {item['from_nick']} {item['content']}" for item in items]

    @staticmethod
    def shown(client):
        return [line for line in client.lines if line and re.match(r"\d+ ", line)]

    def test_it_is_short(self):
        lines = example().splitlines()
        self.assertLessEqual(len(lines), LONGEST)
        self.assertLessEqual(max(map(len, lines)), 120)

    async def test_a_server_that_is_killed(self):
        server = self.start_server()
        yuki = await Peer.join(server.url, "yuki", "lab")
        client = self.start_client(server.url, "mika", "one")
        await self.line(client, "^1 mika one$")
        for round_ in range(1, 4):
            await self.say(yuki, f"before {round_}")
            await self.line(client, f"yuki before {round_}$")
            server.kill()
            server = self.start_server(server.port)
            yuki = await Peer.join(server.url, resume={"session": yuki.session})
            for number in range(20):  # some of them while nobody listens
                await self.say(yuki, f"after {round_}, {number}")
            await self.line(client, f"yuki after {round_}, 19$")
        await yuki.close()
        client.kill()
        server.stop()
        self.assertEqual(self.shown(client), self.stored())
        self.assertEqual(len(self.stored()), 1 + 3 * 21)

    async def test_an_ack_that_does_not_arrive(self):
        server = self.start_server()
        between = AckEater(server.port)
        await between.start()
        client = self.start_client(between.url, "mika", "one", "two", "three")
        yuki = await Peer.join(server.url, "yuki", "lab")
        await self.line(client, "mika three$")
        # It has come back, joined and repeated what had no ack when it hears of this.
        while (await yuki.ask(type="who", room="lab"))["members"] != [{"nick": "mika"}, {"nick": "yuki"}]:
            await asyncio.sleep(0.05)
        await self.say(yuki, "four")
        await self.line(client, "yuki four$")
        await yuki.close()
        client.kill()
        between.server.close()
        server.stop()
        self.assertEqual(between.eaten, 1)
        self.assertEqual(sorted(line.split()[-1] for line in self.stored()), ["four", "one", "three", "two"])
        self.assertEqual(self.shown(client), self.stored())

    async def test_what_others_may_say(self):
        """What Python's own defaults refuse, and what is said in the lobby before the client has joined."""
        server = self.start_server()
        lobby = await Peer.join(server.url, "hana")
        yuki = await Peer.join(server.url, "yuki", "lab")
        client = self.start_client(server.url, "mika", "one")
        while not self.shown(client):
            await lobby.ask(type="broadcast", room="lobby", content="not here")
        contents = ('"' + "x" * 1_110_000 + '"', r'"half \ud800"', "9" * 5000, "[" * 60 + "]" * 60, '"the last"')
        for content in contents:
            await yuki.send_raw('{"type":"broadcast","room":"lab","content":' + content + "}")
        await self.line(client, "^6 yuki the last$")
        self.assertEqual([line[:8] for line in self.shown(client)],
                         ["1 mika o", "2 yuki x", "3 yuki h", "4 yuki i", "5 yuki [", "6 yuki t"])
        await lobby.close()
        await yuki.close()
        client.kill()
        server.stop()

    async def test_a_name_that_is_taken_meanwhile(self):
        server = self.start_server()
        client = self.start_client(server.url, "mika", "one")
        await self.line(client, "^1 mika one$")
        client.signal(signal.SIGSTOP)  # it is not to be the first who comes back
        server.kill()
        server = self.start_server(server.port)
        other = await Peer.join(server.url, "mika", "lab")
        client.signal(signal.SIGCONT)
        while len((await other.ask(type="who", room="lab"))["members"]) < 2:
            await asyncio.sleep(0.05)
        await self.say(other, "two")
        await self.line(client, "^2 mika two$")
        await other.close()
        client.kill()
        server.stop()


if __name__ == "__main__":
    unittest.main()
