#!/usr/bin/python3
"""Checks what the compiler does not: layers, budgets, forbidden words, and that nothing was forgotten.

usage: lint_tree.py [ROOT]

Every rule is a function that yields (path, line number or 0, what is wrong). A line that has to break
a rule says so where it does: `// lint: allow(RULE) reason`.
"""

import pathlib
import re
import subprocess
import sys

# Who may include whom. The longest prefix of a file's folder counts.
LAYERS = {
    "common": {"common"},
    "server/transport": {"common", "server/transport"},
    "server/history": {"common", "server/history"},
    "server": {"common", "server"},
    "app/core": {"common", "app/core"},
    "app/cli": {"common", "app/core", "app/cli"},
    "app/ui": {"common", "app/core", "app/ui"},
    "app": {"common", "app"},
    "tests": {"common", "server", "app", "tests"},
}
# The composition root of the app hands the demo its in-process server.
MAY_INCLUDE_ANYTHING = {"app/main.cpp"}
# Qt modules that a layer must not know.
FOREIGN_MODULES = {
    "common": r"QtNetwork|QtWebSockets|QtGui|QtWidgets|QTcp|QWebSocket|QNetwork|QSsl|QHostAddress"
    r"|QHostInfo|QColor|QIcon|QPixmap|QFont|QPainter|QWidget|QGuiApplication|QApplication",
    "server": r"QtGui|QtWidgets|QColor|QIcon|QPixmap|QPainter|QWidget|QGuiApplication"
    r"|QApplication\b",
    "app/core": r"QtGui|QtWidgets|QColor|QIcon|QPixmap|QFont|QPainter|QPalette|QWidget"
    r"|QGuiApplication|QApplication\b|QTextDocument",
    "app/cli": r"QtGui|QtWidgets|QColor|QIcon|QPixmap|QPainter|QWidget|QGuiApplication"
    r"|QApplication\b",
}

CPP_LINES, HEADER_LINES, INCLUDES = 400, 150, 25
TEST_LINES = 800  # a table of cases is long without being complicated
LINE_BUDGETS = {"app/ui/mainwindow.cpp": 300, "app/main.cpp": 40, "server/main.cpp": 40}

# Rule name, pattern, reason, the files it does not hold for.
FORBIDDEN = [
    ("singleton", r"\binstance\(\)", "no singletons: pass the object in", ()),
    ("sender", r"(?<![\w.>:])sender\(\)", "no sender(): connect a lambda or a slot each", ()),
    ("old-connect", r"\b(SIGNAL|SLOT)\(", "connect with pointers to members", ()),
    ("qapp", r"\bqApp\b", "qApp only in main.cpp and application.cpp",
     ("app/main.cpp", "app/application.cpp", "app/ui/application.cpp")),
    ("hex-colour", r"\"#[0-9a-fA-F]{3,8}\"|\bQColor\(\s*(?:0x|\d)|\bqRgba?\(",
     "colours have names: app/ui/theme.cpp", ("app/ui/theme.cpp",)),
    ("sleep", r"\b(QThread::m?u?sleep|QTest::qSleep|usleep|std::this_thread::sleep_\w+)\(",
     "wait for what you want, do not sleep", ()),
    ("qforeach", r"\b(Q_FOREACH|foreach)\s*\(", "use a range-based for", ()),
    ("qvariantmap", r"\bQVariantMap\b", "typed messages, no QVariantMap", ()),
]
# Not needed past the codec (and where a terminal or a file holds JSON of its own).
JSON_USERS = ("common/protocol/", "app/cli/", "app/ui/keyfile.cpp", "tests/")

UNITS_WITH_TESTS = ("common", "server", "app/core")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|root|work|Users|tmp/wt)/\w|[A-Z]:\\\\Users")
TODO = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))")
ALLOW = re.compile(r"//\s*lint: allow\(([\w-]+)\)\s*\S+")


