#include "app/ui/frameeditor.h"

#include "app/core/inspect/frametext.h"
#include "app/core/inspect/jsontree.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace kodama {

using namespace Qt::StringLiterals;

FrameEditor::FrameEditor(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(new QPlainTextEdit)
    , m_hint(new QLabel)
    , m_bytes(new QCheckBox)
    , m_format(new QPushButton)
    , m_send(new QPushButton)
{
    m_text->setObjectName(u"frameEdit"_s);
    m_text->setTabChangesFocus(true);
    setFocusProxy(m_text);
    m_text->installEventFilter(this);
    m_hint->setObjectName(u"frameEditHint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_bytes->setObjectName(u"frameBytesBox"_s);
    m_format->setObjectName(u"frameFormatButton"_s);
    m_send->setObjectName(u"frameSendButton"_s);
    m_send->setProperty("role", u"primary"_s);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_bytes);
    buttons->addStretch(1);
    buttons->addWidget(m_format);
    buttons->addWidget(m_send);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text, 1);
    column->addWidget(m_hint);
    column->addLayout(buttons);
    connect(m_text, &QPlainTextEdit::textChanged, this, &FrameEditor::onEdited);
    connect(m_bytes, &QCheckBox::toggled, this, &FrameEditor::onEdited);
    connect(m_format, &QPushButton::clicked, this, &FrameEditor::format);
    connect(m_send, &QPushButton::clicked, this, &FrameEditor::send);
    connect(&m_theme, &Theme::changed, this, &FrameEditor::applyTheme);
    applyTheme();
    retranslate();
}

void FrameEditor::edit(const Frame &frame)
{
    const bool isBytes = frame.kind == Frame::Kind::Binary;
    m_bytes->setChecked(isBytes);
    const QString text = isBytes ? hexOf(frame.payload) : payloadText(frame.payload);
    // As one edit, which can be undone.
    QTextCursor cursor(m_text->document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(isBytes ? text : prettyJson(text));
    m_text->moveCursor(QTextCursor::Start);
    m_text->setFocus();
}

void FrameEditor::setConnected(bool isConnected)
{
    m_isConnected = isConnected;
    onEdited();
}

void FrameEditor::showProblem(const QString &sentence)
{
    m_problem = sentence;
    showHint();
}

void FrameEditor::retranslate()
{
    m_text->setAccessibleName(tr("Frame to send"));
    m_text->setAccessibleDescription(tr("Ctrl+Enter sends it."));
    m_text->setPlaceholderText(tr("Write a frame, or choose one in the list and edit it here."));
    m_bytes->setText(tr("&Bytes in hexadecimal"));
    m_format->setText(tr("For&mat"));
    m_format->setToolTip(tr("One member a line"));
    m_send->setText(tr("&Send"));
    m_send->setToolTip(tr("Send this frame (Ctrl+Enter)"));
    showHint();
}

void FrameEditor::send()
{
    if (!m_send->isEnabled())
        return;
    const QString text = m_text->toPlainText();
    if (!m_bytes->isChecked())
        Q_EMIT textSubmitted(text.toUtf8());
    else if (const std::optional<QByteArray> bytes = bytesFromHex(text))
        Q_EMIT bytesSubmitted(*bytes);
}

bool FrameEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto &key = *static_cast<QKeyEvent *>(event);
        const bool isEnter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
        if (isEnter && key.modifiers().testFlag(Qt::ControlModifier)) {
            send();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FrameEditor::applyTheme()
{
    m_text->setFont(m_theme.font(TextSize::Mono));
    layout()->setSpacing(m_theme.space(2));
}

void FrameEditor::onEdited()
{
    const QString text = m_text->toPlainText();
    const bool isBytes = m_bytes->isChecked();
    m_send->setEnabled(m_isConnected && (!isBytes || bytesFromHex(text).has_value()));
    m_format->setEnabled(!isBytes && !text.isEmpty() && !jsonProblem(text));
    m_problem.clear();
    showHint();
}

void FrameEditor::showHint()
{
    m_hint->setText(m_problem.isEmpty() ? hint() : m_problem);
    m_hint->setProperty("textRole", m_problem.isEmpty() ? u"caption"_s : u"error"_s);
    m_hint->style()->polish(m_hint);
    m_hint->setVisible(!m_hint->text().isEmpty());
}

void FrameEditor::format()
{
    const QString pretty = prettyJson(m_text->toPlainText());
    QTextCursor cursor(m_text->document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(pretty);
    m_text->setFocus();
}

QString FrameEditor::hint() const
{
    const QString text = m_text->toPlainText();
    if (m_bytes->isChecked())
        return bytesFromHex(text) ? QString() : tr("These are not pairs of hexadecimal digits.");
    if (!m_isConnected)
        return tr("There is no connection to send on.");
    if (text.isEmpty())
        return {};
    const std::optional<JsonProblem> problem = jsonProblem(text);
    if (!problem)
        return tr("Valid JSON.");
    return tr("Not JSON from line %1, column %2 on. It is sent as it is.")
        .arg(problem->line)
        .arg(problem->column);
}

} // namespace kodama
