#include "app/ui/jsontreemodel.h"

#include "app/ui/plaintooltip.h"

namespace kodama {

using namespace Qt::StringLiterals;

JsonTreeModel::JsonTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
{}

void JsonTreeModel::setTree(JsonTree tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    endResetModel();
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    const int id = parent.isValid() ? node(parent).children[std::size_t(row)] : 0;
    return createIndex(row, column, quintptr(id));
}

QModelIndex JsonTreeModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || node(index).parent < 0)
        return {};
    const int id = node(index).parent;
    return createIndex(m_tree.nodes[std::size_t(id)].row, 0, quintptr(id));
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_tree.nodes.empty() ? 0 : 1;
    return parent.column() == 0 ? int(node(parent).children.size()) : 0;
}

int JsonTreeModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const JsonNode &one = node(index);
    if (role == KindRole)
        return int(one.kind);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const QString text = index.column() == NameColumn ? nameText(one) : valueText(one);
    return role == Qt::ToolTipRole ? plainToolTip(text) : text;
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    //: Of a member of a JSON object
    return section == NameColumn ? tr("Name") : tr("Value");
}

const JsonNode &JsonTreeModel::node(const QModelIndex &index) const
{
    return m_tree.nodes[std::size_t(index.internalId())];
}

QString JsonTreeModel::nameText(const JsonNode &node) const
{
    if (node.parent < 0)
        return u"$"_s; // as JSONPath calls the whole
    const bool isItem = m_tree.nodes[std::size_t(node.parent)].kind == JsonNode::Kind::Array;
    return isItem ? u"[%1]"_s.arg(node.row) : node.name;
}

QString JsonTreeModel::valueText(const JsonNode &node)
{
    switch (node.kind) {
    case JsonNode::Kind::Object:
        return u"{ %1 }"_s.arg(tr("%n members", nullptr, int(node.children.size())));
    case JsonNode::Kind::Array:
        return u"[ %1 ]"_s.arg(tr("%n elements", nullptr, int(node.children.size())));
    case JsonNode::Kind::String:
        return u'"' + node.value + u'"';
    case JsonNode::Kind::Number:
    case JsonNode::Kind::Literal:
        return node.value;
    }
    return {};
}

} // namespace kodama
