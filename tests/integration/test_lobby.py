#!/usr/bin/python3
"""Both versions in one lobby: who is told what of whom. Version 1 hears nothing that the original sample would not say;
version 2 sees people, each once, however often and with whatever they are connected."""

import asyncio
import random
import time
import unittest

from kodama_peers import Chat, Server
from test_chat import Peer

# What the original sample may send, and what each must have.
SEED = {
    "welcome": {"message", "client_id", "timestamp"},
    "client_connected": {"client_id", "timestamp", "total_clients"},
    "client_disconnected": {"client_id", "timestamp", "total_clients"},
    "echo_response": {"original", "timestamp"},
    "broadcast_message": {"from", "content", "timestamp"},
    "command_response": {"command"},
    "message": {"from", "data", "timestamp"},
    "error": {"message"},
    "server_notification": {"message", "timestamp"},
    "server_direct_message": {"message", "timestamp"},
    "server_heartbeat": {"message", "timestamp", "connected_clients"},
}
ROOMS = ("lobby", "tea", "雑談")
DEBOUNCE = 3  # seconds that somebody may be gone before others are told


class Lobby(unittest.IsolatedAsyncioTestCase):
    def server(self, *arguments, **options):
        return Server("--threads", "4", *arguments, **options)

    async def all_until_now(self, old):
        """What a version 1 client got up to here: an answer of its own is the last."""
        await old.send(type="echo", text="until now", timestamp="x")
        messages = []
        while True:
            messages.append(await old.recv())
            if messages[-1]["type"] == "echo_response":
                return messages[:-1]

    def is_of_the_seed(self, message):
        self.assertIn(message["type"], SEED, message)
        self.assertLessEqual(SEED[message["type"]], set(message), message)

    async def events_until_now(self, peer, *kinds):
        """Presence (or the like) that a version 2 client was told of up to here."""
        await peer.ask(type="rooms")
        told = [message for message in peer.events if message["type"] in (kinds or ("presence_event",))]
        peer.events.clear()
        return told

    async def names(self, peer, room="lobby"):
        return [member["nick"] for member in (await peer.ask(type="who", room=room))["members"]]

    def something(self, chance, number, others):
        """One of all that version 2 can ask for, right or wrong."""
        room = chance.choice((*ROOMS, "#Tea", "a b", "@" + chance.choice(others)))
        return chance.choice([
            {"type": "hello", "v": 2},
            {"type": "nick", "nick": chance.choice((f"n{number}", "a@b", chance.choice(others)))},
            {"type": "join", "room": room, "limit": chance.randrange(5)},
            {"type": "join", "room": room, "since": {"epoch": "x", "offset": 1}},
            {"type": "leave", "room": room},
            {"type": "topic", "room": room, "topic": f"topic {number}"},
            {"type": "rooms"},
            {"type": "who", "room": room},
            {"type": "away", "away": chance.choice(("tea", None))},
            {"type": "broadcast", "content": {"number": number}, "room": room},
            {"type": "broadcast", "content": number},
            {"type": "direct", "to": chance.choice((*others, "nobody")), "content": number},
            {"type": "history", "room": room, "limit": 3},
            {"type": "broadcast", "room": 7, "content": 1},
        ])

    async def test_version_1_hears_what_the_seed_would_say_and_nothing_else(self):
        chance = random.Random(20)
        with self.server("--console", stdin=-1) as server:
            old = [await Chat.connect(server.url) for _ in range(3)]
            nicks = [f"v{number}" for number in range(4)]
            peers = [await Peer.join(server.url, nick, "lobby") for nick in nicks]
            said = 0
            for number in range(300):
                peer = chance.choice(peers)
                request = self.something(chance, number, nicks)
                answer = await peer.ask(**request)
                said += request["type"] == "broadcast" and "room" not in request and answer["type"] == "ack"
                await peer.send(type="typing", room="lobby", state=chance.choice(("active", "done")))
                if number % 20 == 0:
                    await peer.send(type="lab.temp", celsius=number)
                    await old[0].send(type=chance.choice(("join", "who", "typing", "nick")), room="lobby")
                    await peer.send_raw("{")
                if number % 50 == 25:  # comes back as the same person, or as another one
                    peers.remove(peer)
                    peer.socket.transport.abort()
                    resume = {"session": peer.session} if number % 100 == 25 else None
                    peers.append(await Peer.join(server.url, None, "lobby", resume=resume))
            server.type("notify soon")
            heard = []
            for one in old:
                messages = await self.all_until_now(one)
                while not any(message["type"] == "server_notification" for message in messages):
                    messages += await self.all_until_now(one)
                for message in messages:
                    self.is_of_the_seed(message)
                heard.append(messages)
            contents = [[m["content"] for m in messages if m["type"] == "broadcast_message"] for messages in heard]
            self.assertEqual(contents[0], contents[1])
            self.assertEqual(contents[0], contents[2])
            self.assertGreaterEqual(len(contents[0]), said)
            self.assertGreater(said, 5)
            # The names of version 2 are custom types of theirs: the others get them as such.
            forwarded = [m["data"]["type"] for m in heard[1] if m["type"] == "message"]
            self.assertIn("lab.temp", forwarded)
            self.assertTrue({"join", "who", "typing", "nick"} & set(forwarded))
            for one in (*old, *peers):
                await one.close()

    async def test_a_flapping_connection(self):
        """Version 1 counts connections, at once; version 2 sees people, who did not go."""
        with self.server() as server:
            old = await Chat.connect(server.url)
            yuki = await Peer.join(server.url, "yuki", "lobby")
            mika = await Peer.join(server.url, "mika", "lobby")
            await self.all_until_now(old)
            await self.events_until_now(yuki)
            slowest = 0
            for _ in range(5):
                since = time.monotonic()
                mika.socket.transport.abort()
                self.assertEqual((await old.recv())["type"], "client_disconnected")
                mika = await Peer.join(server.url, None, "lobby", resume={"session": mika.session})
                slowest = max(slowest, time.monotonic() - since)
                self.assertEqual((await old.recv())["type"], "client_connected")
                self.assertEqual(sorted(await self.names(yuki))[-2:], ["mika", "yuki"])
            told = [event["event"] for event in await self.events_until_now(yuki) if event["nick"] == "mika"]
            if slowest < DEBOUNCE:  # else it was gone for long indeed
                self.assertEqual(told, [])
            await mika.close()
            left = await yuki.event("presence_event")
            while left["nick"] != "mika":  # the version 1 client becomes visible meanwhile
                left = await yuki.event("presence_event")
            self.assertEqual((left["event"], left["room"]), ("leave", "lobby"))
            self.assertNotIn("mika", await self.names(yuki))
            await old.close()
            await yuki.close()

    async def test_a_guest_of_version_1_is_seen_by_its_address(self):
        with self.server() as server:
            yuki = await Peer.join(server.url, "yuki", "lobby")
            silent = await Chat.connect(server.url)
            came = await yuki.event("presence_event")
            self.assertEqual((came["event"], came["nick"], came["room"]), ("join", silent.id, "lobby"))
            talker = await Chat.connect(server.url)
            await talker.send(type="broadcast", content="hi", timestamp="x")
            came = await yuki.event("presence_event")  # before what it says
            self.assertEqual((came["event"], came["nick"]), ("join", talker.id))
            self.assertEqual((await yuki.event("broadcast_message"))["from"], talker.id)
            self.assertEqual(sorted(await self.names(yuki)), sorted([silent.id, talker.id, "yuki"]))
            await talker.close()
            left = await yuki.event("presence_event")
            self.assertEqual((left["event"], left["nick"]), ("leave", talker.id))
            # Whoever says hello was never there as a guest.
            peer = await Peer.join(server.url, "mika")
            await peer.ask(type="join", room="lobby")
            self.assertEqual((await yuki.event("presence_event"))["nick"], "mika")
            for one in (silent, peer, yuki):
                await one.close()

    async def test_a_person_with_several_connections_is_one(self):
        with self.server() as server:
            old = await Chat.connect(server.url)
            yuki = await Peer.join(server.url, "yuki", "tea")
            mika = await Peer.join(server.url, "mika", "tea")
            phone = await Peer.join(server.url, None, "tea", resume={"session": mika.session})
            self.assertEqual(phone.me["nick"], "mika")
            self.assertEqual(sorted(await self.names(yuki, "tea")), ["mika", "yuki"])
            await mika.close()
            await phone.ask(type="broadcast", room="tea", content="still here")
            told = await self.events_until_now(yuki)
            self.assertEqual([(event["event"], event["nick"]) for event in told], [("join", "mika")])
            self.assertEqual(sorted(await self.names(yuki, "tea")), ["mika", "yuki"])
            for message in await self.all_until_now(old):
                self.is_of_the_seed(message)
            for one in (old, yuki, phone):
                await one.close()

    async def test_away_and_back(self):
        """Told once to everybody who shares a room, seen by who asks or comes later."""
        with self.server() as server:
            old = await Chat.connect(server.url)
            yuki = await Peer.join(server.url, "yuki", "tea")
            await yuki.ask(type="join", room="lobby")
            stranger = await Peer.join(server.url, "ken", "other")
            mika = await Peer.join(server.url, "mika", "tea")
            await mika.ask(type="join", room="lobby")
            await self.events_until_now(yuki)
            answer = await mika.ask(type="away", away="lunch")
            self.assertEqual((answer["type"], answer["away"]), ("away_response", "lunch"))
            told = await self.events_until_now(yuki)
            self.assertEqual([(event["event"], event["nick"], event["away"]) for event in told if event["nick"] == "mika"],
                             [("away", "mika", "lunch")])
            self.assertEqual(await self.events_until_now(stranger), [])
            who = await stranger.ask(type="who", room="tea")
            self.assertIn({"nick": "mika", "away": "lunch"}, who["members"])
            late = await Peer.join(server.url, "late", "tea")
            self.assertIn({"nick": "mika", "away": "lunch"}, late.joined["members"])
            await mika.ask(type="away")
            told = await self.events_until_now(yuki)
            self.assertEqual([event["event"] for event in told if event["nick"] == "mika"], ["back"])
            who = await stranger.ask(type="who", room="tea")
            self.assertIn({"nick": "mika"}, who["members"])
            for message in await self.all_until_now(old):
                self.is_of_the_seed(message)
            for one in (old, yuki, stranger, mika, late):
                await one.close()


if __name__ == "__main__":
    unittest.main()
