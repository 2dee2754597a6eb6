#!/usr/bin/python3
"""The operator's console of kodama-server, on a pipe and on a terminal."""

import asyncio
import os
import pty
import subprocess
import unittest

from kodama_peers import TIMEOUT, Chat, Server


class Operator(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.server = Server("--console", stdin=subprocess.PIPE)
        self.one = await Chat.connect(self.server.url)
        self.two = await Chat.connect(self.server.url)
        await self.one.recv()

    async def asyncTearDown(self):
        await self.one.close()
        await self.two.close()
        if self.server.process.poll() is None:
            self.server.stop()

    async def answer(self, command, pattern):
        self.server.type(command)
        return await asyncio.to_thread(self.server.wait_line, pattern)

    async def test_help_names_every_command(self):
        for word in ("count", "list", "rooms", "notify", "send", "kick", "quit"):
            await self.answer("help", rf"^{word}\b")

    async def test_count_and_list(self):
        await self.answer("count", r": 2$")
        await self.answer("list", f"^{self.one.id}$")
        await self.answer("list", f"^{self.two.id}$")

    async def test_notify_reaches_everybody(self):
        self.server.type("notify 五時に 停止します")
        for chat in (self.one, self.two):
            message = await chat.expect("server_notification")
            self.assertEqual(message["message"], "五時に 停止します")
            self.assertIn("timestamp", message)

    async def test_send_reaches_one(self):
        self.server.type(f"send {self.one.id} あなただけに")
        message = await self.one.expect("server_direct_message")
        self.assertEqual(message["message"], "あなただけに")
        self.server.type("notify end")
        await self.two.expect("server_notification")  # and nothing before it

    async def test_kick_closes_with_the_reason(self):
        self.server.type(f"kick {self.one.id} お引き取りください")
        await asyncio.wait_for(self.one.socket.wait_closed(), TIMEOUT)
        self.assertEqual(self.one.socket.close_code, 4503)
        self.assertEqual(self.one.socket.close_reason, "お引き取りください")
        left = await self.two.recv()
        self.assertEqual((left["type"], left["client_id"]), ("client_disconnected", self.one.id))

    async def test_mistakes_are_explained_and_harm_nobody(self):
        for line in ("nonsense", "send", "send nobody:1 hi", "kick nobody:1", "kick", "notify", ""):
            self.server.type(line)
        await self.answer("count", r": 2$")

    async def test_quit_stops_it(self):
        self.server.type("quit")
        await asyncio.wait_for(self.one.socket.wait_closed(), TIMEOUT)
        self.assertEqual(self.one.socket.close_code, 1001)
        self.assertEqual(await asyncio.to_thread(self.server.wait), 0, self.server.output)

    async def test_end_of_input_does_not_stop_it(self):
        self.server.process.stdin.close()
        self.server.process.stdin = None
        await self.one.send(type="command", command="ping")
        self.assertEqual((await self.one.expect("command_response"))["data"], "pong")


class Terminal(unittest.TestCase):
    def test_a_terminal_is_a_console_without_being_asked(self):
        ours, theirs = pty.openpty()
        server = Server(stdin=theirs)
        os.close(theirs)
        os.write(ours, b"count\n")
        server.wait_line(r": 0$")
        os.write(ours, b"quit\n")
        self.assertEqual(server.wait(), 0)
        os.close(ours)

    def test_without_terminal_or_flag_nothing_is_read(self):
        server = Server(stdin=subprocess.PIPE)
        server.process.stdin.write(b"quit\n")
        server.process.stdin.close()
        server.process.stdin = None

        async def ping():
            chat = await Chat.connect(server.url)
            await chat.send(type="command", command="ping")
            answer = await chat.expect("command_response")
            await chat.close()
            return answer["data"]

        self.assertEqual(asyncio.run(ping()), "pong")
        server.stop()


if __name__ == "__main__":
    unittest.main()
