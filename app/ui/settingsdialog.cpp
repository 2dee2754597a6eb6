#include "app/ui/settingsdialog.h"

#include "app/ui/icons.h"
#include "app/ui/keyspage.h"
#include "app/ui/screenfit.h"
#include "app/ui/settingspages.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStyledItemDelegate>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// Leaves the words away where there is no room for them; who cannot see is told them all the same.
class PictureDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->text.clear();
        option->features.setFlag(QStyleOptionViewItem::HasDisplay, false);
    }
};

} // namespace

SettingsDialog::SettingsDialog(const Theme &theme, ActionList &actions,
                               const Preferences &preferences, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_actions(actions)
    , m_now(preferences)
    , m_search(new QLineEdit)
    , m_list(new QListWidget)
    , m_stack(new QStackedWidget)
    , m_nothing(new QLabel)
    , m_defaults(new QPushButton)
    , m_close(new QPushButton)
    , m_top(new QHBoxLayout)
    , m_left(new QVBoxLayout)
    , m_words(new QStyledItemDelegate(this))
    , m_pictures(new PictureDelegate(this))
{
    setObjectName(u"settingsDialog"_s);
    buildWidgets();
    makePages();
    connect(m_search, &QLineEdit::textChanged, this, &SettingsDialog::search);
    m_search->setFocus(); // one can type what one looks for at once
    connect(m_list, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_defaults, &QPushButton::clicked, this, &SettingsDialog::askForDefaults);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    resize(fitting(*this, {theme.space(190), theme.space(140)}));
}

void SettingsDialog::setPreferences(const Preferences &preferences)
{
    m_now.changedKeys = preferences.changedKeys; // the page of the keys watches the actions itself
    if (preferences == m_now)
        return;
    m_now = preferences;
    makePages();
}

void SettingsDialog::showPage(int page)
{
    m_list->setCurrentRow(page);
}

int SettingsDialog::pageCount() const
{
    return m_list->count();
}

void SettingsDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        makePages();
    else if (event->type() == QEvent::FontChange)
        fitList();
}

void SettingsDialog::resizeEvent(QResizeEvent *event)
{
    QDialog::resizeEvent(event);
    fitList();
}

void SettingsDialog::fitList()
{
    m_list->setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
    m_list->setItemDelegate(m_words);
    const int withWords = m_list->sizeHintForColumn(0) + m_theme.space(14);
    m_isNarrow = width() - withWords < m_theme.space(75);
    for (int row = 0; row < m_list->count(); ++row)
        m_list->item(row)->setToolTip(m_isNarrow ? m_list->item(row)->text() : QString());
    if (m_isNarrow)
        m_list->setItemDelegate(m_pictures);
    m_list->setFixedWidth(m_isNarrow ? m_list->sizeHintForColumn(0) + m_theme.space(2) : withWords);
    placeSearch();
}

void SettingsDialog::placeSearch()
{
    QBoxLayout *wanted = m_isNarrow ? m_top : m_left;
    if (wanted->indexOf(m_search) >= 0)
        return;
    (m_isNarrow ? m_left : m_top)->removeWidget(m_search);
    wanted->insertWidget(0, m_search);
    orderTabs();
    const int side = m_isNarrow ? m_theme.space(4) : 0;
    m_left->setContentsMargins(m_theme.space(4), m_theme.space(4),
                               m_isNarrow ? 0 : m_theme.space(2), m_theme.space(2));
    m_top->setContentsMargins(side, side, side, 0);
}

// What is made or changes its place goes to the end: search, list, the pages, the buttons.
void SettingsDialog::orderTabs()
{
    setTabOrder(m_search, m_list);
    QWidget *last = nullptr;
    for (QWidget *one = m_list->nextInFocusChain(); one != m_list; one = one->nextInFocusChain()) {
        if (m_stack->isAncestorOf(one) && (one->focusPolicy() & Qt::TabFocus) != 0)
            last = one;
    }
    if (last == nullptr)
        return; // not yet
    setTabOrder(last, m_defaults);
    setTabOrder(m_defaults, m_close);
}

