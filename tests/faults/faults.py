"""Faults that a client brings about: each a function of the server's port, checked for what it gets.

Each returns what the server has to have told its clients then, as harness.told() counts it: those it
closes by itself with the code that docs/limits.md names, and 1006 those who go without a word.
"""

import collections
import contextlib
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib

from harness import (
    BOUND,
    DESCRIPTORS,
    close_code_of,
    connect,
    frame,
    many,
    read_to_the_end,
    request,
    reset,
    send_all,
    stuff,
    until_close,
    upgraded,
    wait_until,
)
from kodama_peers import CLOSE, CONTINUATION, PING, PONG

MEGABYTE = 1 << 20
ECHO = frame(b'{"type":"echo","text":"hello"}')


def expect_code(peer, *codes):
    code = close_code_of(read_to_the_end(peer))
    if code not in codes:
        raise AssertionError(f"closed with {code}, expected one of {codes}")
    peer.close()


# --- frames ----------------------------------------------------------------------------------


def gigabyte_header(port):
    count = many(20, 1000)
    for _ in range(count):
        peer = upgraded(port)
        send_all(peer, frame(b"", length=1 << 30, form=64) + b"x" * 1000)
        expect_code(peer, 1009)
    return {"closes 1009": count}


def send_until_closed(peer, block):
    """The code of the close frame that the server answers an endless stream with."""
    seen = b""
    while close_code_of(seen) is None and send_all(peer, block):
        while select.select([peer], [], [], 0)[0]:
            data = b""
            with contextlib.suppress(ConnectionResetError):
                data = peer.recv(65536)
            if not data:
                return close_code_of(seen)
            seen += data
    code = close_code_of(seen + read_to_the_end(peer))
    peer.close()
    return code


def endless_continuations(port):
    block = frame(b"x" * 1000, CONTINUATION, fin=False) * 100
    count = many(2, 50)
    for _ in range(count):
        peer = upgraded(port)
        send_all(peer, frame(b"", fin=False))
        code = send_until_closed(peer, block)
        if code != 1009:
            raise AssertionError(f"closed with {code}, expected 1009")
    return {"closes 1009": count}


def empty_fragments(port):
    block = frame(b"", CONTINUATION, fin=False) * 1000
    count = many(2, 50)
    for _ in range(count):
        peer = upgraded(port)
        send_all(peer, frame(b"", fin=False))
        code = send_until_closed(peer, block)
        if code != 1008:
            raise AssertionError(f"closed with {code}, expected 1008")
    return {"closes 1008": count}


def close_with_the_request(port):
    count = many(200, 5000)
    for _ in range(count):
        peer = connect(port)
        send_all(peer, request(port) + frame(b"\x03\xe8", CLOSE))
        expect_code(peer, 1000)
    return {"closes 1000": count}


def much_unfinished(port):
    """Each within its own bounds, all together far beyond what the server may hold; meanwhile somebody
    honest sends messages that are as long."""
    peers = []
    text = json.dumps({"type": "echo", "text": "x" * MEGABYTE}).encode()
    for i in range(many(100, 2000)):
        peer = upgraded(port)
        if i % 2:
            send_all(peer, frame(b"x" * MEGABYTE, fin=False))
        else:
            send_all(peer, ECHO + frame(b"x" * MEGABYTE, length=MEGABYTE + 1000, form=64))
        peers.append(peer)
        if i % 10 == 0:
            honest = upgraded(port)
            send_all(honest, frame(text))
            send_all(honest, frame(b"\x03\xe8", CLOSE))
            answer = read_to_the_end(honest)
            if answer.count(b'"echo_response"') != 1 or close_code_of(answer) != 1000:
                raise AssertionError(f"somebody honest was sent away: {close_code_of(answer)}")
            honest.close()
    closed = [peer for peer in peers if has_ended(peer)]
    if len(closed) < len(peers) // 4:
        raise AssertionError(f"only {len(closed)} of {len(peers)} had to go")
    codes = {close_code_of(read_to_the_end(peer)) for peer in closed}
    if not codes <= {1013, None}:  # None: what was on its way to it was lost with a reset
        raise AssertionError(f"closed with {codes}")
    for peer in peers:
        reset(peer)
    return {"closes 1013": len(closed), "shed": len(closed)}


