// MessageView: painting, measuring what is seen, mouse and keys.
#include "app/ui/icons.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"
#include "app/ui/textselector.h"

#include <QEvent>
#include <QGuiApplication>
#include <QInputMethod>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <limits>

namespace kodama {

using namespace Qt::StringLiterals;
namespace {

constexpr int maxSettleRounds = 8; // each round measures what the one before brought into view

/// Whether typing goes through an input method, which must see the first key, too: then a key
/// typed over the log only moves the focus.
bool isComposedLanguage()
{
    switch (QGuiApplication::inputMethod()->locale().language()) {
    case QLocale::Japanese:
    case QLocale::Chinese:
    case QLocale::Korean:
        return true;
    default:
        return false;
    }
}

} // namespace

void MessageView::paintEvent(QPaintEvent *event)
{
    executeDelayedItemsLayout();
    if (m_reading.day != QDate::currentDate())
        layOutAnew(); // midnight has passed
    QPainter painter(viewport());
    if (rows() == 0) {
        paintEmpty(painter);
        return;
    }
    const qint64 shift = verticalOffset() - emptyAbove();
    const int first = m_geometry.rowAt(event->rect().top() + shift);
    const bool showsFocus = hasFocus() && m_gesture.isKeyboardUsed;
    for (int row = first; row < rows(); ++row) {
        QStyleOptionViewItem option = rowOption(row);
        if (option.rect.top() > event->rect().bottom())
            break;
        const QModelIndex index = model()->index(row, 0);
        option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
        option.state.setFlag(QStyle::State_HasFocus, showsFocus && index == currentIndex());
        m_delegate->paint(&painter, option, index);
    }
}

void MessageView::paintEmpty(QPainter &painter) const
{
    const QRect room = viewport()->rect().adjusted(m_theme.space(6), 0, -m_theme.space(6), 0);
    const QFont title = m_theme.font(TextSize::Title);
    const int line = QFontMetrics(title).height();
    const QRect upper(room.left(), room.center().y() - line, room.width(), line);
    const int side = m_theme.space(16);
    const QRect circle(room.center().x() - side / 2, upper.top() - side - m_theme.space(3), side,
                       side);
    if (circle.top() > 0) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(ThemeColor::AccentSoft));
        painter.drawEllipse(circle);
        const int inset = side / 4;
        icons::icon(m_theme, u"chat"_s, ThemeColor::Accent)
            .paint(&painter, circle.adjusted(inset, inset, -inset, -inset));
    }
    painter.setFont(title);
    painter.setPen(m_theme.color(ThemeColor::Text));
    painter.drawText(upper, Qt::AlignCenter, tr("No messages yet"));
    painter.setFont(m_theme.font(TextSize::Body));
    painter.setPen(m_theme.color(ThemeColor::TextMuted));
    painter.drawText(QRect(room.left(), upper.bottom() + m_theme.space(2), room.width(), 3 * line),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     m_emptyHint.isEmpty()
                         ? tr("What you write below goes to everyone who is connected.")
                         : m_emptyHint);
}

void MessageView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event); // NOLINT(*-parent-virtual-call): as in messageview.cpp
    if (viewport()->width() != m_measuredWidth)
        layOutAnew();
    else
        settle();
    askForOlder();
    updatePills();
}

void MessageView::showEvent(QShowEvent *event)
{
    QListView::showEvent(event);
    noteSeen();
}

bool MessageView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        forgetHover();
    else if (event->type() == QEvent::MouseButtonPress ||
             event->type() == QEvent::MouseButtonDblClick)
        setFocus(Qt::MouseFocusReason); // on the messages only, see the constructor
    return QListView::viewportEvent(event);
}

/// What is below the mouse is something else now, or will be.
void MessageView::forgetHover()
{
    QToolTip::hideText();
    if (!std::exchange(m_gesture.hoveredLink, {}).isEmpty())
        Q_EMIT linkHovered({});
}

