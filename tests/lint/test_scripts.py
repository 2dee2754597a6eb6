#!/usr/bin/python3
"""The scripts' command lines: help, wrong arguments, and package names that are told, not guessed."""

import os
import pathlib
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(*command, **environment):
    return subprocess.run(
        [str(ROOT / command[0]), *command[1:]],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )


class Scripts(unittest.TestCase):
    def test_help(self):
        for script in ("scripts/run", "scripts/test", "scripts/autobahn", "scripts/packages.sh", ".ci/run"):
            for flag in ("--help", "-h"):
                with self.subTest(script, flag=flag):
                    done = run(script, flag)
                    self.assertEqual((done.returncode, done.stderr), (0, ""))
                    self.assertIn(f"usage: {script}", done.stdout)

    def test_wrong_arguments(self):
        for command in (
            ("scripts/run", "--bad"),
            ("scripts/run", "stray"),
            ("scripts/run", "--port"),
            ("scripts/run", "--port", "0"),
            ("scripts/run", "--port", "65536"),
            ("scripts/run", "--port=99999999999999999999"),
            ("scripts/run", "--port", "80x"),
            ("scripts/test", "--preset", "nothing"),
            ("scripts/test", "--preset"),
            ("scripts/autobahn", "framing"),
            ("scripts/faults", "--seconds"),
            ("scripts/faults", "--short"),
            ("scripts/packages.sh",),
            ("scripts/packages.sh", "everything"),
            ("scripts/format.sh", "--bad"),
            ("scripts/tidy.sh", "--bad"),
            (".ci/run", "everything"),
        ):
            with self.subTest(command):
                done = run(*command)
                self.assertEqual((done.returncode, done.stdout), (2, ""), done)
                self.assertTrue(done.stderr)

    def test_packages_are_printed(self):
        for purpose in ("build", "run", "window", "test", "lint", "bench"):
            with self.subTest(purpose):
                done = run("scripts/packages.sh", "--print", purpose)
                self.assertEqual(done.returncode, 0)
                for name in done.stdout.split():
                    self.assertRegex(name, r"^[a-z0-9][a-z0-9.+-]+$")

    def test_a_system_without_apt_is_told_the_names(self):
        tools = ROOT / "build" / "no-apt-tools"
        tools.mkdir(parents=True, exist_ok=True)
        for tool in ("bash", "env", "cat", "sort", "tr", "dirname"):
            link = tools / tool
            if not link.is_symlink():
                link.symlink_to(f"/usr/bin/{tool}")
        for command in (
            ("scripts/packages.sh", "build", "run"),
            ("scripts/run",),
            ("scripts/test",),
        ):
            with self.subTest(command):
                done = run(*command, PATH=str(tools))
                self.assertEqual(done.returncode, 2, done)
                self.assertIn("qt6-websockets-dev", done.stderr)
                self.assertIn("cmake", done.stderr)


if __name__ == "__main__":
    unittest.main()