def much_unread(port):
    """The same with answers that nobody takes, each client's own."""
    text = frame(json.dumps({"type": "echo", "text": "x" * 100_000}).encode()) * 50
    peers = []
    for _ in range(many(80, 1000)):
        peer = upgraded(port, receive_bytes=4096)
        peer.setblocking(False)
        peers.append([peer, 0])
    for _ in range(50):
        for one in peers:
            with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
                one[1] += one[0].send(text[one[1] % len(text) :])
    wait_until(lambda: any(has_ended(peer) for peer, _ in peers), "those who take nothing go")
    ended = sum(has_ended(peer) for peer, _ in peers)
    for peer, _ in peers:
        reset(peer)
    # 1013 for those whose last message was not all there; whoever takes nothing is told 4001.
    return {"closes 4001": 1, "shed": ended}


# --- who does not listen ---------------------------------------------------------------------


def unread_pings(port):
    """Each ping asks for a pong that nobody takes: at some point nothing more may be taken in."""
    most = many(32, 256) * MEGABYTE
    peers = [upgraded(port, receive_bytes=4096) for _ in range(many(2, 8))]
    block = frame(b"p" * 125, PING) * 500
    for peer in peers:
        stuff(peer, block, most)
        until_close(peer)  # too many pings
    for peer in peers:
        reset(peer)
    return {"closes 1008": len(peers)}


def unread_pongs(port):
    """A pong needs no answer, so a million of them is nothing but work."""
    peer = upgraded(port, receive_bytes=4096)
    block = frame(b"p" * 125, PONG) * 500
    stuff(peer, block, many(4, 256) * MEGABYTE)
    until_close(peer)
    reset(peer)
    return {"closes 1008": 1}


def unread_echoes(port, rests):
    most = many(32, 256) * MEGABYTE
    peer = upgraded(port, receive_bytes=4096)
    sent = stuff(peer, ECHO * 500, most)
    if sent >= most:
        raise AssertionError("the server takes messages without end from who reads no answer")
    rests(lambda: not has_ended(peer))
    reset(peer)
    return {"closes 1006": 1}


