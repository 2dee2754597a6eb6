#!/usr/bin/python3
"""scripts/run, without its window: what it starts, what it leaves alone, and that nothing stays."""

import os
import pathlib
import signal
import socket
import subprocess
import time
import unittest

from kodama_peers import SOURCE_DIR, TIMEOUT, Process, RawClient, Server, needs_app

BUILD_DIR = pathlib.Path(os.environ.get("KODAMA_BUILD_DIR", "build/dev"))
ENVIRONMENT = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "KODAMA_PRESET": BUILD_DIR.name}
COMMAND = [os.path.join(SOURCE_DIR, "scripts", "run"), "--no-install"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(child) for child in file.read().split()]


@needs_app
@unittest.skipUnless(
    BUILD_DIR.resolve().parent == pathlib.Path(SOURCE_DIR, "build").resolve(),
    "not built with a preset, which is what the script uses",
)
class Run(unittest.TestCase):
    def run_script(self, *arguments, **options):
        return subprocess.run(
            [*COMMAND, *arguments],
            capture_output=True,
            text=True,
            timeout=4 * TIMEOUT,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **ENVIRONMENT},
            **options,
        )

    def test_without_display_it_runs_the_demo_and_says_so(self):
        port = free_port()
        done = self.run_script("--port", str(port))
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("No display", done.stdout)
        self.assertIn(f"ws://localhost:{port}", done.stdout)
        with self.assertRaises(ConnectionRefusedError):
            RawClient(port)  # the server that it started is gone

    def test_a_display_that_is_gone_counts_as_none(self):
        done = subprocess.run(
            [*COMMAND, "--port", str(free_port())],
            capture_output=True,
            text=True,
            timeout=4 * TIMEOUT,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **ENVIRONMENT, "DISPLAY": ":987"},
        )
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("No display", done.stdout)

    def test_a_running_server_is_used_and_left_running(self):
        with Server() as server:
            done = self.run_script("--port", str(server.port))
            self.assertEqual(done.returncode, 0, done)
            self.assertIn("running on port", done.stdout)
            with RawClient(server.port) as peer:
                self.assertEqual(peer.read_message()["type"], "welcome")

    def test_another_program_on_the_port_is_named(self):
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = holder.getsockname()[1]
            done = self.run_script("--port", str(port))
        self.assertEqual(done.returncode, 69, done)
        self.assertIn(str(port), done.stderr)

    def start_and_hold(self):
        """The script with its demo held still, so that there is something to interrupt."""
        port = free_port()
        script = Process(
            [*COMMAND, "--port", str(port)], ENVIRONMENT, start_new_session=True
        )
        script.wait_line("No display")
        deadline = time.monotonic() + TIMEOUT
        while len(children(script.pid)) < 2 and time.monotonic() < deadline:
            if script.process.poll() is not None:
                self.skipTest("the demo was done before it could be interrupted")
        started = children(script.pid)
        os.kill(started[-1], signal.SIGSTOP)
        return script, started

    def assert_all_gone(self, started):
        deadline = time.monotonic() + TIMEOUT
        while any(alive(pid) for pid in started) and time.monotonic() < deadline:
            time.sleep(0.01)  # nobody tells when a stranger's child has ended
        self.assertEqual([pid for pid in started if alive(pid)], [])

    def test_ctrl_c_ends_what_it_started(self):
        script, started = self.start_and_hold()
        os.kill(started[-1], signal.SIGCONT)
        os.killpg(script.pid, signal.SIGINT)  # the terminal tells the whole group
        self.assertIn(script.wait(), (0, 130))
        self.assert_all_gone(started)

    def test_a_killed_script_leaves_no_orphan(self):
        script, started = self.start_and_hold()
        script.process.kill()
        os.kill(started[-1], signal.SIGCONT)
        script.wait()
        self.assert_all_gone(started)


if __name__ == "__main__":
    unittest.main()
