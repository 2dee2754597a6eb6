#include "common/protocol/fields.h"
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

} // namespace

class TestFields : public QObject
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

    void leavesOutWhatHasNoValue()
    {
        FieldWriter writer;
        writer.text("a", u"x"_s);
        writer.optionalText("b", std::nullopt);
        writer.optionalInteger("c", std::nullopt);
        writer.optionalJson("d", std::nullopt);
        QCOMPARE(writer.finish(), R"({"a":"x"})"_ba);
    }

    void writesAnEmptyObject()
    {
        FieldWriter writer;
        QCOMPARE(writer.finish(), "{}"_ba);
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

QTEST_GUILESS_MAIN(TestFields)
#include "tst_fields.moc"
