#!/usr/bin/python3
"""Kills the server again and again while real clients talk, and proves that nothing was lost.

usage: run.py [--messages N] [--kills N] [--clients N] [--tiny] [--storm N] [--seed N]

Clients in three rooms post numbered messages, several on their way at once, while the server is ended
with SIGKILL and started again, connections are cut in the middle of a frame, and some of the clients, which
are processes of their own, are killed, too, and come back with nothing but what they had written down. Afterwards every acknowledged message must be in the store
exactly once and where its ack said, each client's own messages in their order, and each client's log
equal to the store. With --tiny the limits of history are so small that recovery must be refused: a
client then notes a gap and pages back; at the end that happens to each of them. --storm N: N clients drop
at once, miss what is said, come back at once and recover; then they leave, and the server's counters are as before.
The long form is --messages 100000, and --storm 1000. (--walker is what a client that is a process is started with.)
"""

import argparse
import asyncio
import collections
import contextlib
import json
import logging
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import websockets

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../integration"))
from kodama_peers import SERVER, Server  # noqa: E402

ROOMS = ("red", "green", "blue")
IN_FLIGHT = 8
WALKERS = 3  # of the clients: processes that are killed
KEPT = 40  # messages of a room, with --tiny
MISSED = 300  # said while all are away: more than is kept, and than the server lets stand above its limit
PATIENCE = 120  # seconds without any progress, on a machine that is busy with other things


class Violation(Exception):
    """What must never happen."""


class Place:
    """The server: where it is, and how to end it roughly and start it again."""

    def __init__(self, folder, options):
        self.folder = folder
        self.options = options
        self.server = None
        self.port = 0

    def start(self):
        port = ["--port", str(self.port)] if self.port else []
        self.server = Server(
            "--data", self.folder, *self.options, *port, language="en")
        self.port = self.server.port

    def kill(self):
        self.server.kill()

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}"


