#include "app/ui/roomlist.h"

#include "app/core/chat/roomlistmodel.h"
#include "app/ui/memberpanel.h"
#include "app/ui/plaintooltip.h"
#include "app/ui/roomdelegate.h"

#include <QContextMenuEvent>
#include <QIdentityProxyModel>
#include <QKeyEvent>
#include <QScopedValueRollback>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int listQuarters = 44;

} // namespace

// The rooms with their names as people write them, and a sentence for each, for screen readers.
class SpokenRooms final : public QIdentityProxyModel
{
public:
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role == Qt::DisplayRole)
            return roomTitle(index.data(RoomListModel::NameRole).toString());
        if (role == Qt::ToolTipRole)
            return plainToolTip(named(index).join(u", "_s));
        if (role == Qt::AccessibleTextRole)
            return spoken(index);
        return QIdentityProxyModel::data(index, role);
    }

private:
    // What the dot beside somebody's picture says, too; as the list of members says it.
    static QStringList named(const QModelIndex &index)
    {
        const QString name = index.data().toString();
        if (!index.data(RoomListModel::DirectRole).toBool() ||
            !index.data(RoomListModel::PresentRole).toBool())
            return {name};
        const QVariant away = index.data(RoomListModel::AwayRole);
        if (!away.isValid())
            return {name, RoomList::tr("online", "of a person")};
        const QString reason = away.toString();
        return {reason.isEmpty() ? MemberPanel::tr("%1, away").arg(name)
                                 : MemberPanel::tr("%1, away: %2").arg(name, reason)};
    }

    static QString spoken(const QModelIndex &index)
    {
        QStringList parts = named(index);
        const int unread = index.data(RoomListModel::UnreadRole).toInt();
        const int mentions = index.data(RoomListModel::MentionsRole).toInt();
        if (unread > 0)
            parts.append(RoomList::tr("%n unread", nullptr, unread));
        if (mentions > 0)
            parts.append(RoomList::tr("%n for you", nullptr, mentions));
        return parts.join(u", "_s);
    }
};

RoomList::RoomList(const Theme &theme, QWidget *parent)
    : QListView(parent)
    , m_theme(theme)
    , m_spoken(std::make_unique<SpokenRooms>())
{
    setObjectName(u"roomList"_s);
    setItemDelegate(new RoomDelegate(theme, RoomDelegate::Style::List, this));
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus); // who clicks a room wants to go on writing there
    setModel(m_spoken.get());
    connect(m_spoken.get(), &QAbstractItemModel::rowsInserted, this, &RoomList::followCurrent);
    connect(m_spoken.get(), &QAbstractItemModel::rowsRemoved, this, &RoomList::followCurrent);
    connect(m_spoken.get(), &QAbstractItemModel::dataChanged, this, &RoomList::followCurrent);
    connect(m_spoken.get(), &QAbstractItemModel::modelReset, this, &RoomList::followCurrent);
    connect(&m_theme, &Theme::changed, this, &RoomList::applyTheme);
    applyTheme();
    retranslate();
}

RoomList::~RoomList()
{
    setModel(nullptr); // which is destroyed before the view
}

void RoomList::setRooms(RoomListModel *rooms)
{
    m_rooms = rooms;
    m_spoken->setSourceModel(rooms);
    followCurrent();
}

void RoomList::step(int rows)
{
    const int count = model()->rowCount();
    if (count == 0)
        return;
    const int from = currentIndex().isValid() ? currentIndex().row() : 0;
    setCurrentIndex(model()->index((from + rows + count) % count, 0));
}

void RoomList::stepToUnread()
{
    const int count = model()->rowCount();
    const int from = currentIndex().isValid() ? currentIndex().row() : 0;
    for (const int role : {RoomListModel::MentionsRole, RoomListModel::UnreadRole}) {
        for (int i = 1; i < count; ++i) {
            const QModelIndex next = model()->index((from + i) % count, 0);
            if (next.data(role).toInt() > 0)
                return setCurrentIndex(next);
        }
    }
}

QSize RoomList::sizeHint() const
{
    return {m_theme.space(listQuarters), QListView::sizeHint().height()};
}

QSize RoomList::minimumSizeHint() const
{
    return {m_theme.space(RoomDelegate::narrowestQuarters), 1};
}

void RoomList::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void RoomList::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape)
        Q_EMIT writeRequested();
    else
        QListView::keyPressEvent(event);
}

void RoomList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = isByKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid())
        Q_EMIT menuRequested(index.data(RoomListModel::NameRole).toString(),
                             isByKey ? viewport()->mapToGlobal(visualRect(index).center())
                                     : event->globalPos());
}

void RoomList::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::RightButton)
        return; // the menu is about the room under the mouse, which need not be shown for it
    QListView::mousePressEvent(event);
}

void RoomList::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    // The focus may be here, or in another column, by the keyboard. Keys that choose leave it here.
    if (event->button() == Qt::LeftButton && indexAt(event->position().toPoint()).isValid())
        Q_EMIT writeRequested();
}

void RoomList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (!m_isFollowing && current.isValid())
        Q_EMIT chosen(current.data(RoomListModel::NameRole).toString());
}

void RoomList::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    // The next one becomes current by itself: nobody chose it.
    const QScopedValueRollback<bool> following(m_isFollowing, true);
    QListView::rowsAboutToBeRemoved(parent, start, end);
}

void RoomList::applyTheme()
{
    doItemsLayout();
}

void RoomList::retranslate()
{
    setAccessibleName(tr("Rooms"));
    setAccessibleDescription(
        tr("The rooms you are in and the people you write to. Enter goes to the message field."));
}

void RoomList::followCurrent()
{
    const Conversation *shown = m_rooms == nullptr ? nullptr : m_rooms->current();
    const QScopedValueRollback<bool> following(m_isFollowing, true);
    const int row = shown == nullptr ? -1 : m_rooms->rowOf(shown->name());
    if (row != currentIndex().row())
        setCurrentIndex(row < 0 ? QModelIndex() : model()->index(row, 0));
}

} // namespace kodama
