#include "app/ui/searchdialog.h"

#include "app/core/isolation.h"
#include "app/ui/icons.h"
#include "app/ui/resultdelegate.h"
#include "app/ui/roomdelegate.h"
#include "app/ui/screenfit.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr int searchWidthQuarters = 150;
constexpr int searchHeightQuarters = 120;
constexpr std::chrono::milliseconds typingPause{300}; // a search asks the server for pages

} // namespace

SearchDialog::SearchDialog(const Theme &theme, HistorySearch &search, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_search(search)
    , m_edit(new QLineEdit)
    , m_hint(new QLabel)
    , m_list(new QListView)
    , m_state(new QLabel)
    , m_stop(new QPushButton)
    , m_delay(new QTimer(this))
{
    setObjectName(u"searchDialog"_s);
    placeParts();
    m_delay->setSingleShot(true);
    m_delay->setInterval(typingPause);
    connect(m_delay, &QTimer::timeout, this, &SearchDialog::begin);
    connect(m_edit, &QLineEdit::textChanged, m_delay, qOverload<>(&QTimer::start));
    connect(m_list, &QListView::activated, this, &SearchDialog::choose);
    connect(m_list, &QListView::pressed, this, [this] { m_top = QModelIndex(); });
    connect(m_stop, &QPushButton::clicked, &m_search, &HistorySearch::stop);
    connect(&m_search, &HistorySearch::stateChanged, this, &SearchDialog::showState);
    connect(&m_search, &QAbstractItemModel::rowsInserted, this, &SearchDialog::showState);
    connect(&m_search, &QAbstractItemModel::rowsRemoved, this, &SearchDialog::showState);
    connect(this, &QDialog::finished, &m_search, &HistorySearch::stop);
    connect(&m_theme, &Theme::changed, this, &SearchDialog::applyTheme);
    applyTheme();
    retranslate();
    resize(fitting(*this, {theme.space(searchWidthQuarters), theme.space(searchHeightQuarters)}));
}

void SearchDialog::open(const QString &text)
{
    if (!text.isEmpty())
        m_edit->setText(text.simplified());
    if (m_search.state() == HistorySearch::State::Idle && !m_edit->text().isEmpty())
        begin(); // what was found went with the server
    show();
    raise();
    activateWindow();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

bool SearchDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    // While an input method composes, the field gets no such keys at all.
    const QKeyEvent &press = *static_cast<QKeyEvent *>(event);
    switch (press.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_delay->isActive() || m_search.state() == HistorySearch::State::Idle)
            begin();
        else
            choose();
        return true;
    default:
        return moveByKey(press) || QDialog::eventFilter(watched, event);
    }
}

