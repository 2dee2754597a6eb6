#include "app/ui/messageview.h"

#include "app/ui/icons.h"
#include "app/ui/messagedelegate.h"

#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

MessageView::MessageView(const Theme &theme, QWidget *parent)
    : QListView(parent)
    , m_theme(theme)
    , m_delegate(new MessageDelegate(theme, this))
    , m_pill(new QPushButton(this))
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
    m_pill->setObjectName(u"newestPill"_s);
    m_pill->setProperty("role", u"pill"_s);
    m_pill->setIcon(icons::icon(m_theme, u"arrow-down"_s, ThemeColor::TextOnAccent));
    m_pill->setLayoutDirection(Qt::RightToLeft); // the arrow stands behind the words
    m_pill->setFocusPolicy(Qt::TabFocus);
    m_pill->hide();
    connect(m_pill, &QPushButton::clicked, this, &MessageView::scrollToNewest);
    connect(&m_theme, &Theme::changed, this, &MessageView::layOutAnew);
    m_geometry.reset(0, m_delegate->estimatedHeight());
}

void MessageView::setModel(QAbstractItemModel *model)
{
    QListView::setModel(model);
    layOutAnew();
}

void MessageView::scrollToNewest()
{
    m_isFollowing = true;
    settle();
    resetNewMessages();
    viewport()->update();
}

QModelIndexList MessageView::chosenRows() const
{
    if (selectionModel() == nullptr)
        return {};
    QModelIndexList chosen = selectionModel()->selectedIndexes();
    if (chosen.isEmpty() && currentIndex().isValid())
        chosen.append(currentIndex());
    std::sort(chosen.begin(), chosen.end());
    return chosen;
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
    QAbstractItemView::doItemsLayout(); // not QListView's: that lays every row out
    settle();
    viewport()->update();
}

void MessageView::reset()
{
    QListView::reset();
    resetNewMessages();
    m_isFollowing = true;
    layOutAnew();
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
    return model()->index(std::clamp(row, 0, last), 0);
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

void MessageView::updateGeometries()
{
    QAbstractItemView::updateGeometries();
    settle();
}

void MessageView::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    if (m_isSettling)
        return;
    const QScrollBar *bar = verticalScrollBar();
    m_isFollowing = bar->value() >= bar->maximum() - m_theme.space(1);
    settle();
    if (m_isFollowing)
        resetNewMessages();
    updatePill();
    viewport()->update();
}

void MessageView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsInserted(parent, start, end);
    m_geometry.insert(start, end - start + 1);
    if (end + 1 < rows())
        m_geometry.invalidate(end + 1);
    countNew(start, end);
    scheduleDelayedItemsLayout();
}

void MessageView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
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
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
    for (int row = topLeft.row(); row <= bottomRight.row() && row < rows(); ++row) {
        m_delegate->forget(model()->index(row, 0));
        m_geometry.invalidate(row);
    }
    scheduleDelayedItemsLayout();
}

void MessageView::countNew(int start, int end)
{
    if (m_isFollowing)
        return;
    for (int row = start; row <= end; ++row) {
        const QModelIndex index = model()->index(row, 0);
        const auto kind = LogEntry::Kind(index.data(MessageLogModel::KindRole).toInt());
        if (rowShape(kind) == RowShape::Bubble)
            ++m_newMessages;
    }
    updatePill();
    Q_EMIT newMessagesChanged(m_newMessages);
}

void MessageView::resetNewMessages()
{
    const int before = std::exchange(m_newMessages, 0);
    updatePill();
    if (before != 0)
        Q_EMIT newMessagesChanged(0);
}

void MessageView::updatePill()
{
    if (m_isFollowing) {
        m_pill->hide();
        return;
    }
    //: On the button that leads down to messages one has not seen yet
    m_pill->setText(m_newMessages > 0 ? tr("%n new", nullptr, m_newMessages) : QString());
    m_pill->setAccessibleName(tr("Go to the newest message"));
    m_pill->setToolTip(tr("Go to the newest message (Ctrl+End)"));
    m_pill->setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
    m_pill->adjustSize();
    const QPoint corner = viewport()->geometry().bottomRight();
    const int gap = m_theme.space(3);
    m_pill->move(corner.x() - m_pill->width() - gap, corner.y() - m_pill->height() - gap);
    m_pill->show();
    m_pill->raise();
}

} // namespace kodama
