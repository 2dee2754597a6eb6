#include "common/protocol/rawjson.h"

#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestRawJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isNullByDefault()
    {
        QVERIFY(RawJson().isNull());
        QCOMPARE(RawJson().text(), "null"_ba);
    }

    void keepsTheTextItParsed()
    {
        QCOMPARE(RawJson::parse(" [1.0, 1e2] \n")->text(), "[1.0, 1e2]"_ba);
        QVERIFY(!RawJson::parse("[1.]"));
        QVERIFY(!RawJson::parse(""));
        QVERIFY(!RawJson::parse("NaN"));
    }

    void writesStringsThatReadBackTheSame_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QString() << "\"\""_ba;
        QTest::newRow("plain") << u"Hello"_s << "\"Hello\""_ba;
        QTest::newRow("japanese") << u"木霊"_s << QByteArray("\"木霊\"");
        QTest::newRow("emoji") << u"🌳"_s << QByteArray("\"🌳\"");
        QTest::newRow("quote and backslash") << u"\"\\"_s << "\"\\\"\\\\\""_ba;
        QTest::newRow("line") << u"a\nb"_s << "\"a\\nb\""_ba;
        QTest::newRow("control") << u"\t\r\u0001\u001f"_s << "\"\\u0009\\u000d\\u0001\\u001f\""_ba;
        QTest::newRow("delete") << u"\u007f"_s << "\"\x7f\""_ba;
        QTest::newRow("NUL") << QString(QChar(0)) << "\"\\u0000\""_ba;
        QTest::newRow("U+FEFF") << QString(QChar(0xfeff)) << "\"\xef\xbb\xbf\""_ba;
        QTest::newRow("two U+FEFF")
            << QString(2, QChar(0xfeff)) << "\"\xef\xbb\xbf\xef\xbb\xbf\""_ba;
        QTest::newRow("high surrogate alone") << QString(QChar(0xd800)) << "\"\\ud800\""_ba;
        QTest::newRow("low surrogate alone")
            << u"a"_s + QChar(0xdfff) + u"b"_s << "\"a\\udfffb\""_ba;
        QTest::newRow("alone beside a pair")
            << u"🌳"_s + QChar(0xd83c) << QByteArray("\"🌳\\ud83c\"");
    }
    void writesStringsThatReadBackTheSame()
    {
        QFETCH(QString, text);
        const RawJson json = RawJson::fromString(text);
        QTEST(json.text(), "json");
        QCOMPARE(json.displayText(), text);
        QCOMPARE(json.value().toString(), text);
        QVERIFY(RawJson::parse(json.text()));
    }

    void showsOtherValuesAsTheirText()
    {
        QCOMPARE(RawJson::parse("{\"a\": 1.0}")->displayText(), u"{\"a\": 1.0}"_s);
        QCOMPARE(RawJson::parse("12345678901234567890")->displayText(), u"12345678901234567890"_s);
    }

    void givesValues()
    {
        QCOMPARE(RawJson::parse("1.5")->value().toDouble(), 1.5);
        QCOMPARE(RawJson::parse("true")->value(), QJsonValue(true));
        QVERIFY(RawJson::parse("null")->value().isNull());
        QVERIFY(RawJson::parse("{}")->value().isObject());
    }
};

QTEST_GUILESS_MAIN(TestRawJson)
#include "tst_rawjson.moc"
