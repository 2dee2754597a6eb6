#include "app/ui/helpdialog.h"

#include "app/ui/actionlist.h"
#include "app/ui/commandhelp.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

// Below one another all explanations begin in one line.
void alignTexts(const QWidget &sheet)
{
    const QList<QLabel *> keys = sheet.findChildren<QLabel *>(u"helpKeys"_s);
    int widest = 0;
    for (const QLabel *label : keys)
        widest = std::max(widest, label->sizeHint().width());
    for (QLabel *label : keys)
        label->setMinimumWidth(widest);
    const QList<QLabel *> texts = sheet.findChildren<QLabel *>(u"helpText"_s);
    for (QLabel *label : texts)
        label->setWordWrap(true);
}

} // namespace

HelpDialog::HelpDialog(const Theme &theme, const ActionList &actions, SendKey sendKey,
                       QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_actions(actions)
    , m_sendKey(sendKey)
{
    setObjectName(u"helpDialog"_s);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    makeSheet();
}

void HelpDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        makeSheet();
}

void HelpDialog::makeSheet()
{
    setWindowTitle(tr("Commands and shortcuts"));
    auto *area = new QScrollArea;
    area->setObjectName(u"helpSheet"_s);
    area->setAccessibleName(tr("Commands and shortcuts"));
    area->setFocusPolicy(Qt::StrongFocus); // arrows scroll
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    auto *hint = new QLabel(
        tr("A text without a slash goes to the room, or to everyone where there are no rooms; two "
           "slashes at its beginning send one. Most keys can be changed in the settings (%1).")
            .arg(m_actions.keys(ActionId::Settings).value(0).toString(QKeySequence::NativeText)));
    hint->setProperty("textRole", u"muted"_s);
    hint->setWordWrap(true);
    area->setWidget(makeColumns(Columns::SideBySide));
    if (wantedSize(*area).width() > roomOnScreen().width()) {
        area->setWidget(makeColumns(Columns::OneBelowTheOther));
        area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // lines are broken instead
        // There is little room: it scrolls with the rest.
        auto *both = new QWidget;
        auto *column = new QVBoxLayout(both);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(area->takeWidget());
        column->addWidget(hint);
        area->setWidget(both);
    }
    auto *close = new QPushButton(tr("Close"));
    close->setObjectName(u"closeButton"_s);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    showInstead(area, hint, close);
}

QWidget *HelpDialog::makeColumns(Columns columns)
{
    auto *sheet = new QWidget;
    auto *row = new QHBoxLayout(sheet);
    row->setContentsMargins(0, 0, m_theme.space(3), 0);
    row->setSpacing(m_theme.space(10));
    auto *left = new QVBoxLayout;
    row->addLayout(left);
    QVBoxLayout *right = left;
    if (columns == Columns::SideBySide) {
        right = new QVBoxLayout;
        row->addLayout(right);
    }
    addSection(*left, tr("Commands"), rowsOf(commandHelp()));
    addSection(*left, tr("On servers with rooms"), rowsOf(roomCommandHelp()));
    addSection(*left, tr("While writing"), writingKeys());
    addSection(*left, tr("In lists and in the log"), listKeys());
    QHash<ActionArea, QList<Row>> areas;
    for (const ActionInfo &info : ActionList::all()) {
        QStringList keys;
        for (const QKeySequence &one : m_actions.keys(info.id))
            keys.append(one.toString(QKeySequence::NativeText));
        if (!keys.isEmpty())
            areas[info.area].append({keys.join(u", "_s), ActionList::label(info.id)});
    }
    for (const ActionArea area : {ActionArea::Server, ActionArea::Messages, ActionArea::Rooms,
                                  ActionArea::View, ActionArea::Help})
        addSection(*right, ActionList::areaLabel(area), areas.value(area));
    addSection(*right, tr("In the inspector"), inspectorKeys());
    left->addStretch(1);
    if (right != left)
        right->addStretch(1);
    if (columns == Columns::OneBelowTheOther)
        alignTexts(*sheet);
    return sheet;
}

QList<HelpDialog::Row> HelpDialog::rowsOf(const QList<CommandHelp> &commands)
{
    QList<Row> rows;
    for (const CommandHelp &one : commands)
        rows.append(
            {one.argument.isEmpty() ? one.word : one.word + u' ' + one.argument, one.explanation});
    return rows;
}