void MessageView::mousePressEvent(QMouseEvent *event)
{
    m_gesture.isKeyboardUsed = false;
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    const bool isClick = event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier;
    m_gesture.pressedLink = isClick ? m_delegate->linkAt(index, visualRect(index), at) : QUrl();
    m_gesture.pressedAction =
        isClick ? m_delegate->actionAt(index, visualRect(index), at) : std::nullopt;
    if (event->button() == Qt::LeftButton)
        m_text->clear();
    else if (keepsText(*event))
        return;
    if (!m_gesture.pressedLink.isEmpty() || m_gesture.pressedAction ||
        (isClick && m_text->begin(at)))
        return;
    // Else all of the row is scrolled into view when it is too late for a double click.
    const bool wasScrolling = hasAutoScroll();
    setAutoScroll(false);
    QListView::mousePressEvent(event);
    setAutoScroll(wasScrolling);
}

/// The menu is about the chosen characters if it opens on them, and the middle button pastes them.
bool MessageView::keepsText(const QMouseEvent &press) const
{
    return press.button() == Qt::MiddleButton ? !m_text->isEmpty()
                                              : m_text->contains(press.position().toPoint());
}

void MessageView::mouseReleaseEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    if (m_text->isSelecting()) {
        m_text->end();
        return;
    }
    const QUrl link = std::exchange(m_gesture.pressedLink, {});
    const std::optional<RowAction::Kind> action =
        std::exchange(m_gesture.pressedAction, std::nullopt);
    if (link.isEmpty() && !action) {
        QListView::mouseReleaseEvent(event);
        return;
    }
    if (!link.isEmpty() && link == m_delegate->linkAt(index, visualRect(index), at))
        Q_EMIT linkActivated(link);
    else if (action && m_delegate->actionAt(index, visualRect(index), at) == action)
        activate(index, *action);
}

void MessageView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    if (m_text->isSelecting()) {
        m_text->extend(at);
        return;
    }
    const QModelIndex index = indexAt(at);
    const QUrl link = m_delegate->linkAt(index, visualRect(index), at);
    const bool isOverAction = m_delegate->actionAt(index, visualRect(index), at).has_value();
    const bool isOverText = index.isValid() && rowShape(entryAt(index)) == RowShape::Bubble &&
                            m_delegate->layoutFor(index, viewport()->width())
                                .isOverBody(at - visualRect(index).topLeft());
    viewport()->setCursor(!link.isEmpty() || isOverAction ? Qt::PointingHandCursor
                          : isOverText                    ? Qt::IBeamCursor
                                                          : Qt::ArrowCursor);
    m_gesture.hoverAt = at;
    if (link != m_gesture.hoveredLink) {
        m_gesture.hoveredLink = link;
        Q_EMIT linkHovered(link);
    }
    if (m_gesture.pressedLink.isEmpty() && !m_gesture.pressedAction)
        QListView::mouseMoveEvent(event);
}

void MessageView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_text->selectWord(event->position().toPoint()))
        QListView::mouseDoubleClickEvent(event);
}

void MessageView::keyPressEvent(QKeyEvent *event)
{
    m_gesture.isKeyboardUsed = true;
    const QString text = event->text();
    const bool isTyping = !text.isEmpty() &&
                          (text.front().isPrint() || text.front().isSurrogate()) && text != u" " &&
                          !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    if (isTyping) {
        Q_EMIT textTyped(isComposedLanguage() ? QString() : text);
    } else if (event->key() == Qt::Key_Escape && selectionModel() != nullptr) {
        const bool hadChoice = selectionModel()->hasSelection() || !selectedText().isEmpty();
        m_text->clear();
        clearSelection();
        if (hadChoice)
            return;
        event->ignore();
        Q_EMIT textTyped({}); // back to where one writes
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        activateCurrent(RowAction::Kind::ShowAll);
    } else if (event->key() == Qt::Key_Delete) {
        activateCurrent(RowAction::Kind::Discard);
    } else if (event->matches(QKeySequence::Paste)) {
        Q_EMIT pasteTyped();
    } else if (event->matches(QKeySequence::Copy)) {
        event->ignore(); // the window's action copies sentences, not the model's text
    } else {
        QListView::keyPressEvent(event);
        if (event->key() == Qt::Key_End)
            scrollToNewest(); // also from within the last row, when that is tall
    }
}

