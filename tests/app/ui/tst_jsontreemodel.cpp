#include "app/ui/jsontreemodel.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestJsonTreeModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void showsNamesAndValues()
    {
        JsonTreeModel model;
        QAbstractItemModelTester tester(&model);
        model.setTree(*parseJsonTree(R"({"type":"x","list":[1.0,{"a":null}],"":true})"));
        const QModelIndex root = model.index(0, 0);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowCount(root), 3);
        QCOMPARE(text(model, root, 0, JsonTreeModel::NameColumn), u"type"_s);
        QCOMPARE(text(model, root, 0, JsonTreeModel::ValueColumn), u"\"x\""_s);
        const QModelIndex list = model.index(1, 0, root);
        QCOMPARE(text(model, list, 0, JsonTreeModel::NameColumn), u"[0]"_s);
        QCOMPARE(text(model, list, 0, JsonTreeModel::ValueColumn), u"1.0"_s);
        const QModelIndex item = model.index(1, 0, list);
        QCOMPARE(text(model, item, 0, JsonTreeModel::ValueColumn), u"null"_s);
        QCOMPARE(model.parent(item), list);
        QCOMPARE(
            model.index(0, JsonTreeModel::ValueColumn, item).data(JsonTreeModel::KindRole).toInt(),
            int(JsonNode::Kind::Literal));
    }

    void isEmptyWithoutATree()
    {
        JsonTreeModel model;
        QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        model.setTree(*parseJsonTree("1"));
        QCOMPARE(model.rowCount(), 1);
        model.setTree({});
        QCOMPARE(model.rowCount(), 0);
    }

private:
    static QString text(const JsonTreeModel &model, const QModelIndex &parent, int row, int column)
    {
        return model.index(row, column, parent).data().toString();
    }
};

QTEST_MAIN(TestJsonTreeModel)
#include "tst_jsontreemodel.moc"