class Client:
    """A chat client as it should be: an outbox with ids, a position, and a log without repetitions. What is to
    survive it is changed by note() alone, which writes it down first if there is a file."""

    def __init__(self, name, room, url, chance, file=None):
        self.name = name
        self.room = room
        self.url = url  # a function: it has a port when the server has been started
        self.random = chance
        self.file = file
        # What survives the client itself.
        self.session = None
        self.epoch = None
        self.last = 0
        self.log = {}
        self.gaps = 0
        self.refusals = 0  # of recovery
        self.acks = {}
        self.outbox = collections.OrderedDict()
        self.count = 0
        self.duplicates = 0
        self.cuts = 0
        # Of one connection.
        self.ws = None
        self.isLive = False
        self.waiting = []
        self.target = None
        self.connections = 0
        self.reader = None

    def note(self, what, *values):
        if self.file:
            os.write(self.file, json.dumps([what, *values]).encode() + b"\n")
        getattr(self, "on_" + what)(*values)

    def on_session(self, session):
        self.session = session

    def on_epoch(self, epoch):
        self.epoch = epoch

    def on_connection(self):
        self.connections += 1

    def on_post(self, number, content):
        self.count += 1
        self.outbox[number] = content

    def on_ack(self, number, offset, isDuplicate):
        self.acks[number] = (offset, self.outbox.pop(number))
        self.duplicates += isDuplicate

    def on_show(self, offset, content):
        self.log[offset] = content
        self.last = offset

    def on_last(self, offset):
        self.last = offset

    def on_refusal(self):
        self.refusals += 1

    def on_gap(self):
        self.gaps += 1

    def on_cut(self):
        self.cuts += 1

    async def run(self, isOver):
        """Until isOver() and everything is acknowledged."""
        while not (isOver() and not self.outbox):
            try:
                await self.connect()
                await self.talk(isOver)
            except (OSError, websockets.WebSocketException, asyncio.TimeoutError, EOFError):
                await self.hang_up()
                await asyncio.sleep(0.05 + self.random.random() * 0.2)

    async def listen(self):
        """Reads what comes until the connection ends: who does not read is dropped by the server."""
        try:
            while True:
                self.take(json.loads(await self.ws.recv()))
        except websockets.WebSocketException:
            return

    async def hang_up(self):
        if self.ws:
            self.ws.transport.abort()
            await self.ws.wait_closed()
            self.ws = None

    async def connect(self):
        self.isLive = False
        self.waiting = []
        self.ws = None
        self.ws = await asyncio.wait_for(
            websockets.connect(self.url(), ping_interval=None, max_size=None, compression=None,
                               close_timeout=1), 20)
        self.note("connection")
        hello = {"type": "hello", "id": "h", "v": 2, "nick": self.name}
        if self.session:
            hello["resume"] = {"session": self.session}
        await self.send(hello)
        response = await self.answer("hello_response")
        if self.session and not response["resumed"]:
            raise Violation(f"{self.name}: the session was forgotten")
        self.note("session", response["session"])
        join = {"type": "join", "id": "j", "room": self.room}
        if self.epoch:
            join["since"] = {"epoch": self.epoch, "offset": self.last}
        await self.send(join)
        await self.recover(await self.answer("join_response"))

    async def recover(self, joined):
        isReturning = self.epoch is not None
        if not isReturning:
            # From the beginning: what was said before is history, too.
            self.note("epoch", joined["epoch"])
        if joined["epoch"] != self.epoch:
            raise Violation(f"{self.name}: another epoch")
        if joined["recovered"]:
            for item in joined["items"]:
                self.show(item)
        elif joined["offset"] > self.last:
            if joined["items"]:
                raise Violation(f"{self.name}: a recovery that was refused brought something")
            if isReturning:
                self.note("refusal")
            await self.page_back(joined["offset"])
        self.note("last", max(self.last, joined["offset"]))
        for message in self.waiting:
            if message["offset"] > self.last:
                self.show(message)
        self.waiting = []
        self.isLive = True

    async def page_back(self, until):
        """Recovery was refused: the log has a gap up to what is still kept, and goes on from there."""
        before, found = until + 1, []
        while before > self.last + 1:
            await self.send({"type": "history", "id": "p", "room": self.room, "before": before, "limit": 100})
            page = await self.answer("history_response")
            items = [item for item in page["items"] if item["offset"] > self.last]
            found = items + found
            if not items or not page["more"]:
                break
            before = items[0]["offset"]
        if self.last > 0 and (not found or found[0]["offset"] > self.last + 1):
            self.note("gap")
        for item in found:
            self.show(item)

    def show(self, message):
        offset = message["offset"]
        if offset in self.log or offset <= self.last:
            raise Violation(f"{self.name}: {offset} was shown twice")
        self.note("show", offset, message["content"])

    async def send(self, message):
        await self.ws.send(json.dumps(message))

    async def answer(self, kind):
        while True:
            message = json.loads(await asyncio.wait_for(self.ws.recv(), PATIENCE))
            if message["type"] == kind:
                return message
            if message["type"] == "error":
                # The old connection of the same session may not be gone yet, or the like.
                raise EOFError(message["name"])
            self.take(message)

    def take(self, message):
        kind = message["type"]
        if kind == "broadcast_message" and message.get("room") == self.room:
            if self.isLive:
                self.show(message)
            else:
                self.waiting.append(message)
        elif kind == "ack":
            if message["id"] in self.outbox:
                self.note("ack", message["id"], message["offset"], message.get("duplicate", False))
        elif kind == "error" and message.get("id") in self.outbox:
            raise EOFError(message["name"])

    async def talk(self, isOver):
        for number, content in self.outbox.items():
            await self.post(number, content)
        while not (isOver() and not self.outbox):
            while len(self.outbox) < IN_FLIGHT and not isOver():
                number, content = str(self.count + 1), f"{self.name} {self.count + 1}"
                self.note("post", number, content)
                await self.post(number, content)
            self.take(json.loads(await asyncio.wait_for(self.ws.recv(), PATIENCE)))
            if self.random.random() < 0.0005:
                self.cut()
        await self.ws.close()

    async def post(self, number, content):
        await self.send({"type": "broadcast", "id": number, "room": self.room, "content": content,
                         "timestamp": "2026-01-01T00:00:00"})

    def cut(self):
        """As a network does it: half a frame, and then nothing more."""
        self.note("cut")
        self.ws.transport.write(b"\x81\xfe\x01\x00\x00\x00\x00\x00half")
        self.ws.transport.abort()
        raise EOFError("cut")


