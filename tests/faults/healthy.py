#!/usr/bin/python3
"""A client that behaves, beside the faults: healthy.py PORT, until its standard input ends.

One echo after the other, each answered with exactly what was sent. Says "well" once it is under way,
and at the end one line of JSON: how many answers came, how many did not, and how long they took.
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


def main():
    client = RawClient(int(sys.argv[1]))
    assert client.read_message()["type"] == "welcome"
    times, wrong = [], 0
    while True:
        number = len(times)
        begin = time.monotonic()
        client.send(frame(json.dumps({"type": "echo", "text": number}).encode()))
        answer = client.read_message()
        while isinstance(answer, dict) and answer["type"] not in ("echo_response", "error"):
            answer = client.read_message()  # what the others say
        times.append((time.monotonic() - begin) * 1000)
        if not isinstance(answer, dict) or answer.get("original", {}).get("text") != number:
            wrong += 1
            print(f"expected {number}, got {answer}", file=sys.stderr, flush=True)
            break
        if number == 20:
            print("well", flush=True)
        if select.select([sys.stdin], [], [], PAUSE)[0]:
            break
    client.close()
    times.sort()
    print(
        json.dumps(
            {
                "answers": len(times) - wrong,
                "lost": wrong,
                "median_ms": round(at(times, 0.5), 2),
                "p99_ms": round(at(times, 0.99), 2),
                "worst_ms": round(times[-1], 2),
            }
        ),
        flush=True,
    )


main()
