#!/usr/bin/python3
"""What goes wrong with a store while people talk: another process holds it, the disk is full, it is read-only, its file is cut
or changed, the clock goes back, and limits of what is kept. Each against a real server. In all of them version 1 and everything that is not kept goes on,
a message that cannot be kept is refused with STORE_UNAVAILABLE and shown to nobody, the log says why, and when the cause
is gone the same request with the same id is stored, once, without anybody's doing."""

import asyncio
import glob
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../integration"))
from kodama_peers import SERVER, TIMEOUT, Chat, Server  # noqa: E402
from test_chat import Peer  # noqa: E402

import websockets  # noqa: E402

CLOCK = os.environ.get("KODAMA_TEST_CLOCK_LIBRARY", "")
READ_ONLY = os.environ.get("KODAMA_TEST_READ_ONLY_LIBRARY", "")
NOBODY = 65534


def can_run(*command):
    return shutil.which(command[0]) and subprocess.run(command, capture_output=True, check=False).returncode == 0


async def until(condition, what):
    """For what tells nobody when it changes: files."""
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"it did not happen: {what}")
        await asyncio.sleep(0.02)


def has_nothing(log):
    """Not even a header: zeros are room to write in."""
    with open(log, "rb") as file:
        return not any(file.read(32))


class Company:
    """Two of version 1 in the lobby; of version 2 Mika, who posts in the room tea, and Yuki, who listens there and in the lobby."""

    def __init__(self, test, server):
        self.test = test
        self.server = server
        self.count = 0
        self.acks = {}  # what Mika said: (epoch, offset)

    @classmethod
    async def gather(cls, test, server):
        self = cls(test, server)
        self.old = await Chat.connect(server.url)
        self.older = await Chat.connect(server.url)
        self.mika = await Peer.join(server.url, "mika", "tea")
        self.yuki = await Peer.join(server.url, "yuki", "tea")
        await self.yuki.ask(type="join", room="lobby")
        return self

    async def say(self, content=None):
        """A post of Mika's; the answer."""
        self.count += 1
        return await self.repeat(content or f"post {self.count}")

    async def repeat(self, content):
        answer = await self.mika.ask(type="broadcast", room="tea", content=content, id=content[:40])
        if answer["type"] == "ack":
            self.acks[content] = (answer["epoch"], answer["offset"])
        return answer

    async def say_kept(self):
        answer = await self.say()
        self.test.assertEqual(answer["type"], "ack", answer)
        heard = await self.yuki_hears()
        self.test.assertEqual(heard["offset"], answer["offset"])

    async def yuki_hears(self):
        return await self.yuki.event("broadcast_message")

    async def is_refused(self):
        """A post, the first one that cannot be kept."""
        answer = await self.say()
        self.test.assertEqual((answer["type"], answer["name"]), ("error", "STORE_UNAVAILABLE"))
        self.test.assertGreater(answer["retry_after_ms"], 0)
        return answer["id"]

    async def goes_on(self, can_read=True):
        """All that needs no store; and reading, if the trouble is with writing only."""
        test, self.count = self.test, self.count + 1
        text = f"live {self.count}"
        await self.old.send(type="broadcast", content=text, timestamp="x")
        for peer in (self.old, self.older):
            heard = await peer.expect("broadcast_message")
            test.assertEqual((heard["from"], heard["content"]), (self.old.id, text))
        heard = await self.yuki_hears()  # nothing of Mika's came before it
        test.assertEqual((heard["content"], heard.get("offset")), (text, None))
        await self.older.send(type="echo", text=text, timestamp="x")
        test.assertEqual((await self.older.expect("echo_response"))["original"]["text"], text)
        await self.mika.send(type="lab.temp", room="tea", celsius=self.count)
        test.assertEqual((await self.yuki.event("message"))["data"]["celsius"], self.count)
        who = await self.mika.ask(type="who", room="tea")
        test.assertLessEqual({"mika", "yuki"}, {member["nick"] for member in who["members"]})
        new = await Peer.join(self.server.url, None, "tea")  # and can come in
        test.assertEqual(new.joined["type"], "join_response")
        await new.close()
        page = await self.mika.ask(type="history", room="tea", limit=1000)
        if can_read:
            test.assertEqual([(item["content"], item["offset"]) for item in page["items"]],
                             [(content, offset) for content, (_, offset) in self.acks.items()])
        else:
            test.assertEqual((page["type"], page["name"]), ("error", "STORE_UNAVAILABLE"))

    async def resumes(self, refused):
        """Mika tries the same again, as the answer said."""
        answer = await self.repeat(refused)
        deadline = time.monotonic() + TIMEOUT
        while answer["type"] == "error" and time.monotonic() < deadline:
            self.test.assertEqual(answer["name"], "STORE_UNAVAILABLE")
            await asyncio.sleep(0.1)
            answer = await self.repeat(refused)
        self.test.assertEqual((answer["type"], answer.get("duplicate")), ("ack", None), answer)
        heard = await self.yuki_hears()
        self.test.assertEqual((heard["content"], heard["offset"]), (refused, answer["offset"]))
        await self.say_kept()
        await self.old.send(type="broadcast", content="kept again", timestamp="x")
        heard = await self.yuki_hears()
        self.test.assertEqual(heard["content"], "kept again")
        self.test.assertGreater(heard["offset"], 0)

    async def leave(self):
        for peer in (self.old, self.older, self.mika, self.yuki):
            await peer.close()