class Walker:
    """A client that is a process, and what it has written down."""

    def __init__(self, name, room, url, folder):
        self.url = url
        self.path = os.path.join(folder, name)
        self.client = Client(name, room, url, random.Random(name))
        self.read = 0
        self.kills = 0
        self.process = None

    def start(self):
        command = [sys.executable, __file__, "--walker", self.client.name, self.client.room, self.url(), self.path]
        # Until it listens for it: SIGTERM is to end it in order, however soon that comes.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        self.process = subprocess.Popen(command)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()

    def catch_up(self):
        """Reads what is new. A line that it could not finish is cut off when it starts again."""
        with open(self.path, "rb") as file:
            file.seek(self.read)
            lines = file.read()
        lines = lines[: lines.rfind(b"\n") + 1]
        self.read += len(lines)
        for line in lines.splitlines():
            self.client.note(*json.loads(line))

    def finish(self):
        """It goes when all that it has posted is acknowledged."""
        self.process.terminate()
        if self.process.wait(PATIENCE) != 0:
            raise Violation(f"{self.client.name} ended with {self.process.returncode}")
        self.catch_up()


async def walk(name, room, url, path):
    """What a walker does: goes on where its file ends, until SIGTERM."""
    with open(path, "ab+") as file:
        file.seek(0)
        text = file.read()
        file.truncate(text.rfind(b"\n") + 1)
        client = Client(name, room, lambda: url, random.Random())
        for line in text[: text.rfind(b"\n") + 1].splitlines():
            client.note(*json.loads(line))
        client.file = file.fileno()
        finished = []
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, finished.append, True)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        await client.run(lambda: bool(finished))


async def kill_walkers(walkers, chance, isOver):
    """Each again and again, when it has got some further than it was."""
    while not isOver():
        for walker in walkers:
            walker.catch_up()
            if walker.process.poll() is not None:
                raise Violation(f"{walker.client.name} ended with {walker.process.returncode}")
            if len(walker.client.acks) >= walker.goal:
                walker.kill()
                walker.kills += 1
                walker.goal = len(walker.client.acks) + chance.randrange(20, 100)
                walker.start()
        await asyncio.sleep(0.02)


async def come_back(client, stays=False):
    """Connects, so that the log has everything."""
    while True:
        try:
            await client.connect()
            if stays:
                client.reader = asyncio.create_task(client.listen())
            else:
                await client.ws.close()
            return
        except (OSError, websockets.WebSocketException, asyncio.TimeoutError, EOFError):
            await client.hang_up()
            await asyncio.sleep(0.2)


async def kill_again_and_again(place, clients, kills, messages, chance):
    acknowledged = lambda: sum(len(client.acks) for client in clients)  # noqa: E731
    for number in range(1, kills + 1):
        goal = messages * number // (kills + 1) * chance.uniform(0.8, 1.0)
        await until(lambda: acknowledged() >= goal, acknowledged)  # noqa: B023
        place.kill()
        await asyncio.get_running_loop().run_in_executor(None, place.start)
    await until(lambda: acknowledged() >= messages, acknowledged)


async def until(condition, progress):
    seen, since = progress(), time.monotonic()
    while not condition():
        await asyncio.sleep(0.02)
        if progress() != seen:
            seen, since = progress(), time.monotonic()
        if time.monotonic() - since > PATIENCE:
            raise Violation(f"nothing happens any more, after {seen} acknowledged messages")


def exported(folder, room):
    result = subprocess.run([SERVER, "--data", folder, "--export", room], capture_output=True, check=True)
    return {item["offset"]: item["content"] for item in map(json.loads, result.stdout.splitlines())}


