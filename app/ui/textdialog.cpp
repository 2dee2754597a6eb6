#include "app/ui/textdialog.h"

#include "ui_textdialog.h"

#include "app/ui/screenfit.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>

namespace kodama {
TextDialog::TextDialog(const Theme &theme, const QString &caption, const QString &text,
                       QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::TextDialog>())
    , m_text(text)
{
    m_ui->setupUi(this);
    const int edge = theme.space(5);
    m_ui->column->setContentsMargins(edge, edge, edge, edge);
    m_ui->column->setSpacing(theme.space(3));
    m_ui->captionLabel->setText(caption);
    m_ui->textEdit->setFont(theme.font(TextSize::Mono));
    m_ui->textEdit->setPlainText(inShortLines(text));
    connect(m_ui->copyButton, &QPushButton::clicked, this, &TextDialog::copyText);
    connect(m_ui->closeButton, &QPushButton::clicked, this, &QDialog::accept);
    resize(fitting(*this, {theme.space(160), theme.space(110)}));
}

TextDialog::~TextDialog() = default;

QString TextDialog::inShortLines(const QString &text)
{
    QString shown;
    shown.reserve(text.size() + text.size() / TextDialog::maxLineCharacters);
    qsizetype length = 0;
    for (const QChar c : text) {
        if (c == u'\n' || c == QChar::ParagraphSeparator) {
            length = 0;
        } else if (++length > TextDialog::maxLineCharacters && !c.isLowSurrogate() && !c.isMark()) {
            shown.append(u'\n');
            length = 1;
        }
        shown.append(c);
    }
    return shown;
}

void TextDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        m_ui->retranslateUi(this);
}

void TextDialog::copyText() const
{
    QGuiApplication::clipboard()->setText(m_text);
}

} // namespace kodama