bool SearchDialog::moveByKey(const QKeyEvent &press)
{
    // Home and End are the field's as long as they do something there.
    const bool isPlain = (press.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    const bool isForList =
        press.modifiers().testFlag(Qt::ControlModifier) || (isPlain && !m_edit->hasSelectedText());
    const int rowHeight = std::max(1, m_list->sizeHintForRow(0));
    const int page = std::max(1, m_list->viewport()->height() / rowHeight - 1);
    switch (press.key()) {
    case Qt::Key_Up:
        moveBy(-1);
        return true;
    case Qt::Key_Down:
        moveBy(1);
        return true;
    case Qt::Key_PageUp:
        moveBy(-page);
        return true;
    case Qt::Key_PageDown:
        moveBy(page);
        return true;
    case Qt::Key_Home:
        if (!isForList || (isPlain && m_edit->cursorPosition() > 0))
            return false;
        moveBy(-m_search.rowCount());
        return true;
    case Qt::Key_End:
        if (!isForList || (isPlain && m_edit->cursorPosition() < m_edit->text().size()))
            return false;
        moveBy(m_search.rowCount());
        return true;
    default:
        return false;
    }
}

void SearchDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void SearchDialog::placeParts()
{
    m_edit->setObjectName(u"searchEdit"_s);
    icons::dressSearchField(m_theme, *m_edit);
    m_edit->installEventFilter(this);
    m_hint->setObjectName(u"searchHint"_s);
    m_hint->setProperty("textRole", u"caption"_s);
    m_hint->setWordWrap(true);
    m_list->setObjectName(u"searchResults"_s);
    m_list->setModel(&m_search);
    m_list->setItemDelegate(new ResultDelegate(m_theme, m_search, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QListView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_state->setObjectName(u"searchState"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setProperty("textRole", u"caption"_s);
    m_state->setWordWrap(true);
    m_stop->setObjectName(u"searchStop"_s);
    m_stop->setAutoDefault(false);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_state, 1);
    foot->addWidget(m_stop);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_edit);
    column->addWidget(m_hint);
    column->addWidget(m_list, 1);
    column->addLayout(foot);
}

void SearchDialog::applyTheme()
{
    const int edge = m_theme.space(5);
    layout()->setContentsMargins(edge, edge, edge, edge);
    layout()->setSpacing(m_theme.space(3));
}

void SearchDialog::retranslate()
{
    setWindowTitle(tr("Search everywhere"));
    m_edit->setPlaceholderText(tr("Words in any message"));
    m_edit->setAccessibleName(tr("Search for"));
    m_hint->setText(
        tr("Also: from:NAME, in:ROOM, before:2026-11-20, \"words together\". Enter goes there."));
    m_edit->setAccessibleDescription(m_hint->text());
    m_list->setAccessibleName(tr("Messages that were found"));
    m_stop->setText(tr("&Stop"));
    showState();
}

void SearchDialog::begin()
{
    m_delay->stop();
    m_search.start(parseSearchQuery(m_edit->text()));
}

void SearchDialog::showState()
{
    m_state->setText(stateLine());
    m_stop->setVisible(m_search.state() == HistorySearch::State::Here ||
                       m_search.state() == HistorySearch::State::History);
    // The best one as long as nobody chose: others may come above it.
    const QModelIndex current = m_list->currentIndex();
    const bool isUntouched = !current.isValid() || m_top == current;
    if (isUntouched && current.row() != 0 && m_search.rowCount() > 0)
        m_list->setCurrentIndex(m_search.index(0, 0));
    if (isUntouched)
        m_top = m_list->currentIndex();
}

void SearchDialog::choose()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    accept(); // or it would stand before the message; the results are there when it opens again
    Q_EMIT messageWanted(index.data(HistorySearch::RoomRole).toString(),
                         index.data(HistorySearch::RowIdRole).toULongLong());
}

void SearchDialog::moveBy(int rows)
{
    const int count = m_search.rowCount();
    if (count == 0)
        return;
    m_top = QModelIndex();
    const int row = std::clamp(m_list->currentIndex().row() + rows, 0, count - 1);
    m_list->setCurrentIndex(m_search.index(row, 0));
}

QString SearchDialog::endLine() const
{
    const int count = m_search.rowCount();
    if (m_search.isAboutNothing())
        return tr("You are in no room that is called so.");
    const QString found = count == 0 ? tr("Nothing found.") : tr("%n found.", nullptr, count);
    if (m_search.cutRoom().isEmpty())
        return found;
    //: %1: "3 found.", %2: a room
    return tr("%1 %2 has older messages than are kept here; the settings say how many are.")
        .arg(found, isolated(roomTitle(m_search.cutRoom())));
}

QString SearchDialog::stateLine() const
{
    const int count = m_search.rowCount();
    if (!m_search.query().wrongDate.isEmpty())
        return tr("“%1” is no date; dates are like 2026-11-20.").arg(m_search.query().wrongDate);
    switch (m_search.state()) {
    case HistorySearch::State::Idle:
        return {};
    case HistorySearch::State::Here:
        return tr("Searching…");
    case HistorySearch::State::History:
        return tr("%n found; searching what the server has of %1…", nullptr, count)
            .arg(isolated(roomTitle(m_search.room())));
    case HistorySearch::State::Ended:
        return endLine();
    case HistorySearch::State::Offline:
        return tr("%n found here; not connected: the rest is searched later.", nullptr, count);
    case HistorySearch::State::Stopped:
        return tr("%n found; stopped.", nullptr, count);
    case HistorySearch::State::Full:
        return tr("The newest %n are shown; more words find fewer.", nullptr, count);
    }
    return {};
}

} // namespace kodama
