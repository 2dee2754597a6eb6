#!/usr/bin/python3
"""The store as an operator meets it: kodama-server --check-store and --export, and what they say of
stores that are whole, damaged, of another version, or not there."""

import json
import os
import sqlite3
import subprocess
import tempfile
import unittest

from kodama_peers import SERVER, TIMEOUT

# As server/history/schema.cpp makes it.
SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE facts (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE streams (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
 topic TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, items INTEGER NOT NULL,
 bytes INTEGER NOT NULL, first_ts INTEGER NOT NULL, last_ts INTEGER NOT NULL);
CREATE TABLE items (id INTEGER PRIMARY KEY, ts INTEGER NOT NULL, sender INTEGER NOT NULL,
 session INTEGER NOT NULL, retry BLOB, body BLOB NOT NULL, crc INTEGER);
CREATE TABLE retries (seq INTEGER PRIMARY KEY, session INTEGER NOT NULL, retry BLOB NOT NULL,
 item INTEGER NOT NULL, ts INTEGER NOT NULL);
CREATE UNIQUE INDEX retries_by_id ON retries (session, retry);
CREATE TABLE people (id INTEGER PRIMARY KEY, nick TEXT NOT NULL, nick_key TEXT UNIQUE);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE,
 person INTEGER NOT NULL, rooms TEXT NOT NULL, last_seen INTEGER NOT NULL);
CREATE INDEX sessions_by_person ON sessions (person);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen);
CREATE TABLE conversations (person INTEGER NOT NULL, other INTEGER NOT NULL,
 stream INTEGER NOT NULL, PRIMARY KEY (person, other)) WITHOUT ROWID;
INSERT INTO facts VALUES ('version', 2), ('epoch', 'abc'), ('floor', 0);
PRAGMA user_version = 2;
"""


def body_of(offset):
    return json.dumps({"type": "broadcast_message", "content": f"木霊 {offset}", "offset": offset})


class StoreTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(self.folder, "kodama.db")

    def make_store(self, count=50):
        database = sqlite3.connect(self.path)
        database.executescript(SCHEMA)
        bodies = [body_of(i).encode() for i in range(1, count + 1)]
        database.execute(
            "INSERT INTO streams VALUES (1, 'lab', '', 1, ?, ?, ?, 1, ?)",
            (count, count, sum(map(len, bodies)), count))
        database.executemany(
            "INSERT INTO items VALUES (?, 1, 1, 1, NULL, ?, NULL)",
            [((1 << 40) + i, body) for i, body in enumerate(bodies, 1)])
        database.commit()
        return database

    def run_server(self, *arguments):
        return subprocess.run(
            [SERVER, "--language", "en", "--data", self.folder, *arguments],
            capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT, check=False)


class CheckStore(StoreTest):
    def test_a_whole_store(self):
        self.make_store().close()
        result = self.run_server("--check-store")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("rooms 1, conversations 0, messages 50", result.stdout)
        self.assertIn("No problems found", result.stdout)

    def test_a_folder_may_have_a_percent_sign(self):
        self.folder = os.path.join(self.folder, "50%2 more")
        os.mkdir(self.folder)
        self.path = os.path.join(self.folder, "kodama.db")
        self.make_store().close()
        self.assertIn(self.folder, self.run_server("--check-store").stdout)

    def test_a_store_that_is_in_use(self):
        database = self.make_store()
        self.addCleanup(database.close)
        database.execute("BEGIN IMMEDIATE")
        self.assertEqual(self.run_server("--check-store").returncode, 0)

    def test_a_store_that_contradicts_itself(self):
        database = self.make_store()
        database.execute("DELETE FROM items WHERE id = (1 << 40) + 7")
        database.commit()
        database.close()
        result = self.run_server("--check-store")
        self.assertEqual(result.returncode, 65)
        self.assertIn("Problem: lab: 49 items", result.stdout)
        self.assertIn("Problems found: 1", result.stdout)

    def test_a_file_that_is_something_else(self):
        with open(self.path, "wb") as file:
            file.write(b"x" * 5000)
        result = self.run_server("--check-store")
        self.assertEqual(result.returncode, 65)
        self.assertIn("the file is broken", result.stderr)
        with open(self.path, "rb") as file:
            self.assertEqual(file.read(), b"x" * 5000)

    def test_a_store_of_a_newer_version(self):
        database = self.make_store()
        database.executescript("UPDATE facts SET value = 99 WHERE key = 'version';"
                               "PRAGMA user_version = 99;")
        database.close()
        result = self.run_server("--check-store")
        self.assertEqual(result.returncode, 65)
        self.assertIn("99", result.stderr)

    def test_nothing_is_there_and_nothing_is_made(self):
        result = self.run_server("--check-store")
        self.assertEqual(result.returncode, 66)
        self.assertIn(f"There is no history in {self.folder}", result.stderr)
        self.assertEqual(os.listdir(self.folder), [])

    def test_speaks_japanese(self):
        self.make_store().close()
        result = self.run_server("--check-store", "--language", "ja")
        self.assertIn("問題はありません", result.stdout)


class Export(StoreTest):
    def test_one_line_for_each_message_in_order(self):
        self.make_store(2500).close()
        result = self.run_server("--export", "#Lab")
        self.assertEqual(result.returncode, 0, result.stderr)
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual([line["offset"] for line in lines], list(range(1, 2501)))
        self.assertEqual(lines[0]["content"], "木霊 1")

    def test_a_damaged_message_is_left_out_and_told(self):
        database = self.make_store()
        database.execute("UPDATE items SET crc = 1 WHERE id = (1 << 40) + 7")
        database.commit()
        database.close()
        result = self.run_server("--export", "lab")
        self.assertEqual(result.returncode, 65)
        self.assertEqual(len(result.stdout.splitlines()), 49)
        self.assertIn("left out: 1", result.stderr)

    def test_the_lobby_is_there_before_anybody_spoke(self):
        self.make_store().close()
        result = self.run_server("--export", "lobby")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_no_such_room(self):
        self.make_store().close()
        result = self.run_server("--export", "bal")
        self.assertEqual(result.returncode, 66)
        self.assertEqual(result.stdout, "")
        self.assertIn("bal", result.stderr)

    def test_a_full_disk_is_told(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full here")
        self.make_store().close()
        for task in (["--export", "lab"], ["--check-store"]):
            with self.subTest(task=task), open("/dev/full", "w", encoding="ascii") as full:
                result = subprocess.run(
                    [SERVER, "--language", "en", "--data", self.folder, *task], stdout=full,
                    stderr=subprocess.PIPE, text=True, timeout=TIMEOUT, check=False)
                self.assertEqual(result.returncode, 74)
                self.assertRegex(result.stderr, "^kodama-server: cannot write to standard output: .+\n$")


if __name__ == "__main__":
    unittest.main(verbosity=2)
