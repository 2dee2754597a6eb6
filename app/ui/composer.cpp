#include "app/ui/composer.h"

#include "app/core/draftstore.h"
#include "app/ui/droparea.h"
#include "app/ui/icons.h"
#include "app/ui/inputcompleter.h"
#include "app/ui/messageinput.h"
#include "app/ui/pastequestion.h"
#include "app/ui/spellmarker.h"

#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QInputMethod>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStyle>
#include <QVBoxLayout>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int quartersForLongHint = 90; // narrower than this, the empty field says less

} // namespace

Composer::Composer(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_input(new MessageInput)
    , m_frame(new QFrame)
    , m_problem(new QLabel)
    , m_echo(new QPushButton)
    , m_broadcast(new QPushButton)
    , m_question(new PasteQuestion(theme))
    , m_speller(new SpellMarker(*m_input, theme))
{
    setObjectName(u"composer"_s);
    setAttribute(Qt::WA_StyledBackground);
    buildWidgets();
    m_input->installEventFilter(this);
    m_completer = new InputCompleter(*m_input, *m_frame, theme);
    connect(m_completer, &InputCompleter::roomsWanted, this, &Composer::roomsWanted);
    connect(m_input, &MessageInput::sendRequested, this, [this] { submit(Target::Broadcast); });
    connect(m_input, &MessageInput::echoRequested, this, [this] { submit(Target::Echo); });
    connectButton(*m_broadcast, Target::Broadcast);
    connectButton(*m_echo, Target::Echo);
    connect(m_input, &QPlainTextEdit::textChanged, this, &Composer::onTextChanged);
    connect(m_input, &MessageInput::composingChanged, this, &Composer::onComposingChanged);
    connect(m_input, &MessageInput::longPasteHeld, m_question, &PasteQuestion::ask);
    connect(m_input, &MessageInput::pasteRefused, this, &Composer::showProblem);
    connect(m_question, &PasteQuestion::confirmed, m_input, &MessageInput::insertText);
    connect(m_question, &PasteQuestion::closed, m_input, [this] { m_input->setFocus(); });
    connect(m_input, &MessageInput::focusChanged, this, [this](bool hasFocus) {
        m_frame->setProperty("active", hasFocus);
        m_frame->style()->polish(m_frame);
        m_completer->update();
    });
    connect(&m_theme, &Theme::changed, this, &Composer::applyTheme);
    applyTheme();
    retranslate();
}

void Composer::connectButton(QPushButton &button, Target target)
{
    connect(&button, &QPushButton::released, this, [this] { m_clickedKey = m_draftKey; });
    // A click leaves the focus in the field: nobody else asks for what is being composed there.
    connect(&button, &QPushButton::released, QGuiApplication::inputMethod(), &QInputMethod::commit);
    connect(&button, &QPushButton::clicked, this, [this, target] {
        if (m_clickedKey == m_draftKey) // else another room's draft has come in with that
            submit(target);
    });
}

QString Composer::text() const
{
    return m_input->toPlainText();
}

void Composer::setText(const QString &text)
{
    m_input->setText(text);
    m_input->moveCursor(QTextCursor::End);
}

bool Composer::isComposing() const
{
    return m_input->isComposing();
}

void Composer::accept(const QString &text, Problem problem)
{
    const QScopedValueRollback<bool> keeping(m_keepsProblem, problem == Problem::Remains);
    m_input->remember(text);
    if (!m_keepsProblem)
        showProblem({});
    // "/join other" was typed in the room before this one.
    if (m_drafts != nullptr && m_submittedKey != m_draftKey &&
        m_drafts->draft(m_submittedKey) == text)
        m_drafts->setDraft(m_submittedKey, {});
    else if (m_input->toPlainText() == text)
        m_input->setText({});
}

void Composer::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
    if (sentence.isEmpty())
        return;
    m_completer->hide(); // it would cover the sentence
    Q_EMIT problemShown(sentence);
}

void Composer::withdrawProblem(const QString &sentence)
{
    if (m_problem->text() == sentence)
        showProblem({});
}

void Composer::takeOver(const QString &typed)
{
    m_input->setFocus(Qt::OtherFocusReason);
    m_input->type(typed);
}

