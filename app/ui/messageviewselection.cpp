// MessageView: choosing characters with the mouse, within one message and over several.
#include "app/core/isolation.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QScrollBar>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int scrollInterval = 30; // milliseconds, while the mouse is beyond the edge

// What a person gets who chose these characters: line breaks as they were written.
QString writtenText(const MessageLayout &row, int from, int to)
{
    QString text = row.body->text().mid(from, to < 0 ? -1 : to - from);
    text.replace(QChar::LineSeparator, u'\n');
    return row.shape == RowShape::Notice ? withoutIsolates(text) : text;
}

} // namespace

QString MessageView::selectedText() const
{
    QStringList parts;
    if (m_selection.isEmpty())
        return {};
    const bool isOneRow = m_selection.firstRow() == m_selection.lastRow();
    for (int row = m_selection.firstRow(); row <= m_selection.lastRow(); ++row) {
        const QModelIndex index = model()->index(row, 0);
        const std::optional<LogSelection::Part> part = m_selection.partOf(index);
        const MessageLayout &layout = m_delegate->layoutFor(index, viewport()->width());
        if (!part || !layout.body)
            continue;
        const bool isWhole = part->from == 0 && part->to < 0;
        const QString text =
            isWhole ? bodyText(entryAt(index)) : writtenText(layout, part->from, part->to);
        if (isOneRow || rowShape(entryAt(index)) == RowShape::Notice)
            parts.append(text);
        else if (!text.isEmpty())
            parts.append(u"%1: %2"_s.arg(recordedName(entryAt(index)), text));
    }
    return parts.join(u'\n');
}

bool MessageView::isTextSelected(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    if (!index.isValid() || m_selection.isEmpty())
        return false;
    const std::optional<LogSelection::Part> part = m_selection.partOf(index);
    const MessageLayout &row = m_delegate->layoutFor(index, viewport()->width());
    const QPoint inside = position - visualRect(index).topLeft();
    if (!part || !row.isOverBody(inside))
        return false;
    const int at = row.cursorAt(inside);
    return at >= part->from && (part->to < 0 || at < part->to);
}

bool MessageView::beginTextSelection(const QPoint &at)
{
    const QModelIndex index = indexAt(at);
    if (!index.isValid())
        return false;
    const MessageLayout &row = m_delegate->layoutFor(index, viewport()->width());
    const QPoint inside = at - visualRect(index).topLeft();
    if (row.shape != RowShape::Bubble || !row.isOverBody(inside))
        return false;
    m_selection.begin(index, row.cursorAt(inside));
    m_gesture.isSelectingText = true;
    setCurrentIndex(index); // chooses the row until a character is
    return true;
}

void MessageView::extendTextSelection(const QPoint &at)
{
    const QRect area = viewport()->rect();
    if (area.contains(at))
        m_gesture.scrollTimer.stop();
    else if (!m_gesture.scrollTimer.isActive())
        m_gesture.scrollTimer.start(scrollInterval, this);
    const QPoint near(std::clamp(at.x(), area.left(), area.right()),
                      std::clamp(at.y(), area.top(), area.bottom()));
    m_gesture.lastMouse = at;
    QModelIndex index = indexAt(near);
    if (!index.isValid() && rows() > 0)
        index = model()->index(near.y() < emptyAbove() ? 0 : rows() - 1, 0);
    if (!index.isValid())
        return;
    const MessageLayout &row = m_delegate->layoutFor(index, viewport()->width());
    m_selection.extend(index, row.cursorAt(at - visualRect(index).topLeft()));
    if (!m_selection.isEmpty())
        selectionModel()->clearSelection();
    viewport()->update();
}

void MessageView::endTextSelection()
{
    m_gesture.isSelectingText = false;
    m_gesture.scrollTimer.stop();
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (!m_selection.isEmpty() && clipboard->supportsSelection())
        clipboard->setText(selectedText(), QClipboard::Selection);
}

void MessageView::clearTextSelection()
{
    m_gesture.isSelectingText = false;
    m_gesture.scrollTimer.stop();
    if (m_selection.isEmpty())
        return;
    m_selection.clear();
    viewport()->update();
}

void MessageView::selectionChanged(const QItemSelection &now, const QItemSelection &before)
{
    QListView::selectionChanged(now, before);
    if (!now.isEmpty() && !m_selection.isEmpty())
        clearTextSelection(); // rows are chosen now, by keys or all of them
}

void MessageView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    if (event->button() != Qt::LeftButton || !beginTextSelection(at)) {
        QListView::mouseDoubleClickEvent(event);
        return;
    }
    const QModelIndex index = indexAt(at);
    const MessageLayout &row = m_delegate->layoutFor(index, viewport()->width());
    const int position = row.cursorAt(at - visualRect(index).topLeft());
    const int end = row.body->nextCursorPosition(position, QTextLayout::SkipWords);
    const int start = row.body->previousCursorPosition(end, QTextLayout::SkipWords);
    const QStringView word = QStringView(row.body->text()).sliced(start, end - start);
    m_selection.select(index, start, start + int(word.toString().trimmed().size()));
    selectionModel()->clearSelection();
    viewport()->update();
}

void MessageView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_gesture.scrollTimer.timerId()) {
        QListView::timerEvent(event);
        return;
    }
    const int beyond = m_gesture.lastMouse.y() < 0
                           ? m_gesture.lastMouse.y()
                           : std::max(0, m_gesture.lastMouse.y() - viewport()->height());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + beyond);
    extendTextSelection(m_gesture.lastMouse);
}

QList<QTextLayout::FormatRange> MessageView::selectionMarks(const QModelIndex &index,
                                                            const MessageLayout &row) const
{
    const std::optional<LogSelection::Part> part = m_selection.partOf(index);
    if (!part || !row.body)
        return {};
    const int end = part->to < 0 ? int(row.body->text().size()) : part->to;
    QTextCharFormat format;
    format.setBackground(m_theme.color(ThemeColor::Accent));
    format.setForeground(m_theme.color(ThemeColor::TextOnAccent));
    return {{part->from, end - part->from, format}};
}

} // namespace kodama
