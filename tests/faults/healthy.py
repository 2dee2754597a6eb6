#!/usr/bin/python3
"""A client that behaves, beside the faults: healthy.py PORT CALM_PORT [--tls] [--until-stopped].

One echo after the other, each answered with exactly what was sent: in turn at the server that the
fault is done to, and at another one that is left alone. What the machine has to do besides slows both
down, so that the difference between them is what the fault does to others. Says "well" once it is
under way, and at the end, when its standard input says "end" or ends, one line of JSON. After "pause"
it says "silent", and nothing to the servers until "go".

--tls: both ports speak TLS.
--until-stopped: the first server may end, as long as it says so (1001).
"""

import argparse
import json
import os
import select
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from kodama_peers import CLOSE, RawClient, frame, request  # noqa: E402  (found through the line above)
from tls_support import careless  # noqa: E402

PAUSE = 0.002  # between two echoes: 500 a second at most, as a busy but honest client


def at(sorted_values, part):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * part))]


class TlsClient(RawClient):
    """The same behind a TLS handshake."""

    def __init__(self, port):
        super().__init__(port, upgrade=False)
        self.socket = careless().wrap_socket(self.socket, server_hostname="localhost")
        self.send(request(port))
        head = self.read_http()
        if b" 101 " not in head:
            raise AssertionError(f"no upgrade: {head!r}")


class Echoes:
    """At one of the servers."""

    def __init__(self, port, kind, may_be_stopped=False):
        self.client = kind(port)
        self.may_be_stopped = may_be_stopped
        self.was_stopped = False
        # Of version 2: who is told of everybody's coming and going has that to read first.
        self.client.send(frame(b'{"type":"hello","v":2}'))
        while self.client.read_message()["type"] != "hello_response":
            pass
        self.times = []
        self.lost = 0

    def take_one(self):
        number = len(self.times)
        begin = time.monotonic()
        self.client.send(frame(json.dumps({"type": "echo", "text": number}).encode()))
        answer = self.client.read_message()
        if self.may_be_stopped and answer == ("close", 1001):
            self.was_stopped = True
            return
        self.times.append((time.monotonic() - begin) * 1000)
        if not isinstance(answer, dict) or answer.get("original", {}).get("text") != number:
            self.lost += 1
            print(f"expected {number}, got {answer}", file=sys.stderr, flush=True)

    def say_goodbye(self):
        if not self.was_stopped:
            self.client.send(frame(b"\x03\xe8", CLOSE))
            while isinstance(self.client.read_message(), dict):
                pass
        self.client.close()

    def report(self):
        self.say_goodbye()
        self.times.sort()
        return {
            "answers": len(self.times) - self.lost,
            "median_ms": round(at(self.times, 0.5), 2),
            "p99_ms": round(at(self.times, 0.99), 2),
            "worst_ms": round(self.times[-1], 2),
        }


def has_to_end():
    """Does what standard input says, if it says anything."""
    if not select.select([sys.stdin], [], [], PAUSE)[0]:
        return False
    if sys.stdin.readline() != "pause\n":
        return True
    print("silent", flush=True)
    return sys.stdin.readline() != "go\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ports", nargs=2, type=int)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--until-stopped", action="store_true")
    options = parser.parse_args()
    kind = TlsClient if options.tls else RawClient
    attacked = Echoes(options.ports[0], kind, options.until_stopped)
    calm = Echoes(options.ports[1], kind)
    count = 0
    while not attacked.lost and not calm.lost:
        attacked.take_one()
        if attacked.was_stopped:
            break
        calm.take_one()
        count += 1
        if count == 20:
            print("well", flush=True)
        if has_to_end():
            break
    lost = attacked.lost + calm.lost
    report = {"lost": lost, "stopped": attacked.was_stopped}
    print(json.dumps({**report, **attacked.report(), "calm": calm.report()}), flush=True)


main()