def packed_messages(port):
    """Messages that become a thousand times as long when they are unpacked, and are no JSON then."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"[" + b" " * 1_000_000) + packer.flush(zlib.Z_SYNC_FLUSH)
    count = many(20, 1000)
    peer = upgraded(port, Sec_WebSocket_Extensions="permessage-deflate")
    for _ in range(count):
        send_all(peer, frame(packed[:-4], rsv=4))
    peer.shutdown(socket.SHUT_WR)
    answers = read_to_the_end(peer).count(b'"BAD_JSON"')
    if answers != count:
        raise AssertionError(f"{answers} of {count} messages were answered")
    peer.close()
    return {"errors BAD_JSON": count, "closes 1006": 1}


def tiny_frames(port):
    """Four clients with the smallest messages there are, each of which is answered: no more than may
    come at once."""
    block = frame(b"") * 2000
    blocks = many(10, 90)

    def flood():
        peer = upgraded(port)
        reader = threading.Thread(target=read_to_the_end, args=(peer,))
        reader.start()
        for _ in range(blocks):
            if not send_all(peer, block):
                break
        with contextlib.suppress(OSError):
            peer.shutdown(socket.SHUT_WR)
        reader.join()
        peer.close()

    together([flood] * 4)
    return {"errors BAD_JSON": 4 * 2000 * blocks, "closes 1006": 4}


def together(functions):
    failures = []

    def guarded(function):
        try:
            function()
        except BaseException as error:  # pylint: disable=broad-except
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(one,)) for one in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def broadcast_until(port, is_enough):
    """Tells everybody 4 KiB, 1,000 times a second as far as the machine lets it; every copy of its
    own must come back."""
    peer = upgraded(port)
    text = frame(json.dumps({"type": "broadcast", "content": "x" * 4096}).encode())
    came = threading.Condition()
    counts = {"back": 0, "over": False}

    def take():
        received = b""
        data = b"?"
        while data:
            try:
                data = peer.recv(65536)
            except OSError:
                data = b""
            received += data
            with came:
                counts["back"] += received.count(b'"broadcast_message"')
                counts["over"] = not data
                came.notify()
            received = received[received.rfind(b'"broadcast_message"') + 1 :][-30:]

    reader = threading.Thread(target=take)
    reader.start()
    sent = 0
    begin = time.monotonic()
    while sent % 200 or not is_enough():
        if not send_all(peer, text):
            raise AssertionError("the one who speaks was cut off")
        sent += 1
        with came:  # never so far ahead that it would be too slow itself
            if not came.wait_for(lambda: counts["back"] + 50 > sent or counts["over"], BOUND):
                raise AssertionError("the one who speaks hears nothing any more")
        time.sleep(max(0.0, begin + sent / 1000 - time.monotonic()))
    rate = sent / (time.monotonic() - begin)
    with came:
        all_back = came.wait_for(lambda: counts["back"] >= sent or counts["over"], BOUND)
    if not all_back or counts["back"] < sent:
        raise AssertionError(f"{sent} said, {counts['back']} came back")
    send_all(peer, frame(b"\x03\xe8", CLOSE))
    reader.join()
    peer.close()
    print(f"  {sent} messages, {rate:.0f} a second", flush=True)
    return sent


def has_ended(peer):
    """Looks without taking anything: that it was reset is reported all the same."""
    poll = select.poll()
    poll.register(peer, select.POLLRDHUP)
    return bool(poll.poll(0))


def slow_readers(port, connect=upgraded):
    """Ten that take nothing, while somebody speaks: each is closed, and costs nobody anything."""
    slow = [connect(port, receive_bytes=4096) for _ in range(10)]
    before = connected_clients(port)
    broadcast_until(port, lambda: connected_clients(port) <= before + 1 - 10)  # and who speaks

    wait_until(lambda: all(has_ended(peer) for peer in slow), "their connections are reset")
    for peer in slow:
        peer.close()
    return {"closes 4001": len(slow)}


STOPPED = """
import sys
sys.path.insert(0, sys.argv[2])
from harness import frame, upgraded
count, address, quiet = int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
peers = [upgraded(int(sys.argv[1]), receive_bytes=4096, address=address) for _ in range(count)]
for _ in range(quiet):
    peer = upgraded(int(sys.argv[1]), receive_bytes=4096, address=address)
    peer.sendall(frame(b'{"type":"hello","v":2}'))
    data = b""
    while b'"hello_response"' not in data:
        received = peer.recv(65536)
        if not received:
            sys.exit("a connection was closed")
        data += received
    peers.append(peer)