void MessageView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange ||
        event->type() == QEvent::LayoutDirectionChange) {
        layOutAnew();
        updatePills();
    }
    if (event->type() == QEvent::ActivationChange)
        noteSeen();
}

QStyleOptionViewItem MessageView::rowOption(int row) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(model()->index(row, 0));
    return option;
}

int MessageView::emptyAbove() const
{
    // Few messages stand at the bottom, next to where one writes.
    return int(std::max<qint64>(0, viewport()->height() - contentHeight()));
}

qint64 MessageView::contentHeight() const
{
    return m_geometry.totalHeight() + m_theme.space(3);
}

void MessageView::measure(int row)
{
    if (m_geometry.isMeasured(row))
        return;
    QStyleOptionViewItem option;
    option.rect = QRect(0, 0, viewport()->width(), 0);
    const int height = m_delegate->sizeHint(option, model()->index(row, 0)).height();
    m_geometry.setHeight(row, height);
}

void MessageView::layOutAnew()
{
    // What stands at the upper edge stays there, whatever becomes of the rows above.
    const bool hasRows = rows() > 0 && model() != nullptr && rows() <= model()->rowCount();
    const int anchor = hasRows ? m_geometry.rowAt(verticalOffset()) : 0;
    const qint64 inside = hasRows ? verticalOffset() - m_geometry.top(anchor) : 0;
    m_delegate->invalidate();
    m_reading.day = QDate::currentDate();
    m_measuredWidth = viewport()->width();
    const int count = model() != nullptr ? model()->rowCount() : 0;
    m_geometry.reset(count, m_delegate->estimatedHeight());
    if (!m_isFollowing && anchor < count) {
        measure(anchor);
        setScrollValue(m_geometry.top(anchor) +
                       std::min<qint64>(inside, m_geometry.height(anchor)));
    }
    settle();
    viewport()->update();
}

void MessageView::settle()
{
    if (m_isSettling || model() == nullptr || rows() != model()->rowCount())
        return;
    setScrollValue(m_isFollowing ? settledAtBottom() : settledAt(verticalOffset()));
}

qint64 MessageView::settledAt(qint64 top)
{
    if (rows() == 0)
        return 0;
    const int room = viewport()->height();
    for (int round = 0; round < maxSettleRounds; ++round) {
        const int first = m_geometry.rowAt(top);
        int anchor = first;
        while (anchor < rows() && !m_geometry.isMeasured(anchor) &&
               m_geometry.top(anchor) < top + room)
            ++anchor;
        if (anchor == rows() || m_geometry.top(anchor) >= top + room)
            anchor = first;
        // A measured row on the screen does not move when those above it get their true height.
        const qint64 onScreen = m_geometry.top(anchor) - top;
        bool hasMeasured = false;
        for (int row = first;
             row < rows() && m_geometry.top(row) - m_geometry.top(anchor) + onScreen < room;
             ++row) {
            hasMeasured = hasMeasured || !m_geometry.isMeasured(row);
            measure(row);
        }
        top = std::max<qint64>(0, m_geometry.top(anchor) - onScreen);
        if (!hasMeasured)
            break;
    }
    return top;
}

qint64 MessageView::settledAtBottom()
{
    qint64 filled = m_theme.space(3);
    for (int row = rows() - 1; row >= 0 && filled < viewport()->height(); --row) {
        measure(row);
        filled += m_geometry.height(row);
    }
    return std::max<qint64>(0, contentHeight() - viewport()->height());
}

void MessageView::setScrollValue(qint64 top)
{
    m_isSettling = true;
    QScrollBar *bar = verticalScrollBar();
    const qint64 most = std::max<qint64>(0, contentHeight() - viewport()->height());
    bar->setRange(0, int(std::min<qint64>(most, std::numeric_limits<int>::max())));
    bar->setEnabled(most > 0); // without a handle when there is nowhere to scroll
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(m_delegate->estimatedHeight());
    bar->setValue(int(std::min<qint64>(top, bar->maximum())));
    m_isSettling = false;
}

} // namespace kodama