void Composer::takeOverPaste()
{
    m_input->setFocus(Qt::OtherFocusReason);
    m_input->paste();
}

void Composer::takeDropsOn(QWidget &area)
{
    new DropArea(area, *m_input);
}

void Composer::setCompletionSource(const CompletionSource *source)
{
    m_completer->setSource(source);
    m_speller->setNames(source);
}

void Composer::renewCompletion()
{
    m_completer->renew();
}

void Composer::setAsksBeforeLongPaste(bool asks)
{
    m_input->setHoldsLongPastes(asks);
}

void Composer::setChecksSpelling(bool checks)
{
    m_speller->setEnabled(checks);
}

void Composer::setSpellDictionary(SpellDictionary *dictionary)
{
    m_speller->setDictionary(dictionary);
}

void Composer::setSendKey(SendKey key)
{
    m_sendKey = key;
    m_input->setSendKey(key);
    retranslate();
}

void Composer::setSpeakingOfRooms(bool isSpeaking)
{
    if (std::exchange(m_isSpeakingOfRooms, isSpeaking) == isSpeaking)
        return;
    m_completer->setOffersRoomCommands(isSpeaking);
    retranslate();
}

void Composer::setMaximumInputHeight(int pixels)
{
    m_input->setMaximumHeightPixels(pixels);
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_input || event->type() != QEvent::KeyPress || isComposing())
        return QWidget::eventFilter(watched, event);
    const auto *press = static_cast<QKeyEvent *>(event);
    if (m_completer->handleKey(*press))
        return true;
    const bool isPageKey = press->key() == Qt::Key_PageUp || press->key() == Qt::Key_PageDown;
    const bool isPlain = (press->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (isPageKey && isPlain && m_input->verticalScrollBar()->maximum() == 0) {
        Q_EMIT pageKeyPressed(press->key() == Qt::Key_PageUp ? QAbstractSlider::SliderPageStepSub
                                                             : QAbstractSlider::SliderPageStepAdd);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::LayoutDirectionChange)
        applyTheme();
}

void Composer::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    retranslate(); // the hint is as long as there is room
    m_completer->update();
}

void Composer::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_completer->hide();
}

