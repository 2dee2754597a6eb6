#include "common/protocol/jsonarray.h"

#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

class TestJsonArray : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void splitsAtTheCommasOfTheArray_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArrayList>("elements");
        const auto row = [](const char *json, const QByteArrayList &elements) {
            QTest::addRow("%s", json) << QByteArray(json) << elements;
        };
        row("[]", {});
        row("[ \n]", {});
        row("[1]", {"1"});
        row("[1,2.50 , null\t]", {"1", "2.50", "null"});
        // No raw strings here: moc loses its way in quoted backslashes.
        row("[\"a,b\",\"]\",\"\"]", {"\"a,b\"", "\"]\"", "\"\""});
        row("[\"\\\"\",\"\\\\\",1]", {"\"\\\"\"", "\"\\\\\"", "1"});
        row("[{\"a\":[1,2],\"b\":\"}\"},[[],{}]]", {"{\"a\":[1,2],\"b\":\"}\"}", "[[],{}]"});
        row("{\"a\":[1]}", {});
        row("\"[1]\"", {});
        row("null", {});
    }
    void splitsAtTheCommasOfTheArray()
    {
        QFETCH(QByteArray, json);
        QByteArrayList elements;
        for (const QByteArrayView element : splitJsonArray(json))
            elements += element.toByteArray();
        QTEST(elements, "elements");
    }
};

QTEST_GUILESS_MAIN(TestJsonArray)
#include "tst_jsonarray.moc"
