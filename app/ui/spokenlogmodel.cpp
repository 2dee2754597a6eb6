#include "app/ui/spokenlogmodel.h"

#include "app/ui/messagewording.h"

namespace kodama {

SpokenLogModel::SpokenLogModel(QAbstractItemModel &source, QObject *parent)
    : QIdentityProxyModel(parent)
{
    setSourceModel(&source);
}

QVariant SpokenLogModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole)
        return spokenText(entryAt(index));
    return QIdentityProxyModel::data(index, role);
}

} // namespace kodama
