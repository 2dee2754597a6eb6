#!/usr/bin/python3
"""`cmake --install` gives a tree that works where it is put."""

import configparser
import os
import pathlib
import subprocess
import tempfile
import unittest

from kodama_peers import APP, TIMEOUT, Server

BUILD_DIR = os.environ.get("KODAMA_BUILD_DIR", "build/dev")


def run(*command):
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        timeout=4 * TIMEOUT,
        check=False,
        stdin=subprocess.DEVNULL,
    )


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.prefix = pathlib.Path(cls.folder.name)
        done = run("cmake", "--install", BUILD_DIR, "--prefix", cls.prefix)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def assert_installed(self, *names):
        for name in names:
            with self.subTest(name):
                self.assertTrue(list(self.prefix.glob(name)), "not installed")

    def test_documents(self):
        self.assert_installed(
            "share/man/man1/kodama-server.1",
            "share/doc/kodama/README.md",
            "share/doc/kodama/README.ja.md",
            "share/doc/kodama/LICENSE",
            "share/doc/kodama/docs/protocol.md",
            "**/kodama-server.service",
        )

    def test_the_unit_starts_what_was_installed(self):
        unit = next(self.prefix.glob("**/kodama-server.service")).read_text()
        program = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
        self.assertTrue(program.split("=")[1].split()[0].endswith("/bin/kodama-server"), program)
        self.assertNotIn("@", program)

    def test_the_server_runs_from_there(self):
        with Server(command=[str(self.prefix / "bin" / "kodama-server")]):
            pass

    @unittest.skipUnless(APP, "built without the window")
    def test_the_client_runs_from_there(self):
        self.assert_installed("share/man/man1/kodama.1")
        with Server() as server:
            done = run(self.prefix / "bin" / "kodama", "--demo", "--url", server.url)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done)

    @unittest.skipUnless(APP, "built without the window")
    def test_desktop_entry(self):
        entry = configparser.ConfigParser(interpolation=None, strict=True)
        entry.optionxform = str
        path = self.prefix / "share/applications/kodama.desktop"
        entry.read_string(path.read_text(encoding="utf-8"))
        desktop = entry["Desktop Entry"]
        self.assertEqual(desktop["Type"], "Application")
        self.assertTrue((self.prefix / "bin" / desktop["Exec"].split()[0]).exists())
        self.assert_installed(f"share/icons/hicolor/scalable/apps/{desktop['Icon']}.svg")
        self.assertIn("Name[ja]", desktop)


if __name__ == "__main__":
    unittest.main()
