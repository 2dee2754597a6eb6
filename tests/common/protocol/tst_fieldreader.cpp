#include "common/protocol/fieldreader.h"
#include "common/protocol/limits.h"

#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Reads one field out of `{"n":VALUE}`.
std::optional<qint64> readInteger(const QByteArray &value)
{
    const QByteArray frame = "{\"n\":" + value + "}";
    const auto object = scanJsonObject(frame, limits::jsonDepth);
    std::optional<qint64> number;
    FieldReader(object.value(), frame).optionalInteger("n", number);
    return number;
}

struct Point
{
    qint64 x = 0;
    QString label;

    static void visit(auto &self, auto &v)
    {
        v.integer("x", self.x, IntegerRange{0, 9});
        v.optionalText("label", self.optionalLabel, TextLimit{3});
        v.text("kind", self.label);
    }
    std::optional<QString> optionalLabel;
};

/// What is wrong with `{"p":VALUE}`, which must be a point.
QByteArray problemOf(const QByteArray &value, Reading reading = Reading::Version2)
{
    const QByteArray frame = "{\"p\":" + value + "}";
    const auto object = scanJsonObject(frame, limits::jsonDepth);
    FieldReader reader(object.value(), frame, reading);
    std::optional<Point> point;
    reader.optionalObject("p", point);
    const auto &wrong = reader.wrongField();
    return wrong ? wrong->name + ": " + wrong->expected : QByteArray();
}

} // namespace

class TestFieldReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsIntegersHoweverTheyAreSpelt_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("isInteger");
        QTest::addColumn<qint64>("number");
        const auto row = [](const char *json, qint64 number) {
            QTest::addRow("%s", json) << QByteArray(json) << true << number;
        };
        const auto noRow = [](const char *json) {
            QTest::addRow("%s", json) << QByteArray(json) << false << qint64{0};
        };
        row("0", 0);
        row("-1", -1);
        row("-1.0", -1);
        row("2.0", 2);
        row("1e2", 100);
        row("9007199254740993", 9007199254740993);
        row("9223372036854775807", std::numeric_limits<qint64>::max());
        row("-9223372036854775808", std::numeric_limits<qint64>::min());
        noRow("1.5");
        noRow("1e300");
        noRow("12345678901234567890");
        noRow("\"7\"");
        noRow("null");
        noRow("true");
        noRow("[1]");
    }
    void readsIntegersHoweverTheyAreSpelt()
    {
        QFETCH(QByteArray, json);
        const std::optional<qint64> read = readInteger(json);
        QTEST(read.has_value(), "isInteger");
        QTEST(read.value_or(0), "number");
    }

    void readsTheLastOfSeveral()
    {
        const QByteArray frame = R"({"a":"first","a":"last"})";
        const auto object = scanJsonObject(frame, limits::jsonDepth);
        QString text;
        FieldReader(object.value(), frame).text("a", text);
        QCOMPARE(text, u"last"_s);
    }

    void readsAnotherKindAsEmpty()
    {
        const QByteArray frame = R"({"a":5})";
        const auto object = scanJsonObject(frame, limits::jsonDepth);
        QString text = u"before"_s;
        FieldReader(object.value(), frame).text("a", text);
        QVERIFY(text.isEmpty());
    }

    void namesTheFirstWrongField_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("problem");
        const auto row = [](const char *json, const char *problem) {
            QTest::addRow("%s", json) << QByteArray(json) << QByteArray(problem);
        };
        row(R"({"x":9,"label":"abc"})", "");
        row(R"({"x":9,"label":"🦊🦊🦊"})", "");
        row(R"({"x":0,"label":null})", "");
        row(R"({"x":0})", "");
        row("null", "");
        row("5", "p: expected an object");
        row("{}", "p.x: expected an integer");
        row(R"({"x":null})", "p.x: expected an integer");
        row(R"({"x":"1"})", "p.x: expected an integer");
        row(R"({"x":[1]})", "p.x: expected an integer");
        row(R"({"x":true})", "p.x: expected an integer");
        row(R"({"x":1.5})", "p.x: expected an integer");
        row(R"({"x":10})", "p.x: out of range");
        row(R"({"x":-1,"label":5})", "p.x: out of range");
        row(R"({"x":1,"label":5})", "p.label: expected a text");
        row(R"({"x":1,"label":""})", "p.label: expected a longer text");
        row(R"({"x":1,"label":"abcd"})", "p.label: too long");
    }
    void namesTheFirstWrongField()
    {
        QFETCH(QByteArray, json);
        QTEST(problemOf(json), "problem");
        QVERIFY(problemOf(json, Reading::Lenient).isEmpty());
        QVERIFY(problemOf(json, Reading::Version1).isEmpty());
    }

    void countsBytesWhereTheLimitSaysSo()
    {
        const QByteArray frame = R"({"a":"木木"})";
        const auto object = scanJsonObject(frame, limits::jsonDepth);
        std::optional<QString> text;
        for (const qsizetype longest : {6, 5}) {
            FieldReader reader(object.value(), frame, Reading::Version2);
            reader.optionalText("a", text, TextLimit{longest, TextLimit::Unit::Bytes});
            QCOMPARE(reader.wrongField().has_value(), longest == 5);
        }
    }

    void knowsNoFieldsOfVersion2InVersion1()
    {
        const QByteArray frame = R"({"a":"x","b":1,"c":"y"})";
        const auto object = scanJsonObject(frame, limits::jsonDepth);
        FieldReader reader(object.value(), frame, Reading::Version1);
        std::optional<QString> bounded;
        std::optional<qint64> number;
        QString plain;
        reader.optionalText("a", bounded, TextLimit{3});
        reader.optionalInteger("b", number, IntegerRange{});
        reader.text("c", plain);
        QVERIFY(!bounded);
        QVERIFY(!number);
        QCOMPARE(plain, u"y"_s);
    }

    void takesOnlyTheValuesOfAChoice()
    {
        using namespace Qt::Literals::StringLiterals;
        constexpr std::array values{"on"_L1, "off"_L1};
        for (const auto &[json, isRight] :
             {std::pair(R"({"a":"off"})"_ba, true), std::pair(R"({"a":"Off"})"_ba, false),
              std::pair("{}"_ba, false)}) {
            const auto object = scanJsonObject(json, limits::jsonDepth);
            FieldReader reader(object.value(), json, Reading::Version2);
            QString value;
            reader.choice("a", value, values);
            QCOMPARE(!reader.wrongField(), isRight);
        }
    }

    void readsListsLeniently()
    {
        const QByteArray frame =
            R"({"texts":["a",5,"b"],"items":[{"a":1.0},2],"points":[{"x":3},[],{"x":4}],"no":{}})";
        const auto object = scanJsonObject(frame, limits::jsonDepth);
        const FieldReader reader(object.value(), frame);
        QStringList texts;
        reader.texts("texts", texts);
        QCOMPARE(texts, QStringList({u"a"_s, u"b"_s}));
        QList<RawJson> items;
        reader.items("items", items);
        QCOMPARE(items.size(), 1);
        QCOMPARE(items.first().text(), R"({"a":1.0})"_ba);
        QList<Point> points;
        reader.objects("points", points);
        QCOMPARE(points.size(), 2);
        QCOMPARE(points.last().x, 4);
        reader.texts("no", texts);
        QVERIFY(texts.isEmpty());
        reader.items("missing", items);
        QVERIFY(items.isEmpty());
    }

    void readsOnlyTrueAsTrue()
    {
        const QByteArray frame = R"({"a":true,"b":1,"c":"true","d":false})";
        const auto object = scanJsonObject(frame, limits::jsonDepth);
        const FieldReader reader(object.value(), frame);
        for (const auto &[name, expected] :
             {std::pair("a", true), std::pair("b", false), std::pair("c", false),
              std::pair("d", false), std::pair("e", false)}) {
            bool value = !expected;
            reader.boolean(name, value);
            QCOMPARE(value, expected);
        }
    }

    void tellsFalseFromMissing()
    {
        const QByteArray frame = R"({"a":true,"b":false,"c":1,"d":null})";
        const auto object = scanJsonObject(frame, limits::jsonDepth);
        const FieldReader reader(object.value(), frame);
        for (const auto &[name, expected] :
             {std::pair("a", std::optional(true)), std::pair("b", std::optional(false)),
              std::pair("c", std::optional<bool>()), std::pair("d", std::optional<bool>()),
              std::pair("e", std::optional<bool>())}) {
            std::optional<bool> value = true;
            reader.optionalBoolean(name, value);
            QVERIFY2(value == expected, name);
        }
    }

    void sharesTheFrameAsSource()
    {
        const QByteArray frame = R"({"a":5})"_ba;
        const auto object = scanJsonObject(frame, limits::jsonDepth);
        QByteArray source;
        FieldReader(object.value(), frame).source(source);
        QCOMPARE(static_cast<const void *>(source.constData()),
                 static_cast<const void *>(frame.constData()));
    }

    void cutsTheSpaceAroundTheSource()
    {
        const QByteArray frame = " \n{\"a\": 5}\t"_ba;
        const auto object = scanJsonObject(frame, limits::jsonDepth);
        QByteArray source;
        FieldReader(object.value(), frame).source(source);
        QCOMPARE(source, "{\"a\": 5}"_ba);
    }
};

QTEST_GUILESS_MAIN(TestFieldReader)
#include "tst_fieldreader.moc"
