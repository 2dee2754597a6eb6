#!/usr/bin/python3
"""What clients send comes back as it was sent, byte for byte, wherever the protocol carries it."""

import asyncio
import unittest

from kodama_peers import Chat, Server

# A value each, as JSON text. A parser that reads numbers or sorts members would change most.
VALUES = {
    "1.0": "1.0",
    "exponent": "1e2",
    "exponent in capitals": "1E+2",
    "negative zero": "-0",
    "negative zero with fraction": "-0.0",
    "20 digits": "12345678901234567890",
    "400 digits": "9" * 400,
    "beyond a double": "1e999",
    "small beyond a double": "1e-999",
    "2^53 + 1": "9007199254740993",
    "2^63 - 1": "9223372036854775807",
    "2^64": "18446744073709551616",
    "long fraction": "3.14159265358979323846264338327950288",
    "trailing zeros": "0.10000",
    "NUL": r'"\u0000"',
    "NUL in the middle": r'"a\u0000b"',
    "escaped ASCII": r'"\u0041\u0042"',
    "escaped slash": r'"<\/script>"',
    "all short escapes": r'"\"\\\/\b\f\n\r\t"',
    "upper and lower hex": r'"\u00e9\u00E9"',
    "lone high surrogate": r'"\ud800"',
    "lone low surrogate": r'"\udc00"',
    "surrogates in the wrong order": r'"\udc00\ud800"',
    "escaped pair": r'"\ud83d\ude00"',
    "emoji": '"😀👩\u200d💻"',
    "byte order mark": '"\ufeff"',
    "byte order mark inside": '"a\ufeffb"',
    "escaped byte order mark": r'"\ufeff"',
    "noncharacters": '"\uffff\U0010ffff"',
    "line separators": '"\u2028\u2029"',
    "delete and C1": '"\x7f\x80\x9f"',
    "right to left": '"שלום \u202eabc"',
    "combining": '"e\u0301 か\u3099"',
    "Japanese": '"木霊、こんにちは"',
    "empty string": '""',
    "spaces": '"   "',
    "HTML": '"<b>&amp;</b>"',
    "duplicate members": '{"a":1,"a":2}',
    "member order": '{"z":1,"a":2,"m":{"y":1,"b":2}}',
    "empty name": '{"":""}',
    "name with NUL": r'{"\u0000":1}',
    "prototype": '{"__proto__":{"x":1},"constructor":null}',
    "white space inside": '{ "a" : [ 1 ,\t2 ,\n3 ] }',
    "empty object": "{}",
    "empty array": "[]",
    "literals": "[true,false,null]",
    "null": "null",
    "mixed": '[1,"1",1.0,[1],{"1":1}]',
    "as deep as allowed": "[" * 63 + "]" * 63,
    "10,000 elements": "[" + ",".join("0" for _ in range(10_000)) + "]",
    "1 MiB text": '"' + "a" * (1024 * 1024) + '"',
    "1 MiB of Japanese": '"' + "あ" * (1024 * 1024 // 3) + '"',
}


class Fidelity(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.server = Server()
        self.sender = await Chat.connect(self.server.url)
        self.other = await Chat.connect(self.server.url)
        await self.sender.recv()  # the notice about the other one

    async def asyncTearDown(self):
        await self.sender.close()
        await self.other.close()
        self.server.stop()

    def assert_carries(self, frame, member, value):
        self.assertIn(f'"{member}":{value}', frame, frame[:300])

    async def test_echo_returns_the_object_as_it_was_sent(self):
        for name, value in VALUES.items():
            with self.subTest(name):
                sent = f'{{"text":{value}, "type":"echo","unknown":{{"b":1.0,"a":2}}}}'
                await self.sender.send_raw(sent)
                self.assert_carries(await self.sender.recv_raw(), "original", sent)

    async def test_broadcast_returns_the_content_as_it_was_sent(self):
        for name, value in VALUES.items():
            with self.subTest(name):
                await self.sender.send_raw(f'{{"type":"broadcast","content":{value}}}')
                mine, theirs = await asyncio.gather(
                    self.sender.recv_raw(), self.other.recv_raw()
                )
                self.assertEqual(mine, theirs)
                self.assert_carries(theirs, "content", value)

    async def test_custom_messages_are_forwarded_as_they_were_sent(self):
        for name, value in VALUES.items():
            with self.subTest(name):
                sent = f'{{"type":"lab.temp","value":{value}}}'
                await self.sender.send_raw(sent)
                self.assert_carries(await self.other.recv_raw(), "data", sent)

    async def test_white_space_around_the_object_is_not_needed(self):
        await self.sender.send_raw(' \n\t{"type":"echo"}\r\n ')
        self.assertIn('{"type":"echo"}', await self.sender.recv_raw())

    async def test_type_may_be_spelled_with_escapes_and_stand_anywhere(self):
        sent = r'{"text":1.0,"\u0074ype":"\u0065cho"}'
        await self.sender.send_raw(sent)
        self.assert_carries(await self.sender.recv_raw(), "original", sent)

    async def test_of_two_types_the_last_one_counts(self):
        sent = '{"type":"broadcast","type":"echo"}'
        await self.sender.send_raw(sent)
        self.assert_carries(await self.sender.recv_raw(), "original", sent)

    async def test_a_type_that_is_no_text_is_forwarded(self):
        for value in ("1", "null", "[]", "{}", "true", '""'):
            with self.subTest(value):
                sent = f'{{"type":{value}}}'
                await self.sender.send_raw(sent)
                self.assert_carries(await self.other.recv_raw(), "data", sent)

    async def test_a_missing_type_counts_as_message(self):
        await self.sender.send_raw('{"hello":1.0}')
        frame = await self.other.recv_raw()
        self.assertIn('"type":"message"', frame)
        self.assert_carries(frame, "data", '{"hello":1.0}')

    async def test_a_missing_content_is_null(self):
        await self.sender.send_raw('{"type":"broadcast"}')
        self.assert_carries(await self.other.recv_raw(), "content", "null")

    async def test_binary_frames_are_read_as_text(self):
        await self.sender.socket.send(b'{"type":"echo","text":1.0}')
        frame = await self.sender.recv_raw()
        self.assertIsInstance(frame, str)
        self.assert_carries(frame, "original", '{"type":"echo","text":1.0}')


if __name__ == "__main__":
    unittest.main()
