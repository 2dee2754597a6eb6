#include "app/ui/spellmarker.h"

#include "app/core/completion.h"
#include "app/core/spelldictionary.h"
#include "app/core/spellwords.h"
#include "app/ui/messageinput.h"

#include <QMenu>
#include <QTextBlock>

#include <algorithm>

namespace kodama {

SpellMarker::SpellMarker(MessageInput &input, const Theme &theme)
    : QSyntaxHighlighter(&input)
    , m_input(input)
    , m_theme(theme)
{
    setDocument(input.document());
    connect(&input, &QPlainTextEdit::cursorPositionChanged, this, &SpellMarker::onCursorMoved);
    connect(&input, &MessageInput::contextMenuRequested, this, &SpellMarker::offerWords);
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void SpellMarker::setDictionary(SpellDictionary *dictionary)
{
    m_dictionary = dictionary;
    rehighlight();
}

void SpellMarker::setEnabled(bool isEnabled)
{
    if (std::exchange(m_isEnabled, isEnabled) != isEnabled)
        rehighlight();
}

void SpellMarker::highlightBlock(const QString &text)
{
    if (m_dictionary == nullptr || !m_isEnabled)
        return;
    QTextCharFormat misspelt;
    misspelt.setUnderlineStyle(QTextCharFormat::SpellCheckUnderline);
    misspelt.setUnderlineColor(m_theme.color(ThemeColor::Danger));
    const QTextCursor cursor = m_input.textCursor();
    const qsizetype typedTo = cursor.block() == currentBlock() ? cursor.positionInBlock() : -1;
    for (const SpellWord &word : spellWords(text)) {
        if (!isMisspelt(text.sliced(word.start, word.length)))
            continue;
        if (word.start + word.length == typedTo && m_input.hasFocus())
            m_unfinished = QTextCursor(currentBlock());
        else
            setFormat(int(word.start), int(word.length), misspelt);
    }
}

void SpellMarker::onCursorMoved()
{
    // What is being composed is not moved to another word; afterwards the text changes anyway.
    if (!m_unfinished.isNull() && !m_input.isComposing())
        rehighlightBlock(std::exchange(m_unfinished, {}).block());
}

bool SpellMarker::isMisspelt(const QString &word) const
{
    return m_dictionary->isMisspelt(word) &&
           (m_names == nullptr || !m_names->nicks().contains(word, Qt::CaseInsensitive));
}

QTextCursor SpellMarker::misspeltAt(const QTextCursor &at) const
{
    const qsizetype position = at.positionInBlock();
    const QString text = at.block().text();
    for (const SpellWord &word : spellWords(text)) {
        if (position < word.start || position > word.start + word.length ||
            !isMisspelt(text.sliced(word.start, word.length)))
            continue;
        QTextCursor found(at.block());
        found.setPosition(int(at.block().position() + word.start));
        found.setPosition(int(at.block().position() + word.start + word.length),
                          QTextCursor::KeepAnchor);
        return found;
    }
    return {};
}

void SpellMarker::offerWords(QMenu *menu, const QTextCursor &at)
{
    if (m_dictionary == nullptr || !m_isEnabled || m_input.isComposing())
        return;
    const QTextCursor word = misspeltAt(at);
    if (word.isNull())
        return;
    const QString text = word.selectedText();
    QAction *const first = menu->actions().value(0);
    const auto add = [menu, first](const QString &label) {
        auto *action = new QAction(label, menu);
        menu->insertAction(first, action);
        return action;
    };
    const QStringList better = m_dictionary->suggestions(text);
    for (const QString &other : better) {
        connect(add(other), &QAction::triggered, &m_input,
                [word, other] { QTextCursor(word).insertText(other); });
    }
    //: Menu item that cannot be chosen, where better spellings would stand
    if (better.isEmpty())
        add(tr("No suggestions"))->setEnabled(false);
    //: %1: a word
    connect(add(tr("Add “%1” to my words").arg(text)), &QAction::triggered, this, [this, text] {
        m_dictionary->learn(text);
        rehighlight();
    });
    menu->insertSeparator(first);
}

} // namespace kodama
