#include "app/ui/findbar.h"

#include "app/core/messagelogmodel.h"
#include "app/ui/icons.h"
#include "app/ui/messagedelegate.h"

#include <QAbstractProxyModel>
#include <QApplication>
#include <QHBoxLayout>
#include <QInputMethod>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

MessageLogModel *logBehind(QAbstractItemModel *model)
{
    while (auto *proxy = qobject_cast<QAbstractProxyModel *>(model))
        model = proxy->sourceModel();
    return qobject_cast<MessageLogModel *>(model);
}

} // namespace

FindBar::FindBar(const Theme &theme, MessageView &view, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_view(view)
    , m_field(new QLineEdit)
    , m_count(new QLabel)
    , m_older(makeButton(u"findOlderButton"_s, u"arrow-up"_s))
    , m_newer(makeButton(u"findNewerButton"_s, u"arrow-down"_s))
    , m_close(makeButton(u"findCloseButton"_s, u"close"_s))
    , m_offer(new QWidget)
    , m_offerText(new QLabel)
    , m_searchAll(new QPushButton)
{
    setObjectName(u"findBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    placeWidgets();
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_isStaying = false;
        m_finder.setText(text);
    });
    connect(m_older, &QToolButton::clicked, this, &FindBar::goToOlder);
    connect(m_newer, &QToolButton::clicked, this, &FindBar::goToNewer);
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
    // A click leaves the focus in the field: nobody else asks for what is being composed there.
    connect(m_searchAll, &QPushButton::released, QGuiApplication::inputMethod(),
            &QInputMethod::commit);
    connect(m_searchAll, &QPushButton::clicked, this,
            [this] { Q_EMIT wholeSearchWanted(m_field->text()); });
    connect(&m_finder, &LogFinder::changed, this, &FindBar::showCount);
    connect(&m_finder, &LogFinder::currentChanged, this, &FindBar::showCurrent);
    connect(&m_theme, &Theme::changed, this, &FindBar::applyTheme);
    m_view.delegate().addMarks(
        [this](const QModelIndex &index, const MessageLayout &row) { return marks(index, row); });
    connect(&m_view, &MessageView::modelReplaced, this, &FindBar::onModelReplaced);
    m_finder.setLog(logBehind(m_view.model()));
    applyTheme();
    retranslate();
    hide();
}

