-- The tables as version 1 made them, to the letter; items have no checksum.
CREATE TABLE facts (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE streams (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, topic TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, items INTEGER NOT NULL, bytes INTEGER NOT NULL, first_ts INTEGER NOT NULL, last_ts INTEGER NOT NULL);
CREATE TABLE items (id INTEGER PRIMARY KEY, ts INTEGER NOT NULL, sender INTEGER NOT NULL, session INTEGER NOT NULL, retry BLOB, body BLOB NOT NULL);
CREATE TABLE retries (seq INTEGER PRIMARY KEY, session INTEGER NOT NULL, retry BLOB NOT NULL, item INTEGER NOT NULL, ts INTEGER NOT NULL);
CREATE UNIQUE INDEX retries_by_id ON retries (session, retry);
CREATE TABLE people (id INTEGER PRIMARY KEY, nick TEXT NOT NULL, nick_key TEXT UNIQUE);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE, person INTEGER NOT NULL, rooms TEXT NOT NULL, last_seen INTEGER NOT NULL);
CREATE INDEX sessions_by_person ON sessions (person);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen);
CREATE TABLE conversations (person INTEGER NOT NULL, other INTEGER NOT NULL, stream INTEGER NOT NULL, PRIMARY KEY (person, other)) WITHOUT ROWID;
INSERT INTO facts VALUES ('version', 1), ('epoch', 'old'), ('floor', 0), ('clean', 1), ('boot', 'b');
INSERT INTO streams VALUES (1, 'lab', 'topic', 3, 4, 2, 2, 100, 200);
INSERT INTO items VALUES ((1 << 40) + 3, 100, 1, 2, x'61', x'78'), ((1 << 40) + 4, 200, 1, 2, NULL, x'79');
INSERT INTO retries VALUES (1, 2, x'61', (1 << 40) + 3, 100);
INSERT INTO people VALUES (1, 'Mika', 'mika');
INSERT INTO sessions VALUES (2, x'0102', 1, 'lab', 1900000000000);
PRAGMA user_version = 1;
