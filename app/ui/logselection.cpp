#include "app/ui/logselection.h"

namespace kodama {

void LogSelection::begin(const QModelIndex &row, int position)
{
    m_anchor = row;
    m_focus = row;
    m_anchorAt = position;
    m_focusAt = position;
}

void LogSelection::extend(const QModelIndex &row, int position)
{
    if (!m_anchor.isValid() || !row.isValid())
        return;
    m_focus = row;
    m_focusAt = position;
}

void LogSelection::select(const QModelIndex &row, int from, int to)
{
    begin(row, from);
    extend(row, to);
}

bool LogSelection::isEmpty() const
{
    return !m_anchor.isValid() || !m_focus.isValid() ||
           (m_anchor == m_focus && m_anchorAt == m_focusAt);
}

std::optional<LogSelection::Part> LogSelection::partOf(const QModelIndex &row) const
{
    if (isEmpty() || row.row() < firstRow() || row.row() > lastRow())
        return std::nullopt;
    if (m_anchor == m_focus)
        return Part{std::min(m_anchorAt, m_focusAt), std::max(m_anchorAt, m_focusAt)};
    const bool isDown = m_anchor.row() < m_focus.row();
    if (row.row() == firstRow())
        return Part{isDown ? m_anchorAt : m_focusAt, -1};
    if (row.row() == lastRow())
        return Part{0, isDown ? m_focusAt : m_anchorAt};
    return Part{0, -1};
}

} // namespace kodama
