// Where messages are written: field, Echo and Broadcast buttons, completion of commands, names and
// emoji.
#pragma once

#include "app/ui/theme.h"

#include <QAbstractSlider>
#include <QFrame>

class QLabel;
class QPushButton;

namespace kodama {

class CompletionSource;
class DraftStore;
class InputCompleter;
class MessageInput;
class PasteQuestion;
class SpellDictionary;
class SpellMarker;

/// Emits what is to be sent and changes its text only when told that it was sent: no change of
/// state, failed send or reconnect clears, disables or commits anything here.
class Composer final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Composer)

public:
    enum class Target { Broadcast, Echo };
    Q_ENUM(Target)

    explicit Composer(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    [[nodiscard]] bool isComposing() const;

    enum class Problem { Solved, Remains };
    /// `text` was taken: it can be recalled with Up, and leaves the field if it still stands there.
    void accept(const QString &text, Problem problem = Problem::Solved);

    /// One line above the field that says why nothing was sent; empty hides it. Typing hides it.
    void showProblem(const QString &sentence);
    /// That is no longer so; whatever else stands there stays.
    void withdrawProblem(const QString &sentence);

    /// Types on behalf of another widget that had the focus.
    void takeOver(const QString &typed);
    void takeOverPaste();

    /// What is dropped there comes into the field, too, where the cursor is.
    void takeDropsOn(QWidget &area);

    void setSendKey(SendKey key);
    /// Whether what is written goes to a room, and the commands of rooms are offered.
    void setSpeakingOfRooms(bool isSpeaking);
    void setAsksBeforeLongPaste(bool asks);
    void setChecksSpelling(bool checks);
    /// It outlives the composer, or is taken away. Without one no word is wrong.
    void setSpellDictionary(SpellDictionary *dictionary);
    /// Where names of people and rooms come from; it outlives the composer, or is taken away.
    void setCompletionSource(const CompletionSource *source);
    /// It has others now.
    void renewCompletion();

    /// Where drafts are kept; it outlives the composer. Without one no draft is kept.
    void setDraftStore(DraftStore *store);
    /// Another room: keeps what stands here for the one before, and shows what was typed there.
    /// While an input method composes, that waits until it is done.
    void setDraftKey(const QString &room);
    /// The same room is called otherwise now: what was typed there goes along.
    void renameDraft(const QString &room, const QString &newRoom);

    /// How tall the field may grow.
    void setMaximumInputHeight(int pixels);

Q_SIGNALS:
    void submitted(kodama::Composer::Target target, const QString &text);
    /// Somebody types here. Not told when another room's draft comes in. False: nothing stands
    /// there that others would get.
    void typed(bool isMessage);
    /// The name of a room is being written.
    void roomsWanted();
    /// Why nothing was sent stands above the field now.
    void problemShown(const QString &sentence);
    /// A key that moves by pages, where there is nothing of that kind to move in here.
    void pageKeyPressed(QAbstractSlider::SliderAction action);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildWidgets();
    void connectButton(QPushButton &button, Target target);
    void retranslate();
    void applyTheme();
    void submit(Target target);
    void onTextChanged();
    void onComposingChanged();
    void changeRoom();
    void keepDraft();
    void tellTyped();

    const Theme &m_theme;
    MessageInput *m_input;
    QFrame *m_frame;
    QLabel *m_problem;
    QPushButton *m_echo;
    QPushButton *m_broadcast;
    PasteQuestion *m_question;
    SpellMarker *m_speller;
    SendKey m_sendKey = SendKey::Enter;
    bool m_isSpeakingOfRooms = false;
    InputCompleter *m_completer = nullptr;
    DraftStore *m_drafts = nullptr;
    QString m_draftKey;
    QString m_wantedKey; // another one while something is composed
    QString m_submittedKey;
    QString m_clickedKey; // where one was when a button was clicked
    QString m_textBefore;
    bool m_isChangingRoom = false;
    bool m_keepsProblem = false; // whatever becomes of the text
};

} // namespace kodama
