#!/usr/bin/python3
"""The linter finds what it is for, and nothing in a clean tree."""

import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import lint_tree  # noqa: E402  (found through the path above)

CLEAN = {
    "CMakeLists.txt": "project(x)\n",
    "common/CMakeLists.txt": "kodama_add_library(common SOURCES clock.cpp HEADERS clock.h)\n",
    "common/clock.h": "// Time.\n#pragma once\n#include <QString>\n",
    "common/clock.cpp": '#include "common/clock.h"\n',
    "app/CMakeLists.txt": "add(core/chat.h core/chat.cpp ui/view.h ui/theme.cpp main.cpp)\n",
    "app/main.cpp": '#include "server/server.h"\n',
    "app/core/chat.h": "// Chats.\n#pragma once\n",
    "app/core/chat.cpp": '#include "common/clock.h"\nvoid f() { connect(a, &A::b, this, [] {}); }\n',
    "app/ui/view.h": '// Shows.\n#pragma once\n#include "app/core/chat.h"\n#include <QWidget>\n',
    "app/ui/theme.cpp": 'QColor c("#ff0000");\n',
    "tests/CMakeLists.txt": "foreach(name tst_clock tst_chat)\n",
    "tests/tst_clock.cpp": '#include "server/server.h"\n',
    "tests/tst_chat.cpp": '#include "app/core/chat.h"\n',
    "README.md": "See [the clock](common/clock.h) and [the web](https://example.org).\n",
}


class LintTree(unittest.TestCase):
    def problems(self, changes):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**CLEAN, **changes}.items():
                if text is not None:
                    path = pathlib.Path(folder, name)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
            return list(lint_tree.problems(folder))

    def assert_finds(self, changes, *words):
        found = self.problems(changes)
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0])

    def test_a_clean_tree_passes(self):
        self.assertEqual(self.problems({}), [])

    def test_layers(self):
        for name, line in {
            "common/clock.cpp": '#include "server/server.h"',
            "app/core/chat.cpp": '#include "app/ui/view.h"',
            "app/ui/view.h": '// S.\n#pragma once\n#include "server/x.h"',
        }.items():
            with self.subTest(name):
                self.assert_finds({name: line + "\n"}, name, "may not include")

    def test_modules(self):
        for name, line in {
            "common/clock.cpp": "#include <QWebSocket>",
            "app/core/chat.cpp": "#include <QColor>",
        }.items():
            with self.subTest(name):
                self.assert_finds({name: line + "\n"}, name, "may not use")

    def test_forbidden_words(self):
        for line, rule in {
            "Foo::instance().go();": "singleton",
            "auto *s = sender();": "sender",
            "connect(a, SIGNAL(x()), b);": "old-connect",
            "qApp->quit();": "qapp",
            'paint("#ff00aa");': "hex-colour",
            "QThread::msleep(5);": "sleep",
            "QJsonObject o;": "json",
        }.items():
            with self.subTest(line):
                self.assert_finds({"app/core/chat.cpp": line + "\n"}, "chat.cpp:1", rule)

    def test_comments_and_strings_may_say_anything(self):
        text = '// no sender() here\nlog("sender() and qApp");\nmessage.sender();\n'
        self.assertEqual(self.problems({"app/core/chat.cpp": text}), [])

    def test_an_exception_needs_its_rule_and_a_reason(self):
        line = "Foo::instance(); // lint: allow(singleton) Qt offers nothing else\n"
        self.assertEqual(self.problems({"app/core/chat.cpp": line}), [])
        self.assert_finds(
            {"app/core/chat.cpp": line.replace("singleton", "sender")}, "singleton"
        )

    def test_connect_without_context(self):
        text = "void f()\n{\n    connect(m_a, &A::b, [this](int x) { g(x, 1); });\n}\n"
        self.assert_finds({"app/core/chat.cpp": text}, "chat.cpp:3", "context")

    def test_budgets(self):
        self.assert_finds({"app/core/chat.cpp": "\n" * 401}, "401 lines", "400")
        self.assert_finds({"app/core/chat.h": "// C.\n#pragma once\n" * 80}, "160 lines")
        includes = "".join(f"#include <Q{i}>\n" for i in range(26))
        self.assert_finds({"app/core/chat.cpp": includes}, "26 includes")

    def test_headers(self):
        self.assert_finds({"app/core/chat.h": "#pragma once\n"}, "first line")
        self.assert_finds({"app/core/chat.h": "// Chats.\n"}, "#pragma once")

    def test_files_that_nobody_builds(self):
        self.assert_finds({"app/ui/lost.cpp": ""}, "app/ui/lost.cpp", "no CMakeLists.txt")
        self.assert_finds({"tests/tst_lost.cpp": ""}, "tests/tst_lost.cpp")

    def test_units_without_test(self):
        self.assert_finds({"tests/tst_chat.cpp": None}, "app/core/chat.cpp", "tst_chat.cpp")
        elsewhere = "// Chats.\n// Tested by tst_clock.\n#pragma once\n"
        self.assertEqual(
            self.problems({"tests/tst_chat.cpp": None, "app/core/chat.h": elsewhere}), []
        )

    def test_things_left_behind(self):
        self.assert_finds({"app/core/chat.cpp": "// TODO later\n"}, "TODO")
        self.assertEqual(self.problems({"app/core/chat.cpp": "// TODO(#7) later\n"}), [])
        self.assert_finds({"README.md": "in /home/me/x\n"}, "path of one machine")

    def test_warnings_fail_ui_tests(self):
        built = {"tests/app/ui/CMakeLists.txt": "tst_a.cpp\n"}
        self.assert_finds({**built, "tests/app/ui/tst_a.cpp": "\n"}, "tst_a.cpp", "warnings")
        test = "void init() { test::failOnAnyWarning(); }\n"
        self.assertEqual(self.problems({**built, "tests/app/ui/tst_a.cpp": test}), [])

    def test_models_are_tested(self):
        model = "class Rows final : public QAbstractListModel\n"
        self.assert_finds({"app/core/chat.cpp": model}, "chat.cpp", "Rows")
        test = {"tests/app/CMakeLists.txt": "tst_rows.cpp\n",
                "tests/app/tst_rows.cpp": "QAbstractItemModelTester tester(&rows);\n"}
        self.assert_finds({"app/core/chat.cpp": model, **test}, "Rows")
        named = "// Tested by tst_rows.\n" + model
        self.assertEqual(self.problems({"app/core/chat.cpp": named, **test}), [])

    def test_links(self):
        self.assert_finds({"README.md": "a\n[b](docs/c.md)\n"}, "README.md:2", "docs/c.md")

    def test_messages_need_documentation(self):
        messages = {
            "common/CMakeLists.txt": "clock.h clock.cpp protocol/messages.h\n",
            "common/protocol/messages.h": '// M.\n#pragma once\nQLatin1StringView type{"wave"};\n',
            "docs/protocol.md": "### `wave`\n",
            "tests/data/protocol/wave.json": "{}\n",
        }
        self.assertEqual(self.problems(messages), [])
        self.assert_finds({**messages, "docs/protocol.md": ""}, "no section", "wave")
        self.assert_finds({**messages, "tests/data/protocol/wave.json": None}, "golden")


if __name__ == "__main__":
    unittest.main()
