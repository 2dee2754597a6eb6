#include "app/ui/roomswitcher.h"

#include "app/core/chat/roomlistmodel.h"
#include "app/ui/memberpanel.h"
#include "app/ui/roomdelegate.h"
#include "app/ui/roomlist.h"
#include "app/ui/screenfit.h"
#include "common/protocol/names.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int mostRows = 200;
constexpr int noMatch = 3;     // of rank()
constexpr int mostPeople = 50; // beside those to whom one has written
constexpr int widthQuarters = 120;
constexpr int heightQuarters = 90;

/// What is compared: the same form for what is typed and for names, without the mark before them.
QString key(const QString &text)
{
    QString folded = text.normalized(QString::NormalizationForm_KC).toCaseFolded().trimmed();
    if (folded.startsWith(u'#') || folded.startsWith(u'@'))
        folded.remove(0, 1);
    return folded;
}

/// Who has this very name comes first, then what begins with the text, then what holds it; 3: it is
/// none.
int rank(const Place &place, const QString &typed)
{
    const bool isPerson = place.name.startsWith(u'@');
    if (typed.startsWith(u'@') ? !isPerson : typed.startsWith(u'#') && isPerson)
        return noMatch;
    const QString wanted = key(typed);
    const QString name = key(place.name);
    if (name == wanted)
        return 0;
    return name.startsWith(wanted) ? 1 : name.contains(wanted) ? 2 : noMatch;
}

bool isForPerson(const QString &typed)
{
    return typed.normalized(QString::NormalizationForm_KC).trimmed().startsWith(u'@');
}

QString presenceWord(const Place &person)
{
    if (!person.isPresent)
        return {};
    return person.away ? MemberPanel::tr("away") : RoomList::tr("online", "of a person");
}

} // namespace

RoomSwitcher::RoomSwitcher(const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_label(new QLabel)
    , m_edit(new QLineEdit)
    , m_list(new QListView)
    , m_hint(new QLabel)
{
    setObjectName(u"roomSwitcher"_s);
    m_label->setProperty("textRole", u"title"_s);
    m_label->setBuddy(m_edit);
    m_edit->setObjectName(u"switcherEdit"_s);
    m_edit->installEventFilter(this);
    m_list->setObjectName(u"switcherList"_s);
    m_list->setModel(&m_found);
    m_list->setItemDelegate(new RoomDelegate(theme, RoomDelegate::Style::Choices, this));
    m_list->setEditTriggers(QListView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel); // see scrollBack()
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->installEventFilter(this);
    m_hint->setObjectName(u"switcherHint"_s);
    m_hint->setProperty("textRole", u"caption"_s);
    m_hint->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    const int edge = theme.space(5);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(theme.space(3));
    column->addWidget(m_label);
    column->addWidget(m_edit);
    column->addWidget(m_list, 1);
    column->addWidget(m_hint);
    resize(fitting(*this, {theme.space(widthQuarters), theme.space(heightQuarters)}));
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        m_hasChosen = false;
        filter();
        showHint();
    });
    connect(m_list, &QListView::pressed, this, [this] { m_hasChosen = true; });
    connect(m_list, &QListView::clicked, this, &RoomSwitcher::choose);
    retranslate();
    m_edit->setFocus();
}

void RoomSwitcher::setPlaces(const QList<Place> &places, const QList<Place> &people)
{
    m_places = places;
    m_people = people;
    filter();
}

bool RoomSwitcher::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    m_hasChosen = m_hasChosen || (watched == m_list && m_found.rowCount() > 0);
    // While an input method composes, the field gets no such keys at all.
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (watched != m_edit)
            break;
        moveBy(static_cast<QKeyEvent *>(event)->key() == Qt::Key_Up ? -1 : 1);
        return true;
    default:
        break;
    }
    return QDialog::eventFilter(watched, event);
}

void RoomSwitcher::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void RoomSwitcher::filter()
{
    const QString chosen = m_list->currentIndex().data(RoomListModel::NameRole).toString();
    const QString typed = m_edit->text().trimmed();
    QList<Place> found = matching(typed);
    const bool isChosenKept = isKept(chosen, typed, found);
    const Result<QString, NameError> name = normalizeTarget(typed);
    if (name && !isKnown(name.value())) {
        Place made;
        made.name = name.value();
        made.detail = made.name.startsWith(u'@') ? tr("write to this person") : tr("new room");
        found.append(made);
    }
    // For the same text in place: what is on the screen stays where it is.
    if (std::exchange(m_filtered, typed) != typed)
        m_found.clear();
    const Anchor anchor = topmost();
    if (m_found.rowCount() > found.size())
        m_found.setRowCount(int(found.size()));
    // What one has chosen may have gone: Enter must not take one to another place instead.
    int current = m_hasChosen ? -1 : 0;
    for (int row = 0; row < found.size(); ++row) {
        showPlace(row, found[row]);
        if (isChosenKept && found[row].name == chosen)
            current = row;
    }
    m_list->setCurrentIndex(m_found.index(current, 0));
    scrollBack(anchor);
}

RoomSwitcher::Anchor RoomSwitcher::topmost() const
{
    // At the top, what comes in there is seen.
    if (m_list->verticalScrollBar()->value() == 0)
        return {};
    const QModelIndex index = m_list->indexAt({0, 0});
    return {index.data(RoomListModel::NameRole).toString(), m_list->visualRect(index).top()};
}

