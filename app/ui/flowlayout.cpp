#include "app/ui/flowlayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace kodama {

FlowLayout::FlowLayout(int spacing)
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(spacing);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
    invalidate();
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[std::size_t(index)].get() : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (itemAt(index) == nullptr)
        return nullptr;
    QLayoutItem *taken = m_items[std::size_t(index)].release();
    m_items.erase(m_items.begin() + index);
    invalidate();
    return taken;
}

int FlowLayout::count() const
{
    return int(m_items.size());
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), Do::Measure);
}

QSize FlowLayout::sizeHint() const
{
    int width = 0;
    int height = 0;
    for (const auto &item : m_items) {
        width += item->sizeHint().width() + (width > 0 ? spacing() : 0);
        height = std::max(height, item->sizeHint().height());
    }
    return {width, height};
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto &item : m_items)
        size = size.expandedTo(item->sizeHint());
    return size;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    (void)arrange(rect, Do::Place);
}

int FlowLayout::arrange(const QRect &rect, Do what) const
{
    int top = rect.top();
    std::size_t from = 0;
    while (from < m_items.size()) {
        std::size_t end = from;
        int used = 0;
        int height = 0;
        for (; end < m_items.size(); ++end) {
            const QSize hint = m_items[end]->sizeHint();
            const int wanted = used + (end > from ? spacing() : 0) + hint.width();
            if (end > from && wanted > rect.width())
                break;
            used = wanted;
            height = std::max(height, hint.height());
        }
        if (what == Do::Place)
            placeLine(from, end, QRect(rect.left(), top, rect.width(), height), used);
        top += height + (end < m_items.size() ? spacing() : 0);
        from = end;
    }
    return top - rect.top();
}

void FlowLayout::placeLine(std::size_t from, std::size_t end, const QRect &line, int used) const
{
    int left = line.left();
    int spare = std::max(0, line.width() - used);
    for (std::size_t i = from; i < end; ++i) {
        QLayoutItem &item = *m_items[i];
        QSize size = item.sizeHint();
        if ((item.expandingDirections() & Qt::Horizontal) != 0)
            size.rwidth() += std::exchange(spare, 0);
        size.setWidth(std::min(size.width(), line.width()));
        const int top = line.top() + (line.height() - size.height()) / 2;
        const Qt::LayoutDirection direction = parentWidget()->layoutDirection();
        item.setGeometry(QStyle::visualRect(direction, line, QRect({left, top}, size)));
        left += size.width() + spacing();
    }
}

} // namespace kodama
