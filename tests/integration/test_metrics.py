#!/usr/bin/python3
"""/metrics of a real server: what clients do is what the numbers say."""

import json
import socket
import struct
import time
import unittest
import urllib.request

from kodama_peers import CLOSE, TIMEOUT, RawClient, Server, frame, request


def close_frame(code):
    return frame(struct.pack("!H", code), CLOSE)


def say(**message):
    return frame(json.dumps(message).encode())


class Metrics(unittest.TestCase):
    def greeted(self, server):
        client = RawClient(server.port)
        self.addCleanup(client.close)
        self.assertEqual(client.read_message()["type"], "welcome")
        return client

    def read_until(self, client, kind):
        while (message := client.read_message())["type"] != kind:
            pass
        return message

    def wait_for(self, server, holds, what):
        """Numbers are counted by the shards and read by whoever asks: what was done is in them soon."""
        deadline = time.monotonic() + TIMEOUT
        while not holds(metrics := server.metrics()):
            self.assertLess(time.monotonic(), deadline, f"{what}: {metrics}")
            time.sleep(0.02)
        return metrics

    def test_traffic_and_times_of_every_shard(self):
        with Server("--threads", "2", "--no-history") as server:
            clients = [self.greeted(server) for _ in range(6)]
            before = server.metrics()
            self.assertEqual(before["shards"], {"": 2})
            self.assertEqual(before["clients"], {"": 6})
            for i in range(10):
                clients[i % 6].send(say(type="broadcast", content="x" * 100))
                for client in clients:
                    self.read_until(client, "broadcast_message")
            after = self.wait_for(
                server,
                lambda m: sum(m["fanout_seconds_count"].values())
                >= sum(before["fanout_seconds_count"].values()) + 20,
                "each of ten broadcasts reached both shards",
            )

            def gained(name):
                return {shard: after[name][shard] - before[name][shard] for shard in after[name]}

            self.assertEqual(sum(gained("messages_received_total").values()), 10)
            self.assertEqual((before["history_streams"], after["history_streams"]), ({"": 0}, {"": 1}))
            self.assertGreaterEqual(sum(gained("frames_sent_total").values()), 60)
            self.assertGreater(sum(gained("sent_bytes_total").values()), 60 * 100)
            self.assertGreater(sum(gained("received_bytes_total").values()), 10 * 100)
            for name in ("fanout_seconds_count", "fanout_seconds_sum", "turn_seconds_count",
                         "turn_seconds_sum"):  # fmt: skip
                for shard, value in gained(name).items():
                    self.assertGreater(value, 0, (name, shard))
            for shard in ('shard="0"', 'shard="1"'):
                for name in ("fanout_seconds", "turn_seconds"):
                    self.assertEqual(
                        after[f"{name}_bucket"][shard + ',le="+Inf"'], after[f"{name}_count"][shard]
                    )

    def test_bytes_are_those_of_the_wire(self):
        """As compressed, with HTTP and control frames; asked for on a port that does not count."""
        with Server("--threads", "1", "--no-history", "--admin-port", "0") as server:
            admin = int(server.wait_line(r"http://localhost:(\d+)").group(1))
            text = say(type="echo", data="x" * 20_000)
            opening = request(server.port, Sec_WebSocket_Extensions="permessage-deflate")
            with socket.create_connection(("127.0.0.1", server.port)) as peer:
                said = opening + text + frame(b"are you there", 9) + close_frame(1000)
                peer.sendall(said)
                peer.settimeout(TIMEOUT)
                heard = 0
                while data := peer.recv(65536):
                    heard += len(data)
            self.assertLess(heard, 5_000)  # it was compressed
            url = f"http://127.0.0.1:{admin}/metrics"
            with urllib.request.urlopen(url, timeout=TIMEOUT) as response:
                page = response.read().decode()
            self.assertIn(f'kodama_received_bytes_total{{shard="0"}} {len(said)}\n', page)
            self.assertIn(f'kodama_sent_bytes_total{{shard="0"}} {heard}\n', page)

    def test_closes_by_their_codes(self):
        with Server("--threads", "1", "--no-history") as server:
            for data in (close_frame(1000), close_frame(1000), close_frame(4321), frame(b"", 3),
                         frame(b"\xff"), frame(b"", length=1 << 30, form=64)):  # fmt: skip
                with self.greeted(server) as client:
                    client.send(data)
                    while isinstance(client.read_message(), dict):
                        pass
            self.greeted(server).close()  # without a word
            expected = {"1000": 2, "other": 1, "1002": 1, "1007": 1, "1009": 1, "1006": 1}
            self.wait_for(
                server,
                lambda m: m.get("closes_total")
                == {f'shard="0",code="{code}"': count for code, count in expected.items()},
                "as they were closed",
            )

    def test_rates(self):
        with Server("--threads", "1", "--no-history", "--max-messages-per-second", "1") as server:
            with self.greeted(server) as client:
                client.send(say(type="broadcast", content=1) * 20)
                self.read_until(client, "error")
                metrics = server.metrics()
                self.assertGreater(metrics["rate_limited_total"]['shard="0"'], 10)
                self.assertEqual(metrics["errors_total"]['shard="0",name="RATE_LIMITED"'], 1)

    def test_drops_and_queues_of_a_slow_reader(self):
        with Server("--threads", "1", "--no-history") as server:
            slow = socket.socket()
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect(("127.0.0.1", server.port))
            slow.sendall(request(server.port) + say(type="hello", v=2, nick="slow")
                         + say(type="join", room="lobby"))  # fmt: skip
            with self.greeted(server) as speaker:
                speaker.send(say(type="hello", v=2, nick="speaker") + say(type="join", room="lobby"))
                self.read_until(speaker, "join_response")
                text = "x" * 60_000
                deadline = time.monotonic() + TIMEOUT
                state = "active"
                while not (metrics := server.metrics())["frames_dropped_total"]['shard="0"']:
                    self.assertLess(time.monotonic(), deadline, f"typing was dropped: {metrics}")
                    if metrics["queued_bytes"]['shard="0"'] < 600_000:  # the system may still take some
                        speaker.send(say(type="broadcast", content=text))
                        self.read_until(speaker, "broadcast_message")
                        continue
                    speaker.send(say(type="typing", room="lobby", state=state)
                                 + say(type="command", command="ping"))  # fmt: skip
                    self.read_until(speaker, "command_response")
                    state = "done" if state == "active" else "active"
                for _ in range(20):
                    speaker.send(say(type="broadcast", content=text))
                    self.read_until(speaker, "broadcast_message")
                self.wait_for(
                    server,
                    lambda m: m.get("closes_total", {}).get('shard="0",code="4001"') == 1
                    and m["queued_bytes"]['shard="0"'] == 0,
                    "closed as too slow, and its queue is gone",
                )
            slow.close()


if __name__ == "__main__":
    unittest.main()
