// The field one types messages into: grows with its text, knows when an input method composes.
#pragma once

#include "app/core/preferences.h"

#include <QPlainTextEdit>
#include <QStringList>

namespace kodama {

/// Enter asks to send, Shift+Enter breaks the line, Ctrl+Enter asks for an echo (or as set by
/// setSendKey()), Up in the first line as it is broken here recalls what was sent. While an input
/// method composes, Enter, Escape, Tab, arrows and Space belong to it.
class MessageInput final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageInput)

public:
    explicit MessageInput(QWidget *parent = nullptr);

    [[nodiscard]] bool isComposing() const noexcept { return m_isComposing; }

    /// The text changes by a key or an input method right now: not by a paste, a drop, or what is
    /// undone or recalled.
    [[nodiscard]] bool isTyping() const noexcept { return m_isTyping; }

    /// Which of Enter and Ctrl+Enter sends. With ControlEnter, Enter starts a new line.
    void setSendKey(SendKey key) { m_sendKey = key; }

    /// Whether a long text that is pasted waits for longPasteHeld() to be answered.
    void setHoldsLongPastes(bool holds) { m_holdsLongPastes = holds; }

    /// Instead of setPlainText() and insertPlainText(), for any text that was not typed: one
    /// without a place to break would take minutes.
    void setText(const QString &text);
    void insertText(const QString &text);
    /// The same for what was typed, but elsewhere.
    void type(const QString &text);

    /// Keeps `text` for Up; the newest `historyEntries` are kept.
    void remember(const QString &text);
    static constexpr qsizetype historyEntries = 100;

    /// Another text comes into the field: what was typed before Up stands here again, once more.
    void stopRecalling();

    /// Rows to show at most before it scrolls.
    void setMaximumHeightPixels(int pixels);

    /// As if it were pasted: text, or files with text in them. Not while something is composed.
    [[nodiscard]] bool takes(const QMimeData &dropped) const;
    void take(const QMimeData &dropped) { insertFromMimeData(&dropped); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void sendRequested();
    void echoRequested();
    void composingChanged();
    void focusChanged(bool hasFocus);
    /// The menu is about to be shown for that place; who has something to add does so now.
    void contextMenuRequested(QMenu *menu, const QTextCursor &at);
    /// Nothing was inserted: whoever asks does that when the answer is yes.
    void longPasteHeld(const QString &text);
    /// What was to come in is nothing that can be sent: a whole sentence.
    void pasteRefused(const QString &sentence);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    bool event(QEvent *event) override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum class Recall { Older, Newer };

    [[nodiscard]] bool recall(Recall direction);
    [[nodiscard]] bool isAtEdge(Recall direction) const;
    void showRecalled();
    void onTextChanged();
    void append(const QString &text);

    QStringList m_history;
    QString m_draft; // what stood here before recalling
    qsizetype m_recalled = 0;
    bool m_isShowingRecalled = false; // the text changes, but nobody typed
    SendKey m_sendKey = SendKey::Enter;
    int m_maximumHeight;
    bool m_holdsLongPastes = true;
    bool m_isMovingOwn = false; // what is dropped was taken from here: it must not be held
    bool m_isComposing = false;
    bool m_isTyping = false;
};

} // namespace kodama
