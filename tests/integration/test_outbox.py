#!/usr/bin/python3
"""Posts of `kodama --console` survive the death of either side: each is stored, once, in order."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import tempfile
import sys
import threading
import unittest

import websockets

from kodama_peers import APP, SERVER, SOURCE_DIR, TIMEOUT, Process, Server, needs_app

POSTS = 60


class RoomServer:
    """Version 2 as docs/protocol.md describes it, as far as posts need it; forgets nothing."""

    def __init__(self):
        self.stored = []  # contents, in order
        self.acks = {}  # (session, id) -> offset
        self.acknowledges = True
        self.received = 0
        self.hellos = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._thread.start()
        if not self._ready.wait(TIMEOUT):
            raise AssertionError("the server did not start")

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}"

    async def _run(self):
        self._end = asyncio.get_running_loop().create_future()
        async with websockets.serve(self._serve, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            self._loop = asyncio.get_running_loop()
            self._ready.set()
            await self._end

    def stop(self):
        self._loop.call_soon_threadsafe(self._end.set_result, None)
        self._thread.join(TIMEOUT)

    async def _serve(self, peer):
        session = None
        await peer.send(json.dumps({"type": "welcome", "message": "", "client_id": "127.0.0.1:1",
                                    "timestamp": "", "protocol": 2}))
        try:
            async for text in peer:
                message = json.loads(text)
                kind = message["type"]
                answer = {"type": f"{kind}_response", "id": message.get("id")}
                if kind == "hello":
                    self.hellos.append(message)
                    session = message.get("resume", {}).get("session", f"s{len(self.hellos)}")
                    answer |= {"session": session, "nick": message.get("nick", "guest"),
                               "protocol": 2, "resumed": "resume" in message, "rooms": []}
                elif kind == "join":
                    offset = len(self.stored)
                    since = message.get("since", {}).get("offset")
                    answer |= {"room": message["room"], "topic": "", "members": [], "epoch": "e",
                               "offset": offset, "recovered": since == offset, "items": [],
                               "more": offset > 0}
                elif kind == "broadcast":
                    answer = self._store(session, message)
                if answer:
                    await peer.send(json.dumps(answer))
        except websockets.ConnectionClosed:
            pass

    def _store(self, session, message):
        self.received += 1
        key = (session, message["id"])
        known = key in self.acks
        if not known:
            self.stored.append(message["content"])
            self.acks[key] = len(self.stored)
        if not self.acknowledges:
            return None
        return {"type": "ack", "id": message["id"], "room": message["room"], "epoch": "e",
                "offset": self.acks[key], "ts": 1, "duplicate": known}


@needs_app
class Outbox(unittest.TestCase):
    def setUp(self):
        self.server = RoomServer()
        self.folder = tempfile.TemporaryDirectory()
        self.texts = [f"post {number}" for number in range(POSTS)]

    def tearDown(self):
        self.server.stop()
        self.folder.cleanup()

    def console(self, **options):
        return Process(
            [APP, "--language", "en", "--console", "--nick", "Mika", "--room", "dev", self.server.url],
            env={"XDG_DATA_HOME": self.folder.name},
            **options,
        )

    def waiting(self):
        """What the outbox in the file holds, as the next start reads it."""
        posts = {}
        for folder, _, names in os.walk(self.folder.name):
            if "outbox" in names:
                with open(os.path.join(folder, "outbox"), encoding="utf-8") as file:
                    # At once: the second half of a line that is being written is none.
                    for line in file.read().splitlines(keepends=True):
                        if line.endswith("}\n"):
                            post = json.loads(line)
                            posts[post["id"]] = post
        return [post["content"] for post in posts.values() if not post.get("gone")]

    def until(self, condition):
        """Looks again whenever the console printed, or a moment has passed."""
        deadline = threading.Event()
        timer = threading.Timer(TIMEOUT, deadline.set)
        timer.start()
        try:
            while not condition():
                if deadline.wait(0.02):
                    raise AssertionError("it did not happen in time")
        finally:
            timer.cancel()

    def post_all_without_an_ack(self):
        self.server.acknowledges = False
        console = self.console(stdin=subprocess.PIPE)
        console.wait_line("In dev")
        for text in self.texts:
            console.type(f"broadcast {text}")
        self.until(lambda: len(self.waiting()) == POSTS and self.server.received > 0)
        return console

    def deliver_the_rest(self):
        self.server.acknowledges = True
        console = self.console()
        self.assertEqual(console.wait(), 0, console.output)

    def test_a_killed_client_delivers_once_when_it_comes_back(self):
        console = self.post_all_without_an_ack()
        before = len(self.server.stored)
        console.kill()
        self.assertEqual(len(self.waiting()), POSTS)
        self.deliver_the_rest()
        self.assertEqual(self.server.stored, self.texts)
        self.assertLess(before, POSTS)
        self.assertEqual(self.waiting(), [])
        self.assertEqual(self.server.hellos[1]["resume"], {"session": "s1"})

    def test_what_was_acknowledged_is_not_sent_again(self):
        console = self.console(stdin=subprocess.PIPE)
        console.wait_line("In dev")
        for text in self.texts:
            console.type(f"broadcast {text}")
        self.until(lambda: len(self.server.stored) == POSTS and not self.waiting())
        console.kill()
        self.deliver_the_rest()
        self.assertEqual(self.server.received, POSTS)

    def test_others_cannot_read_the_session(self):
        console = self.console(stdin=subprocess.PIPE)
        console.wait_line("In dev")
        console.type("broadcast secret")
        self.until(lambda: self.server.stored)
        console.kill()
        modes = {}
        for folder, _, names in os.walk(self.folder.name):
            for name in names:
                modes[name] = os.stat(os.path.join(folder, name)).st_mode & 0o077
        self.assertIn("session", modes)
        self.assertEqual(modes["session"], 0)
        self.assertEqual(modes["outbox"], 0)


@needs_app
class RealServer(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.texts = [f"post {number}" for number in range(POSTS)]
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.server = self.start()

    def tearDown(self):
        self.server.kill()
        self.folder.cleanup()

    def start(self, *arguments):
        os.makedirs(os.path.join(self.folder.name, "server"), exist_ok=True)
        server = Process([SERVER, "--port", str(self.port), "--host", "127.0.0.1", "--language", "en",
                          "--data", os.path.join(self.folder.name, "server"), *arguments])
        server.wait_line("Server started")
        return server

    def console(self, arguments=(), **options):
        return Process(
            [APP, "--language", "en", "--console", "--nick", "Mika", "--room", "dev", *arguments,
             f"ws://127.0.0.1:{self.port}"],
            env={"XDG_DATA_HOME": os.path.join(self.folder.name, "client")},
            **options,
        )

    def stored(self, room="dev"):
        done = subprocess.run([SERVER, "--data", os.path.join(self.folder.name, "server"), "--export", room],
                              capture_output=True, timeout=TIMEOUT, check=True)
        return [json.loads(line)["content"] for line in done.stdout.splitlines()]

    def test_each_run_begins_in_the_lobby(self):
        """Not where the one before ended; and nobody is asked for whom the server does not know."""

        def run(line, *arguments):
            return subprocess.run(
                [APP, "--language", "en", "--console", "--nick", "Mika", *arguments,
                 f"ws://127.0.0.1:{self.port}"],
                input=f"{line}\n", capture_output=True, text=True, timeout=TIMEOUT,
                env=os.environ | {"XDG_DATA_HOME": os.path.join(self.folder.name, "client")})

        self.assertEqual(run("broadcast one", "--room", "dev").returncode, 0)
        lost = run("/msg nobody hi")
        self.assertEqual(lost.returncode, 10, lost.stdout + lost.stderr)
        done = run("broadcast two")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual(self.stored(), ["one"])
        self.assertEqual(self.stored("lobby"), ["two"])

    def as_nick(self, nick, *arguments):
        """Whoever is called so, in the lobby if nothing else is said; reads what the test types."""
        console = Process([APP, "--language", "en", "--console", "--nick", nick, *arguments,
                           f"ws://127.0.0.1:{self.port}"], stdin=subprocess.PIPE)
        self.addCleanup(console.kill)
        console.wait_line("You are called")
        return console

    def test_what_is_for_one_person_is_said_to_nobody_else(self):
        console = self.as_nick("bot", "--room", "@Jens")
        console.wait_line("There is nobody of that name")
        console.type("broadcast one")
        console.type("broadcast two")
        console.process.stdin.close()
        self.assertEqual(console.wait(), 2, console.output)
        self.assertEqual(console.output.count("You are in no room"), 2, console.output)
        last = self.as_nick("last")
        last.type("broadcast only this")
        last.process.stdin.close()
        self.assertEqual(last.wait(), 0, last.output)
        self.assertEqual(self.stored("lobby"), ["only this"])

    def test_a_person_is_followed_to_another_name(self):
        jens = self.as_nick("Jens")
        console = self.as_nick("bot", "--room", "@Jens")
        console.type("broadcast one")
        jens.wait_line("<bot> one$")
        jens.type("/nick Jens2")
        console.wait_line("Jens is called Jens2 now")
        console.type("broadcast two")
        jens.wait_line("@bot > @Jens2. <bot> two$")
        console.process.stdin.close()
        self.assertEqual(console.wait(), 0, console.output)

    def test_a_name_that_another_job_has_is_no_failure(self):
        first = self.as_nick("tick")
        second = self.as_nick("tick", "--room", "dev")
        second.type("broadcast done")
        second.process.stdin.close()
        self.assertEqual(second.wait(), 0, second.output)
        second.wait_line('The name "tick" is taken; here you are "tick')
        self.assertEqual(self.stored(), ["done"])
        first.process.stdin.close()
        self.assertEqual(first.wait(), 0, first.output)

    def test_a_killed_server_loses_and_doubles_nothing(self):
        console = self.console(stdin=subprocess.PIPE)
        console.wait_line("In dev")
        for number, text in enumerate(self.texts):
            console.type(f"broadcast {text}")
            if number == POSTS // 2:
                self.server.signal(signal.SIGSTOP)
        # The console has read a line when it has read the one behind it.
        console.type("/topic")
        console.wait_line("There is no topic|The topic of")
        self.server.kill()
        console.wait_line("Trying again")
        console.kill()
        self.server = self.start()
        again = self.console()
        self.assertEqual(again.wait(), 0, again.output)
        self.assertEqual(self.stored(), self.texts)

    def test_a_killed_client_loses_and_doubles_nothing(self):
        console = self.console(stdin=subprocess.PIPE)
        console.wait_line("In dev")
        self.server.signal(signal.SIGSTOP)
        for text in self.texts:
            console.type(f"broadcast {text}")
        console.type("/topic")
        console.wait_line("There is no topic|The topic of")
        console.kill()
        self.server.signal(signal.SIGCONT)
        again = self.console()
        self.assertEqual(again.wait(), 0, again.output)
        self.assertEqual(self.stored(), self.texts)

    def test_what_others_left_is_sent_by_the_next_one(self):
        """Several at the same time have a file each; when only one comes back it takes care of all of them."""
        consoles, said = [], {}
        for name in ("one", "two", "three"):
            console = self.console(stdin=subprocess.PIPE)
            console.wait_line("In dev")
            consoles.append(console)
            said[name] = [f"{name} {number}" for number in range(POSTS)]
        self.server.signal(signal.SIGSTOP)
        for console, texts in zip(consoles, said.values()):
            for text in texts:
                console.type(f"broadcast {text}")
            console.type("/topic")
            console.wait_line("There is no topic|The topic of")
        for console in consoles:
            console.kill()
        self.server.signal(signal.SIGCONT)
        again = self.console()
        self.assertEqual(again.wait(), 0, again.output)
        stored = self.stored()
        self.assertEqual(len(stored), 3 * POSTS)
        for name, texts in said.items():
            self.assertEqual([text for text in stored if text.startswith(f"{name} ")], texts)
        last = self.console()
        self.assertEqual(last.wait(), 0, last.output)
        self.assertEqual(len(self.stored()), 3 * POSTS)

    def test_what_another_left_waits_for_the_server(self):
        first = self.console(stdin=subprocess.PIPE)
        first.wait_line("In dev")
        second = self.pipe("--wait", "1")
        second.wait_line("In dev")
        self.server.signal(signal.SIGSTOP)
        second.type("broadcast left behind")
        second.type("/topic")
        second.wait_line("There is no topic|The topic of")
        second.kill()
        first.kill()
        self.restart_server()  # which has read nothing of it
        again = self.console()
        self.assertEqual(again.wait(), 0, again.output)
        self.assertEqual(self.stored(), ["left behind"])

    def pipe(self, *arguments):
        """A console that reads what somebody else writes."""
        console = self.console(stdin=subprocess.PIPE, arguments=arguments)
        self.addCleanup(console.kill)
        return console

    def restart_server(self):
        self.server.kill()
        self.server = self.start()

    def test_a_pipe_outlives_the_server(self):
        """Lines as fast as they are taken, while the server is killed again and again."""
        texts = [f"line {number}" for number in range(4000)]
        console = self.pipe()
        console.wait_line("In dev")
        writer = threading.Thread(
            target=lambda: (console.process.stdin.write("".join(f"broadcast {text}\n" for text in texts).encode()),
                            console.process.stdin.close()))
        writer.start()
        for number in (1, 700, 1500, 3000):
            console.wait_line(f"> line {number}$")
            self.restart_server()
        self.assertEqual(console.wait(), 0, console.output[-2000:])
        writer.join(TIMEOUT)
        self.assertEqual(self.stored(), texts)
        self.assertEqual(console.output.count("Trying again"), 4)

    def test_a_pipe_that_ends_while_the_server_is_away(self):
        console = self.pipe("--wait", "600")
        console.type("broadcast before")
        console.wait_line("> before$")
        self.server.kill()
        console.wait_line("Trying again")
        for text in ("meanwhile", "/me waves"):
            console.type(text if text.startswith("/") else f"broadcast {text}")
        console.process.stdin.close()
        self.server = self.start()
        self.assertEqual(console.wait(), 0, console.output)
        self.assertEqual(self.stored(), ["before", "meanwhile", "/me waves"])

    def test_what_is_too_long_for_this_server_is_in_the_way_of_nothing(self):
        console = self.pipe("--wait", "600")
        console.wait_line("In dev")
        self.server.kill()
        console.wait_line("Trying again")
        for text in ("before", "x" * 6000, "behind"):
            console.type(f"broadcast {text}")
        console.process.stdin.close()
        self.server = self.start("--max-message-bytes", "4096")  # as its operator wants it now
        self.assertEqual(console.wait(), 2, console.output)
        self.assertIn("Not sent: the message is larger than 4 KiB", console.output)
        self.assertEqual(self.stored(), ["before", "behind"])
        again = self.console(stdin=subprocess.PIPE)
        again.wait_line("In dev")
        again.type("broadcast " + "x" * 6000)
        again.wait_line("Not sent: the message is larger than 4 KiB")
        again.type("broadcast last")
        again.wait_line("> last$")
        again.process.stdin.close()
        again.wait()
        self.assertEqual(self.stored(), ["before", "behind", "last"])

    def test_what_is_for_one_person_alone_goes_to_nobody_else(self):
        async def be_jens(say):
            async with websockets.connect(f"ws://127.0.0.1:{self.port}") as peer:
                heard = []

                async def until(kind):
                    while not heard or heard[-1]["type"] != kind:
                        heard.append(json.loads(await asyncio.wait_for(peer.recv(), TIMEOUT)))
                    return heard[-1]

                await peer.send(json.dumps({"type": "hello", "v": 2, "nick": "Jens"}))
                self.assertEqual((await until("hello_response"))["nick"], "Jens")
                await say(until)
                await peer.send(json.dumps({"type": "rooms", "id": "last"}))
                await until("rooms_response")  # all that was said before is heard
                return [message["content"] for message in heard if message["type"] == "direct_message"]

        async def talk(until):
            console.type("/msg Jens hello")
            await until("direct_message")

        async def let_mika_come(until):
            again = await asyncio.to_thread(self.console)
            self.assertEqual(await asyncio.to_thread(again.wait), 10, again.output)
            self.assertIn("A message to @Jens may not have arrived", again.output)  # it was on its way

        console = self.pipe()
        console.wait_line("In dev")
        self.assertEqual(asyncio.run(be_jens(talk)), ["hello"])
        console.wait_line("> hello$")
        self.server.signal(signal.SIGSTOP)
        console.type("/msg Jens for you alone")
        console.type("/topic")
        console.wait_line("There is no topic|The topic of")
        self.server.kill()
        console.wait_line("Trying again")
        console.kill()
        self.server = self.start()
        self.assertEqual(asyncio.run(be_jens(let_mika_come)), [])

    def test_what_a_pipe_could_not_send_is_sent_the_next_time(self):
        console = self.pipe("--wait", "1")
        console.wait_line("In dev")
        self.server.signal(signal.SIGSTOP)
        for text in self.texts:
            console.type(f"broadcast {text}")
        console.type("/topic")
        console.wait_line("There is no topic|The topic of")
        self.server.kill()
        console.process.stdin.close()
        self.assertEqual(console.wait(), 10, console.output)
        self.assertIn(f"{POSTS} messages wait and will be sent the next time.", console.output)
        self.assertNotIn("The rest of the input", console.output)
        self.server = self.start()
        again = self.console()
        self.assertEqual(again.wait(), 0, again.output)
        self.assertEqual(self.stored(), self.texts)

    def test_a_pipe_does_not_wait_for_ever(self):
        console = self.pipe("--wait", "1")
        console.type("broadcast kept")
        console.wait_line("> kept$")
        self.server.kill()
        console.wait_line("Trying again")
        console.type("broadcast one")
        console.type("broadcast two")
        console.process.stdin.close()
        self.assertIn(console.wait(), (8, 10), console.output)  # its ack may have been under way
        self.assertIn("The rest of the input was not sent.", console.output)

    def test_a_pipe_of_version_1_is_told_that_the_server_went(self):
        console = Process([APP, "--language", "en", "--console", f"ws://127.0.0.1:{self.port}"], stdin=subprocess.PIPE)
        self.addCleanup(console.kill)
        console.type("broadcast hello")
        console.wait_line("<you> hello")
        self.server.kill()
        self.assertEqual(console.wait(), 8, console.output)
        self.assertNotIn("Trying again", console.output)

    def test_a_pipe_with_nobody_there_fails_at_once(self):
        self.server.kill()
        console = self.pipe("--wait", "600")
        self.assertEqual(console.wait(), 3, console.output)
        self.assertIn("Nothing listens on", console.output)

    async def say(self, *texts):
        async with websockets.connect(f"ws://127.0.0.1:{self.port}") as peer:
            await peer.send(json.dumps({"type": "hello", "v": 2, "nick": "Yuki"}))
            for text in texts:
                await peer.send(json.dumps(
                    {"type": "broadcast", "id": text, "room": "dev", "content": text}))
            acks = 0
            while acks < len(texts):
                acks += json.loads(await asyncio.wait_for(peer.recv(), TIMEOUT))["type"] == "ack"

    def terminal(self):
        sys.path.insert(0, os.path.join(SOURCE_DIR, "tests/app/cli"))
        from test_terminal import OnATerminal, Terminal

        terminal = Terminal(f"ws://127.0.0.1:{self.port}", os.path.join(self.folder.name, "person"),
                            "--nick", "Mika", "--room", "dev", columns=140)
        self.addCleanup(OnATerminal.kill, terminal)
        terminal.wait_match("^In dev")
        return terminal

    def test_a_person_at_a_terminal_misses_nothing(self):
        terminal = self.terminal()
        expected = []
        for times in (1, 2, 3):
            terminal.type(f"broadcast before {times}\r")
            terminal.wait_line(f"[dev] <you> before {times}")
            self.server.kill()
            terminal.wait(lambda: sum("Trying again." in line for line in terminal.screen.lines()) == times,  # noqa: B023
                          "word about the lost connection")
            terminal.type(f"broadcast alone {times}\r")
            terminal.type(f"broadcast still alone {times}\r")
            self.server = self.start()
            asyncio.run(self.say(f"meanwhile {times}", f"all the while {times}"))
            for text in (f"alone {times}", f"still alone {times}"):
                terminal.wait(lambda: any(line.endswith("> " + text) for line in terminal.screen.lines()),  # noqa: B023
                              text)
            terminal.wait_line(f"[dev] <Yuki> all the while {times}")
            expected += [f"before {times}", f"alone {times}", f"still alone {times}", f"meanwhile {times}",
                         f"all the while {times}"]
        stored = self.stored()
        self.assertEqual(sorted(stored), sorted(expected))
        self.assertEqual([text for text in stored if "alone" in text or "before" in text],
                         [text for text in expected if "alone" in text or "before" in text])
        shown = [line.partition("> ")[2] for line in terminal.screen.lines() if line.startswith("[dev]")]
        self.assertEqual(shown, stored)
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 0)

    def test_what_is_typed_before_the_end_is_sent_the_next_time(self):
        terminal = self.terminal()
        self.server.kill()
        terminal.wait_match("Trying again")
        terminal.type("broadcast later\r")
        terminal.type("quit\r")
        terminal.wait_match("1 message")
        self.assertEqual(terminal.end(), 0)
        self.server = self.start()
        terminal = self.terminal()
        terminal.wait_match(r"^\[dev\] <.*> later$")
        terminal.type("quit\r")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(self.stored(), ["later"])


if __name__ == "__main__":
    unittest.main()