void SettingsDialog::buildWidgets()
{
    m_search->setObjectName(u"settingsSearch"_s);
    icons::dressSearchField(m_theme, *m_search);
    m_list->setObjectName(u"settingsPages"_s);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setProperty("textRole", u"muted"_s);
    m_defaults->setObjectName(u"defaultsButton"_s);
    m_close->setObjectName(u"closeButton"_s);
    m_defaults->setAutoDefault(false);
    m_close->setDefault(true);
    m_left->setSpacing(m_theme.space(3));
    m_left->addWidget(m_list, 1);
    auto *both = new QHBoxLayout;
    both->setSpacing(0);
    both->addLayout(m_left, 0);
    both->addWidget(m_stack, 1);
    both->addWidget(m_nothing, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(m_theme.space(4), m_theme.space(2), m_theme.space(4),
                                m_theme.space(4));
    buttons->addWidget(m_defaults);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_top);
    column->addLayout(both, 1);
    column->addLayout(buttons);
    m_nothing->hide();
}

void SettingsDialog::retranslate()
{
    setWindowTitle(tr("Settings"));
    m_search->setPlaceholderText(tr("Search the settings"));
    m_search->setAccessibleName(tr("Search the settings"));
    m_list->setAccessibleName(tr("Pages"));
    m_nothing->setText(tr("No setting is called that."));
    m_defaults->setText(tr("&Restore all defaults"));
    m_close->setText(tr("Close"));
}

/// Anew: they show what is set now, in the language that is spoken now.
void SettingsDialog::makePages()
{
    const int current = std::max(0, m_list->currentRow());
    const QString focused = focusWidget() == nullptr ? QString() : focusWidget()->objectName();
    retranslate();
    const QSignalBlocker quiet(m_list);
    dropPages();
    const PreferencesEditor editor{m_now, [this](const auto &edit) { change(edit); }};
    addPage(makeAppearancePage(m_theme, editor), u"theme"_s);
    addPage(makeLanguagePage(m_theme, editor), u"language"_s);
    addPage(makeWritingPage(m_theme, editor), u"edit"_s);
    addPage(makeNotificationsPage(m_theme, editor), u"bell"_s);
    addPage(new KeysPage(m_theme, m_actions), u"keyboard"_s);
    addPage(makeHistoryPage(m_theme, editor), u"clock"_s);
    fitList();
    orderTabs();
    m_list->setCurrentRow(current);
    m_stack->setCurrentIndex(current);
    search();
    // The old pages are still there, with the same names.
    QWidget *page = m_stack->currentWidget();
    auto *again = focused.isEmpty() ? nullptr : page->findChild<QWidget *>(focused);
    if (again != nullptr)
        again->setFocus();
}

void SettingsDialog::dropPages()
{
    while (QWidget *page = m_stack->widget(0)) {
        m_stack->removeWidget(page);
        page->hide();
        page->deleteLater(); // it may be one of its controls that led here
    }
    m_list->clear();
    m_pages.clear();
}

void SettingsDialog::addPage(SettingsPage *page, const QString &drawing)
{
    auto *area = new QScrollArea;
    area->setObjectName(u"settingsArea"_s);
    area->setFocusPolicy(Qt::NoFocus); // its controls are reached one by one
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(page);
    m_stack->addWidget(area);
    m_list->addItem(new QListWidgetItem(icons::icon(m_theme, drawing), page->title()));
    m_pages.append(page);
}

void SettingsDialog::search()
{
    const QStringList words = m_search->text().split(u' ', Qt::SkipEmptyParts);
    int first = -1;
    for (qsizetype i = 0; i < m_pages.size(); ++i) {
        const bool hasAny = m_pages[i]->showMatches(words) > 0;
        m_list->item(int(i))->setHidden(!hasAny);
        if (hasAny && (first < 0 || i == m_list->currentRow()))
            first = int(i);
    }
    m_nothing->setVisible(first < 0);
    m_stack->setVisible(first >= 0);
    if (first >= 0)
        m_list->setCurrentRow(first);
}

void SettingsDialog::change(const std::function<void(Preferences &)> &edit)
{
    const Preferences before = m_now;
    edit(m_now);
    if (m_now != before)
        Q_EMIT changed(m_now);
}

void SettingsDialog::askForDefaults()
{
    auto *box =
        new QMessageBox(QMessageBox::Question, tr("Restore all defaults"),
                        tr("All settings and keys become what they were at first. The choices "
                           "for single rooms stay."),
                        QMessageBox::Cancel, this);
    box->setObjectName(u"defaultsQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *restore = box->addButton(tr("&Restore"), QMessageBox::AcceptRole);
    connect(restore, &QPushButton::clicked, this, &SettingsDialog::restoreDefaults);
    box->open();
}

void SettingsDialog::restoreDefaults()
{
    Preferences usual;
    usual.roomAttention = m_now.roomAttention; // chosen in the rooms, not here
    m_actions.setChangedKeys({});
    setPreferences(usual);
    Q_EMIT changed(m_now);
}

} // namespace kodama