class Tree:
    """The files of a source tree: those that git tracks, or all of them where there is no git."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        listed = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"],
            capture_output=True, check=False)
        if listed.returncode == 0 and (self.root / ".git").exists():
            names = listed.stdout.decode().split("\0")
        else:
            names = [p.relative_to(self.root).as_posix() for p in self.root.rglob("*")]
        self.names = sorted(n for n in names if n and (self.root / n).is_file()
                            and not n.startswith("build/"))
        self._texts = {}

    def text(self, name):
        if name not in self._texts:
            self._texts[name] = (self.root / name).read_text("utf-8", errors="replace")
        return self._texts[name]

    def lines(self, name):
        return enumerate(self.text(name).splitlines(), 1)

    def sources(self, *folders):
        return [n for n in self.names if n.endswith((".cpp", ".h"))
                and (not folders or n.startswith(tuple(f + "/" for f in folders)))]

    def layer(self, name):
        fitting = [layer for layer in LAYERS if name.startswith(layer + "/")]
        return max(fitting, key=len, default=None)


def code_of(line):
    """The line without its comment and the content of its strings (but with them if a colour)."""
    line = re.sub(r'"(?!#)(?:[^"\\]|\\.)*"', '""', line)
    return re.sub(r"//.*", "", line)


def includes_follow_the_layers(tree):
    for name in tree.sources():
        layer = tree.layer(name)
        if layer is None or name in MAY_INCLUDE_ANYTHING:
            continue
        foreign = FOREIGN_MODULES.get(layer) or FOREIGN_MODULES.get(layer.split("/")[0], "")
        for number, line in tree.lines(name):
            ours = re.match(r'\s*#include "((?:common|server|app|tests)/[^"]+)"', line)
            if ours:
                target = ours.group(1)
                if not any(target.startswith(allowed + "/") for allowed in LAYERS[layer]):
                    yield name, number, f"{layer} may not include {target}"
            elif foreign and re.match(rf"\s*#include <(?:{foreign})", line):
                yield name, number, f"{layer} may not use {line.split('<')[1].rstrip('> ')}"


def files_keep_their_budget(tree):
    for name in tree.sources("app", "common", "server", "tests"):
        usual = HEADER_LINES if name.endswith(".h") else CPP_LINES
        budget = TEST_LINES if name.startswith("tests/") else LINE_BUDGETS.get(name, usual)
        count = tree.text(name).count("\n")
        if count > budget:
            yield name, 0, f"{count} lines, the budget is {budget}: split it"
        included = len(re.findall(r"^#include", tree.text(name), re.MULTILINE))
        if included > INCLUDES and not name.startswith("tests/"):
            yield name, 0, f"{included} includes, the budget is {INCLUDES}"


def forbidden_words(tree):
    for name in tree.sources("app", "common", "server", "tests"):
        for number, line in tree.lines(name):
            code = code_of(line)
            for rule, pattern, reason, exempt in FORBIDDEN:
                if name not in exempt and re.search(pattern, code) and not allowed(line, rule):
                    yield name, number, f"{rule}: {reason}"
            if (re.search(r"\bQJson(Object|Document|Array)\b", code)
                    and not name.startswith(JSON_USERS) and not allowed(line, "json")):
                yield name, number, "json: nothing past the codec handles JSON"


def allowed(line, rule):
    found = ALLOW.search(line)
    return bool(found) and found.group(1) == rule


def connections_have_a_context(tree):
    """connect(a, &A::x, [..]{}) has no receiver: the lambda outlives what it captures."""
    for name in tree.sources("app", "common", "server", "tests"):
        text = tree.text(name)
        for found in re.finditer(r"\bconnect\(", text):
            arguments = split_arguments(text, found.end())
            if len(arguments) == 3 and arguments[2].lstrip().startswith("["):
                line = text.count("\n", 0, found.start()) + 1
                yield name, line, "connect() with a lambda needs a context object"


def split_arguments(text, start):
    """The arguments of a call whose opening parenthesis ends before start."""
    depth, arguments, current, quote = 0, [], "", None
    for i in range(start, min(len(text), start + 4000)):
        char = text[i]
        if quote:
            if char == quote and text[i - 1] != "\\":
                quote = None
        elif char in "\"'":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            if depth == 0:
                return arguments + [current]
            depth -= 1
        elif char == "," and depth == 0:
            arguments.append(current)
            current = ""
            continue
        current += char
    return arguments


def headers_explain_themselves(tree):
    for name in tree.sources("app", "common", "server"):
        if not name.endswith(".h"):
            continue
        text = tree.text(name)
        if not text.startswith("// "):
            yield name, 1, "the first line says in a sentence what this is for"
        if "#pragma once" not in text:
            yield name, 0, "#pragma once is missing"


def every_source_is_built(tree):
    """A file that no CMakeLists.txt names compiles for nobody."""
    lists = [n for n in tree.names if n.endswith("CMakeLists.txt")]
    mentioned = set()
    for name in lists:
        folder = pathlib.PurePosixPath(name).parent
        for word in re.findall(r"[\w./${}-]+\.(?:cpp|h|ui|qrc|py)\b", tree.text(name)):
            word = re.sub(r"^\$\{(?:CMAKE_CURRENT_SOURCE_DIR|CMAKE_CURRENT_LIST_DIR)\}/", "", word)
            if word.startswith("${PROJECT_SOURCE_DIR}/"):
                mentioned.add(word.split("/", 1)[1])
                continue
            parts = []
            for part in (folder / word).parts:
                if part == ".." and parts:
                    parts.pop()
                elif part != ".":
                    parts.append(part)
            mentioned.add("/".join(parts))
    # Tests listed by name: foreach(unit deadlines frame), kodama_add_fuzz(codec)
    words = {word for name in lists for word in re.findall(r"[\w/]+", tree.text(name))}
    for name in tree.names:
        is_unit = name.endswith((".cpp", ".h", ".ui")) and name.startswith(
            ("app/", "common/", "server/"))
        is_test = name.endswith(".cpp") and name.startswith("tests/")
        if (is_unit or is_test) and name not in mentioned:
            stem = pathlib.PurePosixPath(name).stem
            if not (is_test and (stem in words or re.sub("^(fuzz|tst)_", "", stem) in words)):
                yield name, 0, "no CMakeLists.txt names this file"


def every_unit_has_its_test(tree):
    """One named after it, one that includes its header, or the one that it names itself."""
    tests = [n for n in tree.names if n.startswith("tests/") and "/tst_" in n]
    stems = {pathlib.PurePosixPath(n).stem for n in tests}
    included = {header for n in tests
                for header in re.findall(r'#include "([^"]+)"', tree.text(n))}
    for name in tree.sources(*UNITS_WITH_TESTS):
        stem = pathlib.PurePosixPath(name).stem
        if (name.endswith(".cpp") and stem != "main" and f"tst_{stem}" not in stems
                and name[:-4] + ".h" not in included and not is_covered_elsewhere(tree, name)):
            yield name, 0, f"no tests/**/tst_{stem}.cpp"


def is_covered_elsewhere(tree, name):
    """A unit may name the test that covers it: `// Tested by tst_other.` in its first lines."""
    for source in (name, name[:-4] + ".h"):
        if source in tree.names:
            found = re.search(r"^// Tested by (tst_\w+|test_\w+\.py)", tree.text(source),
                              re.MULTILINE)
            if found and any(pathlib.PurePosixPath(n).name.startswith(found.group(1))
                             for n in tree.names):
                return True
    return False


def nothing_left_behind(tree):
    for name in tree.names:
        if name.startswith("tests/lint/") or name == "scripts/lint_tree.py":
            continue
        if not name.endswith((".cpp", ".h", ".py", ".sh", ".md", ".txt", ".cmake", ".json", ".in",
                              ".ui", ".qrc")) and not name.startswith(("scripts/", ".ci/")):
            continue
        for number, line in tree.lines(name):
            if MACHINE_PATHS.search(line):
                yield name, number, "a path of one machine"
            if TODO.search(line) and not name.endswith(".md"):
                yield name, number, "a TODO needs its issue: TODO(#12)"


def documentation_names_every_message(tree):
    """docs/protocol.md has a section and the tests a golden frame for every type of the list."""
    if "common/protocol/messages.h" not in tree.names:
        return
    page = tree.text("docs/protocol.md") if "docs/protocol.md" in tree.names else ""
    sections = set(re.findall(r"^### `([\w.]+)`", page, re.MULTILINE))
    golden = {pathlib.PurePosixPath(n).stem for n in tree.names
              if n.startswith("tests/data/protocol/")}
    types = set()
    for name in (n for n in tree.sources("common/protocol") if n.endswith(".h")):
        types.update(re.findall(r"QLatin1StringView type\{\"([\w.]+)\"\}", tree.text(name)))
    for kind in sorted(types):
        if kind not in sections:
            yield "docs/protocol.md", 0, f"no section '### `{kind}`'"
        if kind not in golden:
            yield f"tests/data/protocol/{kind}.json", 0, "no golden frame"
    for kind in sorted(sections - types):
        yield "docs/protocol.md", 0, f"'{kind}' is not in the list of messages"


def warnings_fail_every_ui_test(tree):
    """What Qt complains of while widgets are shown is a defect, whatever the test is about."""
    for name in tree.names:
        if (name.startswith("tests/app/ui/tst_") and "failOnAnyWarning" not in tree.text(name)
                and "QTest::failOnWarning" not in tree.text(name)):
            yield name, 0, "init() does not fail on warnings: test::failOnAnyWarning()"


def every_model_is_tested(tree):
    """The test of a unit with a model of its own has a QAbstractItemModelTester."""
    testers = {n: tree.text(n) for n in tree.names
               if n.startswith("tests/app/") and "QAbstractItemModelTester" in tree.text(n)}
    for name in tree.sources("app"):
        text = tree.text(name)
        named = re.search(r"^// Tested by (tst_\w+)", text, re.MULTILINE)
        unit = pathlib.PurePosixPath(name).stem
        for model in re.findall(r"class (\w+) final : public Q\w*Model\b", text):
            if not any(f"/{unit}.h" in test or (named and f"/{named.group(1)}.cpp" in n)
                       for n, test in testers.items()):
                yield name, 0, f"no test gives {model} to a QAbstractItemModelTester"


def links_lead_somewhere(tree):
    """Files that the Markdown pages link to exist."""
    for name in tree.names:
        if not name.endswith(".md"):
            continue
        folder = pathlib.PurePosixPath(name).parent
        for number, line in tree.lines(name):
            for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", line):
                if not (tree.root / folder / target).exists():
                    yield name, number, f"links to {target}, which does not exist"


RULES = [
    includes_follow_the_layers,
    files_keep_their_budget,
    forbidden_words,
    connections_have_a_context,
    headers_explain_themselves,
    every_source_is_built,
    every_unit_has_its_test,
    nothing_left_behind,
    documentation_names_every_message,
    warnings_fail_every_ui_test,
    every_model_is_tested,
    links_lead_somewhere,
]


def problems(root):
    tree = Tree(root)
    for rule in RULES:
        for name, line, text in rule(tree):
            yield f"{name}:{line}: {text}" if line else f"{name}: {text}"


def main():
    arguments = sys.argv[1:]
    if "--help" in arguments or "-h" in arguments:
        print(__doc__)
        return 0
    if len(arguments) > 1 or (arguments and not pathlib.Path(arguments[0]).is_dir()):
        print("usage: lint_tree.py [ROOT]", file=sys.stderr)
        return 2
    found = list(problems(arguments[0] if arguments else pathlib.Path(__file__).parent.parent))
    for problem in found:
        print(problem)
    print(f"lint_tree: {len(RULES)} rules, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
