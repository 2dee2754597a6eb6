"""Version 2 with the real server and Python clients: names, rooms, one order, direct messages, retries, recovery."""

import asyncio
import json
import socket
import struct
import unittest

from kodama_peers import CLOSE, Chat, RawClient, Server, frame


class Peer(Chat):
    """A version 2 client; what is no answer waits in `events`."""

    @classmethod
    async def join(cls, url, nick=None, room=None, **hello):
        peer = await cls.connect(url)
        peer.events = []
        if nick:
            hello["nick"] = nick
        peer.me = await peer.ask(type="hello", v=2, **hello)
        peer.session = peer.me.get("session")
        if room:
            peer.joined = await peer.ask(type="join", room=room)
        return peer

    async def ask(self, **request):
        """Sends with an id of its own, if it has none, and returns the one answer."""
        self.last = getattr(self, "last", 0) + 1
        request.setdefault("id", f"q{self.last}")
        await self.send(**request)
        return await self.answer(request["id"])

    async def answer(self, ident):
        while True:
            message = await self.recv()
            is_answer = message["type"].endswith("_response") or message["type"] in ("ack", "error")
            if is_answer and message.get("id") == ident:
                return message
            self.events.append(message)

    async def event(self, kind):
        """The next of this type, also among those that came while waiting for an answer."""
        while True:
            message = self.events.pop(0) if self.events else await self.recv()
            if message["type"] == kind:
                return message


