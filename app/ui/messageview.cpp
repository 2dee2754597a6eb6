#include "app/ui/messageview.h"

#include "app/ui/logdrag.h"
#include "app/ui/logpills.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/textselector.h"

#include <QScrollBar>

#include <algorithm>
#include <numeric>

namespace kodama {

using namespace Qt::StringLiterals;

MessageView::MessageView(const Theme &theme, QWidget *parent)
    : QListView(parent)
    , m_theme(theme)
    , m_delegate(new MessageDelegate(theme, this))
    , m_pills(new LogPills(theme, *viewport(), *this))
    , m_text(new TextSelector(theme, *this))
{
    setObjectName(u"messageView"_s);
    setItemDelegate(m_delegate);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The width of a row must not depend on how many rows there are.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setFocusPolicy(Qt::TabFocus); // or a click on a pill would give it the focus
    connect(m_pills, &LogPills::newestRequested, this, &MessageView::scrollToNewest);
    connect(m_pills, &LogPills::unreadRequested, this, &MessageView::scrollToUnread);
    connect(&m_theme, &Theme::changed, this, &MessageView::layOutAnew);
    m_delegate->addMarks([this](const QModelIndex &index, const MessageLayout &row) {
        return m_text->marks(index, row);
    });
    m_geometry.reset(0, m_delegate->estimatedHeight());
    new LogDrag(*this);
}

void MessageView::setModel(QAbstractItemModel *model)
{
    m_text->clear();
    QListView::setModel(model);
    m_delegate->folding().clear();
    m_isFollowing = true;
    m_reading.hasAskedForOlder = false;
    m_reading.readOffset = 0;
    findUnreadRow();
    m_reading.isUnreadSeen = !m_unreadRow.isValid();
    forgetHover();
    layOutAnew();
    resetNewMessages();
    Q_EMIT modelReplaced(); // nothing is seen yet: setPosition() may lead elsewhere
}

void MessageView::scrollToNewest()
{
    m_isFollowing = true;
    settle();
    resetNewMessages();
    noteSeen();
    viewport()->update();
}

void MessageView::scrollToUnread()
{
    if (!m_unreadRow.isValid())
        return;
    scrollTo(m_unreadRow, PositionAtTop);
    setCurrentIndex(m_unreadRow);
}

bool MessageView::isSeen() const
{
    return m_isFollowing && isVisible() && window()->isActiveWindow();
}

LogPosition MessageView::position() const
{
    if (m_isFollowing || rows() == 0)
        return {};
    const int row = m_geometry.rowAt(verticalOffset());
    return {model()->index(row, 0).data(MessageLogModel::IdRole).toULongLong(),
            int(verticalOffset() - m_geometry.top(row))};
}

void MessageView::setPosition(const LogPosition &position)
{
    executeDelayedItemsLayout();
    // A binary search by hand: clang 14 cannot instantiate the ranges of libstdc++ 12.
    int top = 0;
    for (int behind = rows(); top < behind;) {
        const int middle = std::midpoint(top, behind);
        if (model()->index(middle, 0).data(MessageLogModel::IdRole).toULongLong() < position.topId)
            top = middle + 1;
        else
            behind = middle;
    }
    if (position.topId == 0 || top == rows()) {
        scrollToNewest();
        return;
    }
    measure(top);
    verticalScrollBar()->setValue(int(m_geometry.top(top) + position.pixels));
    countUnseen();
}

QModelIndexList MessageView::chosenRows() const
{
    if (selectionModel() == nullptr)
        return {};
    const QModelIndexList touched = m_text->rows();
    if (!touched.isEmpty())
        return touched;
    QModelIndexList chosen = selectionModel()->selectedIndexes();
    if (chosen.isEmpty() && currentIndex().isValid())
        chosen.append(currentIndex());
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

QString MessageView::selectedText() const
{
    return m_text->text();
}

bool MessageView::isTextSelected(const QPoint &position) const
{
    return m_text->contains(position);
}

QUrl MessageView::linkAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    return m_delegate->linkAt(index, visualRect(index), position);
}

QRect MessageView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= rows())
        return {};
    const qint64 top = m_geometry.top(index.row()) - verticalOffset() + emptyAbove();
    return {0, int(top), viewport()->width(), m_geometry.height(index.row())};
}

