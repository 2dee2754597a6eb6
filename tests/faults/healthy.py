#!/usr/bin/python3
"""A client that behaves, beside the faults: healthy.py PORT CALM_PORT, until its standard input ends.

One echo after the other, each answered with exactly what was sent: in turn at the server that the
fault is done to, and at another one that is left alone. What the machine has to do besides slows both
down, so that the difference between them is what the fault does to others. Says "well" once it is
under way, and at the end one line of JSON.
"""

import json
import os
import select
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

from kodama_peers import RawClient, frame  # noqa: E402  (found through the line above)

PAUSE = 0.002  # between two echoes: 500 a second at most, as a busy but honest client


def at(sorted_values, part):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * part))]


class Echoes:
    """At one of the servers."""

    def __init__(self, port):
        self.client = RawClient(port)
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
        self.times.append((time.monotonic() - begin) * 1000)
        if not isinstance(answer, dict) or answer.get("original", {}).get("text") != number:
            self.lost += 1
            print(f"expected {number}, got {answer}", file=sys.stderr, flush=True)

    def report(self):
        self.client.close()
        self.times.sort()
        return {
            "answers": len(self.times) - self.lost,
            "median_ms": round(at(self.times, 0.5), 2),
            "p99_ms": round(at(self.times, 0.99), 2),
            "worst_ms": round(self.times[-1], 2),
        }


def main():
    attacked, calm = Echoes(int(sys.argv[1])), Echoes(int(sys.argv[2]))
    count = 0
    while not attacked.lost and not calm.lost:
        attacked.take_one()
        calm.take_one()
        count += 1
        if count == 20:
            print("well", flush=True)
        if select.select([sys.stdin], [], [], PAUSE)[0]:
            break
    lost = attacked.lost + calm.lost
    print(json.dumps({"lost": lost, **attacked.report(), "calm": calm.report()}), flush=True)


main()