def compare(clients, stores, tiny):
    """Every statement of the promise, as counts of its violations."""
    wrong = collections.Counter()
    truth = {room: dict(stores[room]) for room in ROOMS}
    for room in ROOMS:
        store = stores[room]
        contents = collections.Counter(store.values())
        wrong["stored twice"] += sum(count - 1 for count in contents.values())
        first = min(store, default=0)
        for client in (c for c in clients if c.room == room):
            for offset, content in client.acks.values():
                if offset >= first and store.get(offset) != content:
                    wrong["lost"] += 1
            numbers = [int(c.split()[1]) for _, c in sorted(store.items()) if c.split()[0] == client.name]
            wrong["reordered"] += sum(a >= b for a, b in zip(numbers, numbers[1:]))
            for offset, content in store.items():
                if client.log.get(offset) != content:
                    wrong["missing in a log"] += 1
            for offset, content in client.log.items():
                # What is not kept any more was the same for all who saw it, and for whoever said it.
                wrong["different for two"] += truth[room].setdefault(offset, content) != content
            for offset, content in client.acks.values():
                wrong["acknowledged elsewhere"] += truth[room].setdefault(offset, content) != content
            if not tiny:
                wrong["in a log only"] += len(set(client.log) - set(store))
            elif client.gaps == 0 or client.refusals == 0:
                wrong["without a gap"] += 1
            # After its last gap a log has everything that is kept, in order, up to the end.
            wrong["with an end that differs"] += sorted(client.log)[-len(store):] != sorted(store)
            wrong["shown twice"] += sum(
                count - 1 for count in collections.Counter(client.log.values()).values())
    return +wrong


