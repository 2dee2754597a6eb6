"""The code blocks of the two READMEs, with the port of a test's server in the place of 8765."""

import os
import re

from kodama_peers import SOURCE_DIR

PAGES = ("README.md", "README.ja.md")


def example(page, language, port):
    with open(os.path.join(SOURCE_DIR, page), encoding="utf-8") as file:
        blocks = re.findall(rf"^```{language}\n(.*?)^```", file.read(), re.MULTILINE | re.DOTALL)
    if len(blocks) != 1 or "localhost:8765" not in blocks[0]:
        raise AssertionError(f"{page} should have one {language} example with localhost:8765")
    return blocks[0].replace("localhost:8765", f"localhost:{port}")