void FindBar::open(const QString &text)
{
    if (isHidden()) {
        m_focusBefore = QApplication::focusWidget();
        m_positionBefore = m_view.position();
        m_scrollOfHit = -1;
    }
    m_isStaying = false;
    show();
    if (!text.isEmpty() && text != m_field->text())
        m_field->setText(text);
    else
        m_finder.setText(m_field->text());
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FindBar::close()
{
    if (isHidden())
        return;
    const bool isAtHit = m_scrollOfHit == m_view.verticalScrollBar()->value();
    const bool hadFocus = isAncestorOf(window()->focusWidget());
    hide();
    m_finder.setText({});
    m_view.viewport()->update();
    if (m_positionBefore && m_scrollOfHit >= 0 && isAtHit)
        m_view.setPosition(*m_positionBefore);
    if (!hadFocus)
        return; // somebody has gone on elsewhere
    if (m_focusBefore != nullptr)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
    else
        m_view.setFocus(Qt::OtherFocusReason);
}

void FindBar::goToOlder()
{
    go(&LogFinder::goToOlder);
}

void FindBar::goToNewer()
{
    go(&LogFinder::goToNewer);
}

void FindBar::go(void (LogFinder::*step)())
{
    if (isHidden())
        open();
    else if (std::exchange(m_isStaying, false))
        showCurrent(); // nobody has been led to any in this log
    else
        (m_finder.*step)();
}

/// Where one was is a place in another log. In this one whoever replaced it will say where.
void FindBar::onModelReplaced()
{
    m_positionBefore.reset();
    m_scrollOfHit = -1;
    m_isStaying = true;
    m_finder.setLog(logBehind(m_view.model()));
}

void FindBar::setHasOlder(std::function<bool()> hasOlder)
{
    m_hasOlder = std::move(hasOlder);
    showCount();
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    // Keys of an input method never come here: the field hands them to it first.
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        close();
    else if (isEnter && event->modifiers().testFlag(Qt::ShiftModifier))
        goToNewer();
    else if (isEnter || event->key() == Qt::Key_Up)
        goToOlder();
    else if (event->key() == Qt::Key_Down)
        goToNewer();
    else
        QWidget::keyPressEvent(event);
}

void FindBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

QToolButton *FindBar::makeButton(const QString &name, const QString &icon)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(icons::icon(m_theme, icon));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void FindBar::placeWidgets()
{
    auto *row = new QHBoxLayout;
    m_field->setObjectName(u"findField"_s);
    icons::dressSearchField(m_theme, *m_field);
    m_count->setObjectName(u"findCount"_s);
    m_count->setTextFormat(Qt::PlainText);
    row->addWidget(m_field, 1);
    row->addWidget(m_count);
    for (QToolButton *button : {m_older, m_newer, m_close})
        row->addWidget(button);
    m_offerText->setObjectName(u"findOfferText"_s);
    m_offerText->setTextFormat(Qt::PlainText);
    m_offerText->setProperty("textRole", u"caption"_s);
    m_offerText->setWordWrap(true);
    m_searchAll->setObjectName(u"findAllButton"_s);
    m_searchAll->setAutoDefault(true); // Enter on it is not Enter in the field
    m_searchAll->setFocusPolicy(Qt::TabFocus);
    auto *offer = new QHBoxLayout(m_offer);
    offer->setContentsMargins({});
    offer->addWidget(m_offerText, 1);
    offer->addWidget(m_searchAll);
    auto *column = new QVBoxLayout(this);
    column->addLayout(row);
    column->addWidget(m_offer);
    const QList<QWidget *> order{m_field, m_searchAll, m_older, m_newer, m_close};
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

void FindBar::applyTheme()
{
    const int gap = m_theme.space(1);
    layout()->setContentsMargins(m_theme.space(3), gap, m_theme.space(2), gap);
    layout()->setSpacing(gap);
    layout()->itemAt(0)->layout()->setSpacing(gap);
    m_offer->layout()->setSpacing(m_theme.space(2));
    for (QToolButton *button : {m_older, m_newer, m_close})
        button->setIconSize(QSize(m_theme.iconSize(), m_theme.iconSize()));
}

void FindBar::retranslate()
{
    m_field->setPlaceholderText(tr("Find in these messages"));
    m_field->setAccessibleName(tr("Find in these messages"));
    m_count->setAccessibleName(tr("Results"));
    const auto describe = [](QToolButton *button, const QString &name, const QString &keys) {
        button->setAccessibleName(name);
        button->setToolTip(u"%1 (%2)"_s.arg(name, keys));
    };
    describe(m_older, tr("Older result"), tr("Enter"));
    describe(m_newer, tr("Newer result"), tr("Shift+Enter"));
    describe(m_close, tr("Close"), tr("Esc"));
    m_searchAll->setText(tr("Search all of it"));
    m_searchAll->setAccessibleName(tr("Search all of it"));
    showCount();
}

void FindBar::showCount()
{
    const int count = m_finder.count();
    const bool isMore = m_finder.isSearching();
    showOffer();
    const bool isSaidBelow = count == 0 && !m_offer->isHidden();
    if (m_finder.search().isEmpty() || isSaidBelow)
        m_count->clear();
    else if (count == 0)
        m_count->setText(isMore ? tr("Searching…") : tr("Nothing found"));
    else
        //: Which of how many results is shown
        m_count->setText(tr("%1 of %2").arg(m_finder.currentNumber() + 1).arg(count) +
                         (isMore ? u"…"_s : QString()));
    m_older->setEnabled(count > 0);
    m_newer->setEnabled(count > 0);
    m_view.viewport()->update();
}

// Where one comes to the end of what is here, and it is not the end of what there is.
void FindBar::showOffer()
{
    const bool isAtEnd = m_finder.count() == 0 || m_finder.currentNumber() == 0;
    const bool isOffered = isAtEnd && !m_finder.search().isEmpty() && !m_finder.isSearching() &&
                           m_hasOlder && m_hasOlder();
    m_offerText->setText(m_finder.count() == 0
                             ? tr("Nothing among the messages shown here")
                             : tr("The oldest one among the messages shown here"));
    if (!isOffered && m_searchAll->hasFocus())
        m_field->setFocus(Qt::OtherFocusReason); // or it would go to the log
    m_offer->setVisible(isOffered);
}

void FindBar::showCurrent()
{
    const int row = m_finder.currentRow();
    if (row < 0 || m_isStaying)
        return;
    if (!m_positionBefore)
        m_positionBefore = m_view.position();
    const QModelIndex index = m_view.model()->index(row, 0);
    m_view.selectionModel()->clearSelection();
    m_view.selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    m_view.scrollTo(index, QAbstractItemView::PositionAtCenter);
    scrollToHit(index);
    m_scrollOfHit = m_view.verticalScrollBar()->value();
    m_view.viewport()->update();
}

// A row may be higher than the view, and its end may be folded away: then to where one unfolds it.
void FindBar::scrollToHit(const QModelIndex &index)
{
    const QRect rect = m_view.visualRect(index);
    const int room = m_view.viewport()->height();
    const MessageLayout &row = m_view.delegate().layoutFor(index, rect.width());
    if (rect.height() <= room || !row.body)
        return;
    const QList<TextRange> hits = m_finder.search().findIn(row.body->text());
    const int ordinal = m_finder.current().ordinal;
    const qsizetype start =
        ordinal < hits.size() ? hits[ordinal].start : row.body->text().size() - 1;
    int number = 0;
    while (number + 1 < row.body->lineCount() && row.body->lineAt(number + 1).textStart() <= start)
        ++number;
    const QTextLine line = row.body->lineAt(number);
    const int middle = rect.top() + qRound(row.bodyAt.y() + line.rect().center().y());
    QScrollBar *bar = m_view.verticalScrollBar();
    bar->setValue(bar->value() + middle - room / 2);
}

QList<QTextLayout::FormatRange> FindBar::marks(const QModelIndex &index,
                                               const MessageLayout &row) const
{
    QList<QTextLayout::FormatRange> result;
    if (m_finder.search().isEmpty() || !row.body)
        return result;
    const LogFinder::Hit current = m_finder.current();
    const bool isCurrentRow = m_finder.currentNumber() >= 0 &&
                              index.data(MessageLogModel::IdRole).toULongLong() == current.rowId;
    int ordinal = 0;
    for (const TextRange &range : m_finder.search().findIn(row.body->text())) {
        QTextCharFormat format;
        const bool isCurrent = isCurrentRow && ordinal++ == current.ordinal;
        format.setBackground(m_theme.color(isCurrent ? ThemeColor::HitCurrent : ThemeColor::Hit));
        format.setForeground(m_theme.color(ThemeColor::TextHit));
        format.setFontUnderline(isCurrent);
        result.append({int(range.start), int(range.length), format});
    }
    return result;
}

} // namespace kodama