print("ready", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def clients_in_a_process(port, count, address="127.0.0.1", prefix=(), quiet=0):
    """Nobody of them reads. So many more are quiet: of version 2 and in no room, they are sent nothing."""
    here = os.path.dirname(os.path.abspath(__file__))
    process = subprocess.Popen(
        [*prefix, sys.executable, "-B", "-c", STOPPED, str(port), here, str(count), address, str(quiet)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout.readline().strip() != "ready":
            raise AssertionError("the clients are not connected")
        yield process
    finally:
        process.kill()
        process.communicate()


def connected_clients(port):
    peer = upgraded(port)
    peer.sendall(frame(b'{"type":"command","command":"status"}'))
    data = b""
    while b'"command_response"' not in data or not data.endswith(b"}"):
        data += peer.recv(65536)
    # Told goodbye, so that the next who asks does not count it.
    peer.sendall(frame(b"\x03\xe8", CLOSE))
    read_to_the_end(peer)
    peer.close()
    tail = data[data.index(b'"connected_clients"') :]
    return int(tail.split(b":")[1].split(b",")[0].split(b"}")[0])


def stopped_peer(port, rests):
    """The kernel of a stopped process still acknowledges; nobody reads."""
    with clients_in_a_process(port, 5) as process:
        before = connected_clients(port)
        process.send_signal(signal.SIGSTOP)
        rests(lambda: connected_clients(port) >= before)
        broadcast_until(port, lambda: connected_clients(port) <= before + 1 - 5)
    return {"closes 4001": 5}


def killed_clients(port):
    """More of version 1 would hear so much of each other's coming that they are too slow."""
    loud, quiet = 50, many(0, 950)
    count = loud + quiet
    before = connected_clients(port)
    with clients_in_a_process(port, loud, quiet=quiet) as process:
        wait_until(lambda: connected_clients(port) >= before + count, "they are connected")
        process.send_signal(signal.SIGKILL)
        wait_until(lambda: connected_clients(port) <= before, "the server knows that they are gone")
    return {"closes 1006": count}


def vanishing_peers(port, network, rests):
    """Their machine is gone from one moment to the next, without a word: once while next to nothing
    is said, once in the middle of much, of which nothing is acknowledged any more."""
    before = connected_clients(port)

    def are_given_up():
        return connected_clients(port) <= before + 1

    def wait_in_silence():
        rests(lambda: connected_clients(port) >= before + 10)
        wait_until(are_given_up, "they are given up")

    for wait in (wait_in_silence, lambda: broadcast_until(port, are_given_up)):
        with clients_in_a_process(port, 10, network.address, network.command):
            wait_until(lambda: connected_clients(port) >= before + 10, "they are connected")
            network.cut()
            wait()
        network.restore()
    return {"closes 4002": 10, "closes 4001": 10}


# --- before the handshake --------------------------------------------------------------------


def is_readable(peer):
    """Without select(), which knows no descriptors above 1023."""
    poll = select.poll()
    poll.register(peer, select.POLLIN)
    return bool(poll.poll(0))


def unfinished_requests(port, rests):
    """5,000 connections on which nothing is said, half a request, or one that drips: all are sent away
    in some seconds, and until then cost nothing. Where so many sockets may not be had, fewer."""
    count = min(1700, (DESCRIPTORS - 500) // 3)
    silent = [connect(port) for _ in range(count)]
    half = [connect(port) for _ in range(count)]
    drip = [connect(port) for _ in range(count)]
    for peer in half:
        send_all(peer, request(port)[:60])
    rests(lambda: not any(is_readable(peer) for peer in drip))
    text = b"GET / HTTP/1.1\r\n" + b"X-Slow: loris\r\n" * 100_000
    at = 0
    open_drips = list(drip)
    while open_drips:
        for peer in list(open_drips):
            if is_readable(peer) or not send_all(peer, text[at : at + 1]):
                open_drips.remove(peer)
        at += 1
        if at > len(text):
            raise AssertionError("the server waits for ever for a request that drips")
        select.select([], [], [], 0.02)
    for peer in silent + half + drip:
        read_to_the_end(peer)
        peer.close()
    print(f"  {3 * count} connections", flush=True)
    return {"http 408": 2 * count, "dropped": count}


HANDSHAKE_FAILURE = b"\x15\x03\x03\x00\x02\x02\x28"  # an alert, fatal


def tls_on_the_plain_port(port):
    """A TLS alert, which every client of TLS understands."""
    hello = bytes.fromhex("160301008f0100008b0303") + os.urandom(0x8A)
    count = 1000
    for _ in range(count):
        peer = connect(port)
        send_all(peer, hello)
        answer = read_to_the_end(peer)
        if answer != HANDSHAKE_FAILURE:
            raise AssertionError(f"TLS was answered {answer[:60]!r}")
        peer.close()
    return {"http other": count}


def plain_on_the_tls_port(port):
    """Each is told in plain words what to do; some come at once, one that is no HTTP at all is answered, too."""
    one_by_one, together_, other = 1000, 300, 100
    for i in range(one_by_one):
        peer = connect(port)
        send_all(peer, request(port) if i % 2 else b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = read_to_the_end(peer)
        if not is_sent_to_tls(answer) or b"wss://" not in answer:
            raise AssertionError(f"answered {answer[:60]!r}")
        peer.close()
    at_once(port, together_, request(port), is_sent_to_tls)
    for _ in range(other):
        peer = connect(port)
        send_all(peer, ECHO)
        answer = read_to_the_end(peer)
        if not answer.startswith(b"HTTP/1.1 400 "):
            raise AssertionError(f"answered {answer[:60]!r}")
        peer.close()
    return {"http 426": one_by_one + together_, "http 400": other}


def is_sent_to_tls(answer):
    return answer.startswith(b"HTTP/1.1 426 ")


def tls_handshakes_that_end_early(port, hello):
    """Behind each byte of the greeting somebody hangs up, or is gone at once."""
    count = 1000
    for i in range(count):
        peer = connect(port)
        send_all(peer, hello[: i * 7 % (len(hello) + 1)])
        if i % 2:
            reset(peer)
        else:
            peer.close()
    return {"dropped": count}


def connect_and_reset(port):
    count = many(1000, 20_000)
    for _ in range(count):
        peer = connect(port)
        reset(peer)
    return {"dropped": count}


def reset_while_talking(port):
    count = many(200, 5000)
    for i in range(count):
        peer = upgraded(port)
        send_all(peer, ECHO * (i % 50))
        reset(peer)
    return {"closes 1006": count}


def at_once(port, count, opening, is_served):
    """So many connect at the same moment and say the same; each is answered, and goes."""
    poll = select.epoll()
    peers = {}
    for _ in range(count):
        peer = socket.socket()
        peer.setblocking(False)
        peer.connect_ex(("127.0.0.1", port))
        poll.register(peer, select.EPOLLOUT)
        peers[peer.fileno()] = peer
    deadline = time.monotonic() + BOUND
    while peers:
        if time.monotonic() > deadline:
            raise AssertionError(f"{len(peers)} of {count} are not answered")
        for number, events in poll.poll(1):
            if events & select.EPOLLOUT:
                peers[number].sendall(opening)
                poll.modify(number, select.EPOLLIN)
                continue
            data = peers[number].recv(65536)
            if not is_served(data):
                raise AssertionError(f"answered {data[:60]!r}")
            reset(peers.pop(number))
    poll.close()


def connect_storm(port):
    count = 1000
    at_once(port, count, request(port), lambda data: b" 101 " in data)
    return {"closes 1006": count}


def tls_greetings(port, hello):
    """Each greeting makes the server sign something, and nobody is there to read it."""
    count = 1000
    at_once(port, count, hello, lambda data: data.startswith(b"\x16\x03"))
    return {"dropped": count}


# --- cheap to ask, dear to answer -------------------------------------------------------------


def say(**message):
    return frame(json.dumps(message).encode())


def take(peer, word, count):
    """Reads until the word has come so often."""
    refusal = b'{"type":"error"'
    came, before = 0, b""
    while came < count:
        data = peer.recv(MEGABYTE)
        if not data:
            raise AssertionError(f"cut off after {came} of {count} answers")
        text = before + data
        if refusal in text:
            raise AssertionError(f"refused after {came} of {count} answers: {text[-300:]!r}")
        came += text.count(word) - before.count(word)
        before = text[-max(len(word), len(refusal)) :]


def greeted(port, receive_bytes=None):
    """Of version 2, in no room."""
    peer = upgraded(port, receive_bytes)
    send_all(peer, say(type="hello", v=2))
    take(peer, b'"hello_response"', 1)
    return peer


def fill_rooms(port):
    """A room with as many messages as one answer has, and more rooms than one list has. One session
    may begin 200 rooms at once."""
    many_rooms = [[f"room{i}.{j}" for j in range(190)] for i in range(6)]
    for rooms in [["archive"] * 1000, *many_rooms]:
        peer = greeted(port)
        for i, room in enumerate(rooms):
            send_all(peer, say(type="broadcast", id=str(i), room=room, content="x" * 100))
        take(peer, b'{"type":"ack"', len(rooms))
        send_all(peer, frame(b"\x03\xe8", CLOSE))
        expect_code(peer, 1000)


DEAR = (
    {"type": "history", "room": "archive", "limit": 1000},
    {"type": "rooms"},
    {"type": "who", "room": "lobby"},
)


def dear_questions(port, rests):
    """Some bytes that make the server put together hundreds of kilobytes: four ask as fast as they can,
    and have every answer; one more takes none, and is not listened to any longer."""
    count = many(60, 1200)
    questions = b"".join(say(id=str(i), **DEAR[i % len(DEAR)]) for i in range(count))

    def ask():
        peer = greeted(port)
        asking = threading.Thread(target=send_all, args=(peer, questions))
        asking.start()
        take(peer, b'_response","id":', count)
        asking.join()
        send_all(peer, frame(b"\x03\xe8", CLOSE))
        expect_code(peer, 1000)

    deaf = greeted(port, receive_bytes=4096)
    most = many(32, 256) * MEGABYTE
    if stuff(deaf, questions, most) >= most:
        raise AssertionError("the server takes questions without end from who reads no answer")
    rests(lambda: not has_ended(deaf))
    together([ask] * 4)
    reset(deaf)
    return {"closes 1000": 4, "closes 1006": 1}


# --- everything at once ----------------------------------------------------------------------


def mixed(port):
    """Hostile and honest ones in no order; the seed is printed, so that it can be run again."""
    seed = random.SystemRandom().randrange(1 << 30)
    chance = random.Random(seed)
    total = many(3000, 20_000)
    counts = collections.Counter()

    def honest():
        peer = upgraded(port)
        peer.sendall(ECHO)
        data = b""
        while b'"echo_response"' not in data:
            part = peer.recv(65536)
            if not part:
                raise AssertionError(f"an honest one was cut off (seed {seed})")
            data += part
        peer.sendall(frame(b"\x03\xe8", CLOSE))
        read_to_the_end(peer)
        peer.close()

    def garbage():
        peer = upgraded(port)
        send_all(peer, chance.randbytes(chance.randrange(2000)))
        reset(peer)

    def vanishes():
        peer = upgraded(port)
        send_all(peer, frame(b"x" * 1000, length=50_000, form=16))
        peer.close()

    def half_request():
        peer = connect(port)
        send_all(peer, request(port)[: chance.randrange(100)])
        peer.close()

    def wrong_request():
        peer = connect(port)
        send_all(peer, b"BREW /pot HTCPCP/1.0\r\n\r\n")
        read_to_the_end(peer)
        peer.close()

    def wrong_frame():
        peer = upgraded(port)
        send_all(peer, frame(b"", 3))
        expect_code(peer, 1002)

    def early_reset():
        reset(connect(port))

    kinds = [honest, garbage, vanishes, half_request, wrong_request, wrong_frame, early_reset]

    def some():
        for _ in range(total // 6):
            kind = chance.choice(kinds)
            kind()
            with lock:
                counts[kind] += 1

    lock = threading.Lock()
    together([some] * 6)
    return {
        "closes 1000": counts[honest],
        "closes 1002": counts[wrong_frame],
        "closes 1006": counts[vanishes],
        "http 400": counts[wrong_request],
        "dropped": counts[early_reset],
    }
