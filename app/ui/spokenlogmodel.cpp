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
    if (role == Qt::AccessibleTextRole) {
        const QString cut = cutText(index);
        const QString row = RunFolding::isHead(index) ? runText(index) : spokenText(entryAt(index));
        return cut.isEmpty() ? row : cut + u'\n' + row;
    }
    return QIdentityProxyModel::data(index, role);
}

} // namespace kodama
