#include "common/protocol/jsonscanner.h"
#include "common/protocol/limits.h"
#include "tests/fuzz/plainjson.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int depth = limits::jsonDepth;

QList<QByteArray> validValues()
{
    return {"0",
            "-0",
            "1",
            "-1",
            "10",
            "1.0",
            "0.1",
            "1e2",
            "1E2",
            "1e+2",
            "1e-2",
            "-1.5e10",
            "true",
            "false",
            "null",
            "\"\"",
            "\"a\"",
            "[]",
            "[ ]",
            "[1]",
            "[1,2]",
            "{}",
            "{ }",
            "{\"\":0}",
            "[[],{}]",
            "[{\"a\":[]}]",
            "\" \"",
            "\"\\u00e9\"",
            "\"\\\"\"",
            "\"\\\\\"",
            "\"\\/\"",
            "\"\\b\"",
            "\"\\f\"",
            "\"\\n\"",
            "\"\\r\"",
            "\"\\t\"",
            "\"\\uD834\\uDd1e\"",
            "\"\\ud800\"",
            "\"\x7f\"",
            "\"木霊\"",
            "\"\xef\xbb\xbf\"",
            "\"\xf4\x8f\xbf\xbf\"",
            "\"\xed\x9f\xbf\"",
            " 1 ",
            "\t1\r\n",
            "[1,\n2]",
            "{\"a\":1,\"a\":2}",
            "1e400",
            "123456789012345678901234567890",
            "\"1234567\\n\"",
            "\"12345678\"",
            "\"123456789abcdef\\\"\""};
}

QList<QByteArray> invalidValues()
{
    return {"",
            " ",
            "nul",
            "nulll",
            "True",
            "NaN",
            "Infinity",
            "-",
            "-a",
            "+1",
            "01",
            "-01",
            "1.",
            ".1",
            "1.e2",
            "1e",
            "1e+",
            "0x1",
            "1 2",
            "1_000",
            "\"",
            "\"a",
            "'a'",
            "a",
            "\"\\\"",
            "\"\\x41\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\U0041\"",
            "\"\\a\"",
            "\"\t\"",
            "\"\n\"",
            QByteArray("\"\0\"", 3),
            "\"1234567\x01\"",
            "\"\x1f\"",
            "[",
            "]",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1,,2]",
            "[}",
            "{]",
            "{",
            "}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,}",
            "{a:1}",
            "{1:1}",
            "{\"a\" 1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":1,,\"b\":2}",
            "{\"a\"::1}",
            "{\"a\":1]",
            "[1}",
            "//1",
            "1//",
            "/**/1",
            "[1]x",
            "{}{}",
            "\xef\xbb\xbf"
            "1",
            "\"\xff\"",
            "\"\xc0\xaf\"",
            "\"\xed\xa0\x80\"",
            "\"\xf4\x90\x80\x80\"",
            "\"\xe6\x9c\"",
            "\"\\",
            "\"\\u\"",
            "[\"a\",\n4,1,1,",
            QByteArray("1\0", 2),
            "\v1",
            "\f1",
            "\xc2\xa0"
            "1",
            "\xe2\x80\xa8"
            "1"};
}

/// Small texts with all that JSON knows, some of them broken: grows the ones above by chance.
QByteArray mutated(QRandomGenerator &random, QByteArray text)
{
    static constexpr char bytes[] = "{}[]\",:\\0123456789.eE+-truefalsn \n\x00u\xe6";
    static const QByteArray letters(bytes, sizeof bytes - 1);
    for (int edits = random.bounded(4); edits >= 0; --edits) {
        const qsizetype at = text.isEmpty() ? 0 : random.bounded(static_cast<int>(text.size()));
        const char letter = letters[random.bounded(static_cast<int>(letters.size()))];
        if (random.bounded(3) == 0)
            text.insert(at, letter);
        else if (random.bounded(2) == 0 && !text.isEmpty())
            text[at] = letter;
        else
            text.remove(at, 1);
    }
    return text;
}

} // namespace

class TestJsonScanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void acceptsJson()
    {
        for (const QByteArray &value : validValues()) {
            QVERIFY2(isValidJson(value, depth), value.constData());
            const QByteArray object = "{\"v\":" + value + "}";
            const auto scanned = scanJsonObject(object, depth);
            QVERIFY2(scanned, value.constData());
            QCOMPARE(scanned.value().members.first().value.toByteArray(), value.trimmed());
        }
    }

    void refusesWhatIsNotJson()
    {
        for (const QByteArray &value : invalidValues()) {
            QVERIFY2(!isValidJson(value, depth), value.constData());
            const QByteArray object = "{\"v\":" + value + "}";
            QVERIFY2(!scanJsonObject(object, depth), value.constData());
        }
    }

    // Nothing is left out: what Qt 6.4 cannot read (numbers that no double holds) or reads as
    // something else (a leading U+FEFF) is spelled otherwise for it.
    void agreesWithQtOnWhatItAccepts()
    {
        QRandomGenerator random(20251214);
        int accepted = 0;
        QList<QByteArray> seeds = validValues();
        for (int round = 0; round < 60000; ++round) {
            const QByteArray value = mutated(random, seeds[random.bounded(seeds.size())]);
            const QByteArray text = "{\"v\":" + value + "}";
            const auto ours = scanJsonObject(text, depth);
            PlainJson plain(text, depth);
            QVERIFY2(ours.hasValue() == plain.accepts(), text.constData());
            if (!ours)
                continue;
            ++accepted;
            QJsonParseError error;
            const QJsonObject qt = QJsonDocument::fromJson(plain.respelled(), &error).object();
            QVERIFY2(error.error == QJsonParseError::NoError, text.constData());
            const JsonMember *member = ours.value().find("v"_L1);
            if (member->value.startsWith('"'))
                QVERIFY2(qt["v"_L1].toString() == decodeJsonString(member->value),
                         text.constData());
            if (member->value.startsWith('['))
                QVERIFY(qt["v"_L1].isArray());
            if (member->value.startsWith('{'))
                QVERIFY(qt["v"_L1].isObject());
            if (seeds.size() < 2000)
                seeds.append(value);
        }
        QVERIFY(accepted > 3000);
    }

    // Strings are looked through many bytes at a time: nothing may be overlooked in any place.
    void findsWhatEndsAStringWhereverItStands()
    {
        const QByteArray japanese = QByteArray("木霊").repeated(8);
        for (const QByteArray &plain : {QByteArray(48, '~'), QByteArray(48, ' '), japanese}) {
            for (qsizetype at = 0; at <= plain.size(); at += plain == japanese ? 3 : 1) {
                const auto with = [&](const QByteArray &bytes) -> QByteArray {
                    return '"' + plain.first(at) + bytes + plain.sliced(at) + '"';
                };
                QVERIFY(isValidJson(with("\x7f"), depth));
                QVERIFY(isValidJson(with("\\n"), depth));
                QVERIFY(isValidJson(with("\\\""), depth));
                QVERIFY(!isValidJson(with("\\x"), depth));
                QVERIFY(!isValidJson(with("\""), depth));
                for (char control = 0; control < 0x20; ++control)
                    QVERIFY(!isValidJson(with(QByteArray(1, control)), depth));
                QVERIFY(!isValidJson(with("\xff"), depth));
                QVERIFY(!isValidJson(with({}).chopped(1), depth));
            }
        }
    }

    void listsMembersInTheirOrder()
    {
        const QByteArray text = " {\"b\" : 1 , \"a\":[1, 2],\"b\":{\"a\":3}, \"c\\\"\":\"x\" } ";
        const auto object = scanJsonObject(text, depth);
        QVERIFY(object);
        const auto &members = object.value().members;
        QCOMPARE(members.size(), 4);
        QCOMPARE(members[0].key.toByteArray(), "b"_ba);
        QCOMPARE(members[0].value.toByteArray(), "1"_ba);
        QCOMPARE(members[1].value.toByteArray(), "[1, 2]"_ba);
        QCOMPARE(members[2].value.toByteArray(), "{\"a\":3}"_ba);
        QCOMPARE(members[3].key.toByteArray(), "c\\\""_ba);
        QCOMPARE(object.value().text.toByteArray(), text.trimmed());
        QCOMPARE(object.value().find("b"_L1), &members[2]);
        QCOMPARE(object.value().find("c\""_L1), &members[3]);
        QCOMPARE(object.value().find("d"_L1), nullptr);
    }

    void countsTheObjectAsALevel()
    {
        const auto isAccepted = [](int levels, int maxDepth) {
            const QByteArray value = QByteArray(levels, '[') + QByteArray(levels, ']');
            const QByteArray object = "{\"a\":" + value + "}";
            const bool isValue = isValidJson(value, maxDepth);
            return std::pair(isValue, scanJsonObject(object, maxDepth).hasValue());
        };
        QCOMPARE(isAccepted(2, 3), std::pair(true, true));
        QCOMPARE(isAccepted(3, 3), std::pair(true, false));
        QCOMPARE(isAccepted(4, 3), std::pair(false, false));
        QCOMPARE(isAccepted(1023, 5000), std::pair(true, false));
        QCOMPARE(isAccepted(1024, 5000), std::pair(false, false));
        QVERIFY(!isValidJson(QByteArray(1000000, '['), 5000));
    }

    void decodesStrings_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("text");
        QTest::newRow("escapes") << "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""_ba << u"\"\\/\b\f\n\r\t"_s;
        QTest::newRow("unicode") << "\"\\u6728\\u970A\""_ba << u"木霊"_s;
        QTest::newRow("pair") << "\"\\ud83c\\udf33\""_ba << u"🌳"_s;
        QTest::newRow("lone") << "\"x\\udf33y\""_ba << u"x"_s + QChar(0xdf33) + u"y"_s;
        QTest::newRow("NUL") << "\"\\u0000\""_ba << QString(QChar(0));
        QTest::newRow("U+FEFF behind an escape")
            << "\"\\n\xef\xbb\xbf\""_ba << u"\n"_s + QChar(0xfeff);
        QTest::newRow("U+FEFF escaped") << "\"\\ufeffa\""_ba << QString(QChar(0xfeff)) + u"a"_s;
    }
    void decodesStrings()
    {
        QFETCH(QByteArray, json);
        QTEST(decodeJsonString(json), "text");
    }

    void comparesNamesAsTheyAreDecoded_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *const text : {"",
                                       "type",
                                       "typ",
                                       "types",
                                       "typE",
                                       "\\u0074ype",
                                       "t\\u0079pe",
                                       "typ\\u0065",
                                       "typ\\u00e5",
                                       "typ\\u0165",
                                       "typ\xc3\xa5",
                                       "type\\u0000",
                                       "\\u0000type",
                                       "\\ttype",
                                       "typ\\/",
                                       "\\u0074\\u0079\\u0070\\u0065",
                                       "\\u0074\\u0079\\u0070\\u0065\\n",
                                       "a/b",
                                       "a\\/b",
                                       "a\\u002Fb",
                                       "a\\\\b",
                                       "\xef\xbb\xbftype"})
            QTest::newRow(text) << '"' + QByteArray(text) + '"';
    }
    void comparesNamesAsTheyAreDecoded()
    {
        QFETCH(QByteArray, json);
        for (const auto name : {"type"_L1, "a/b"_L1, "a\\b"_L1, "\ttype"_L1, ""_L1})
            QCOMPARE(isJsonString(json, name), decodeJsonString(json) == name);
        const QByteArray object = "{" + json + ":1}";
        const bool isFound = scanJsonObject(object, depth).value().find("type"_L1) != nullptr;
        QCOMPARE(isFound, decodeJsonString(json) == "type"_L1);
    }
};

QTEST_GUILESS_MAIN(TestJsonScanner)
#include "tst_jsonscanner.moc"