void Composer::buildWidgets()
{
    m_frame->setObjectName(u"inputFrame"_s);
    m_input->setObjectName(u"input"_s);
    m_problem->setObjectName(u"composerProblem"_s);
    m_echo->setObjectName(u"echoButton"_s);
    m_broadcast->setObjectName(u"broadcastButton"_s);
    m_echo->setProperty("role", u"inField"_s);
    m_broadcast->setProperty("role", u"send"_s);
    m_problem->setProperty("textRole", u"error"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    for (QPushButton *button : {m_echo, m_broadcast}) {
        button->setAutoDefault(false);
        button->setFocusPolicy(Qt::TabFocus); // who clicks one wants to write on
    }

    auto *row = new QHBoxLayout(m_frame);
    row->addWidget(m_input, 1, Qt::AlignVCenter);
    row->addWidget(m_echo, 0, Qt::AlignBottom);
    row->addWidget(m_broadcast, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_problem);
    column->addWidget(m_question);
    column->addWidget(m_frame);
    setFocusProxy(m_input);
    setMinimumWidth(m_theme.space(60));
}

void Composer::retranslate()
{
    m_echo->setAccessibleName(tr("Send as echo"));
    m_broadcast->setAccessibleName(m_isSpeakingOfRooms ? tr("Send to the room")
                                                       : tr("Broadcast to everyone"));
    const bool sendsByEnter = m_sendKey == SendKey::Enter;
    m_echo->setToolTip(sendsByEnter ? tr("Send to the server and back to you (Ctrl+Enter)")
                                    : tr("Send to the server and back to you"));
    if (m_isSpeakingOfRooms)
        m_broadcast->setToolTip(sendsByEnter ? tr("Send to the room (Enter)")
                                             : tr("Send to the room (Ctrl+Enter)"));
    else
        m_broadcast->setToolTip(sendsByEnter ? tr("Send to everyone (Enter)")
                                             : tr("Send to everyone (Ctrl+Enter)"));
    m_input->setAccessibleName(tr("Message"));
    m_input->setAccessibleDescription(
        sendsByEnter ? tr("Enter sends, Shift+Enter starts a new line, a slash begins a command.")
                     : tr("Ctrl+Enter sends, Enter starts a new line, a slash begins a command."));
    const bool isWide = width() >= m_theme.space(quartersForLongHint);
    m_input->setPlaceholderText(isWide ? tr("Write a message, or / for commands")
                                       : tr("Write a message"));
}

void Composer::applyTheme()
{
    m_echo->setIcon(icons::icon(m_theme, u"echo"_s, ThemeColor::TextMuted));
    m_broadcast->setIcon(icons::icon(m_theme, u"send"_s, ThemeColor::TextOnAccent));
    const int gap = m_theme.space(2);
    const int edge = m_theme.space(1);
    const int before = m_theme.space(3); // the first letter; buttons have room of their own
    const bool isMirrored = isRightToLeft();
    m_frame->layout()->setContentsMargins(isMirrored ? edge : before, edge,
                                          isMirrored ? before : edge, edge);
    m_frame->layout()->setSpacing(edge);
    layout()->setContentsMargins(m_theme.space(3), gap, m_theme.space(3), m_theme.space(3));
    layout()->setSpacing(gap);
    for (QPushButton *button : {m_echo, m_broadcast})
        button->setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
}

void Composer::submit(Target target)
{
    if (isComposing())
        return;
    const QString typed = text();
    if (typed.trimmed().isEmpty())
        return;
    m_submittedKey = m_draftKey;
    Q_EMIT submitted(target, typed);
}

void Composer::onTextChanged()
{
    if (m_problem->isVisible() && !m_isChangingRoom && !m_keepsProblem)
        showProblem({}); // also when what it was about is deleted
    keepDraft();
    m_completer->update();
    // Another font or a word that is underlined is told as a change of the text, too.
    const QString now = text();
    if (std::exchange(m_textBefore, now) != now)
        tellTyped();
}

void Composer::tellTyped()
{
    const QString now = text().trimmed();
    if (!m_isChangingRoom)
        Q_EMIT typed(isComposing() ||
                     (!now.isEmpty() && (!now.startsWith(u'/') || now.startsWith("//"_L1))));
}

void Composer::setDraftStore(DraftStore *store)
{
    m_drafts = store;
}

void Composer::setDraftKey(const QString &room)
{
    m_wantedKey = room;
    // What is being composed belongs to the room in which it was begun, and is finished there.
    if (!isComposing())
        changeRoom();
}

void Composer::renameDraft(const QString &room, const QString &newRoom)
{
    for (QString *key : {&m_draftKey, &m_wantedKey, &m_submittedKey}) {
        if (*key == room)
            *key = newRoom;
    }
    const QString draft = m_drafts == nullptr ? QString() : m_drafts->draft(room);
    if (draft.isEmpty())
        return;
    m_drafts->setDraft(newRoom, draft);
    m_drafts->setDraft(room, {});
}

void Composer::changeRoom()
{
    if (m_draftKey == m_wantedKey)
        return;
    const QScopedValueRollback<bool> changing(m_isChangingRoom, true);
    m_input->stopRecalling();
    const QString typed = text();
    const bool isFirst = m_draftKey.isEmpty();
    if (!isFirst)
        showProblem({}); // it was about the room before
    keepDraft();
    m_draftKey = m_wantedKey;
    const QString draft = m_drafts == nullptr ? QString() : m_drafts->draft(m_draftKey);
    // What was typed before there was any room goes along, unless something waits there.
    if (isFirst && draft.isEmpty() && !typed.isEmpty())
        return keepDraft();
    setText(draft);
}

void Composer::keepDraft()
{
    if (m_drafts != nullptr && !m_draftKey.isEmpty())
        m_drafts->setDraft(m_draftKey, text());
}

void Composer::onComposingChanged()
{
    m_completer->update();
    tellTyped();
    if (isComposing() || m_wantedKey == m_draftKey)
        return;
    const bool isLeft = !text().isEmpty(); // or it would seem lost
    changeRoom();
    if (isLeft)
        showProblem(tr("What you were writing waits in the room where you began it."));
}

} // namespace kodama