class StoreFaults(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(self.folder, "kodama.db")

    def start(self, *arguments, **options):
        server = Server("--data", self.folder, *arguments, language="en", **options)
        self.addCleanup(server.kill)
        return server

    async def log_says(self, server, pattern):
        return await asyncio.to_thread(server.wait_line, pattern)

    def tool(self, *arguments):
        return subprocess.run([SERVER, "--language", "en", "--data", self.folder, *arguments],
                              capture_output=True, text=True, timeout=TIMEOUT, check=False)

    def exported(self):
        done = self.tool("--export", "tea")
        self.assertEqual(done.returncode, 0, done.stderr)
        return [(item["content"], item["offset"]) for item in map(json.loads, done.stdout.splitlines())]

    def compare_with_the_store(self, company):
        """Everything that was acknowledged is there, once, where its ack said, and nothing else."""
        check = self.tool("--check-store")
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        self.assertEqual(self.exported(), [(content, offset) for content, (_, offset) in company.acks.items()])

    async def trouble(self, server, begin, end, reason):
        """The common course of a store that cannot be written for a while."""
        company = await Company.gather(self, server)
        await company.say_kept()
        begin()
        refused = await company.is_refused()
        await self.log_says(server, rf"Cannot write the history: {reason}")
        for _ in range(3):
            await company.goes_on()
        end()
        await company.resumes(refused)
        await self.log_says(server, "The history can be written again")
        await company.leave()
        server.stop()
        self.compare_with_the_store(company)

    async def test_another_process_has_locked_it(self):
        server = self.start()
        other = sqlite3.connect(self.path, isolation_level=None)
        self.addCleanup(other.close)
        await self.trouble(server, lambda: other.execute("BEGIN EXCLUSIVE"),
                           lambda: (other.execute("ROLLBACK"), other.close()), "another process has locked it")

    async def test_files_may_not_grow(self):
        server = self.start()
        most = resource.RLIM_INFINITY

        def limit(size):
            resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size, most))

        await self.trouble(server, lambda: limit(1), lambda: limit(most), "reading or writing failed")

    async def test_a_full_disk(self):
        own = ["unshare", "-m" if os.geteuid() == 0 else "-rm"]
        mount = 'mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@"'
        if not can_run(*own, "sh", "-c", mount, self.folder, "true"):
            self.skipTest("no disk of its own can be had here")
        server = self.start(command=[*own, "sh", "-c", mount, self.folder, SERVER])
        inside = f"/proc/{server.pid}/root{self.folder}"

        def fill():
            with open(inside + "/filler", "wb", buffering=0) as file:
                try:
                    while True:
                        file.write(bytes(4096))
                except OSError:
                    pass

        company = await Company.gather(self, server)
        await company.say_kept()
        fill()
        # What is allocated already is used up first.
        for _ in range(1000):
            answer = await company.say(f"{company.count} " + "x" * 2000)
            if answer["type"] == "error":
                break
            await company.yuki_hears()
        self.assertEqual(answer["name"], "STORE_UNAVAILABLE")
        await self.log_says(server, "Cannot write the history: the disk is full")
        for _ in range(3):
            await company.goes_on()
        os.remove(inside + "/filler")
        await company.resumes(f"{company.count - 1} " + "x" * 2000)
        await self.log_says(server, "The history can be written again")
        await company.leave()
        server.signal(signal.SIGSTOP)
        shutil.copytree(inside, self.folder, ignore=shutil.ignore_patterns("*-shm", "lock"), dirs_exist_ok=True)
        server.signal(signal.SIGCONT)
        server.stop()
        self.compare_with_the_store(company)

    def as_nobody(self):
        """Root may write everything; the server must be somebody else."""
        if os.geteuid() != 0:
            return []
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        if not can_run(*command, SERVER, "--version"):
            self.skipTest("the server cannot be run as somebody else here")
        for path in (self.folder, *glob.glob(self.path + "*")):
            if os.stat(path).st_uid != NOBODY:  # one that is changed in any way is taken for a copy
                os.chown(path, NOBODY, NOBODY)
        return command

    async def test_a_file_that_is_read_only(self):
        server = self.start(command=[*self.as_nobody(), SERVER])
        company = await Company.gather(self, server)
        await company.say_kept()
        before = dict(company.acks)
        ken = await Peer.join(server.url, "ken", "tea")
        await ken.close()
        await company.leave()
        server.stop()
        os.chmod(self.path, 0o400)
        server = self.start(command=[*self.as_nobody(), SERVER])
        await self.log_says(server, "Cannot write the history: it is read-only")
        company = await Company.gather(self, server)
        company.count, company.acks = 100, before
        refused = await company.is_refused()
        for _ in range(3):
            await company.goes_on()
        # What is in it is read, so that nobody takes it for lost.
        again = await Peer.join(server.url, None, resume={"session": ken.session})
        self.assertEqual((again.me["resumed"], again.me["nick"]), (True, "ken"))
        since = await company.mika.ask(type="join", room="tea", since={"epoch": ken.joined["epoch"], "offset": 1})
        self.assertEqual((since["recovered"], since["offset"]), (True, 1))
        os.chmod(self.path, 0o600)
        await self.log_says(server, "The history can be written again")
        # It is what it was told to be: nobody has to come again.
        await company.resumes(refused)
        self.assertEqual(company.acks[refused], (ken.joined["epoch"], 2))
        await again.close()
        await company.leave()
        server.stop()
        self.compare_with_the_store(company)

    async def begins_in_trouble(self, server, mend):
        """The common course of a store that could not be opened at the start, before anything was in it."""
        await self.log_says(server, "Cannot write the history: it is read-only")
        company = await Company.gather(self, server)
        refused = await company.is_refused()
        for _ in range(3):
            await company.goes_on(can_read=False)
        mend()
        await self.log_says(server, "The history can be written again")
        # It has an epoch now: everybody comes again.
        for name in ("mika", "yuki"):
            before = getattr(company, name)
            await self.is_closed(before, 1012)
            again = await Peer.join(server.url, None, "tea", resume={"session": before.session})
            self.assertEqual((again.me["resumed"], again.me["nick"]), (True, name))
            setattr(company, name, again)
        await company.yuki.ask(type="join", room="lobby")
        await company.resumes(refused)
        await self.holds(company, len(company.acks))
        return company

    async def test_a_folder_that_is_read_only(self):
        command = self.as_nobody()
        os.chmod(self.folder, 0o500)
        server = self.start(command=[*command, SERVER])
        company = await self.begins_in_trouble(server, lambda: os.chmod(self.folder, 0o700))
        # What is open is written on, whatever becomes of the folder.
        os.chmod(self.folder, 0o500)
        await company.say_kept()
        os.chmod(self.folder, 0o700)
        await company.leave()
        server.stop()
        self.compare_with_the_store(company)

    async def test_a_disk_that_is_read_only_at_the_start(self):
        is_root = os.geteuid() == 0
        own = ["unshare", "-m" if is_root else "-rm"]
        mount = 'mount -t tmpfs -o ro,size=8m tmpfs "$0" && exec "$@"'
        if not can_run(*own, "sh", "-c", mount, self.folder, "true"):
            self.skipTest("no disk of its own can be had here")
        server = self.start(command=[*own, "sh", "-c", mount, self.folder, SERVER])
        enter = ["nsenter", "-t", str(server.pid), "-m", *([] if is_root else ["-U", "--preserve-credentials"])]
        company = await self.begins_in_trouble(server, lambda: subprocess.run(
            [*enter, "mount", "-o", "remount,rw", self.folder], check=True))
        await company.leave()
        server.stop()

    async def test_a_disk_that_becomes_read_only(self):
        """As the system does with a disk that has errors. No other can take writing from who has a file open."""
        if not READ_ONLY or "KODAMA_SANITIZED" in os.environ:
            self.skipTest("the disk cannot be made read-only for this program")
        switch = os.path.join(self.folder, "switch")
        server = self.start(env={"LD_PRELOAD": READ_ONLY, "KODAMA_TEST_READ_ONLY": switch})
        await self.trouble(server, lambda: open(switch, "wb").close(), lambda: os.remove(switch), "it is read-only")

    async def is_closed(self, peer, code):
        """Whatever comes before that."""
        with self.assertRaises(websockets.ConnectionClosed) as caught:
            while True:
                await peer.recv()
        self.assertEqual(caught.exception.code, code)

    async def fill(self, company, count, size):
        for _ in range(count):
            company.count += 1
            content = f"{company.count} " + random.Random(company.count).randbytes(size // 2).hex()
            await company.repeat(content)
            await company.yuki_hears()

    async def make_store(self, count=200, size=2000):
        """Of a server that ended well; what is in it, by offset."""
        server = self.start()
        company = await Company.gather(self, server)
        await self.fill(company, count, size)
        await company.leave()
        server.stop()
        return {offset: content for content, (_, offset) in company.acks.items()}

    def aside(self):
        return [path for path in glob.glob(self.path + ".corrupt-*") if not path.endswith(("-wal", "-shm"))]

    async def test_a_file_that_was_cut(self):
        stored = await self.make_store()
        with open(self.path, "rb") as file:
            whole = file.read()
        for part in (0.1, 0.5, 0.99):
            with self.subTest(part=part):
                for path in glob.glob(self.path + "*"):
                    os.remove(path)
                cut = whole[:int(len(whole) * part)]
                with open(self.path, "wb") as file:
                    file.write(cut)
                await self.serves_the_truth(stored, cut)

    async def test_a_file_with_changed_bits(self):
        stored = await self.make_store()
        with open(self.path, "rb") as file:
            whole = file.read()
        for seed in range(8):
            chance = random.Random(seed)
            damaged = bytearray(whole)
            for _ in range(10 ** (seed % 4)):
                damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
            with self.subTest(seed=seed):
                for path in glob.glob(self.path + "*"):
                    os.remove(path)
                with open(self.path, "wb") as file:
                    file.write(damaged)
                await self.serves_the_truth(stored, bytes(damaged))

    async def serves_the_truth(self, stored, damaged):
        """Either what was stored, with holes, or a new history beside the old one; never anything else."""
        server = self.start()
        company = await Company.gather(self, server)
        epoch = company.mika.joined["epoch"]
        before, more = 1 << 40, True
        while more:
            page = await self.ask_again(company, type="history", room="tea", before=before, limit=50)
            if page["type"] == "error":
                self.assertIn(page["name"], ("UNKNOWN_ROOM", "STORE_UNAVAILABLE"))
                break
            for item in page["items"]:
                self.assertEqual(stored.get(item["offset"]), item["content"])
            more = page["more"] and page["items"]
            before = page["items"][0]["offset"] if more else 0
        ack = await self.ask_again(company, type="broadcast", room="tea", content="after", id="after")
        while ack["type"] == "error":
            self.assertEqual(ack["name"], "STORE_UNAVAILABLE")
            await asyncio.sleep(0.1)
            ack = await self.ask_again(company, type="broadcast", room="tea", content="after", id="after")
        await company.old.send(type="echo", text="x", timestamp="x")  # did not notice anything
        await company.old.expect("echo_response")
        await company.old.close()
        await company.older.close()
        await company.mika.close()
        server.stop()
        if self.aside():
            await self.log_says(server, r"The history is broken; it was moved to \S+corrupt-\S+, and a new one begins")
            self.assertGreaterEqual(os.path.getsize(self.aside()[0]), len(damaged) // 4096 * 4096)
        else:
            self.assertEqual(ack["epoch"], epoch)
        kept = self.tool("--export", "tea").stdout  # what is damaged is left out
        self.assertIn(("after", ack["offset"]), [(item["content"], item["offset"]) for item in map(json.loads, kept.splitlines())])

    async def ask_again(self, company, **request):
        """In the next connection, when this one ends because a new history began."""
        while True:
            try:
                return await company.mika.ask(**request)
            except websockets.ConnectionClosed as closed:
                self.assertEqual(closed.code, 1012)
                company.mika = await Peer.join(company.server.url, None, "tea", resume={"session": company.mika.session})

    async def test_damage_while_it_is_used(self):
        server = self.start()
        company = await Company.gather(self, server)
        await self.fill(company, 300, 8000)
        lost = dict(company.acks)
        epoch = company.mika.joined["epoch"]
        log = self.path + "-wal"
        # Into the database with it: what is in the log would hide the damage.
        await until(lambda: has_nothing(log), "an empty log")
        size = os.path.getsize(self.path)
        with open(self.path, "r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (size - 4096))
        # Some are on their way while it is noticed.
        posts = [f"p{number}" for number in range(200)]
        for post in posts:
            await company.mika.send(type="broadcast", room="tea", content=post, id=post)
        await company.mika.send(type="history", room="tea", before=100, limit=100, id="page")
        unanswered = list(posts)
        acks = {}

        async def take():
            while True:
                message = await company.mika.recv()
                if message["type"] == "ack":
                    acks[message["id"]] = (message["epoch"], message["offset"])
                    unanswered.remove(message["id"])

        with self.assertRaises(websockets.ConnectionClosed) as caught:
            await take()
        self.assertEqual(caught.exception.code, 1012)
        await self.is_closed(company.yuki, 1012)
        told = (await self.log_says(server, r"The history is broken; it was moved to (\S+), and a new one begins")).group(1)
        self.assertEqual([told], self.aside())
        # Version 1 has not noticed anything.
        await company.old.send(type="broadcast", content="still here", timestamp="x")
        self.assertEqual((await company.older.expect("broadcast_message"))["content"], "still here")
        company.mika = await Peer.join(server.url, None, resume={"session": company.mika.session})
        self.assertTrue(company.mika.me["resumed"])
        joined = await company.mika.ask(type="join", room="tea", since={"epoch": epoch, "offset": 300})
        self.assertFalse(joined["recovered"])
        self.assertNotEqual(joined["epoch"], epoch)
        for post in list(unanswered):
            ack = await company.mika.ask(type="broadcast", room="tea", content=post, id=post)
            self.assertEqual(ack["type"], "ack", ack)
            acks[post] = (ack["epoch"], ack["offset"])
        await company.old.close()
        await company.older.close()
        await company.mika.close()
        server.stop()
        self.assertEqual(self.tool("--check-store").returncode, 0)
        # Of those that were acknowledged by the new history, each is there once.
        new = {content: offset for content, (which, offset) in acks.items() if which != epoch}
        exported = self.exported()
        self.assertEqual({content: offset for content, offset in exported}, new)
        self.assertEqual(len(exported), len(new))
        self.assertEqual(set(acks), set(posts))
        self.assertFalse(set(lost) & set(new))

    async def kill_and_change_the_log(self, change):
        """Of a killed server, whose messages are in the log; returns the server that comes after it."""
        server = self.start()
        company = await Company.gather(self, server)
        await self.fill(company, 40, 200)
        server.kill()
        with open(self.path + "-wal", "r+b") as log:
            change(log, len(log.read().rstrip(b"\0")))
        return company, self.start()

    async def test_a_log_that_is_damaged_or_cut(self):
        """What was acknowledged may be lost with it, but no number is given to something else."""
        def flip(log, used):
            log.seek(used * 3 // 4)
            byte = log.read(1)[0]
            log.seek(used * 3 // 4)
            log.write(bytes([byte ^ 1]))

        def cut(log, used):
            log.truncate(used // 2)

        for change in (flip, cut):
            with self.subTest(change=change.__name__):
                company, server = await self.kill_and_change_the_log(change)
                await self.log_says(server, "The end of the history's log is damaged or missing")
                epoch, newest = list(company.acks.values())[-1]
                mika = await Peer.join(server.url, None, resume={"session": company.mika.session})
                ack = await mika.ask(type="broadcast", room="tea", content="after", id="after")
                self.assertEqual((ack["type"], ack["epoch"]), ("ack", epoch))
                self.assertGreater(ack["offset"], newest)
                joined = await mika.ask(type="join", room="tea", since={"epoch": epoch, "offset": newest})
                self.assertEqual((joined["recovered"], [item["content"] for item in joined["items"]]), (True, ["after"]))
                await mika.close()
                server.stop()
                self.assertEqual(self.tool("--check-store").returncode, 0)
                for path in glob.glob(self.path + "*"):
                    os.remove(path)

    async def test_an_emptied_file(self):
        """What is in the log is kept beside the new history."""
        company, server = await self.kill_and_change_the_log(lambda log, used: os.truncate(self.path, 0))
        await self.log_says(server, r"The history is broken; it was moved to \S+corrupt-\S+, and a new one begins")
        with open(self.aside()[0] + "-wal", "rb") as log:
            self.assertIn(next(iter(company.acks)).encode(), log.read())
        server.stop()

    async def holds(self, company, kept):
        """Of all that Mika said the newest are left, in their places; asks until the rest is gone."""
        company.acks = dict(list(company.acks.items())[-kept:])
        deadline = time.monotonic() + TIMEOUT
        while True:
            page = await company.mika.ask(type="history", room="tea", limit=1000)
            if len(page["items"]) <= kept or time.monotonic() > deadline:
                break
        self.assertEqual([(item["content"], item["offset"]) for item in page["items"]],
                         [(content, offset) for content, (_, offset) in company.acks.items()])
        self.assertFalse(page["more"])

    async def test_only_so_many_bytes_are_kept(self):
        """While people talk, and at the start with another limit."""
        size = 6000
        server = self.start("--history-bytes", "64K")
        company = await Company.gather(self, server)
        await self.fill(company, 40, size)
        page = await company.mika.ask(type="history", room="tea", limit=1000)
        kept = len(page["items"])
        self.assertTrue(64 * 1024 // size - 2 <= kept <= 64 * 1024 // size, kept)
        epoch, newest = list(company.acks.values())[-1]
        await self.holds(company, kept)
        joined = await company.mika.ask(type="join", room="tea", since={"epoch": epoch, "offset": newest - kept - 1})
        self.assertFalse(joined["recovered"])
        joined = await company.mika.ask(type="join", room="tea", since={"epoch": epoch, "offset": newest - kept})
        self.assertEqual((joined["recovered"], len(joined["items"])), (True, kept))
        await company.leave()
        server.stop()
        self.compare_with_the_store(company)
        server = self.start("--history-bytes", "20K")
        company.mika = await Peer.join(server.url, None, "tea", resume={"session": company.mika.session})
        await self.holds(company, 20 * 1024 // size)
        await company.mika.close()
        server.stop()
        self.compare_with_the_store(company)

    async def test_only_what_is_young_is_kept(self):
        if not CLOCK or "KODAMA_SANITIZED" in os.environ:
            self.skipTest("the clock cannot be set for this program")
        turn, environment = self.own_clock()
        server = self.start("--history-age", "1d", env=environment)
        company = await Company.gather(self, server)
        await company.say_kept()
        await company.say_kept()
        turn(2 * 86400)
        await company.say_kept()
        await company.leave()
        server.stop()
        epoch, third = company.acks["post 3"]
        server = self.start("--history-age", "1d", env=environment)
        company.mika = await Peer.join(server.url, None, "tea", resume={"session": company.mika.session})
        await self.holds(company, 1)
        for offset, recovered in ((third - 2, False), (third - 1, True)):
            joined = await company.mika.ask(type="join", room="tea", since={"epoch": epoch, "offset": offset})
            self.assertEqual((joined["recovered"], len(joined["items"])), (recovered, int(recovered)))
        await company.mika.close()
        server.stop()
        self.compare_with_the_store(company)
        # When all that was said is gone, what comes next has a number of its own all the same.
        turn(4 * 86400)
        server = self.start("--history-age", "1d", env=environment)
        company.mika = await Peer.join(server.url, None, "tea", resume={"session": company.mika.session})
        company.acks = {}
        await self.holds(company, 0)
        answer = await company.say()
        self.assertEqual((answer["epoch"], answer["offset"]), (epoch, third + 1))
        await company.mika.close()
        server.stop()
        self.compare_with_the_store(company)

    def own_clock(self):
        """What turns the server's wall clock by so many seconds, and how the server comes by it."""
        hands = os.path.join(self.folder, "clock")

        def turn(seconds):
            mode = "r+b" if os.path.exists(hands) else "wb"
            with open(hands, mode) as file:
                file.write(struct.pack("=q", seconds))

        turn(0)
        return turn, {"LD_PRELOAD": CLOCK, "KODAMA_TEST_CLOCK": hands}

    async def test_a_clock_that_goes_back(self):
        if not CLOCK or "KODAMA_SANITIZED" in os.environ:
            self.skipTest("the clock cannot be set for this program")
        turn, environment = self.own_clock()
        server = self.start("--history-age", "30d", env=environment)
        company = await Company.gather(self, server)
        await company.say_kept()
        turn(-86400)
        await company.say_kept()
        turn(-3 * 86400)
        server.kill()
        server = self.start("--history-age", "30d", env=environment)
        position = company.acks["post 1"]
        mika = company.mika.session
        company.mika = await Peer.join(server.url, None, resume={"session": mika})
        self.assertTrue(company.mika.me["resumed"])
        joined = await company.mika.ask(type="join", room="tea", since={"epoch": position[0], "offset": position[1]})
        self.assertEqual((joined["recovered"], [item["content"] for item in joined["items"]]), (True, ["post 2"]))
        third = await company.say()
        again = await company.repeat(third["id"])
        self.assertEqual((again["offset"], again["duplicate"]), (third["offset"], True))
        page = await company.mika.ask(type="history", room="tea")
        self.assertEqual([item["offset"] for item in page["items"]], [1, 2, 3])
        days = [round((page["items"][0]["ts"] - item["ts"]) / 86_400_000) for item in page["items"]]
        self.assertEqual(days, [0, 1, 3])
        await company.mika.close()
        server.stop()
        self.compare_with_the_store(company)


if __name__ == "__main__":
    unittest.main()
