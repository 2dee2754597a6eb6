#include "app/ui/spokenlogmodel.h"

#include "app/ui/messagewording.h"
#include "app/ui/runfolding.h"

namespace kodama {

SpokenLogModel::SpokenLogModel(QAbstractItemModel &source, QObject *parent)
    : QIdentityProxyModel(parent)
{
    setSourceModel(&source);
}

QVariant SpokenLogModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole)
        return RunFolding::isHead(index) ? runText(index) : spokenText(entryAt(index));
    return QIdentityProxyModel::data(index, role);
}

} // namespace kodama
