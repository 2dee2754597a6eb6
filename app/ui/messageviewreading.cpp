// MessageView: what is new, what is read, what is wanted from above.
#include "app/ui/logpills.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"

#include <QScrollBar>

namespace kodama {
namespace {

constexpr int rowsLookedAt = 200; // notices and unsent messages below the newest with a place

bool isFromSomebodyElse(const QModelIndex &index)
{
    const auto kind = LogEntry::Kind(index.data(MessageLogModel::KindRole).toInt());
    return rowShape(kind) == RowShape::Bubble && !index.data(MessageLogModel::OwnRole).toBool();
}

} // namespace

bool MessageView::isAppended(int row) const
{
    // Unsent messages always stand at the end.
    return row + 1 >= rows() ||
           LogEntry::Delivery(
               model()->index(row + 1, 0).data(MessageLogModel::DeliveryRole).toInt()) !=
               LogEntry::Delivery::Stored;
}

void MessageView::setEmptyHint(const QString &hint)
{
    m_emptyHint = hint;
    if (rows() == 0)
        viewport()->update();
}

void MessageView::countNew(int start, int end)
{
    if (isSeen()) {
        noteSeen();
        return;
    }
    int first = -1;
    int count = 0;
    for (int row = start; row <= end; ++row) {
        if (!isFromSomebodyElse(model()->index(row, 0)))
            continue;
        first = first < 0 ? row : first;
        ++count;
    }
    if (count == 0)
        return;
    if (m_reading.isUnreadSeen || !m_unreadRow.isValid()) {
        m_reading.isUnreadSeen = false;
        model()->setData(model()->index(first, 0), true, MessageLogModel::UnreadStartRole);
    }
    if (m_isFollowing)
        return;
    m_reading.newMessages += count;
    updatePills();
    Q_EMIT newMessagesChanged(m_reading.newMessages);
}

/// What came while another room was shown, where one does not come back to the bottom.
void MessageView::countUnseen()
{
    if (m_isFollowing) {
        noteSeen();
        return;
    }
    if (m_reading.isUnreadSeen || !m_unreadRow.isValid())
        return;
    int count = 0;
    for (int row = m_unreadRow.row(); row < rows(); ++row)
        count += isFromSomebodyElse(model()->index(row, 0)) ? 1 : 0;
    if (std::exchange(m_reading.newMessages, count) != count)
        Q_EMIT newMessagesChanged(count);
    updatePills();
}

void MessageView::resetNewMessages()
{
    const int before = std::exchange(m_reading.newMessages, 0);
    updatePills();
    if (before != 0)
        Q_EMIT newMessagesChanged(0);
}

void MessageView::noteSeen()
{
    if (!isSeen() || rows() == 0)
        return;
    m_reading.isUnreadSeen = true;
    updatePills();
    const int end = std::max(0, rows() - rowsLookedAt);
    for (int row = rows() - 1; row >= end; --row) {
        const QModelIndex index = model()->index(row, 0);
        const qint64 offset = index.data(MessageLogModel::OffsetRole).toLongLong();
        if (offset == 0)
            continue;
        if (offset > m_reading.readOffset) {
            m_reading.readOffset = offset;
            Q_EMIT readUpTo(offset);
        }
        return;
    }
}

void MessageView::findUnreadRow()
{
    m_unreadRow = QModelIndex();
    m_reading.wasUnreadShown = false;
    const int count = model() == nullptr ? 0 : model()->rowCount();
    for (int row = count - 1; row >= 0 && !m_unreadRow.isValid(); --row) {
        const QModelIndex index = model()->index(row, 0);
        if (index.data(MessageLogModel::UnreadStartRole).toBool())
            m_unreadRow = index;
    }
}

void MessageView::askForOlder()
{
    const int room = viewport()->height();
    if (verticalOffset() > 3 * room)
        m_reading.hasAskedForOlder = false;
    if (m_reading.hasAskedForOlder || rows() == 0 || verticalOffset() > room)
        return;
    m_reading.hasAskedForOlder = true;
    Q_EMIT olderRequested();
}

/// Below the day or pause that the row may begin with, too.
qint64 MessageView::unreadLineTop() const
{
    const int row = m_unreadRow.row();
    const qint64 top = m_geometry.top(row);
    const bool isCut = top < verticalOffset() && top + m_geometry.height(row) > verticalOffset();
    if (!isCut) // nobody sees it, and it need not be laid out, or all of it is there
        return top;
    for (const RowSeparator &separator :
         m_delegate->layoutFor(m_unreadRow, viewport()->width()).separators) {
        if (separator.kind == RowSeparator::Kind::Unread)
            return top + separator.rect.top();
    }
    return top;
}

void MessageView::updatePills()
{
    LogPills::State state;
    state.newMessages = m_reading.newMessages;
    state.isAtBottom = m_isFollowing;
    if (m_unreadRow.isValid() && m_unreadRow.row() < rows()) {
        const qint64 line = unreadLineTop() - verticalOffset();
        if (line >= 0 && line < viewport()->height() && window()->isActiveWindow())
            m_reading.wasUnreadShown = true;
        state.isUnreadAbove = line < 0 && !m_reading.wasUnreadShown;
    }
    if (!state.isAtBottom || state.isUnreadAbove) {
        state.clickable = areaOf(&MessageLayout::clickable);
        state.written = areaOf(&MessageLayout::written);
        state.times = areaOf(&MessageLayout::timeArea);
    }
    m_pills->update(state);
}

/// Of all rows on the screen.
QRegion MessageView::areaOf(QRegion (MessageLayout::*part)() const) const
{
    QRegion area;
    if (model() == nullptr || rows() != model()->rowCount())
        return area;
    const qint64 end = verticalOffset() + viewport()->height();
    for (int row = std::max(0, m_geometry.rowAt(verticalOffset()));
         row < rows() && m_geometry.top(row) < end; ++row) {
        const QModelIndex index = model()->index(row, 0);
        const MessageLayout &layout = m_delegate->layoutFor(index, viewport()->width());
        area += (layout.*part)().translated(visualRect(index).topLeft());
    }
    return area;
}

void MessageView::activateCurrent(RowAction::Kind wanted)
{
    if (!currentIndex().isValid())
        return;
    const MessageLayout &row = m_delegate->layoutFor(currentIndex(), viewport()->width());
    for (const RowAction &action : row.actions) {
        const bool isDiscard = action.kind == RowAction::Kind::Discard;
        if (isDiscard == (wanted == RowAction::Kind::Discard)) {
            activate(currentIndex(), action.kind);
            return;
        }
    }
}

void MessageView::activate(const QModelIndex &index, RowAction::Kind action)
{
    const QString id = index.data(MessageLogModel::MessageIdRole).toString();
    switch (action) {
    case RowAction::Kind::ShowAll:
        Q_EMIT wholeTextRequested(index);
        return;
    case RowAction::Kind::LoadGap:
        Q_EMIT gapRequested(index.data(MessageLogModel::OffsetRole).toLongLong());
        return;
    case RowAction::Kind::ToggleRun:
        toggleRun(index);
        return;
    case RowAction::Kind::Retry:
        Q_EMIT retryRequested(id);
        return;
    case RowAction::Kind::Discard:
        Q_EMIT discardRequested(id);
        return;
    case RowAction::Kind::Person:
        Q_EMIT personClicked(index.data(MessageLogModel::SenderRole).toString());
        return;
    }
}

} // namespace kodama
