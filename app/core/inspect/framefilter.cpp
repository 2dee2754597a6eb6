#include "app/core/inspect/framefilter.h"

#include "app/core/inspect/framelogmodel.h"
#include "app/core/inspect/frametext.h"

namespace kodama {

namespace {

bool isMessage(Frame::Kind kind)
{
    return kind == Frame::Kind::Text || kind == Frame::Kind::Binary;
}

} // namespace

FrameFilter::FrameFilter(QAbstractItemModel &frames, QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSourceModel(&frames);
}

void FrameFilter::setDirection(std::optional<Frame::Direction> direction)
{
    if (direction == m_direction)
        return;
    m_direction = direction;
    invalidateRowsFilter();
}

void FrameFilter::setKinds(Kinds kinds)
{
    if (kinds == m_kinds)
        return;
    m_kinds = kinds;
    invalidateRowsFilter();
}

void FrameFilter::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    m_search = TextSearch(text);
    invalidateRowsFilter();
}

bool FrameFilter::isFiltering() const
{
    return m_direction || m_kinds != Kinds::All || !m_search.isEmpty();
}

bool FrameFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const auto kind = static_cast<Frame::Kind>(index.data(FrameLogModel::KindRole).toInt());
    if (m_kinds != Kinds::All && isMessage(kind) != (m_kinds == Kinds::Messages))
        return false;
    if (m_direction && int(*m_direction) != index.data(FrameLogModel::DirectionRole).toInt())
        return false;
    return m_search.isEmpty() || m_search.matches(frameSearchText(frameAt(index)));
}

Frame frameAt(const QModelIndex &index)
{
    Frame frame;
    frame.direction =
        static_cast<Frame::Direction>(index.data(FrameLogModel::DirectionRole).toInt());
    frame.kind = static_cast<Frame::Kind>(index.data(FrameLogModel::KindRole).toInt());
    frame.payload = index.data(FrameLogModel::PayloadRole).toByteArray();
    frame.time = std::chrono::milliseconds(index.data(FrameLogModel::TimeRole).toLongLong());
    return frame;
}

} // namespace kodama