QModelIndex MessageView::indexAt(const QPoint &point) const
{
    const qint64 position = point.y() + verticalOffset() - emptyAbove();
    if (rows() == 0 || position < 0 || position >= m_geometry.totalHeight())
        return {};
    return model()->index(m_geometry.rowAt(position), 0);
}

void MessageView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    // While rows are being removed, the geometry is ahead of the model, and it is the selection
    // model that moves the current row, not the user.
    if (!index.isValid() || rows() != model()->rowCount())
        return;
    executeDelayedItemsLayout();
    measure(index.row());
    const qint64 top = m_geometry.top(index.row());
    const int height = m_geometry.height(index.row());
    const int room = viewport()->height();
    qint64 value = verticalOffset();
    if (hint == EnsureVisible && top <= value && top + height >= value + room)
        return; // nothing else is to be seen, and one reads there
    if (index.row() == rows() - 1)
        value = contentHeight() - room;
    else if (hint == PositionAtCenter)
        value = top - (room - height) / 2;
    else if (hint == PositionAtTop || (hint == EnsureVisible && (top < value || height > room)))
        value = top;
    else if (hint == PositionAtBottom || top + height > value + room)
        value = top + height - room;
    verticalScrollBar()->setValue(int(value));
}

void MessageView::doItemsLayout()
{
    // Not QListView's, here and below: that lays every row out.
    QAbstractItemView::doItemsLayout(); // NOLINT(*-parent-virtual-call)
    settle();
    if (!m_gesture.hoveredLink.isEmpty() && linkAt(m_gesture.hoverAt) != m_gesture.hoveredLink)
        forgetHover(); // rows came or went: it is elsewhere now, or gone
    updatePills();
    viewport()->update();
}

void MessageView::reset()
{
    QListView::reset();
    m_isFollowing = true;
    m_reading.hasAskedForOlder = false;
    m_delegate->folding().clear();
    findUnreadRow();
    forgetHover();
    layOutAnew();
    resetNewMessages();
}

void MessageView::keyboardSearch(const QString & /*search*/)
{
    // Letters belong to the composer; see textTyped().
}

int MessageView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

bool MessageView::isIndexHidden(const QModelIndex & /*index*/) const
{
    return false;
}

QModelIndex MessageView::moveCursor(CursorAction action, Qt::KeyboardModifiers /*modifiers*/)
{
    if (rows() == 0)
        return {};
    const int last = rows() - 1;
    const int current = currentIndex().isValid() ? currentIndex().row() : rows();
    const int page = viewport()->height();
    int row = current;
    switch (action) {
    case MoveUp:
    case MovePrevious:
    case MoveLeft:
        row = current - 1;
        break;
    case MoveDown:
    case MoveNext:
    case MoveRight:
        row = current + 1;
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = last;
        break;
    case MovePageUp:
        row = m_geometry.rowAt(m_geometry.top(std::min(current, last)) - page);
        break;
    case MovePageDown:
        row = m_geometry.rowAt(m_geometry.top(std::min(current, last)) + page);
        break;
    }
    row = std::clamp(row, 0, last);
    return model()->index(visibleRow(row, row < current ? -1 : 1), 0);
}

void MessageView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    if (rows() == 0)
        return;
    const QRect area = rect.normalized();
    const qint64 shift = verticalOffset() - emptyAbove();
    const qint64 top = area.top() + shift;
    const qint64 bottom = area.bottom() + shift;
    if (bottom < 0 || top >= m_geometry.totalHeight()) {
        selectionModel()->select(QItemSelection(), command);
        return;
    }
    const QItemSelection chosen(model()->index(m_geometry.rowAt(top), 0),
                                model()->index(m_geometry.rowAt(bottom), 0));
    selectionModel()->select(chosen, command);
}