QSize HelpDialog::roomOnScreen() const
{
    return screen()->availableSize() * 9 / 10;
}

QSize HelpDialog::wantedSize(const QScrollArea &area) const
{
    const int edges = 2 * m_theme.space(6);
    return area.widget()->sizeHint() +
           QSize(edges + m_theme.space(8), edges + m_theme.space(30)); // scroll bar, hint, button
}

void HelpDialog::showInstead(QScrollArea *area, QLabel *hint, QPushButton *close)
{
    if (m_body != nullptr) {
        layout()->removeWidget(m_body);
        m_body->hide();
        m_body->deleteLater();
    }
    m_body = new QWidget;
    auto *column = new QVBoxLayout(m_body);
    const int edge = m_theme.space(6);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(m_theme.space(4));
    column->addWidget(area, 1);
    if (hint->parentWidget() == nullptr)
        column->addWidget(hint);
    column->addWidget(close, 0, Qt::AlignRight);
    layout()->addWidget(m_body);
    close->setFocus();
    resize(wantedSize(*area).boundedTo(roomOnScreen()));
}

void HelpDialog::addSection(QVBoxLayout &column, const QString &title, const QList<Row> &rows)
{
    if (rows.isEmpty())
        return;
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(m_theme.space(5));
    grid->setVerticalSpacing(m_theme.space(2));
    grid->setColumnStretch(1, 1);
    auto *heading = new QLabel(title);
    heading->setProperty("textRole", u"title"_s);
    grid->addWidget(heading, 0, 0, 1, 2);
    int line = 1;
    for (const Row &row : rows) {
        auto *keys = new QLabel(row.first);
        keys->setProperty("textRole", u"strong"_s);
        auto *text = new QLabel(row.second);
        keys->setObjectName(u"helpKeys"_s);
        text->setObjectName(u"helpText"_s);
        for (QLabel *label : {keys, text})
            label->setTextFormat(Qt::PlainText);
        grid->addWidget(keys, line, 0, Qt::AlignTop);
        grid->addWidget(text, line, 1);
        ++line;
    }
    if (column.count() > 0)
        column.addSpacing(m_theme.space(5));
    column.addLayout(grid);
}

QList<HelpDialog::Row> HelpDialog::writingKeys() const
{
    const bool sendsByEnter = m_sendKey == SendKey::Enter;
    QList<Row> rows{{sendsByEnter ? u"Enter"_s : u"Ctrl+Enter"_s, tr("Send to everyone")}};
    if (sendsByEnter)
        rows.append({u"Ctrl+Enter"_s, tr("Send as an echo")});
    rows.append({sendsByEnter ? u"Shift+Enter"_s : u"Enter"_s, tr("Start a new line")});
    rows.append({u"↑ ↓"_s, tr("Recall what was sent before")});
    rows.append({u"Tab"_s, tr("Complete a command, name, room or emoji (/, @, #, :)")});
    rows.append({u"Esc"_s, tr("Close the list of proposals")});
    rows.append({u"PgUp, PgDown"_s, tr("Turn the pages of the messages")});
    return rows;
}

QList<HelpDialog::Row> HelpDialog::listKeys() const
{
    return {{u"Tab, Shift+Tab"_s, tr("Go to the next or previous control")},
            {u"↑ ↓"_s, tr("Go from one message to the next")},
            {u"Shift+↑ ↓"_s, tr("Choose several messages")},
            {u"Shift+F10"_s, tr("Open the menu of what is chosen")},
            {u"Esc"_s, tr("Choose nothing, then go back to writing")},
            {tr("Alt+underlined letter"), tr("Open a menu")}};
}

QList<HelpDialog::Row> HelpDialog::inspectorKeys() const
{
    return {{u"Enter"_s, tr("Edit the chosen frame and send it again")},
            {u"Ctrl+Enter"_s, tr("Send the frame in the editor")},
            {tr("Alt+underlined letter"), tr("Press a button or turn to a page")},
            {u"Esc"_s, tr("Take the filter away, or close the inspector")}};
}

} // namespace kodama
