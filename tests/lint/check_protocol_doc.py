#!/usr/bin/env python3
"""Compares docs/protocol.md with the golden frames: each stands as it is in the section of its type,
and each example of a section is one of them.

TYPE.json is the frame that the type must have; TYPE.WHAT.json is another one of the same type.

usage: check_protocol_doc.py [ROOT]
"""
import pathlib
import re
import sys

CUSTOM = "Custom messages"  # the section of custom.json, whose type is anybody's


def sections(text):
    """Heading of level 3 -> the text below it."""
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    return {title.strip("` "): body for title, body in zip(parts[1::2], parts[2::2])}


def problems(root):
    found = sections((root / "docs/protocol.md").read_text(encoding="utf-8"))
    golden = sorted((root / "tests/data/protocol").glob("*.json"))
    if not golden:
        yield "tests/data/protocol: no golden frames"
    for path in golden:
        kind = path.name.split(".")[0]
        title = CUSTOM if kind == "custom" else kind
        frame = path.read_text(encoding="utf-8").strip()
        if title not in found:
            yield f"docs/protocol.md: no section '### `{title}`' for {path.name}"
        elif f"```json\n{frame}\n```" not in found[title]:
            yield f"docs/protocol.md: section '{title}' does not show {path.name} as it is"
    for title, body in found.items():
        if title != CUSTOM and not (root / f"tests/data/protocol/{title}.json").is_file():
            yield f"tests/data/protocol/{title}.json: missing, docs/protocol.md describes it"
        kind = "custom" if title == CUSTOM else title
        frames = {path.read_text(encoding="utf-8").strip() for path in golden if path.name.split(".")[0] == kind}
        for example in re.findall(r"^```json\n(.*?)\n```$", body, flags=re.MULTILINE | re.DOTALL):
            if example not in frames:
                yield f"tests/data/protocol/{kind}.WHAT.json: missing, docs/protocol.md shows {example}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    found = list(problems(root))
    print("\n".join(found) or "docs/protocol.md shows every golden frame")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