void RoomSwitcher::scrollBack(const Anchor &anchor)
{
    if (anchor.name.isEmpty())
        return;
    const QModelIndexList rows = m_found.match(m_found.index(0, 0), RoomListModel::NameRole,
                                               anchor.name, 1, Qt::MatchExactly);
    if (rows.isEmpty())
        return;
    // Rows that are new are laid out only when one asks where they are.
    const int moved = m_list->visualRect(rows.first()).top() - anchor.top;
    QScrollBar *bar = m_list->verticalScrollBar();
    bar->setValue(bar->value() + moved);
}

QList<Place> RoomSwitcher::matching(const QString &typed) const
{
    QList<Place> found;
    const auto add = [&found, &typed](const QList<Place> &places, int wanted, int &most) {
        for (const Place &place : places) {
            if (most > 0 && rank(place, typed) == wanted) {
                found.append(place);
                --most;
            }
        }
    };
    int mostOfPeople = typed.isEmpty() ? 0 : mostPeople;
    int mostOfPlaces = mostRows;
    for (int wanted = 0; wanted < noMatch; ++wanted) {
        add(m_places, wanted, mostOfPlaces);
        add(m_people, wanted, mostOfPeople);
    }
    return found;
}

/// A person also if the name is written another way.
bool RoomSwitcher::isKnown(const QString &name) const
{
    const bool isPerson = name.startsWith(u'@');
    const QString same = isPerson ? foldNick(name) : name;
    const auto isSame = [isPerson, &same](const Place &one) {
        return one.name.startsWith(u'@') == isPerson &&
               (isPerson ? foldNick(one.name) : one.name) == same;
    };
    return std::any_of(m_places.cbegin(), m_places.cend(), isSame) ||
           std::any_of(m_people.cbegin(), m_people.cend(), isSame);
}

/// Whether it is the current row also after others were found. Enter takes what one sees; what was
/// not chosen gives way to the very name that is typed, if it has another one.
bool RoomSwitcher::isKept(const QString &name, const QString &typed,
                          const QList<Place> &found) const
{
    if (name.isEmpty() || m_hasChosen)
        return m_hasChosen && !name.isEmpty();
    if (!typed.isEmpty() && (typed != m_filtered || !isKnown(name)))
        return false;
    return typed.isEmpty() || key(name) == key(typed) || found.isEmpty() ||
           rank(found.first(), typed) > 0;
}

void RoomSwitcher::showPlace(int row, const Place &place)
{
    const QString title = roomTitle(place.name);
    const QString detail = place.detail.isEmpty() ? presenceWord(place) : place.detail;
    QStringList spoken{title};
    if (place.unread > 0)
        spoken.append(tr("%n unread", nullptr, place.unread));
    if (!detail.isEmpty())
        spoken.append(detail);
    const QMap<int, QVariant> facts{
        {Qt::DisplayRole, title},
        {Qt::AccessibleTextRole, spoken.join(u", "_s)},
        {RoomListModel::NameRole, place.name},
        {RoomListModel::DirectRole, place.name.startsWith(u'@')},
        {RoomListModel::UnreadRole, place.unread},
        {RoomListModel::MentionsRole, place.mentions},
        {RoomListModel::JoinedRole, place.isOpen},
        {RoomListModel::PresentRole, place.isPresent},
        {RoomListModel::AwayRole, place.away ? QVariant(*place.away) : QVariant()},
        {RoomListModel::TopicRole, detail}};
    if (row < m_found.rowCount()) { // told once, and only if something is another one
        m_found.setItemData(m_found.index(row, 0), facts);
        return;
    }
    auto *item = new QStandardItem;
    for (auto fact = facts.cbegin(); fact != facts.cend(); ++fact)
        item->setData(fact.value(), fact.key());
    m_found.appendRow(item);
}

void RoomSwitcher::choose()
{
    const QString name = m_list->currentIndex().data(RoomListModel::NameRole).toString();
    if (name.isEmpty())
        return;
    accept();
    Q_EMIT chosen(name);
}

void RoomSwitcher::moveBy(int rows)
{
    const int count = m_found.rowCount();
    if (count == 0)
        return;
    m_hasChosen = true;
    const int from = std::max(m_list->currentIndex().row(), rows < 0 ? 0 : -1); // -1: none
    m_list->setCurrentIndex(m_found.index((from + rows + count) % count, 0));
}

void RoomSwitcher::retranslate()
{
    setWindowTitle(tr("Go to a room or a person"));
    m_label->setText(tr("Go to"));
    m_edit->setPlaceholderText(tr("Room, or @person"));
    m_edit->setAccessibleName(tr("Name of a room or a person"));
    m_edit->setAccessibleDescription(
        tr("A few letters find it; a name that nobody has taken makes a room."));
    m_list->setAccessibleName(tr("Rooms and people"));
    showHint();
}

void RoomSwitcher::showHint()
{
    m_hint->setText(isForPerson(m_edit->text())
                        ? tr("Enter goes there. What you write is for that person alone.")
                        : tr("Enter goes there. A new name makes a room."));
}

} // namespace kodama