class TestChat(unittest.IsolatedAsyncioTestCase):
    def server(self, *arguments):
        return Server("--threads", "4", *arguments)

    async def test_a_conversation_of_both_versions(self):
        with self.server() as server:
            old = await Chat.connect(server.url)
            self.assertEqual(old.welcome["protocol"], 2)
            new = await Peer.join(server.url, "mika", "lobby")
            await old.send(type="broadcast", content="from v1", timestamp="x")
            heard = await old.expect("broadcast_message")
            self.assertEqual((heard["from"], heard["content"]), (old.id, "from v1"))
            heard = await new.event("broadcast_message")
            self.assertEqual((heard["from"], heard["room"], heard["offset"]), (old.id, "lobby", 1))
            ack = await new.ask(type="broadcast", content="from v2")
            self.assertEqual((ack["type"], ack["offset"]), ("ack", 2))
            heard = await old.expect("broadcast_message")
            self.assertEqual((heard["content"], heard["from_nick"]), ("from v2", "mika"))
            # What version 2 has of its own never reaches version 1.
            await new.send(type="typing", room="lobby", state="active")
            await new.ask(type="topic", room="lobby", topic="tea")
            await new.ask(type="nick", nick="yuki")
            await new.send(type="lab.temp", celsius=21.5)
            self.assertEqual((await old.expect("message"))["data"], {"type": "lab.temp", "celsius": 21.5})
            # To a version 1 connection its names are custom types.
            await old.send(type="join", room="tea")
            self.assertEqual((await new.event("message"))["data"], {"type": "join", "room": "tea"})
            await old.close()
            await new.close()

    async def test_what_comes_behind_a_hello_is_version_2(self):
        with self.server() as server:
            peer = await Chat.connect(server.url)
            await peer.send(type="hello", v=2, nick="mika", id="1")
            await peer.send(type="join", room="tea", id="2")
            await peer.send(type="echo", text="x", timestamp="x")
            await peer.send(type="broadcast", room="tea", content=1, id="3")
            kinds = [(await peer.recv())["type"] for _ in range(5)]
            self.assertEqual(kinds, ["hello_response", "join_response", "echo_response", "broadcast_message", "ack"])
            await peer.close()

    async def test_one_order_for_all(self):
        with self.server() as server:
            peers = await asyncio.gather(*(Peer.join(server.url, f"p{i}", "tea") for i in range(8)))
            old = [await Chat.connect(server.url) for _ in range(4)]
            for peer in peers:
                await peer.ask(type="join", room="lobby")

            async def talk(peer):
                for number in range(25):
                    await peer.send(type="broadcast", room="tea", content=number, id=f"t{number}")
                    await peer.send(type="broadcast", content=number, id=f"l{number}")

            async def talk_old(peer):
                for number in range(25):
                    await peer.send(type="broadcast", content=number, timestamp="x")

            async def listen(peer, count):
                heard = {"tea": [], "lobby": []}
                acks = 0
                while len(heard["tea"]) + len(heard["lobby"]) < count or (isinstance(peer, Peer) and acks < 50):
                    message = await peer.recv()
                    if message["type"] == "broadcast_message":
                        heard[message["room"]].append((message["offset"], message["from"], message["content"]))
                    elif message["type"] == "ack":
                        acks += 1
                return heard

            lobby = 8 * 25 + 4 * 25
            await asyncio.gather(*(talk(p) for p in peers), *(talk_old(p) for p in old))
            heard = await asyncio.gather(*(listen(p, 8 * 25 + lobby) for p in peers), *(listen(p, lobby) for p in old))
            for one in heard[:8]:
                self.assertEqual(one, heard[0])
                self.assertEqual([offset for offset, *_ in one["tea"]], list(range(1, 8 * 25 + 1)))
                self.assertEqual([offset for offset, *_ in one["lobby"]], list(range(1, lobby + 1)))
            for one in heard[8:]:
                self.assertEqual(one["lobby"], heard[0]["lobby"])
            await asyncio.gather(*(p.close() for p in [*peers, *old]))

    async def test_direct_messages(self):
        with self.server() as server:
            mika, yuki, ken = [await Peer.join(server.url, nick) for nick in ("mika", "yuki", "ken")]
            ack = await mika.ask(type="direct", to="YUKI", content="psst")
            self.assertEqual((ack["type"], ack["room"], ack["offset"]), ("ack", "@yuki", 1))
            heard = await yuki.event("direct_message")
            self.assertEqual((heard["from"], heard["to"], heard["content"]), ("mika", "yuki", "psst"))
            error = await mika.ask(type="direct", to="nobody", content="x")
            self.assertEqual(error["name"], "NO_SUCH_USER")
            page = await ken.ask(type="history", room="@mika")
            self.assertEqual(page["items"], [])
            await yuki.close()
            await mika.ask(type="direct", to="yuki", content="are you there?")
            back = await Peer.join(server.url, resume={"session": yuki.session})
            self.assertEqual(back.me["directs"][0]["nick"], "mika")
            joined = await back.ask(type="join", room="@mika", since={"epoch": heard["epoch"], "offset": 1})
            self.assertTrue(joined["recovered"])
            self.assertEqual([item["content"] for item in joined["items"]], ["are you there?"])
            for peer in (mika, back, ken):
                await peer.close()

    async def test_who_is_there_in_a_direct_conversation(self):
        """They share no room."""
        with self.server() as server:
            mika, yuki = [await Peer.join(server.url, nick) for nick in ("mika", "yuki")]
            await mika.ask(type="direct", to="yuki", content="psst")
            await yuki.close()
            left = await mika.event("presence_event")
            self.assertEqual((left["event"], left["room"], left["nick"]), ("leave", "@yuki", "yuki"))
            alone = await mika.ask(type="join", room="@yuki")
            self.assertEqual([member["nick"] for member in alone["members"]], ["mika"])
            back = await Peer.join(server.url, resume={"session": yuki.session})
            came = await mika.event("presence_event")
            self.assertEqual((came["event"], came["room"], came["nick"]), ("join", "@yuki", "yuki"))
            self.assertTrue(back.me["directs"][0]["present"])
            await mika.close()
            await back.event("presence_event")
            again = await Peer.join(server.url, resume={"session": yuki.session})
            self.assertEqual(again.me["directs"][0]["nick"], "mika")
            self.assertIs(again.me["directs"][0]["present"], False)
            for peer in (back, again):
                await peer.close()

    async def test_retry_and_recovery(self):
        with self.server() as server:
            mika = await Peer.join(server.url, "mika", "tea")
            yuki = await Peer.join(server.url, "yuki", "tea")
            first = await mika.ask(type="broadcast", room="tea", content=1, id="one")
            position = {"epoch": first["epoch"], "offset": first["offset"]}
            mika.socket.transport.abort()  # no closing handshake
            for number in range(2, 6):
                await yuki.ask(type="broadcast", room="tea", content=number)
            back = await Peer.join(server.url, resume={"session": mika.session})
            self.assertTrue(back.me["resumed"])
            self.assertEqual((back.me["nick"], back.me["rooms"]), ("mika", ["tea"]))
            joined = await back.ask(type="join", room="tea", since=position)
            self.assertTrue(joined["recovered"])
            self.assertEqual([item["content"] for item in joined["items"]], [2, 3, 4, 5])
            again = await back.ask(type="broadcast", room="tea", content=1, id="one")
            self.assertEqual((again["offset"], again["duplicate"]), (1, True))
            other = await back.ask(type="broadcast", room="tea", content=2, id="one")
            self.assertEqual((other["type"], other["name"]), ("error", "BAD_REQUEST"))
            lost = await back.ask(type="join", room="tea", since={"epoch": "another", "offset": 1})
            self.assertEqual((lost["recovered"], lost["items"]), (False, []))
            page = await back.ask(type="history", room="tea", before=4, limit=2)
            self.assertEqual(([item["offset"] for item in page["items"]], page["more"]), ([2, 3], True))
            await back.close()
            await yuki.close()

    async def test_a_connection_that_flaps_is_not_mentioned(self):
        with self.server() as server:
            yuki = await Peer.join(server.url, "yuki", "tea")
            mika = await Peer.join(server.url, "mika", "tea")
            self.assertEqual((await yuki.event("presence_event"))["nick"], "mika")
            for _ in range(3):
                mika.socket.transport.abort()
                mika = await Peer.join(server.url, None, "tea", resume={"session": mika.session})
            await mika.ask(type="broadcast", room="tea", content="here")
            self.assertEqual((await yuki.recv())["content"], "here")
            await mika.close()
            left = await yuki.event("presence_event")
            self.assertEqual((left["event"], left["nick"], left["room"]), ("leave", "mika", "tea"))
            await yuki.close()

    async def test_who_closes_and_ends_its_stream_hears_the_answers(self):
        """All in one go, as a script does that has said what it wanted (RFC 6455 section 5.5.1)."""
        posts = {
            "broadcast_message": [{"type": "broadcast", "content": "last words"}],
            "ack": [
                {"type": "hello", "v": 2, "id": "h"},
                {"type": "broadcast", "room": "lobby", "content": "last words", "id": "p"},
            ],
        }
        with self.server() as server:
            for answer, said in posts.items():
                with self.subTest(answer=answer), RawClient(server.port) as peer:
                    self.assertEqual(peer.read_message()["type"], "welcome")
                    data = b"".join(frame(json.dumps(message).encode()) for message in said)
                    peer.send(data + frame(struct.pack("!H", 1000), CLOSE))
                    peer.socket.shutdown(socket.SHUT_WR)
                    heard = []
                    while (message := peer.read_message()) is not None:
                        heard.append(message if isinstance(message, tuple) else message["type"])
                    self.assertIn(answer, heard)
                    self.assertEqual(heard[-1], ("close", 1000))

    async def test_errors(self):
        with self.server() as server:
            peer = await Peer.join(server.url, "mika")
            other = await Peer.join(server.url, "Ｍｉｋａ")
            self.assertEqual((other.me["name"], other.me["suggestion"]), ("NICK_IN_USE", "Mika2"))
            self.assertEqual((await other.ask(type="hello", v=2, nick="a@b"))["name"], "BAD_NICK")
            self.assertEqual((await other.ask(type="hello", v=2))["type"], "hello_response")
            for request, name in [
                ({"type": "hello", "v": 2}, "BAD_REQUEST"),
                ({"type": "join", "room": "a b"}, "BAD_REQUEST"),
                ({"type": "join"}, "BAD_REQUEST"),
                ({"type": "leave", "room": "tea"}, "UNKNOWN_ROOM"),
                ({"type": "who", "room": "tea"}, "UNKNOWN_ROOM"),
                ({"type": "topic", "room": "tea", "topic": "x"}, "UNKNOWN_ROOM"),
                ({"type": "history", "room": "tea"}, "UNKNOWN_ROOM"),
                ({"type": "history", "room": "@nobody"}, "NO_SUCH_USER"),
                ({"type": "broadcast", "room": "a b", "content": 1}, "BAD_REQUEST"),
            ]:
                with self.subTest(request=request):
                    error = await peer.ask(**request)
                    self.assertEqual((error["type"], error["name"]), ("error", name))
                    self.assertIn("message", error)
            await peer.send_raw("{")
            self.assertEqual((await peer.recv())["name"], "BAD_JSON")
            await peer.close()
            await other.close()


if __name__ == "__main__":
    unittest.main()
