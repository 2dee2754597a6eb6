#!/usr/bin/env python3
"""`kodama --console` on a terminal (a pty): editing, history, messages above the typed line.

What is on the screen is read by a small terminal of our own, so the tests compare what a person sees
and not the escape sequences of one version of libedit.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
import unicodedata
import unittest

sys.path.insert(0, os.path.dirname(__file__))
sys.path.insert(0, f"{os.path.dirname(__file__)}/../../integration")
from fault_server import FaultServer
from kodama_peers import Server
from test_headless import APP, TIMEOUT, Chat

COLUMNS, ROWS = 60, 24


def width(char):
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Screen:
    """Enough of a VT100: text, CR, LF, BS, cursor moves, erase to the end."""

    def __init__(self, columns=COLUMNS):
        self.columns = columns
        self.rows = [{}]
        self.row = self.column = 0
        self.pending = ""

    def feed(self, text):
        text = self.pending + text
        self.pending = ""
        position = 0
        while position < len(text):
            char = text[position]
            if char == "\x1b":
                match = re.compile(r"\x1b(\[([?\d;]*)([@-~])|[()].|[=>78DEHM])").match(
                    text, position
                )
                if not match:
                    self.pending = text[position:]
                    return
                if match.group(3):
                    self.control(match.group(2), match.group(3))
                position = match.end()
                continue
            self.put(char)
            position += 1

    def put(self, char):
        if char == "\r":
            self.column = 0
        elif char == "\n":
            self.down(1)
        elif char == "\b":
            self.column = max(0, self.column - 1)
        elif char >= " ":
            if self.column + width(char) > self.columns:
                self.column = 0
                self.down(1)
            line = self.rows[self.row]
            line[self.column] = char
            if width(char) == 2:
                line[self.column + 1] = ""
            self.column += width(char)

    def down(self, count):
        self.row += count
        while len(self.rows) <= self.row:
            self.rows.append({})

    def control(self, arguments, final):
        number = int(arguments) if arguments.isdigit() else 1
        if final == "A":
            self.row = max(0, self.row - number)
        elif final == "B":
            self.down(number)
        elif final == "C":
            self.column = min(self.columns - 1, self.column + number)
        elif final == "D":
            self.column = max(0, self.column - number)
        elif final == "G":
            self.column = number - 1
        elif final in "JK":
            line = self.rows[self.row]
            for column in [c for c in line if c >= self.column]:
                del line[column]
            if final == "J":
                del self.rows[self.row + 1 :]
        elif final == "P":
            line = self.rows[self.row]
            self.rows[self.row] = {
                (c if c < self.column else c - number): char
                for c, char in line.items()
                if c < self.column or c >= self.column + number
            }
        elif final == "@":
            line = self.rows[self.row]
            self.rows[self.row] = {
                (c if c < self.column else c + number): char for c, char in line.items()
            }

    def lines(self):
        return [
            "".join(line.get(c, " ") for c in range(max(line, default=-1) + 1)).rstrip()
            for line in self.rows
        ]


class Terminal:
    """`kodama --console` with a person in front of it."""

    def __init__(self, url, home, *arguments, columns=COLUMNS):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(
                TERM="xterm", HOME=home, XDG_DATA_HOME=f"{home}/data", LC_ALL="C.UTF-8"
            )
            os.execv(APP, [APP, "--console", "--language", "en", *arguments, url])
        self.resize(columns)
        self.screen = Screen(columns)
        self.raw = b""
        self.decoded = 0

    def resize(self, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))

    def type(self, text):
        os.write(self.fd, text.encode())

    def read(self, timeout):
        if not select.select([self.fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.raw += data
        text = self.raw[self.decoded :].decode("utf-8", "ignore")
        self.decoded += len(text.encode())
        self.screen.feed(text)
        return bool(data)

    def wait(self, condition, what):
        deadline = time.monotonic() + TIMEOUT
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0 or not self.read(left):
                if condition():
                    return
                raise AssertionError(f"no {what} on the screen:\n" + "\n".join(self.screen.lines()))

    def wait_line(self, line):
        self.wait(lambda: line in self.screen.lines(), repr(line))

    def wait_match(self, pattern):
        self.wait(
            lambda: any(re.search(pattern, line) for line in self.screen.lines()), repr(pattern)
        )

    def end(self):
        """The exit status; negative for a signal."""
        while self.read(TIMEOUT):
            pass
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.fd)
        return status


class OnATerminal(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.chat = Chat()
        self.server = FaultServer(self.chat)
        self.addCleanup(self.server.__exit__)

    def terminal(self, **options):
        terminal = Terminal(self.server.url, self.home.name, **options)
        self.addCleanup(self.kill, terminal)
        terminal.wait_match(r"^Connected as 127")
        terminal.wait_line(">")
        return terminal

    @staticmethod
    def kill(terminal):
        try:
            os.kill(terminal.pid, signal.SIGKILL)
            os.waitpid(terminal.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass

    def say(self, content, sender="x:1"):
        self.chat.everybody({"type": "broadcast_message", "from": sender, "content": content})

    def test_a_message_leaves_the_typed_line_alone(self):
        terminal = self.terminal()
        terminal.type("echo hal")
        terminal.wait_line("> echo hal")
        self.say("first")
        self.say("二番目")
        terminal.wait_line("<x:1> 二番目")
        terminal.wait_line("> echo hal")
        self.assertEqual(terminal.screen.lines()[-3:], ["<x:1> first", "<x:1> 二番目", "> echo hal"])
        terminal.type("lo\r")
        terminal.wait_line("echo: hallo")

    def test_the_cursor_stays_in_the_middle_of_the_line(self):
        terminal = self.terminal()
        terminal.type("echo 木霊x")
        terminal.wait_line("> echo 木霊x")
        terminal.type("\x02\x02")  # Ctrl+B twice: before 霊
        self.say("note")
        terminal.wait_line("<x:1> note")
        terminal.type("の")
        terminal.wait_line("> echo 木の霊x")
        terminal.type("\r")
        terminal.wait_line("echo: 木の霊x")

    def test_a_line_over_several_rows_survives(self):
        terminal = self.terminal(columns=40)
        text = "echo " + "0123456789" * 9
        terminal.type(text)
        terminal.wait(lambda: "".join(terminal.screen.lines()[-3:]) == "> " + text, "typed line")
        self.say("between")
        terminal.wait_line("<x:1> between")
        terminal.wait(lambda: "".join(terminal.screen.lines()[-3:]) == "> " + text, "typed line")
        before = terminal.screen.lines()[:-3]
        self.assertEqual(before[-1], "<x:1> between")
        self.assertEqual(sum("> echo" in line for line in terminal.screen.lines()), 1)
        terminal.type("\r")
        terminal.wait_match(r"^echo: 0123")

    def test_editing_keys_work(self):
        terminal = self.terminal()
        terminal.type("broadcast world\x01\x1b[3~")  # Home, Delete: loses the b
        terminal.type("b\x05!")  # puts it back, End
        terminal.wait_line("> broadcast world!")
        terminal.type("\x7f\r")  # Backspace
        terminal.wait_line("<you> world")

    def test_history_is_kept_over_runs_and_private(self):
        terminal = self.terminal()
        terminal.type("echo older\r")
        terminal.wait_line("echo: older")
        terminal.type("echo newer\r")
        terminal.wait_line("echo: newer")
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 0)
        path = f"{self.home.name}/data/kodama/console_history"
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        again = self.terminal()
        again.type("\x1b[A\x1b[A")
        again.wait_line("> echo older")
        again.type("\x1b[B\r")
        again.wait_line("echo: newer")

    def test_a_wrong_line_is_forgiven(self):
        terminal = self.terminal()
        terminal.type("spam\r")
        terminal.wait_match("no command")
        terminal.type("quit\r")
        self.assertEqual(terminal.end(), 0)

    def test_control_d_ends(self):
        terminal = self.terminal()
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 0)

    def test_control_d_in_a_line_does_not_end(self):
        terminal = self.terminal()
        terminal.type("echo ab\x01\x04\x05")  # deletes the e, to the end of the line
        terminal.wait_line("> cho ab")
        terminal.type("\x15quit\r")
        self.assertEqual(terminal.end(), 0)

    def test_signals_leave_the_terminal_as_it_was(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                terminal = self.terminal()
                terminal.type("echo unfin")
                terminal.wait_line("> echo unfin")
                raw = termios.tcgetattr(terminal.fd)[3]
                self.assertFalse(raw & termios.ICANON)
                os.kill(terminal.pid, number)
                # Read the mode while the other side is still open or just closed.
                deadline = time.monotonic() + TIMEOUT
                while not termios.tcgetattr(terminal.fd)[3] & termios.ICANON:
                    self.assertLess(time.monotonic(), deadline)
                    terminal.read(0.05)
                self.assertTrue(termios.tcgetattr(terminal.fd)[3] & termios.ECHO)
                self.assertEqual(terminal.end(), 128 + number)

    def test_control_c_ends(self):
        terminal = self.terminal()
        terminal.type("\x03")
        self.assertEqual(terminal.end(), 128 + signal.SIGINT)

    def test_a_resized_terminal_goes_on(self):
        terminal = self.terminal()
        terminal.type("echo a")
        terminal.wait_line("> echo a")
        terminal.resize(100)
        self.say("wide")
        terminal.wait_line("<x:1> wide")
        terminal.type("b\r")
        terminal.wait_line("echo: ab")

    def test_a_stopped_program_goes_on(self):
        terminal = self.terminal()
        terminal.type("echo a")
        terminal.wait_line("> echo a")
        os.kill(terminal.pid, signal.SIGSTOP)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.type("\x15echo b\r")
        terminal.wait_line("echo: b")

    def test_a_close_code_that_says_stop_ends_it_with_a_word(self):
        for code, status in ((4503, 5), (1008, 5), (1000, 8)):
            with self.subTest(code):
                terminal = self.terminal(columns=100)
                terminal.type("echo a")
                terminal.wait_line("> echo a")
                self.chat.peers[-1].close(code)
                self.assertEqual(terminal.end(), status)
                self.assertNotIn("Trying again", "".join(terminal.screen.lines()))
                self.assertEqual(terminal.screen.column, 0)  # for the shell's prompt

    def test_a_lost_connection_comes_back(self):
        terminal = self.terminal(columns=100)
        terminal.type("echo a")
        terminal.wait_line("> echo a")
        for times in (1, 2):
            self.chat.peers[-1].close(1001)
            terminal.wait(
                lambda: sum("Connected as" in line for line in terminal.screen.lines()) == times + 1,  # noqa: B023
                "second welcome",
            )
            self.assertEqual(
                sum("Trying again." in line for line in terminal.screen.lines()), times)
        terminal.type("b\r")  # the typed line has survived that
        terminal.wait_line("echo: ab")
        self.assertEqual(sum("help" in line for line in terminal.screen.lines()), 1)
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 0)

    def test_it_can_be_ended_while_the_connection_is_lost(self):
        terminal = self.terminal(columns=100)
        self.server.stop_listening()
        self.chat.peers[-1].close(1001)
        terminal.wait_match("Trying again")
        terminal.type("echo a\r")
        terminal.wait_match("Not sent: there is no connection")
        terminal.type("quit\r")
        self.assertEqual(terminal.end(), 0)


class InRooms(unittest.TestCase):
    """With a real server of ours."""

    def test_the_prompt_shows_where_what_is_typed_is_said(self):
        server = Server()
        self.addCleanup(server.stop)
        with tempfile.TemporaryDirectory() as home:
            terminal = Terminal(server.url, home, columns=40)
            self.addCleanup(OnATerminal.kill, terminal)
            terminal.wait_line(">")
            terminal.type("/nick Mika\r")
            terminal.wait_line("lobby>")
            terminal.type("/join 研究室\r")
            terminal.wait_line("研究室>")
            text = "hello, " + "0123456789" * 4
            terminal.type(text)
            terminal.wait(
                lambda: "".join(terminal.screen.lines()[-2:]) == "研究室> " + text, "typed line"
            )
            terminal.type("\r")
            terminal.wait_match(r"^\[研究室\] <you> hello")
            terminal.type("/part\r")
            terminal.wait_line("lobby>")
            self.assertNotIn("no command", "".join(terminal.screen.lines()))
            terminal.type("quit\r")
            self.assertEqual(terminal.end(), 0)


if __name__ == "__main__":
    unittest.main()
