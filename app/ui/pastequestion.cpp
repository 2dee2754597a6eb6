#include "app/ui/pastequestion.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

PasteQuestion::PasteQuestion(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_label(new QLabel)
    , m_paste(new QPushButton)
    , m_cancel(new QPushButton)
{
    setObjectName(u"pasteQuestion"_s);
    setProperty("card", true);
    m_label->setObjectName(u"pasteLabel"_s);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_paste->setObjectName(u"pasteButton"_s);
    m_cancel->setObjectName(u"pasteCancelButton"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme.space(3), theme.space(2), theme.space(2), theme.space(2));
    row->setSpacing(theme.space(2));
    row->addWidget(m_label, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_paste);
    for (QPushButton *button : {m_paste, m_cancel})
        button->setAutoDefault(true);
    connect(m_paste, &QPushButton::clicked, this, [this] { finish(true); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { finish(false); });
    hide();
}

bool PasteQuestion::isLong(const QString &text)
{
    return text.size() >= longCharacters || text.count(u'\n') >= longLines;
}

void PasteQuestion::ask(const QString &text)
{
    m_text = text;
    retranslate();
    show();
    m_paste->setFocus(Qt::OtherFocusReason);
}

void PasteQuestion::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void PasteQuestion::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        finish(false);
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        finish(!m_cancel->hasFocus());
    else
        QFrame::keyPressEvent(event);
}

void PasteQuestion::finish(bool isWanted)
{
    const QString text = std::exchange(m_text, {});
    hide();
    if (isWanted)
        Q_EMIT confirmed(text);
    Q_EMIT closed();
}

void PasteQuestion::retranslate()
{
    const int lines = int(m_text.count(u'\n')) + 1;
    //: %1: a number of characters
    m_label->setText(tr("Paste %n line(s) with %1 characters?", nullptr, lines)
                         .arg(QLocale().toString(m_text.size())));
    m_paste->setText(tr("&Paste"));
    m_cancel->setText(tr("&Cancel"));
}

} // namespace kodama
