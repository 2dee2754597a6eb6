#include "app/ui/messageinput.h"

#include "app/core/chatclient.h"
#include "app/core/errortext.h"
#include "app/core/textfile.h"
#include "app/ui/pastequestion.h"
#include "common/protocol/limits.h"

#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QScopedValueRollback>
#include <QTextBlock>
#include <QTextBoundaryFinder>
#include <QTextDocumentFragment>
#include <QTextLayout>
#include <QUrl>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace kodama {
namespace {

constexpr int rowsBeforeScrolling = 6;
constexpr qsizetype longestWord = 2000; // the time that a line takes grows with the word it ends in

bool belongsToInputMethod(int key)
{
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Escape:
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
    case Qt::Key_Space:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
        return true;
    default:
        return false;
    }
}

/// What such a key brings in or takes out is not typed.
bool isTyped(const QKeyEvent &press)
{
    return std::ranges::none_of(
        std::array{QKeySequence::Paste, QKeySequence::Cut, QKeySequence::Undo, QKeySequence::Redo},
        [&press](QKeySequence::StandardKey key) { return press.matches(key); });
}

bool isPicture(const QMimeData &data)
{
    return data.hasImage() && !data.hasText() && !data.hasUrls();
}

bool hasEndlessWord(const QString &text)
{
    if (text.size() <= longestWord)
        return false;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Line, text);
    qsizetype start = 0;
    for (qsizetype end = finder.toNextBoundary(); end >= 0; end = finder.toNextBoundary()) {
        if (end - start > longestWord)
            return true;
        start = end;
    }
    return false;
}

/// Of files on this computer what is in them; everything else as it stands there.
Result<QString, TextFileError> textIn(const QMimeData &data)
{
    QStringList texts;
    const QList<QUrl> urls = data.urls();
    const bool areFiles = !urls.isEmpty() && std::ranges::all_of(urls, &QUrl::isLocalFile);
    if (!areFiles)
        return data.text();
    for (const QUrl &url : urls) {
        Result<QString, TextFileError> text = readTextFile(url.toLocalFile());
        if (!text)
            return text;
        texts.append(std::move(text).value());
    }
    return texts.join(u'\n');
}

} // namespace

MessageInput::MessageInput(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_maximumHeight(QFontMetrics(font()).lineSpacing() * rowsBeforeScrolling)
{
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(0);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            [this] { updateGeometry(); });
    connect(this, &QPlainTextEdit::textChanged, this, &MessageInput::onTextChanged);
}

void MessageInput::setText(const QString &text)
{
    const bool isEndless = hasEndlessWord(text);
    if (isEndless)
        setWordWrapMode(QTextOption::WrapAnywhere);
    setPlainText(text);
    if (!isEndless) // not before: what stood here may have been endless
        setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
}

void MessageInput::insertText(const QString &text)
{
    if (hasEndlessWord(text)) // until another text is set: it may be undone and done again
        setWordWrapMode(QTextOption::WrapAnywhere);
    insertPlainText(text);
}

void MessageInput::type(const QString &text)
{
    const QScopedValueRollback<bool> typing(m_isTyping, true);
    insertText(text);
}

void MessageInput::remember(const QString &text)
{
    append(std::exchange(m_draft, {}));
    append(text);
}

void MessageInput::append(const QString &text)
{
    if (!text.isEmpty()) {
        m_history.removeAll(text);
        m_history.append(text);
    }
    if (m_history.size() > historyEntries)
        m_history.removeFirst();
    m_recalled = m_history.size();
}

void MessageInput::stopRecalling()
{
    const bool hasDraft = m_recalled < m_history.size() && !m_draft.isEmpty();
    m_recalled = m_history.size();
    if (hasDraft)
        showRecalled();
    m_draft.clear();
}

/// What is typed over a recalled line is a text of its own, which neither Up nor Down may lose; the
/// one before it is found with Up.
void MessageInput::onTextChanged()
{
    if (!m_isShowingRecalled && m_recalled < m_history.size())
        append(std::exchange(m_draft, {}));
}

void MessageInput::setMaximumHeightPixels(int pixels)
{
    m_maximumHeight = std::max(pixels, minimumSizeHint().height());
    updateGeometry();
}

QSize MessageInput::sizeHint() const
{
    // Of the lines as they are laid out: another font's may be higher than the font says.
    const int most = std::max(m_maximumHeight, minimumSizeHint().height());
    qreal lines = 0;
    for (QTextBlock block = document()->firstBlock(); block.isValid() && lines < most;
         block = block.next())
        lines += blockBoundingRect(block).height();
    const int wanted = std::max(int(std::ceil(lines)) + 2, minimumSizeHint().height());
    return {QPlainTextEdit::minimumSizeHint().width(), std::min(wanted, most)};
}

QSize MessageInput::minimumSizeHint() const
{
    return {QFontMetrics(font()).averageCharWidth() * 8, QFontMetrics(font()).lineSpacing() + 2};
}

void MessageInput::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    QMenu *const menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT contextMenuRequested(menu, isByKey ? textCursor() : cursorForPosition(event->pos()));
    menu->popup(event->globalPos());
}

