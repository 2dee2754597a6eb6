#include "app/ui/runfolding.h"

#include "app/core/messagelogmodel.h"

namespace kodama {

bool RunFolding::isHead(const QModelIndex &index)
{
    return index.data(MessageLogModel::RunPositionRole).toInt() == 0 &&
           index.data(MessageLogModel::RunLengthRole).toInt() >= minRows;
}

bool RunFolding::isHidden(const QModelIndex &index) const
{
    const int position = index.data(MessageLogModel::RunPositionRole).toInt();
    if (position == 0)
        return false;
    const QModelIndex head = index.siblingAtRow(index.row() - position);
    return isHead(head) && !isUnfolded(head);
}

bool RunFolding::isUnfolded(const QModelIndex &head) const
{
    return m_unfolded.contains(head.data(MessageLogModel::IdRole).toULongLong());
}

void RunFolding::toggle(const QModelIndex &head)
{
    const quint64 id = head.data(MessageLogModel::IdRole).toULongLong();
    if (!m_unfolded.remove(id))
        m_unfolded.insert(id);
}

} // namespace kodama
