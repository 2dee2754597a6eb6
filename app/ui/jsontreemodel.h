// A JSON text as a tree of names and values.
#pragma once

#include "app/core/inspect/jsontree.h"

#include <QAbstractItemModel>

namespace kodama {

/// The root of the text is the one item at the top.
class JsonTreeModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JsonTreeModel)

public:
    enum Column { NameColumn, ValueColumn, ColumnCount };
    enum Role { KindRole = Qt::UserRole }; ///< int(JsonNode::Kind)

    explicit JsonTreeModel(QObject *parent = nullptr);

    /// An empty tree shows nothing.
    void setTree(JsonTree tree);
    [[nodiscard]] const JsonTree &tree() const { return m_tree; }

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] const JsonNode &node(const QModelIndex &index) const;
    [[nodiscard]] QString nameText(const JsonNode &node) const;
    [[nodiscard]] static QString valueText(const JsonNode &node);

    JsonTree m_tree;
};

} // namespace kodama
