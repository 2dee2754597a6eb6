#include "app/ui/composer.h"

#include "app/ui/commandhelp.h"
#include "app/ui/completionpopup.h"
#include "app/ui/icons.h"
#include "app/ui/messageinput.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int quartersForButtonTexts = 140; // narrower than this, buttons show icons only

} // namespace

Composer::Composer(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_input(new MessageInput)
    , m_frame(new QFrame)
    , m_problem(new QLabel)
    , m_echo(new QPushButton)
    , m_broadcast(new QPushButton)
{
    setObjectName(u"composer"_s);
    setAttribute(Qt::WA_StyledBackground);
    buildWidgets();
    m_input->installEventFilter(this);
    connect(m_input, &MessageInput::sendRequested, this, [this] { submit(Target::Broadcast); });
    connect(m_input, &MessageInput::echoRequested, this, [this] { submit(Target::Echo); });
    connect(m_broadcast, &QPushButton::clicked, this, [this] { submit(Target::Broadcast); });
    connect(m_echo, &QPushButton::clicked, this, [this] { submit(Target::Echo); });
    connect(m_input, &QPlainTextEdit::textChanged, this, &Composer::onTextChanged);
    connect(m_input, &MessageInput::composingChanged, this, &Composer::updateCompletions);
    connect(m_input, &MessageInput::focusChanged, this, [this](bool hasFocus) {
        m_frame->setProperty("active", hasFocus);
        m_frame->style()->polish(m_frame);
        updateCompletions();
    });
    connect(&m_theme, &Theme::changed, this, &Composer::applyTheme);
    applyTheme();
    retranslate();
}

QString Composer::text() const
{
    return m_input->toPlainText();
}

void Composer::setText(const QString &text)
{
    m_input->setPlainText(text);
    m_input->moveCursor(QTextCursor::End);
}

bool Composer::isComposing() const
{
    return m_input->isComposing();
}

void Composer::accept(const QString &text)
{
    m_input->remember(text);
    showProblem({});
    if (m_input->toPlainText() == text)
        m_input->clear();
}

void Composer::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

void Composer::takeOver(const QString &typed)
{
    m_input->setFocus(Qt::OtherFocusReason);
    m_input->insertPlainText(typed);
}

void Composer::setSendKey(SendKey key)
{
    m_sendKey = key;
    m_input->setSendKey(key);
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
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isPlain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (m_popup != nullptr && m_popup->isVisible() && isPlain && handlePopupKey(key->key()))
        return true;
    return QWidget::eventFilter(watched, event);
}

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void Composer::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    retranslate(); // the buttons have texts only where there is room
    updateCompletions();
}

void Composer::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (m_popup != nullptr)
        m_popup->hide();
}

void Composer::buildWidgets()
{
    m_frame->setObjectName(u"inputFrame"_s);
    m_input->setObjectName(u"input"_s);
    m_problem->setObjectName(u"composerProblem"_s);
    m_echo->setObjectName(u"echoButton"_s);
    m_broadcast->setObjectName(u"broadcastButton"_s);
    m_broadcast->setProperty("role", u"primary"_s);
    m_problem->setProperty("textRole", u"error"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    for (QPushButton *button : {m_echo, m_broadcast})
        button->setAutoDefault(false);

    auto *frameLayout = new QHBoxLayout(m_frame);
    frameLayout->addWidget(m_input);
    auto *row = new QHBoxLayout;
    row->addWidget(m_frame, 1);
    row->addWidget(m_echo, 0, Qt::AlignBottom);
    row->addWidget(m_broadcast, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_problem);
    column->addLayout(row);
    setFocusProxy(m_input);
    // Of its own accord: the texts of the buttons must not keep the window from becoming narrow.
    setMinimumWidth(m_theme.space(60));
}

void Composer::retranslate()
{
    const bool isWide = width() >= m_theme.space(quartersForButtonTexts);
    //: Button: the server sends the text back to this user alone
    m_echo->setText(isWide ? tr("Echo") : QString());
    //: Button: the text goes to everybody
    m_broadcast->setText(isWide ? tr("Broadcast") : QString());
    m_echo->setAccessibleName(tr("Send as echo"));
    m_broadcast->setAccessibleName(tr("Broadcast to everyone"));
    const bool sendsByEnter = m_sendKey == SendKey::Enter;
    m_echo->setToolTip(sendsByEnter ? tr("Send to the server and back to you (Ctrl+Enter)")
                                    : tr("Send to the server and back to you"));
    m_broadcast->setToolTip(sendsByEnter ? tr("Send to everyone (Enter)")
                                         : tr("Send to everyone (Ctrl+Enter)"));
    m_input->setAccessibleName(tr("Message"));
    m_input->setAccessibleDescription(
        sendsByEnter ? tr("Enter sends, Shift+Enter starts a new line, a slash begins a command.")
                     : tr("Ctrl+Enter sends, Enter starts a new line, a slash begins a command."));
    m_input->setPlaceholderText(isWide ? tr("Write a message, or / for commands")
                                       : tr("Write a message"));
}

void Composer::applyTheme()
{
    m_echo->setIcon(icons::icon(m_theme, u"echo"_s));
    m_broadcast->setIcon(icons::icon(m_theme, u"send"_s, ThemeColor::TextOnAccent));
    const int gap = m_theme.space(2);
    m_frame->layout()->setContentsMargins(gap, gap, gap, gap);
    layout()->setContentsMargins(m_theme.space(3), gap, m_theme.space(3), gap);
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
    Q_EMIT submitted(target, typed);
}

void Composer::onTextChanged()
{
    if (m_problem->isVisible() && !text().isEmpty())
        showProblem({});
    updateCompletions();
}

void Composer::updateCompletions()
{
    const QString typed = text();
    const bool isAsked =
        typed.startsWith(u'/') && !typed.contains(u' ') && !isComposing() && m_input->hasFocus();
    if (!isAsked) {
        if (m_popup != nullptr)
            m_popup->hide();
        return;
    }
    if (m_popup == nullptr) {
        m_popup = new CompletionPopup(window());
        connect(m_popup, &CompletionPopup::chosen, this, &Composer::complete);
    }
    m_popup->setAccessibleName(tr("Commands"));
    const QPoint corner = m_frame->mapTo(window(), QPoint(0, -m_theme.space(1)));
    m_popup->offer(completionsFor(typed), QRect(corner, m_frame->size()));
}

void Composer::complete(const QString &word)
{
    setText(word + u' ');
    m_input->setFocus(Qt::OtherFocusReason);
}

bool Composer::handlePopupKey(int key)
{
    switch (key) {
    case Qt::Key_Up:
        m_popup->moveBy(-1);
        return true;
    case Qt::Key_Down:
        m_popup->moveBy(1);
        return true;
    case Qt::Key_Escape:
        m_popup->hide();
        return true;
    case Qt::Key_Tab:
        complete(m_popup->chosenWord());
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // A whole command runs; the beginning of one is completed first.
        if (text() == m_popup->chosenWord())
            return false;
        complete(m_popup->chosenWord());
        return true;
    default:
        return false;
    }
}

QList<Completion> Composer::completionsFor(const QString &typed) const
{
    QList<Completion> fitting;
    for (const CommandHelp &command : commandHelp()) {
        if (command.word.startsWith(typed, Qt::CaseInsensitive))
            fitting.append({command.word, command.explanation});
    }
    return fitting;
}

} // namespace kodama