QRegion MessageView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    const QRect screen = viewport()->rect();
    for (const QItemSelectionRange &range : selection) {
        const QRect area = visualRect(range.topLeft()).united(visualRect(range.bottomRight()));
        region += area.intersected(screen);
    }
    return region;
}

void MessageView::selectionChanged(const QItemSelection &now, const QItemSelection &before)
{
    QListView::selectionChanged(now, before);
    if (!now.isEmpty() && !m_text->isEmpty())
        m_text->clear(); // rows are chosen now, by keys or all of them
}

void MessageView::updateGeometries()
{
    QAbstractItemView::updateGeometries(); // NOLINT(*-parent-virtual-call)
    settle();
}

void MessageView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    forgetHover();
    if (m_isSettling)
        return;
    const QScrollBar *bar = verticalScrollBar();
    const auto isAtEnd = [&] { return bar->value() >= bar->maximum() - m_theme.space(1); };
    m_isFollowing = isAtEnd();
    settle();
    m_isFollowing = m_isFollowing || isAtEnd(); // rows may be less high than was thought
    if (m_isFollowing) {
        resetNewMessages();
        noteSeen();
    }
    askForOlder();
    updatePills();
    viewport()->update();
}

void MessageView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsInserted(parent, start, end); // NOLINT(*-parent-virtual-call)
    const bool isAbove = start < rows() && m_geometry.top(start) <= verticalOffset();
    m_geometry.insert(start, end - start + 1);
    if (isAbove && !m_isFollowing) // what one reads stays where it is
        setScrollValue(verticalOffset() + m_geometry.top(end + 1) - m_geometry.top(start));
    if (end + 1 < rows())
        m_geometry.invalidate(end + 1);
    m_reading.hasAskedForOlder = m_reading.hasAskedForOlder && start > 0;
    if (isAppended(end))
        countNew(start, end);
    scheduleDelayedItemsLayout();
}

void MessageView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end); // NOLINT(*-parent-virtual-call)
    const qint64 removed = m_geometry.top(end + 1) - m_geometry.top(start);
    const bool isAbove = m_geometry.top(end + 1) <= verticalOffset();
    m_geometry.remove(start, end - start + 1);
    if (start < rows())
        m_geometry.invalidate(start);
    if (isAbove && !m_isFollowing)
        setScrollValue(verticalOffset() - removed);
    scheduleDelayedItemsLayout();
}

void MessageView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                              const QList<int> &roles)
{
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles); // NOLINT(*-parent-virtual-call)
    const int run = topLeft.data(MessageLogModel::RunLengthRole).toInt();
    const int last = std::max(bottomRight.row(), topLeft.row() + run - 1);
    for (int row = topLeft.row(); row <= last && row < rows(); ++row) {
        m_delegate->forget(model()->index(row, 0));
        m_geometry.invalidate(row);
    }
    if (topLeft.data(MessageLogModel::UnreadStartRole).toBool() && m_unreadRow != topLeft) {
        m_unreadRow = topLeft;
        m_reading.wasUnreadShown = false;
    } else if (m_unreadRow == topLeft && !topLeft.data(MessageLogModel::UnreadStartRole).toBool()) {
        m_unreadRow = QModelIndex();
    }
    scheduleDelayedItemsLayout();
}

void MessageView::toggleRun(const QModelIndex &head)
{
    m_delegate->folding().toggle(head);
    const int end =
        std::min(rows(), head.row() + head.data(MessageLogModel::RunLengthRole).toInt());
    for (int row = head.row(); row < end; ++row) {
        m_delegate->forget(model()->index(row, 0));
        m_geometry.invalidate(row);
    }
    scheduleDelayedItemsLayout();
}

int MessageView::visibleRow(int row, int step) const
{
    const int wanted = row;
    while (row >= 0 && row < rows() && m_delegate->folding().isHidden(model()->index(row, 0)))
        row += step;
    return row >= 0 && row < rows() ? row : wanted;
}

} // namespace kodama
