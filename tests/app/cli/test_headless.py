#!/usr/bin/env python3
"""`kodama` without a window, as a process: exit codes, pipes, JSON lines, wrong servers."""

import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import tempfile
import unittest

import fault_server
from fault_server import FaultServer

APP = os.environ["KODAMA_APP"]
SERVER = os.environ.get("KODAMA_SERVER")
TIMEOUT = float(os.environ.get("KODAMA_TEST_TIMEOUT", "30"))


def run(*arguments, stdin="", env=None, within=()):
    done = subprocess.run(
        [*within, APP, "--language", "en", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
        env={**os.environ, **(env or {})},
    )
    assert "Sanitizer" not in done.stderr and "runtime error" not in done.stderr, done.stderr
    return done


def run_in_japan(*arguments, env=None):
    """Where nothing but the locale says which language."""
    return subprocess.run(
        [APP, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
        env={**os.environ, "LC_ALL": "ja_JP.UTF-8", "LANGUAGE": "", **(env or {})},
    )


# --- servers with one fault ------------------------------------------------------------------


def http(status):
    def behave(peer):
        peer.request()
        peer.send(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
        peer.file.read()

    return behave


def no_http(peer):
    peer.send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")  # Qt reads up to an empty line
    peer.file.read()


def hangs_up(peer):
    peer.request()


def closes(code, reason=""):
    def behave(peer):
        peer.handshake()
        peer.close(code, reason)

    return behave


def cuts(peer):
    peer.handshake()
    peer.send_json(fault_server.WELCOME)
    peer.send(b"\x81\x7d{\"type\"")  # the head of a frame and a part of it


def garbage(peer):
    peer.handshake()
    peer.send(b"\xff" * 100)
    peer.file.read()


def silent(peer):
    peer.handshake()
    peer.file.read()


class ExitCodes(unittest.TestCase):
    """What a script sees of each fault, in both modes."""

    CASES = [
        ("HTTP 200", http("200 OK"), 5),
        ("HTTP 400", http("400 Bad Request"), 5),
        ("HTTP 403", http("403 Forbidden"), 5),
        ("HTTP 404", http("404 Not Found"), 5),
        ("HTTP 503", http("503 Service Unavailable"), 5),
        ("another protocol", no_http, 6),
        ("hangs up on the request", hangs_up, 6),
        ("101 without a key", http("101 Switching Protocols"), 6),
        ("normal close", closes(1000), 8),
        ("going away", closes(1001), 8),
        ("protocol error", closes(1002), 6),
        ("against the rules", closes(1008), 5),
        ("too big", closes(1009), 6),
        ("restart", closes(1012), 8),
        ("too slow", closes(4001), 8),
        ("bad token", closes(4500), 5),
        ("kicked", closes(4503, "be nice"), 5),
        ("cut in a frame", cuts, 8),
        ("garbage", garbage, 6),
    ]

    def test_each_fault_has_its_code(self):
        for mode in ("--demo", "--console"):
            for name, behave, code in self.CASES:
                with self.subTest(f"{mode}: {name}"), FaultServer(behave) as server:
                    # An open pipe: the console must not end because its input does.
                    reader, writer = os.pipe()
                    done = subprocess.run(
                        [APP, "--language", "en", mode, server.url],
                        stdin=reader,
                        capture_output=True,
                        text=True,
                        timeout=TIMEOUT,
                        check=False,
                    )
                    os.close(reader)
                    os.close(writer)
                    self.assertEqual(done.returncode, code, done)
                    told = done.stdout if mode == "--demo" else done.stderr
                    self.assertIn(str(server.port), told)
                    self.assertNotIn("QWebSocket", told)

    def test_the_reason_of_a_kick_is_shown(self):
        with FaultServer(closes(4503, "be nice")) as server:
            done = run("--demo", server.url)
            self.assertIn("removed by the operator", done.stdout)
            self.assertIn("be nice", done.stdout)

    def test_nothing_listens(self):
        done = run("--console", "ws://127.0.0.1:1")
        self.assertEqual(done.returncode, 3)
        self.assertIn("Nothing listens on 127.0.0.1:1", done.stderr)

    def test_no_such_host(self):
        done = run("--console", "nowhere.invalid")
        self.assertEqual(done.returncode, 3)
        self.assertIn("nowhere.invalid", done.stderr)

    def test_tls_with_a_plain_server(self):
        def not_tls(peer):
            peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            peer.file.read()

        with FaultServer(not_tls) as server:
            done = run("--console", f"wss://127.0.0.1:{server.port}")
            self.assertEqual(done.returncode, 4, done)

    def test_a_certificate_that_nobody_vouches_for(self):
        with tempfile.TemporaryDirectory() as folder:
            made = subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj"]
                + ["/CN=localhost", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2"],
                cwd=folder,
                capture_output=True,
                check=False,
            )
            self.assertEqual(made.returncode, 0, made.stderr)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")

            def tls(peer):
                context.wrap_socket(peer.connection, server_side=True).recv(1)

            with FaultServer(tls) as server:
                done = run("--console", f"wss://localhost:{server.port}")
                self.assertEqual(done.returncode, 4, done)
                self.assertIn("self-signed", done.stderr)

    def test_a_silent_server_ends_the_demo(self):
        for behave in (silent, lambda peer: peer.file.read()):
            with FaultServer(behave) as server:
                done = run("--demo", server.url)
                self.assertEqual(done.returncode, 7, done)

    def test_no_display(self):
        nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "xcb"}
        done = run(env=nothing)
        self.assertEqual(done.returncode, 9, done)
        self.assertIn("--console", done.stderr)
        self.assertIn("--demo", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        done = run_in_japan(env=nothing)
        self.assertEqual(done.returncode, 9, done)
        self.assertIn("画面がないため", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)


# --- the demo against servers that answer wrongly --------------------------------------------


class Chat:
    """The protocol with one handler per type, any of which a test replaces."""

    def __init__(self, **wrong):
        self.peers = []
        self.wrong = wrong

    def everybody(self, message, but=None):
        for peer in self.peers:
            if peer is not but:
                peer.send_json(message)

    def __call__(self, peer):
        peer.handshake()
        peer.id = f"127.0.0.1:{peer.connection.getpeername()[1]}"
        self.peers.append(peer)
        welcome = dict(fault_server.WELCOME, client_id=peer.id)
        peer.send_json(self.wrong.get("welcome", lambda m: m)(welcome))
        for message in peer.messages():
            self.answer(peer, message)
        self.peers.remove(peer)

    def answer(self, peer, message):
        kind = message["type"]
        change = self.wrong.get(kind, lambda m: m)
        if kind == "echo":
            peer.send_json(change({"type": "echo_response", "original": message}))
        elif kind == "broadcast":
            self.everybody(
                change(
                    {
                        "type": "broadcast_message",
                        "from": peer.id,
                        "content": message["content"],
                    }
                )
            )
        elif kind == "command":
            change = self.wrong.get(message["command"], change)
            data = {"connected_clients": len(self.peers), "server_time": "now"}
            data = data if message["command"] == "status" else "pong"
            answer = {"type": "command_response", "command": message["command"], "data": data}
            peer.send_json(change(answer))
        else:
            forwarded = {"type": "message", "from": peer.id, "data": message}
            if "custom_to_sender" in self.wrong:
                self.everybody(forwarded)
            else:
                self.everybody(change(forwarded), but=peer)


class Demo(unittest.TestCase):
    def test_passes_with_a_right_server(self):
        with FaultServer(Chat()) as server:
            done = run("--demo", server.url)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done)
            self.assertEqual(done.stdout.count("  ok  "), 7)

    def test_passes_with_a_server_that_tells_no_ids(self):
        with FaultServer(Chat(welcome=lambda m: {"type": m["type"], "message": "hi"})) as server:
            self.assertEqual(run("--demo", server.url).returncode, 0)

    def test_is_not_misled_by_what_others_say(self):
        chat = Chat()
        answer = chat.answer

        def noisy(peer, message):
            chat.everybody({"type": "broadcast_message", "from": "x:1", "content": "noise"})
            chat.everybody({"type": "message", "from": "x:1", "data": {"type": "noise"}})
            chat.everybody({"type": "server_heartbeat", "message": "x"})
            chat.everybody({"type": "from.the.future"})
            answer(peer, message)

        chat.answer = noisy
        with FaultServer(chat) as server:
            self.assertEqual(run("--demo", server.url).returncode, 0)

    def test_fails_on_each_wrong_answer(self):
        def echo_of_another(message):
            message["original"]["text"] = "something else"
            return message

        cases = {
            "connect": Chat(welcome=lambda m: m | {"message": ""}),
            "echo": Chat(echo=echo_of_another),
            "broadcast": Chat(broadcast=lambda m: m | {"content": "ohne Umlaut"}),
            "status": Chat(status=lambda m: m | {"data": {"connected_clients": 1}}),
            "ping": Chat(ping=lambda m: m | {"data": "pang"}),
            "custom": Chat(**{"demo.reading": lambda m: m | {"data": {"type": "demo.reading"}}}),
        }
        also = {
            "echo": Chat(echo=lambda m: {"type": "error", "message": "no"}),
            "ping": Chat(
                ping=lambda m: {"type": "command_response", "command": "ping", "error": "no"}
            ),
            "custom": Chat(custom_to_sender=True),
        }
        for step, chat in [*cases.items(), *also.items()]:
            with self.subTest(step), FaultServer(chat) as server:
                done = run("--demo", "--json", server.url)
                self.assertEqual(done.returncode, 6, done)
                lines = [json.loads(line) for line in done.stdout.splitlines()]
                self.assertEqual((lines[-2]["step"], lines[-2]["ok"]), (step, False))
                self.assertEqual((lines[-1]["event"], lines[-1]["exit"]), ("ended", 6))

    def test_starts_its_own_server_and_says_so(self):
        done = run("--demo", "--json")
        self.assertEqual(done.returncode, 0, done)
        events = [json.loads(line)["event"] for line in done.stdout.splitlines()]
        self.assertEqual(events.count("step"), 7)
        # Somebody may run a server at the usual place while this test runs.
        if "own_server" in events:
            self.assertEqual(events[:2], ["started", "own_server"])

    def test_speaks_japanese(self):
        done = subprocess.run(
            [APP, "--demo", "--language", "ja"], capture_output=True, timeout=TIMEOUT, check=False
        )
        self.assertEqual(done.returncode, 0)
        self.assertIn("みなさん、こんにちは！🌲", done.stdout.decode())

    def test_its_own_server_speaks_the_language_of_the_system(self):
        done = run_in_japan("--demo")
        self.assertEqual(done.returncode, 0, done)
        if "代わりに" in done.stdout:  # else somebody runs a server at the usual place
            self.assertIn("WebSocketサーバーに接続しました", done.stdout)

    def test_its_own_server_speaks_the_language_that_was_chosen(self):
        done = run_in_japan("--demo", "--language", "ja", env={"LC_ALL": "C.UTF-8"})
        self.assertEqual(done.returncode, 0, done)
        if "代わりに" in done.stdout:  # else somebody runs a server at the usual place
            self.assertIn("WebSocketサーバーに接続しました", done.stdout)
        done = run_in_japan("--demo", "--language=en")
        self.assertEqual(done.returncode, 0, done)
        if "instead" in done.stdout:
            self.assertIn("Connected to the WebSocket server", done.stdout)


class Pipes(unittest.TestCase):
    def console(self, lines, chat=None):
        with FaultServer(chat or Chat()) as server:
            return run("--console", server.url, stdin=lines)

    def test_every_line_is_answered_before_the_end(self):
        done = self.console("echo a\nbroadcast 木霊\nstatus\nping\nraw {\"type\":\"x.y\"}\n\n")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)
        for expected in ("echo: a", "<you> 木霊", "status: 1", "ping: pong", "round trip:"):
            self.assertIn(expected, done.stdout)

    def test_no_input_is_no_failure(self):
        self.assertEqual(self.console("").returncode, 0)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_what_cannot_be_written_is_no_success(self):
        with FaultServer(Chat()) as server, open("/dev/full", "w", encoding="ascii") as full:
            for arguments in (["--help"], ["--version"], ["--demo", server.url], ["--console", server.url]):
                with self.subTest(arguments):
                    done = subprocess.run(
                        [APP, "--language", "en", *arguments], input="echo a\nping\n", stdout=full,
                        stderr=subprocess.PIPE, text=True, timeout=TIMEOUT, check=False,
                    )  # fmt: skip
                    self.assertEqual(done.returncode, 74, done)
                    self.assertRegex(done.stderr, "^kodama: standard output cannot be written: .+\n$")

    def test_who_stops_reading_ends_it_in_silence(self):
        done = subprocess.run(
            ["/bin/bash", "-c", '"$0" --help | head -1; echo "${PIPESTATUS[0]}"', APP],
            capture_output=True, text=True, timeout=TIMEOUT, check=False,
        )  # fmt: skip
        self.assertEqual(done.stderr, "")
        self.assertIn(done.stdout.splitlines()[-1], ("0", "141"))

    def test_quit_ends_before_the_rest(self):
        done = self.console("echo first\nquit\necho second\n")
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("first", done.stdout)
        self.assertNotIn("second", done.stdout)

    def test_a_server_that_never_says_what_it_speaks_does_not_keep_a_pipe(self):
        def mute(peer):
            peer.handshake()
            for _ in peer.messages():
                pass

        with FaultServer(mute) as server:
            done = run("--console", "--room", "tea", server.url, stdin="broadcast hello\n")
        self.assertEqual(done.returncode, 7, done)
        self.assertIn("was not sent", done.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "only root can give a name two addresses")
    def test_an_address_that_swallows_everything_does_not_hide_the_others(self):
        with FaultServer(Chat()) as server, socket.socket() as hole, tempfile.TemporaryDirectory() as folder:
            hole.bind(("127.0.0.2", server.port))
            hole.listen(0)
            waiting = [socket.socket() for _ in range(4)]
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(hole.getsockname())
            hosts = pathlib.Path(folder, "hosts")
            hosts.write_text("127.0.0.2 twofold\n127.0.0.1 twofold\n", encoding="ascii")
            done = run(
                "--console",
                f"ws://twofold:{server.port}",
                stdin="echo a\n",
                within=("unshare", "--mount", "sh", "-c", f'mount --bind {hosts} /etc/hosts && exec "$@"', "sh"),
            )
            for one in waiting:
                one.close()
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)
        self.assertIn("echo: a", done.stdout)

    def test_help_lists_the_commands(self):
        done = self.console("help\n")
        for command in ("echo", "broadcast", "status", "ping", "raw", "help", "quit"):
            self.assertIn(command, done.stdout)

    def test_a_wrong_line_fails_but_the_rest_is_done(self):
        for line in ("spam", "echo", "status now", "connect localhost"):
            with self.subTest(line):
                done = self.console(f"{line}\necho on\n")
                self.assertEqual(done.returncode, 2, done)
                self.assertIn("echo: on", done.stdout)
                self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_a_line_that_is_too_long_is_not_sent(self):
        done = self.console("echo " + "x" * 3_000_000 + "\necho on\n")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout.count("echo: "), 1)

    def test_thousands_of_lines_are_all_answered_in_order(self):
        done = self.console("".join(f"echo {i}\n" for i in range(5000)))
        self.assertEqual(done.returncode, 0, done.stderr)
        got = [line for line in done.stdout.splitlines() if line.startswith("echo: ")]
        self.assertEqual(got, [f"echo: {i}" for i in range(5000)])

    def test_custom_messages_are_read_before_the_end(self):
        seen = []
        chat = Chat()
        answer = chat.answer

        def remember(peer, message):
            seen.append(message)
            answer(peer, message)

        chat.answer = remember
        done = self.console('raw {"type":"x.y"}\n' * 500, chat)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(seen), 500)

    def test_ends_when_nobody_reads_its_output(self):
        with FaultServer(Chat()) as server:
            process = subprocess.Popen(
                [APP, "--console", server.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            process.stdout.readline()
            process.stdout.close()
            process.stdin.write(b"echo x\n")
            process.stdin.flush()
            self.assertEqual(process.wait(TIMEOUT), -signal.SIGPIPE)
            process.stdin.close()

    def test_closed_standard_input_ends_at_once(self):
        with FaultServer(Chat()) as server:
            done = subprocess.run(
                f"'{APP}' --console {server.url} <&-",
                shell=True,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
            self.assertEqual(done.returncode, 0, done)

    def test_a_file_is_read_like_a_pipe(self):
        with FaultServer(Chat()) as server, tempfile.TemporaryFile() as file:
            file.write(b"echo from a file\n")
            file.seek(0)
            done = subprocess.run(
                [APP, "--console", server.url],
                stdin=file,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
            self.assertEqual(done.returncode, 0, done)
            self.assertIn(b"from a file", done.stdout)

    def test_nobody_sees_what_a_peer_hides_in_its_text(self):
        chat = Chat(echo=lambda m: {"type": "server_notification", "message": "\x1b[31mred\a"})
        with FaultServer(chat) as server:
            process = subprocess.Popen(
                [APP, "--console", "--language", "en", server.url],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            process.stdin.write(b"echo x\n")
            process.stdin.flush()
            lines = [process.stdout.readline() for _ in range(2)]
            self.assertIn(b"red", lines[1])
            self.assertNotIn(b"\x1b", lines[1])
            self.assertNotIn(b"\a", lines[1])
            process.kill()
            process.communicate()


class Arguments(unittest.TestCase):
    def test_help_and_version(self):
        done = run("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(done.stdout.startswith("Usage: kodama"))
        self.assertRegex(run("--version").stdout, r"^kodama \d+\.\d+\.\d+\n$")

    def test_each_wrong_argument_is_one_line_and_2(self):
        for arguments, named in [
            (["--nonsense"], "--nonsense"),
            (["-x"], "-x"),
            (["--demo", "--console"], "--console"),
            (["--json"], "--demo"),
            (["--url"], "--url"),
            (["--demo=1"], "--demo"),
            (["a", "b"], "b"),
            (["http://x"], "ws://"),
            (["ws://x:0"], "65535"),
            (["ws://x:99999"], "65535"),
            (["\x1b[2J"], "blank"),
        ]:
            with self.subTest(arguments):
                done = run(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""), done)
                self.assertEqual(len(done.stderr.splitlines()), 1)
                self.assertIn(named, done.stderr)
                self.assertNotIn("\x1b", done.stderr)

    def test_a_wrong_language_is_named(self):
        done = subprocess.run(
            [APP, "--language", "fr"], capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
        self.assertEqual(done.returncode, 2)
        self.assertIn("fr", done.stderr)


if __name__ == "__main__":
    unittest.main()
