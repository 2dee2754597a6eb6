#include "app/ui/messagelayoutcache.h"

#include <QModelIndex>

namespace kodama {

MessageLayoutCache::MessageLayoutCache(const Theme &theme, const RunFolding &folding)
    : m_layouter(theme, folding)
    , m_layouts(maxRows)
{}

const MessageLayout &MessageLayoutCache::layoutFor(const QModelIndex &index, int width)
{
    if (width != m_width) {
        m_layouts.clear();
        m_width = width;
    }
    const quint64 id = index.data(MessageLogModel::IdRole).toULongLong();
    // The first row left after an eviction begins a group and a day that others began before.
    const quint32 context = index.data(MessageLogModel::ContextRole).toUInt();
    Entry *entry = m_layouts.object(id);
    if (entry == nullptr || entry->context != context) {
        entry = new Entry{m_layouter.layOut(index, width), context};
        ++m_made;
        m_layouts.insert(id, entry);
    }
    return *entry->layout;
}

void MessageLayoutCache::remove(const QModelIndex &index)
{
    m_layouts.remove(index.data(MessageLogModel::IdRole).toULongLong());
}

void MessageLayoutCache::clear()
{
    m_layouts.clear();
    m_layouter.update();
}

} // namespace kodama
