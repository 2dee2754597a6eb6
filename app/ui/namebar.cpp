#include "app/ui/namebar.h"

#include "app/core/isolation.h"
#include "app/ui/connectdialog.h"
#include "app/ui/icons.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int quartersForOneRow = 150;
constexpr int fieldQuarters = 40;

} // namespace

NameBar::NameBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_answer(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_icon(new QLabel)
    , m_question(new QLabel)
    , m_edit(new QLineEdit)
    , m_use(new QPushButton)
    , m_stay(new QPushButton)
{
    setObjectName(u"nameBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_question->setObjectName(u"nameQuestion"_s);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setWordWrap(true);
    m_question->setBuddy(m_edit);
    m_edit->setObjectName(u"nameEdit"_s);
    m_edit->setMaxLength(ConnectDialog::maxNickLength);
    m_use->setObjectName(u"useNameButton"_s);
    m_use->setProperty("role", u"primary"_s);
    m_stay->setObjectName(u"stayGuestButton"_s);
    m_stay->setProperty("role", u"quiet"_s);
    for (QPushButton *button : {m_use, m_stay})
        button->setAutoDefault(false);
    auto *question = new QHBoxLayout;
    question->addWidget(m_icon, 0, Qt::AlignTop);
    question->addWidget(m_question, 1);
    m_answer->addWidget(m_edit, 1);
    m_answer->addWidget(m_use);
    m_answer->addWidget(m_stay);
    m_row->addLayout(question, 1);
    m_row->addLayout(m_answer);
    connect(m_edit, &QLineEdit::textChanged, this,
            [this] { m_use->setEnabled(!m_edit->text().simplified().isEmpty()); });
    connect(m_edit, &QLineEdit::returnPressed, this, &NameBar::choose);
    connect(m_use, &QPushButton::clicked, this, &NameBar::choose);
    connect(m_stay, &QPushButton::clicked, this, &NameBar::declined);
    connect(&m_theme, &Theme::changed, this, &NameBar::applyTheme);
    hide();
    applyTheme();
    retranslate();
}

void NameBar::ask(const QString &guest, const QString &guess)
{
    m_guest = guest;
    m_edit->setText(guess);
    m_edit->selectAll();
    m_use->setEnabled(!guess.isEmpty());
    retranslate();
    show();
    // The focus stays where one writes; a screen reader tells that there is a question.
    QAccessibleEvent asked(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&asked);
}

void NameBar::propose(const QString &nick)
{
    if (!nick.isEmpty())
        m_edit->setText(nick);
    m_edit->selectAll();
}

void NameBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void NameBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void NameBar::choose()
{
    const QString nick = m_edit->text().simplified();
    if (!nick.isEmpty())
        Q_EMIT chosen(nick);
}

void NameBar::applyTheme()
{
    m_row->setContentsMargins(m_theme.space(4), m_theme.space(2), m_theme.space(3),
                              m_theme.space(2));
    m_row->setSpacing(m_theme.space(2));
    m_answer->setSpacing(m_theme.space(2));
    m_edit->setMinimumWidth(m_theme.space(fieldQuarters) / 2);
    const QSize size(m_theme.iconSize(), m_theme.iconSize());
    m_icon->setPixmap(
        icons::icon(m_theme, u"people"_s, ThemeColor::Accent).pixmap(size, devicePixelRatioF()));
    setMinimumWidth(m_theme.space(60));
    arrange();
}

void NameBar::retranslate()
{
    //: %1: the name that the server gave, for example "guest-1"
    m_question->setText(
        tr("You are %1 here. What shall the others call you?").arg(isolated(m_guest)));
    setAccessibleName(m_question->text());
    m_edit->setAccessibleName(tr("Your name"));
    m_edit->setAccessibleDescription(tr("What the others see beside your messages."));
    m_edit->setPlaceholderText(tr("Your name"));
    m_use->setText(tr("Use this name"));
    QString shown = m_guest;
    //: Button: keep the name that the server gave
    m_stay->setText(tr("Stay %1").arg(isolated(shown.replace(u'&', u"&&"_s))));
    m_stay->setAccessibleDescription(tr("Does not ask again."));
    m_stay->setToolTip(tr("Does not ask again."));
    arrange(); // the words of the buttons decide, too
}

void NameBar::arrange()
{
    // Beside each other where there is room for a sentence and a field.
    const bool isWide = width() >= m_theme.space(quartersForOneRow);
    m_row->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_edit->setMaximumWidth(isWide ? m_theme.space(fieldQuarters) : QWIDGETSIZE_MAX);
    const QMargins margins = m_row->contentsMargins();
    const int needed = m_edit->minimumWidth() + m_use->sizeHint().width() +
                       m_stay->sizeHint().width() + 2 * m_answer->spacing() + margins.left() +
                       margins.right();
    m_answer->setDirection(width() < needed ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace kodama
