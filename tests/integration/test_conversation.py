#!/usr/bin/python3
"""Several clients of different make in one conversation on a real server."""

import asyncio
import json
import subprocess
import unittest

from kodama_peers import APP, TIMEOUT, Chat, Process, Server, needs_app


class Python(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.server = Server()
        self.one = await Chat.connect(self.server.url)
        self.two = await Chat.connect(self.server.url)

    async def asyncTearDown(self):
        await self.one.close()
        await self.two.close()
        self.server.stop()

    async def test_notices_count_who_is_there(self):
        came = await self.one.recv()
        self.assertEqual(
            (came["type"], came["client_id"], came["total_clients"]),
            ("client_connected", self.two.id, 2),
        )
        await self.two.close()
        left = await self.one.recv()
        self.assertEqual(
            (left["type"], left["client_id"], left["total_clients"]),
            ("client_disconnected", self.two.id, 1),
        )

    async def test_echo_is_for_the_sender_alone(self):
        await self.one.send(type="echo", text="hi", timestamp="2025-12-14T10:00:00")
        answer = await self.one.expect("echo_response")
        self.assertEqual(
            answer["original"],
            {"type": "echo", "text": "hi", "timestamp": "2025-12-14T10:00:00"},
        )
        await self.two.send(type="command", command="ping")
        await self.two.expect("command_response")  # and no echo before it

    async def test_broadcast_reaches_all_and_names_the_sender(self):
        await self.one.send(type="broadcast", content={"a": [1, 2]})
        for chat in (self.one, self.two):
            message = await chat.expect("broadcast_message")
            self.assertEqual(message["from"], self.one.id)
            self.assertEqual(message["content"], {"a": [1, 2]})

    async def test_custom_messages_reach_all_others(self):
        await self.one.send(type="lab.temp", celsius=21.5)
        await self.one.send(type="command", command="ping")
        await self.one.expect("command_response")  # its own message did not come back
        message = await self.two.expect("message")
        self.assertEqual(message["from"], self.one.id)
        self.assertEqual(message["data"], {"type": "lab.temp", "celsius": 21.5})

    async def test_unknown_commands_are_answered_with_error(self):
        for command in ("reboot", "", None, 7, ["status"], {"a": 1}, "STATUS", " ping"):
            with self.subTest(command):
                await self.one.send(type="command", command=command)
                answer = await self.one.expect("command_response")
                self.assertEqual(answer["command"], command)
                self.assertEqual(answer["error"], "不明なコマンドです")
                self.assertNotIn("data", answer)
        await self.one.send(type="command")
        self.assertIn("error", await self.one.expect("command_response"))

    async def test_welcome_and_notice_come_before_any_answer(self):
        late = await Chat.connect(self.server.url)  # connect() has checked: welcome is first
        await late.send(type="broadcast", content="first words")
        for chat in (self.one, self.two):
            kinds = []
            while not kinds or kinds[-1] != "broadcast_message":
                message = await chat.recv()
                if late.id in (message.get("client_id"), message.get("from")):
                    kinds.append(message["type"])
            self.assertEqual(kinds, ["client_connected", "broadcast_message"])
        await late.close()

    async def test_everybody_sees_one_order(self):
        await self.one.close()  # these two would not listen
        await self.two.close()
        chats = [await Chat.connect(self.server.url) for _ in range(8)]
        count = 50

        async def talk(chat, name):
            for i in range(count):
                await chat.send(type="broadcast", content=[name, i])

        async def listen(chat):
            return [
                (await chat.expect("broadcast_message"))["content"]
                for _ in range(count * len(chats))
            ]

        await asyncio.gather(*(talk(chat, i) for i, chat in enumerate(chats)))
        heard = await asyncio.gather(*(listen(chat) for chat in chats))
        for other in heard[1:]:
            self.assertEqual(heard[0], other)
        for name in range(len(chats)):
            self.assertEqual([i for n, i in heard[0] if n == name], list(range(count)))
        await asyncio.gather(*(chat.close() for chat in chats))


@needs_app
class Console(unittest.IsolatedAsyncioTestCase):
    """Two of our own clients (the window's core with a terminal around it) and a Python script."""

    async def asyncSetUp(self):
        self.server = Server()
        self.consoles = []

    async def asyncTearDown(self):
        for console in self.consoles:
            console.kill()
        self.server.stop()

    async def console(self):
        console = Process(
            [APP, "--console", "--language", "en", "--url", self.server.url],
            stdin=subprocess.PIPE,
        )
        self.consoles.append(console)
        console.id = (await self.line(console, r"Connected as ([\d.]+:\d+)")).group(1)
        return console

    @staticmethod
    async def line(process, pattern):
        return await asyncio.to_thread(process.wait_line, pattern)

    async def test_three_people_talk(self):
        script = await Chat.connect(self.server.url)
        hanako = await self.console()
        taro = await self.console()
        await self.line(hanako, f"{taro.id} has come")

        hanako.type("broadcast おはよう")
        await self.line(taro, f"<{hanako.id}> おはよう$")
        await self.line(hanako, "<you> おはよう$")
        message = await script.expect("broadcast_message")
        self.assertEqual((message["from"], message["content"]), (hanako.id, "おはよう"))

        await script.send(type="broadcast", content="Backup finished")
        for console in (hanako, taro):
            await self.line(console, f"<{script.id}> Backup finished$")
        await script.expect("broadcast_message")  # its own

        taro.type('raw {"type":"lab.temp","celsius":21.50}')
        message = await script.expect("message")
        self.assertEqual(message["data"]["celsius"], 21.5)
        await self.line(hanako, f"<{taro.id}> .*21.50")

        taro.type("status")
        await self.line(taro, "status: 3 client")
        taro.type("quit")
        self.assertEqual(await asyncio.to_thread(taro.wait), 0)
        await self.line(hanako, f"{taro.id} has gone")
        await script.close()

    async def test_a_new_topic_is_told_once(self):
        console = await self.console()
        console.type("/topic green tea")
        await self.line(console, "The topic of lobby .*: green tea$")
        console.type("ping")
        await self.line(console, "pong")  # what was said to the topic has come before
        self.assertEqual(console.output.count("green tea"), 1)

    async def test_peers_cannot_steer_the_terminal(self):
        console = await self.console()
        script = await Chat.connect(self.server.url)
        await script.send(type="broadcast", content="\x1b[2Jx\nfake\u202eline\x07")
        await script.send(type="broadcast", content="end")
        await self.line(console, "end$")
        self.assertNotRegex(console.output, "[\x00-\x08\x0b-\x1f\x7f-\x9f]")
        self.assertFalse([line for line in console.lines if line.startswith("fake")])
        await script.close()

    async def test_the_console_ends_when_the_server_does(self):
        console = await self.console()
        self.server.stop()
        self.assertIn(await asyncio.to_thread(console.wait), (5, 8), console.output)
        self.server = Server()  # for the tear-down


@needs_app
class Headless(unittest.TestCase):
    def run_app(self, *arguments, **options):
        return subprocess.run(
            [APP, *arguments],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
            **({"stdin": subprocess.DEVNULL} | options),
        )

    def test_demo_against_our_server(self):
        with Server() as server:
            done = self.run_app("--demo", "--json", "--url", server.url)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done)
            last = json.loads(done.stdout.splitlines()[-1])
            self.assertEqual((last["ok"], last["failed"]), (True, 0))
            self.assertGreater(last["ms"], 0)

    def test_a_pipe_waits_for_its_answers(self):
        with Server() as server:
            done = self.run_app(
                *("--console", "--language", "en", "--url", server.url),
                input="echo last words",
                stdin=None,
            )
            self.assertEqual(done.returncode, 0, done)
            self.assertIn("echo: last words", done.stdout)

    def test_exit_codes(self):
        cases = [
            (["--nonsense"], 2),
            (["--demo", "--console"], 2),
            (["--demo", "--url", "http://localhost"], 2),
            (["--demo", "--url", "ws://localhost:99999"], 2),
            (["--demo", "--url", "ws://"], 2),
            (["--demo", "--language", "fr"], 2),
            (["--json"], 2),
            (["--console", "--url", "ws://127.0.0.1:1"], 3),
            (["--demo", "--url", "ws://no-such-host.invalid"], 3),
        ]
        for arguments, status in cases:
            with self.subTest(arguments):
                done = self.run_app(*arguments)
                self.assertEqual(done.returncode, status, done)
                self.assertTrue(done.stderr or status == 3 and done.stdout)
        with Server() as server:
            done = self.run_app("--console", "--url", f"wss://127.0.0.1:{server.port}")
            self.assertEqual(done.returncode, 4, done)
            done = self.run_app("--console", "--url", server.url, input="nonsense\n", stdin=None)
            self.assertEqual(done.returncode, 2, done)


if __name__ == "__main__":
    unittest.main()
