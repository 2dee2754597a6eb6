#include "app/ui/inputcompleter.h"

#include "app/ui/commandhelp.h"
#include "app/ui/completionpopup.h"
#include "app/ui/messageinput.h"
#include "app/ui/theme.h"

#include <QFrame>
#include <QKeyEvent>
#include <QTextBlock>

#include <utility>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;
using Kind = CompletionQuery::Kind;

constexpr qsizetype mostProposals = 50;

} // namespace

InputCompleter::InputCompleter(MessageInput &input, QFrame &anchor, const Theme &theme)
    : QObject(&input)
    , m_input(input)
    , m_anchor(anchor)
    , m_theme(theme)
{
    // The text alone does not say where the cursor is; if it is another one, that is told, too.
    connect(&m_input, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (m_popup != nullptr && m_popup->isVisible() && m_input.toPlainText() == m_seen)
            update();
    });
}

void InputCompleter::update()
{
    if (m_input.isComposing())
        return hide();
    const QString text = m_input.toPlainText();
    // What was typed can be undone; another room's draft, which comes in when the input method is
    // done with this one's, cannot.
    if (std::exchange(m_seen, text) != text)
        m_isWanted = m_input.isTyping() && m_input.document()->isUndoAvailable();
    if (!m_input.hasFocus())
        return hide();
    const int cursor = m_input.textCursor().position();
    const std::optional<CompletionQuery> query = completionAt(text, cursor);
    noteRoom(query ? query : wordAt(text, cursor));
    if (!query || !m_isWanted)
        return hide();
    offer(*query, proposals(*query));
}

void InputCompleter::renew()
{
    const bool isShown = m_popup != nullptr && m_popup->isVisible();
    const int row = isShown ? m_popup->currentIndex().row() : 0;
    if (!m_isAtRoom)
        return;
    update();
    if (m_popup != nullptr && m_popup->isVisible() && row > 0)
        m_popup->moveBy(row); // what is new stands behind what was there
}

void InputCompleter::noteRoom(const std::optional<CompletionQuery> &query)
{
    const bool isAtRoom = query && query->kind == Kind::Room;
    if (!std::exchange(m_isAtRoom, isAtRoom) && isAtRoom)
        Q_EMIT roomsWanted();
}

void InputCompleter::hide()
{
    m_isWanted = false;
    closeList();
}

void InputCompleter::closeList()
{
    if (m_popup != nullptr)
        m_popup->hide();
}

bool InputCompleter::handleKey(const QKeyEvent &event)
{
    const bool isPlain = (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (m_input.isComposing() || !isPlain)
        return false;
    if (m_popup != nullptr && m_popup->isVisible())
        return handleListKey(event.key());
    return event.key() == Qt::Key_Tab && completeWord();
}

QList<InputCompleter::Proposal> InputCompleter::commands(const QString &prefix) const
{
    QList<Proposal> found;
    const auto offered = m_offersRoomCommands ? roomCommandHelp() + commandHelp() : commandHelp();
    for (const CommandHelp &command : offered) {
        if (command.word.startsWith(u'/' + prefix, Qt::CaseInsensitive))
            found.append(
                {command.word, command.explanation, command.word + u' ', command.argument});
    }
    return found;
}

QList<InputCompleter::Proposal> InputCompleter::proposals(const CompletionQuery &query) const
{
    QList<Proposal> found;
    switch (query.kind) {
    case Kind::Command:
        return commands(query.prefix);
    case Kind::Nick:
        if (m_source == nullptr)
            break;
        for (const QString &nick : matching(m_source->nicks(), query.prefix, mostProposals))
            found.append({nick, {}, nickText(query, nick)});
        break;
    case Kind::Room:
        if (m_source == nullptr)
            break;
        for (const QString &room : matching(m_source->rooms(), query.prefix, mostProposals))
            found.append({u'#' + room, {}, u'#' + room + u' '});
        break;
    case Kind::Emoji:
        for (const Emoji &emoji : emojiBeginningWith(query.prefix, mostProposals)) {
            const QString picture = QString::fromUtf16(emoji.text);
            found.append({picture, u':' + emoji.name + u':', picture + u' '});
        }
        break;
    }
    return found;
}

void InputCompleter::offer(const CompletionQuery &query, const QList<Proposal> &proposals)
{
    if (proposals.isEmpty())
        return closeList(); // names may be on their way
    m_query = query;
    m_proposals = proposals;
    m_isWanted = true;
    QWidget *window = m_input.window();
    if (m_popup == nullptr) {
        m_popup = new CompletionPopup(window);
        connect(m_popup, &QListView::clicked, this,
                [this](const QModelIndex &index) { take(index.row()); });
    }
    m_popup->setAccessibleName(query.kind == Kind::Command ? tr("Commands") : tr("Proposals"));
    QList<Completion> choices;
    for (const Proposal &one : proposals)
        choices.append({one.shown, one.explanation, one.argument});
    const QPoint corner = m_anchor.mapTo(window, QPoint(0, -m_theme.space(1)));
    m_popup->offer(choices, QRect(corner, m_anchor.size()));
}

bool InputCompleter::handleListKey(int key)
{
    switch (key) {
    case Qt::Key_Up:
        m_popup->moveBy(-1);
        return true;
    case Qt::Key_Down:
        m_popup->moveBy(1);
        return true;
    case Qt::Key_Escape:
        m_isAtRoom = false; // an answer that is on its way brings nothing back
        hide();
        return true;
    case Qt::Key_Tab:
        take(m_popup->currentIndex().row());
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // A whole command runs; the beginning of one is completed first.
        if (m_input.toPlainText() == m_popup->chosenWord())
            return false;
        take(m_popup->currentIndex().row());
        return true;
    default:
        return false;
    }
}

bool InputCompleter::completeWord()
{
    const std::optional<CompletionQuery> query =
        wordAt(m_input.toPlainText(), m_input.textCursor().position());
    if (!query)
        return false;
    const QList<Proposal> found = proposals(*query);
    if (found.isEmpty())
        return false;
    m_query = *query;
    m_proposals = found;
    if (found.size() == 1)
        take(0);
    else
        offer(*query, found);
    return true;
}

void InputCompleter::take(int row)
{
    if (row < 0 || row >= m_proposals.size())
        return;
    const QString written = m_proposals[row].written;
    hide();
    QTextCursor cursor = m_input.textCursor();
    cursor.setPosition(int(m_query.start));
    cursor.setPosition(int(m_query.start + m_query.length), QTextCursor::KeepAnchor);
    cursor.insertText(written);
    m_input.setTextCursor(cursor);
    m_input.setFocus(Qt::OtherFocusReason);
    hide(); // what was written may begin another one
}

} // namespace kodama
