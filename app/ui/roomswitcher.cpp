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
#include <QVBoxLayout>

#include <algorithm>

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
    m_list->setMouseTracking(true);
    m_list->installEventFilter(this);
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
    });
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
    m_found.clear();
    int mostOfPeople = typed.isEmpty() ? 0 : mostPeople;
    int mostOfPlaces = mostRows;
    for (int wanted = 0; wanted < noMatch; ++wanted) {
        addMatching(m_places, typed, wanted, mostOfPlaces);
        addMatching(m_people, typed, wanted, mostOfPeople);
    }
    const Result<QString, NameError> name = normalizeTarget(typed);
    if (name && !isKnown(name.value()))
        addPlace({name.value(),
                  name.value().startsWith(u'@') ? tr("write to this person") : tr("new room"), 0, 0,
                  false});
    const bool isKept = typed.isEmpty() || m_hasChosen;
    const QModelIndexList kept = m_found.match(m_found.index(0, 0), RoomListModel::NameRole,
                                               isKept ? chosen : QString(), 1, Qt::MatchExactly);
    m_list->setCurrentIndex(kept.value(0, m_found.index(0, 0)));
}

void RoomSwitcher::addMatching(const QList<Place> &places, const QString &typed, int wanted,
                               int &most)
{
    for (const Place &place : places) {
        if (most > 0 && rank(place, typed) == wanted) {
            addPlace(place);
            --most;
        }
    }
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

void RoomSwitcher::addPlace(const Place &place)
{
    const QString detail = place.detail.isEmpty() ? presenceWord(place) : place.detail;
    auto *item = new QStandardItem(roomTitle(place.name));
    item->setData(place.name, RoomListModel::NameRole);
    item->setData(place.name.startsWith(u'@'), RoomListModel::DirectRole);
    item->setData(place.unread, RoomListModel::UnreadRole);
    item->setData(place.mentions, RoomListModel::MentionsRole);
    item->setData(place.isOpen, RoomListModel::JoinedRole);
    item->setData(place.isPresent, RoomListModel::PresentRole);
    item->setData(place.away ? QVariant(*place.away) : QVariant(), RoomListModel::AwayRole);
    item->setData(detail, RoomListModel::TopicRole);
    QStringList spoken{item->text()};
    if (place.unread > 0)
        spoken.append(tr("%n unread", nullptr, place.unread));
    if (!detail.isEmpty())
        spoken.append(detail);
    item->setData(spoken.join(u", "_s), Qt::AccessibleTextRole);
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
    m_hasChosen = true;
    if (count > 0)
        m_list->setCurrentIndex(
            m_found.index((m_list->currentIndex().row() + rows + count) % count, 0));
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
    m_hint->setText(tr("Enter goes there. A new name makes a room."));
}

} // namespace kodama
