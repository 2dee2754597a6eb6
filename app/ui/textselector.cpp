#include "app/ui/textselector.h"

#include "app/core/isolation.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTimerEvent>

#include <algorithm>

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

TextSelector::TextSelector(const Theme &theme, MessageView &view)
    : QObject(&view)
    , m_theme(theme)
    , m_view(view)
{}

bool TextSelector::begin(const QPoint &at)
{
    const QModelIndex index = m_view.indexAt(at);
    if (!index.isValid())
        return false;
    const MessageLayout &row = layoutOf(index);
    const QPoint inside = at - m_view.visualRect(index).topLeft();
    if (row.shape != RowShape::Bubble || !row.isOverBody(inside))
        return false;
    m_selection.begin(index, row.cursorAt(inside));
    m_isSelecting = true;
    chooseRow(index); // until a character is chosen
    return true;
}

void TextSelector::extend(const QPoint &at)
{
    const QRect area = m_view.viewport()->rect();
    if (area.contains(at))
        m_scrollTimer.stop();
    else if (!m_scrollTimer.isActive())
        m_scrollTimer.start(scrollInterval, this);
    m_lastMouse = at;
    const QModelIndex index = rowNearest({std::clamp(at.x(), area.left(), area.right()),
                                          std::clamp(at.y(), area.top(), area.bottom())});
    if (!index.isValid())
        return;
    m_selection.extend(index, layoutOf(index).cursorAt(at - m_view.visualRect(index).topLeft()));
    if (!m_selection.isEmpty())
        m_view.selectionModel()->clearSelection();
    m_view.viewport()->update();
}

void TextSelector::end()
{
    m_isSelecting = false;
    m_scrollTimer.stop();
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (!m_selection.isEmpty() && clipboard->supportsSelection())
        clipboard->setText(text(), QClipboard::Selection);
}

bool TextSelector::selectWord(const QPoint &at)
{
    if (!begin(at))
        return false;
    const QModelIndex index = m_view.indexAt(at);
    const MessageLayout &row = layoutOf(index);
    const int position = row.characterAt(at - m_view.visualRect(index).topLeft());
    const int end = row.body->nextCursorPosition(position, QTextLayout::SkipWords);
    const int start = row.body->previousCursorPosition(end, QTextLayout::SkipWords);
    const QStringView word = QStringView(row.body->text()).sliced(start, end - start);
    m_selection.select(index, start, start + int(word.toString().trimmed().size()));
    m_view.selectionModel()->clearSelection();
    m_view.viewport()->update();
    return true;
}

void TextSelector::clear()
{
    m_isSelecting = false;
    m_scrollTimer.stop();
    if (m_selection.isEmpty())
        return;
    m_selection.clear();
    m_view.viewport()->update();
}

bool TextSelector::contains(const QPoint &position) const
{
    const QModelIndex index = m_view.indexAt(position);
    if (!index.isValid() || m_selection.isEmpty())
        return false;
    const std::optional<LogSelection::Part> part = m_selection.partOf(index);
    const MessageLayout &row = layoutOf(index);
    const QPoint inside = position - m_view.visualRect(index).topLeft();
    if (!part || !row.isOverBody(inside))
        return false;
    const int at = row.characterAt(inside);
    return at >= part->from && (part->to < 0 || at < part->to);
}

QModelIndexList TextSelector::rows() const
{
    QModelIndexList touched;
    if (m_selection.isEmpty())
        return touched;
    for (int row = m_selection.firstRow(); row <= m_selection.lastRow(); ++row)
        touched.append(m_view.model()->index(row, 0));
    return touched;
}

QString TextSelector::text() const
{
    QStringList parts;
    const QModelIndexList touched = rows();
    for (const QModelIndex &index : touched) {
        const std::optional<LogSelection::Part> part = m_selection.partOf(index);
        const MessageLayout &layout = layoutOf(index);
        if (!part || !layout.body)
            continue;
        const bool isWhole = part->from == 0 && part->to < 0;
        const QString chosen =
            isWhole ? bodyText(entryAt(index)) : writtenText(layout, part->from, part->to);
        if (touched.size() == 1 || rowShape(entryAt(index)) == RowShape::Notice)
            parts.append(chosen);
        else if (!chosen.isEmpty())
            parts.append(u"%1: %2"_s.arg(recordedName(entryAt(index)), chosen));
    }
    return parts.join(u'\n');
}

QList<QTextLayout::FormatRange> TextSelector::marks(const QModelIndex &index,
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

void TextSelector::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_scrollTimer.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    const int beyond = m_lastMouse.y() < 0
                           ? m_lastMouse.y()
                           : std::max(0, m_lastMouse.y() - m_view.viewport()->height());
    QScrollBar *bar = m_view.verticalScrollBar();
    bar->setValue(bar->value() + beyond);
    extend(m_lastMouse);
}

/// What is below the mouse stays there: a view shows all of its current row by itself.
void TextSelector::chooseRow(const QModelIndex &index)
{
    const bool wasScrolling = m_view.hasAutoScroll();
    m_view.setAutoScroll(false);
    m_view.setCurrentIndex(index);
    m_view.setAutoScroll(wasScrolling);
}

/// Where few messages leave room, that belongs to the first one above and to the last one below.
QModelIndex TextSelector::rowNearest(const QPoint &at) const
{
    const QModelIndex index = m_view.indexAt(at);
    const int count = m_view.model()->rowCount();
    if (index.isValid() || count == 0)
        return index;
    const QModelIndex first = m_view.model()->index(0, 0);
    const bool isAbove = at.y() < m_view.visualRect(first).top();
    return isAbove ? first : m_view.model()->index(count - 1, 0);
}

const MessageLayout &TextSelector::layoutOf(const QModelIndex &index) const
{
    return m_view.delegate().layoutFor(index, m_view.viewport()->width());
}

} // namespace kodama
