#!/usr/bin/python3
"""The READMEs' Python example works when it is copied and pasted."""

import asyncio
import subprocess
import sys
import unittest

from kodama_peers import TIMEOUT, Chat, Server
from readme_examples import PAGES, example


class Readme(unittest.TestCase):
    def test_python_example(self):
        for page in PAGES:
            with self.subTest(page), Server() as server:
                asyncio.run(self.runs(server, example(page, "python", server.port)))

    async def runs(self, server, code):
        witness = await Chat.connect(server.url)
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        message = await witness.expect("broadcast_message")
        self.assertIn("Python", message["content"])
        self.assertIn(message["content"], done.stdout)
        await witness.close()


if __name__ == "__main__":
    unittest.main()
