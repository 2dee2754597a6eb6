#!/usr/bin/python3
"""How long programs need from their start to a painted window, and what memory they then have, each in turn on one Xvfb.

usage: start_times.py [--rounds N] PROGRAM...      PROGRAM: a path to kodama, or quassel, konversation

The virtual display's picture is a file that we map and look at: nothing is asked of the display or of the program, so that
looking costs them nothing. A window counts as painted when a twentieth of the screen is no longer the root's colour. Every
program has a home folder of its own in which it was started before; none of them connects to anything.
"""
import argparse
import mmap
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT, BYTES = 1280, 1024, 4
SETTLE_SECONDS = 4
LONGEST_SECONDS = 60

# What one who uses it has on his disk, so that no list of servers opens instead.
KONVERSATION_RC = """[ServerListDialog]
ShowServerList=false
"""


class Display:
    """An Xvfb whose picture is mapped."""

    def __init__(self, folder):
        read, write = os.pipe()
        screen = f"{WIDTH}x{HEIGHT}x24"
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-fbdir", folder, "-nolisten", "tcp", "-noreset"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        self.name = ":" + os.fdopen(read).readline().strip()
        with open(pathlib.Path(folder) / "Xvfb_screen0", "rb") as picture:
            self.map = mmap.mmap(picture.fileno(), 0, prot=mmap.PROT_READ)
        self.start = len(self.map) - WIDTH * HEIGHT * BYTES
        self.root = self.look()

    def look(self):
        """One pixel in every 64 rows and 64 columns."""
        row = WIDTH * BYTES
        pixels = []
        for y in range(32, HEIGHT, 64):
            begin = self.start + y * row
            pixels += [self.map[x:x + 3] for x in range(begin, begin + row, 64 * BYTES)]
        return pixels

    def is_painted(self):
        now = self.look()
        return sum(a != b for a, b in zip(now, self.root)) > len(now) / 20

    def stop(self):
        self.process.terminate()
        self.process.wait()


def memory_of(pid):
    """Resident megabytes, and of these its own."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return tuple(int(fields[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "RssAnon"))


def start_once(display, command, home):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment.update(DISPLAY=display.name, HOME=str(home), LC_ALL="C.UTF-8", QT_QPA_PLATFORM="xcb",
                       XDG_RUNTIME_DIR=str(home / "run"))
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not display.is_painted():
            if process.poll() is not None or time.perf_counter() - begin > LONGEST_SECONDS:
                return None
            time.sleep(0.002)
        painted = (time.perf_counter() - begin) * 1000
        time.sleep(SETTLE_SECONDS)
        return painted, *memory_of(process.pid)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(1)  # the display takes its window away


def command_of(program, home):
    name = pathlib.Path(program).name
    if name == "konversation":
        (home / ".config").mkdir(exist_ok=True)
        (home / ".config/konversationrc").write_text(KONVERSATION_RC)
        return [program, "--noautoconnect"]
    if name == "quassel":
        return [program, "--configdir", str(home / "quassel")]
    if name.startswith("kodama"):
        return [program, "ws://localhost:1"]
    return [program]


def measure(display, program, rounds, base):
    home = pathlib.Path(base) / pathlib.Path(program).name
    (home / "run").mkdir(parents=True)
    (home / "run").chmod(0o700)
    command = command_of(program, home)
    found = [start_once(display, command, home) for _ in range(rounds + 1)][1:]  # the first one fills the caches
    found = [one for one in found if one]
    if not found:
        return "no window"
    times = [one[0] for one in found]
    resident, own = (statistics.median(values) for values in list(zip(*found))[1:])
    return f"{statistics.median(times):.0f} ms ({min(times):.0f} to {max(times):.0f}), {resident:.0f} MB, {own:.0f} MB"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("programs", nargs="+")
    arguments = parser.parse_args()
    if not shutil.which("Xvfb"):
        sys.exit("start_times.py: Xvfb is not there (scripts/packages.sh bench)")
    print("| program | start to painted window: median (least to most), resident memory, of this its own |\n|---|---|")
    with tempfile.TemporaryDirectory() as base:
        display = Display(base)
        try:
            for program in arguments.programs:
                name = pathlib.Path(program).name
                result = measure(display, program, arguments.rounds, base) if shutil.which(program) else "not installed"
                print(f"| {name} | {result} |", flush=True)
        finally:
            display.stop()


if __name__ == "__main__":
    main()