async def talk_and_kill(place, clients, walkers, arguments, chance):
    """Until enough is acknowledged, and everything that was posted."""
    everybody = clients + [walker.client for walker in walkers]
    finished = []
    for walker in walkers:
        open(walker.path, "wb").close()
        walker.goal = chance.randrange(5, 20)
        walker.start()
    walking = asyncio.create_task(kill_walkers(walkers, chance, lambda: bool(finished)))
    tasks = [asyncio.create_task(client.run(lambda: bool(finished))) for client in clients]
    killer = asyncio.create_task(
        kill_again_and_again(place, everybody, arguments.kills, arguments.messages, chance))
    done, _ = await asyncio.wait([killer, walking, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()
    finished.append(True)
    await asyncio.wait_for(asyncio.gather(walking, *tasks), PATIENCE)
    for walker in walkers:
        await asyncio.get_running_loop().run_in_executor(None, walker.finish)


async def kill_test(arguments, chance):
    options = ["--history-count", str(KEPT)] if arguments.tiny else []
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        place = Place(os.path.join(folder, "data"), options)
        place.start()
        url = lambda: place.url  # noqa: E731
        clients = [Client(f"c{i}", ROOMS[i % 3], url, random.Random(chance.random()))
                   for i in range(arguments.clients - WALKERS)]
        walkers = [Walker(f"w{i}", ROOMS[i % 3], url, folder) for i in range(WALKERS)]
        for walker in walkers:
            stack.callback(walker.kill)
        started = time.monotonic()
        await talk_and_kill(place, clients, walkers, arguments, chance)
        if arguments.tiny:
            await speak_in_each_room(place, chance, MISSED)
        clients += [walker.client for walker in walkers]
        await asyncio.gather(*map(come_back, clients))
        seconds = time.monotonic() - started
        place.server.stop()
        report(clients, walkers, arguments, place.folder, seconds)


def report(clients, walkers, arguments, folder, seconds):
    stores = {room: exported(folder, room) for room in ROOMS}
    check = subprocess.run([SERVER, "--data", folder, "--check-store"], capture_output=True, check=False)
    wrong = compare(clients, stores, arguments.tiny)
    cuts, restarts = sum(c.cuts for c in clients), sum(walker.kills for walker in walkers)
    print(f"{sum(len(c.acks) for c in clients)} messages acknowledged, {arguments.kills} kills, "
          f"{restarts} kills of clients, {cuts} connections cut, "
          f"{sum(c.connections for c in clients)} connections, {sum(c.duplicates for c in clients)} acks of "
          f"retries, {sum(c.gaps for c in clients)} gaps, {sum(map(len, stores.values()))} messages in the "
          f"store, {seconds:.0f} s")
    if check.returncode != 0:
        raise Violation("--check-store: " + check.stdout.decode())
    if wrong:
        raise Violation(", ".join(f"{count} {what}" for what, count in wrong.items()))
    if cuts == 0 or restarts < WALKERS:
        raise Violation("too little has happened for this to show anything")
    print("0 lost, 0 duplicated, 0 reordered" + (", a gap and what is kept for each" if arguments.tiny else ""))


async def speak_in_each_room(place, chance, count):
    """By somebody who is not among the clients."""
    speakers = [Client(f"speaker{i}", room, lambda: place.url, chance) for i, room in enumerate(ROOMS)]
    await asyncio.gather(*(
        speaker.run(lambda speaker=speaker: len(speaker.acks) >= count) for speaker in speakers))


def counters(port):
    """What the server says of who is there and what waits for them."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE) as answer:
        text = answer.read().decode()
    sums = dict.fromkeys(("kodama_clients", "kodama_rooms", "kodama_queued_bytes"), 0)
    for name, value in re.findall(r"^(kodama_(?:clients|rooms|queued_bytes))\S* (\d+)$", text, re.MULTILINE):
        sums[name] += int(value)
    return sums


def resources(server):
    """Of the process, with nobody asking anything."""
    with open(f"/proc/{server.pid}/status", encoding="ascii") as file:
        threads = re.search(r"^Threads:\s+(\d+)", file.read(), re.MULTILINE).group(1)
    return {"descriptors": server.descriptors(), "threads": int(threads)}


async def settles(place, isRight):
    """The counters, as soon as they are right, or at last; the second argument of isRight is what they were before."""
    loop = asyncio.get_running_loop()
    deadline = time.monotonic() + PATIENCE
    seen = None
    while True:
        found = await loop.run_in_executor(None, counters, place.port) | resources(place.server)
        if isRight(found, seen) or time.monotonic() > deadline:
            return found
        seen = found
        await asyncio.sleep(0.1)


async def storm_test(arguments, chance):
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder, ["--max-connections-per-address", "0"])
        place.start()
        url = lambda: place.url  # noqa: E731
        speaker = Client("first", ROOMS[0], url, chance)  # so that what is opened once is open
        await speaker.run(lambda: len(speaker.acks) >= 1)
        before = await settles(place, lambda now, seen: now == seen and now["kodama_clients"] == 0 and now["kodama_rooms"] == 1)
        clients = [Client(f"s{i}", ROOMS[i % 3], url, random.Random(chance.random()))
                   for i in range(arguments.storm)]
        for some in range(0, len(clients), 50):
            await asyncio.gather(*(come_back(client, stays=True) for client in clients[some:some + 50]))
        full = {"kodama_clients": len(clients), "kodama_rooms": 1 + len(ROOMS), "kodama_queued_bytes": 0}
        during = await settles(place, lambda now, seen: full.items() <= now.items())
        for client in clients:
            client.ws.transport.abort()
        await asyncio.gather(*(client.reader for client in clients))
        said = 100
        await speak_in_each_room(place, chance, said)
        started = time.monotonic()
        await asyncio.gather(*(come_back(client, stays=True) for client in clients))
        seconds = time.monotonic() - started
        again = await settles(place, lambda now, seen: full.items() <= now.items())
        await asyncio.gather(*(client.ws.close() for client in clients))
        after = await settles(place, lambda now, seen: now == before)
        place.server.stop()
        stores = {room: exported(folder, room) for room in ROOMS}
        print(f"{len(clients)} clients came back in {seconds:.1f} s, each recovered {said} messages that it had missed; "
              f"at first {before}, then {during}, after the storm {again}, at last {after}")
        short = [client.name for client in clients
                 if client.refusals or {o: c for o, c in stores[client.room].items() if o in client.log} != client.log
                 or len(client.log) < said]
        if short:
            raise Violation(f"{len(short)} clients did not recover all")
        for counted in (during, again):
            if not full.items() <= counted.items():
                raise Violation(f"the counters were {counted}, and should have been {full}")
        if after != before:
            raise Violation(f"the counters were {before} before anybody came, and {after} after all had left")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--storm", type=int, default=0)
    parser.add_argument("--walker", nargs=4, metavar=("NAME", "ROOM", "URL", "FILE"))
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    arguments = parser.parse_args()
    # It complains of connections that were lost, which is all this is about.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    chance = random.Random(arguments.seed)
    try:
        if arguments.walker:
            asyncio.run(walk(*arguments.walker))
            return 0
        print(f"seed {arguments.seed}")
        asyncio.run(storm_test(arguments, chance) if arguments.storm else kill_test(arguments, chance))
    except Violation as violation:
        print(f"FAILED: {violation}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
