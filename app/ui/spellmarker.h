// Underlines misspelt words in the field that messages are typed into, and offers better ones in
// its context menu.
#pragma once

#include "app/ui/theme.h"

#include <QSyntaxHighlighter>
#include <QTextCursor>

class QMenu;

namespace kodama {

class CompletionSource;
class MessageInput;
class SpellDictionary;

/// Only looks differ: neither the text nor what an input method composes is touched. The word that
/// is being typed is not judged before it is finished.
class SpellMarker final : public QSyntaxHighlighter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpellMarker)

public:
    /// Both outlive it; it is the input's child.
    SpellMarker(MessageInput &input, const Theme &theme);

    /// It outlives the marker, or is taken away. Without one nothing is marked.
    void setDictionary(SpellDictionary *dictionary);
    /// The names of people are right as they are; it outlives the marker, or is taken away.
    void setNames(const CompletionSource *names) { m_names = names; }
    void setEnabled(bool isEnabled);

protected:
    void highlightBlock(const QString &text) override;

private:
    void onCursorMoved();
    void offerWords(QMenu *menu, const QTextCursor &at);
    [[nodiscard]] bool isMisspelt(const QString &word) const;
    [[nodiscard]] QTextCursor misspeltAt(const QTextCursor &at) const;

    MessageInput &m_input;
    const Theme &m_theme;
    SpellDictionary *m_dictionary = nullptr;
    const CompletionSource *m_names = nullptr;
    /// In the line with the word that was not judged. Not the QTextBlock itself, which would be
    /// read even when the line is gone.
    QTextCursor m_unfinished;
    bool m_isEnabled = true;
};

} // namespace kodama
