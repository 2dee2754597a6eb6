#include "app/core/inspect/jsontree.h"

#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestJsonTree final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOrderSpellingAndDuplicates()
    {
        const auto tree = parseJsonTree(R"( {"b": 1.0, "a":[true , null],"b":"x\u3042\n"} )");
        QVERIFY(tree);
        const std::vector<JsonNode> &nodes = tree->nodes;
        QCOMPARE(nodes[0].kind, JsonNode::Kind::Object);
        QCOMPARE(nodes[0].children.size(), 3U);
        const auto child = [&nodes](int parent, int row) {
            return nodes[std::size_t(nodes[std::size_t(parent)].children[std::size_t(row)])];
        };
        QCOMPARE(child(0, 0).name, u"b"_s);
        QCOMPARE(child(0, 0).value, u"1.0"_s);
        QCOMPARE(child(0, 0).kind, JsonNode::Kind::Number);
        QCOMPARE(child(0, 1).kind, JsonNode::Kind::Array);
        QCOMPARE(child(0, 1).children.size(), 2U);
        QCOMPARE(child(0, 2).name, u"b"_s);
        QCOMPARE(child(0, 2).value, u"xあ\n"_s);
        QCOMPARE(child(0, 2).row, 2);
        const int list = nodes[0].children[1];
        QCOMPARE(child(list, 1).kind, JsonNode::Kind::Literal);
        QCOMPARE(child(list, 1).value, u"null"_s);
        QVERIFY(!tree->isCut);
    }

    void readsEveryValue_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("nodes");
        for (const char *text : {"1", "-1.5e3", "\"\"", "\"\\\\\"", "true", "{}", "[]", "[[],{}]",
                                 "{\"\":{\"\":[]}}", "\"{[\"", " [ 1 , 2 ] "})
            QTest::newRow(text) << QByteArray(text) << -1;
        QTest::newRow("siblings behind a container") << QByteArray("[{\"a\":1},2,[3],4]") << 7;
        QTest::newRow("deep") << QByteArray(500, '[') + QByteArray(500, ']') << 500;
    }

    void readsEveryValue()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, nodes);
        const auto tree = parseJsonTree(text);
        QVERIFY(tree && !tree->nodes.empty());
        if (nodes >= 0)
            QCOMPARE(int(tree->nodes.size()), nodes);
        for (std::size_t i = 1; i < tree->nodes.size(); ++i) {
            const JsonNode &node = tree->nodes[i];
            const JsonNode &parent = tree->nodes[std::size_t(node.parent)];
            QCOMPARE(parent.children[std::size_t(node.row)], int(i));
        }
    }

    void refusesWhatIsNotJson_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("empty") << u""_s << 1 << 1;
        QTest::newRow("word") << u"hello"_s << 1 << 1;
        QTest::newRow("comma") << u"{\"a\":1,}"_s << 1 << 8;
        QTest::newRow("second line") << u"{\n \"あ\": x}"_s << 2 << 7;
        QTest::newRow("cut") << u"{\"a\":"_s << 1 << 6;
    }

    void refusesWhatIsNotJson()
    {
        QFETCH(QString, text);
        QVERIFY(!parseJsonTree(text.toUtf8()));
        const std::optional<JsonProblem> problem = jsonProblem(text);
        QVERIFY(problem);
        QTEST(problem->line, "line");
        QTEST(problem->column, "column");
        QCOMPARE(prettyJson(text), text);
    }

    void hasNoProblemWithJson()
    {
        QVERIFY(!jsonProblem(u"[1]"_s));
        QVERIFY(!jsonProblem(u"{}"_s));
    }

    void isBounded()
    {
        const QByteArray many = '[' + QByteArray("1,").repeated(100'000) + "1]";
        const auto tree = parseJsonTree(many);
        QVERIFY(tree->isCut);
        QCOMPARE(tree->nodes.size(), JsonTree::maxNodes);
        const QByteArray quoted = '"' + QByteArray(100'000, 'x') + '"';
        const auto text = parseJsonTree(quoted);
        QCOMPARE(text->nodes[0].value.size(), JsonTree::maxCharacters + 1);
    }

    void printsPrettily_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("pretty");
        QTest::newRow("nested") << u"{\"a\":[1.0,{}],\"b\":{\"c\":\"x, {y}\"}}"_s
                                << u"{\n  \"a\": [\n    1.0,\n    {}\n  ],\n  \"b\": {\n    "
                                   "\"c\": \"x, {y}\"\n  }\n}"_s;
        QTest::newRow("empty") << u"[ ]"_s << u"[]"_s;
        QTest::newRow("quotes") << u"[\"\\\"\",\"{\"]"_s << u"[\n  \"\\\"\",\n  \"{\"\n]"_s;
        QTest::newRow("again") << u"[\n  1\n]"_s << u"[\n  1\n]"_s;
    }

    void printsPrettily()
    {
        QFETCH(QString, text);
        QTEST(prettyJson(text), "pretty");
    }
};

QTEST_GUILESS_MAIN(TestJsonTree)
#include "tst_jsontree.moc"