void MessageInput::keyPressEvent(QKeyEvent *event)
{
    if (m_isComposing && belongsToInputMethod(event->key())) {
        event->accept();
        return;
    }
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool sendsByEnter = m_sendKey == SendKey::Enter;
    if (isEnter && modifiers == (sendsByEnter ? Qt::NoModifier : Qt::ControlModifier)) {
        Q_EMIT sendRequested();
    } else if (isEnter && sendsByEnter && modifiers == Qt::ControlModifier) {
        Q_EMIT echoRequested();
    } else if (modifiers != Qt::NoModifier ||
               !((event->key() == Qt::Key_Up && recall(Recall::Older)) ||
                 (event->key() == Qt::Key_Down && recall(Recall::Newer)))) {
        const QScopedValueRollback<bool> typing(m_isTyping, isTyped(*event));
        QPlainTextEdit::keyPressEvent(event);
    }
}

void MessageInput::inputMethodEvent(QInputMethodEvent *event)
{
    const QScopedValueRollback<bool> typing(m_isTyping, true);
    QPlainTextEdit::inputMethodEvent(event);
    const bool isComposing = !event->preeditString().isEmpty();
    if (isComposing == m_isComposing)
        return;
    m_isComposing = isComposing;
    Q_EMIT composingChanged();
}

void MessageInput::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged(true);
}

void MessageInput::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged(false);
}

void MessageInput::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

void MessageInput::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry(); // lines break elsewhere
    if (event->size().height() != event->oldSize().height())
        ensureCursorVisible(); // it grew after a long text came in
}

bool MessageInput::focusNextPrevChild(bool next)
{
    // Tab chooses among the input method's proposals then; it comes here before keyPressEvent().
    return m_isComposing || QPlainTextEdit::focusNextPrevChild(next);
}

bool MessageInput::event(QEvent *event)
{
    // At the end, the key for it goes to the newest message, like everywhere in the window.
    if (event->type() == QEvent::ShortcutOverride && textCursor().atEnd() &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::MoveToEndOfDocument)) {
        event->ignore();
        return true;
    }
    return QPlainTextEdit::event(event);
}

bool MessageInput::canInsertFromMimeData(const QMimeData *source) const
{
    return isPicture(*source) || QPlainTextEdit::canInsertFromMimeData(source);
}

void MessageInput::insertFromMimeData(const QMimeData *source)
{
    if (isPicture(*source)) {
        Q_EMIT pasteRefused(tr("Only text can be sent, no pictures."));
        return;
    }
    const Result<QString, TextFileError> text = textIn(*source);
    if (!text)
        Q_EMIT pasteRefused(errorText(text.error()));
    else if (text.value().toUtf8().size() > limits::messageBytes)
        Q_EMIT pasteRefused(errorText(SendRefusal::TooLarge));
    else if (m_holdsLongPastes && !m_isMovingOwn && PasteQuestion::isLong(text.value()))
        Q_EMIT longPasteHeld(text.value());
    else
        insertText(text.value());
    ensureCursorVisible();
}

bool MessageInput::takes(const QMimeData &dropped) const
{
    return !m_isComposing && (dropped.hasUrls() || canInsertFromMimeData(&dropped));
}

void MessageInput::dragEnterEvent(QDragEnterEvent *event)
{
    if (takes(*event->mimeData()))
        QPlainTextEdit::dragEnterEvent(event);
    else
        event->ignore();
}

void MessageInput::dragMoveEvent(QDragMoveEvent *event)
{
    if (takes(*event->mimeData()))
        QPlainTextEdit::dragMoveEvent(event);
    else
        event->ignore();
}

void MessageInput::dropEvent(QDropEvent *event)
{
    if (!takes(*event->mimeData())) {
        event->ignore();
        return;
    }
    setFocus(Qt::OtherFocusReason); // what came in is gone on with
    // Where it was in here, Qt takes it away before it asks for it to be inserted.
    const QScopedValueRollback<bool> moving(m_isMovingOwn, textCursor().selection().toPlainText() ==
                                                               event->mimeData()->text());
    QPlainTextEdit::dropEvent(event);
}

bool MessageInput::recall(Recall direction)
{
    const bool isOlder = direction == Recall::Older;
    if (!isAtEdge(direction))
        return false;
    if (isOlder ? m_recalled == 0 : m_recalled >= m_history.size())
        return false;
    if (m_recalled == m_history.size())
        m_draft = toPlainText();
    m_recalled += isOlder ? -1 : 1;
    showRecalled();
    return true;
}

/// Whether there is no line to go to in this direction, as a paragraph is broken into lines here.
bool MessageInput::isAtEdge(Recall direction) const
{
    const bool isOlder = direction == Recall::Older;
    const QTextBlock block = textCursor().block();
    if (block != (isOlder ? document()->firstBlock() : document()->lastBlock()))
        return false;
    (void)blockBoundingRect(block); // lays it out, unless it is
    const QTextLayout *lines = block.layout();
    const QTextLine line = lines->lineForTextPosition(textCursor().positionInBlock());
    return !line.isValid() || line.lineNumber() == (isOlder ? 0 : lines->lineCount() - 1);
}

void MessageInput::showRecalled()
{
    const QScopedValueRollback<bool> showing(m_isShowingRecalled, true);
    setText(m_recalled < m_history.size() ? m_history.at(m_recalled) : m_draft);
    moveCursor(QTextCursor::End);
}

} // namespace kodama
