#include "common/protocol/fieldwriter.h"

#include <QtTest>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Point
{
    qint64 x = 0;

    static void visit(auto &self, auto &v) { v.integer("x", self.x); }
};

} // namespace

class TestFieldWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void leavesOutWhatHasNoValue()
    {
        FieldWriter writer;
        writer.text("a", u"x"_s);
        writer.optionalText("b", std::nullopt);
        writer.optionalInteger("c", std::nullopt);
        writer.optionalJson("d", std::nullopt);
        writer.optionalObject("e", std::optional<Point>());
        writer.flag("f", false);
        writer.optionalBoolean("g", std::nullopt);
        QCOMPARE(writer.finish(), R"({"a":"x"})"_ba);
    }

    void writesEveryKind()
    {
        FieldWriter writer;
        writer.integer("a", -7);
        writer.boolean("b", false);
        writer.flag("c", true);
        writer.object("d", Point{1});
        writer.optionalObject("e", std::optional(Point{2}));
        writer.optionalBoolean("f", false);
        QCOMPARE(writer.finish(),
                 R"({"a":-7,"b":false,"c":true,"d":{"x":1},"e":{"x":2},"f":false})"_ba);
    }

    void writesLists()
    {
        FieldWriter writer;
        writer.texts("none", {});
        writer.texts("texts", {u"a"_s, u"木"_s});
        writer.items("items", {RawJson::parse("{}").value(), RawJson::parse("[1]").value()});
        writer.objects("objects", QList<Point>{{1}, {2}});
        QCOMPARE(writer.finish(), R"({"none":[],"texts":["a","木"],"items":[{},[1]],)"
                                  R"("objects":[{"x":1},{"x":2}]})"_ba);
    }

    void writesAnEmptyObject()
    {
        FieldWriter writer;
        QCOMPARE(writer.finish(), "{}"_ba);
    }
};

QTEST_GUILESS_MAIN(TestFieldWriter)
#include "tst_fieldwriter.moc"
