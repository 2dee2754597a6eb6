#include "roomlistmodel.h"

#include "common/protocol/names.h"

#include <QSignalBlocker>

#include <algorithm>
#include <tuple>

namespace kodama {

namespace {

/// What is the same name, and what comes first.
auto sortKey(const QString &name)
{
    const bool isDirect = name.startsWith(u'@');
    return std::tuple(isDirect, name != lobbyName, isDirect ? foldNick(name) : name);
}

/// Invalid: the other person is not away, as far as we know.
QVariant awayIn(Conversation &room)
{
    const Member *person = room.isDirect() ? room.members().find(room.name().sliced(1)) : nullptr;
    return person != nullptr && person->away ? QVariant(*person->away) : QVariant();
}

} // namespace

RoomListModel::RoomListModel(QObject *parent)
    : QAbstractListModel(parent)
{}

Conversation &RoomListModel::open(const QString &name)
{
    if (Conversation *known = find(name))
        return *known;
    auto fresh = std::make_unique<Conversation>(name);
    Conversation *conversation = fresh.get();
    connect(conversation, &Conversation::changed, this,
            [this, conversation] { tellChanged(conversation); });
    connect(conversation, &Conversation::presenceChanged, this, [this, conversation] {
        tellChanged(conversation, {PresentRole, AwayRole});
    });
    connect(conversation, &Conversation::unreadReceived, this,
            [this, conversation](const LogEntry &entry) {
                Q_EMIT unreadReceived(conversation, entry);
            });
    insert(std::move(fresh));
    Q_EMIT opened(conversation);
    return *conversation;
}

Conversation *RoomListModel::find(const QString &name) const
{
    const int row = rowOf(name);
    return row < 0 ? nullptr : m_rows[std::size_t(row)].get();
}

void RoomListModel::remove(const QString &name)
{
    Conversation *conversation = find(name);
    if (!conversation)
        return;
    Q_EMIT aboutToRemove(conversation);
    (void)take(name);
}

void RoomListModel::rename(const QString &name, const QString &newName)
{
    const Conversation *other = find(newName);
    Conversation *conversation = find(name);
    if (!conversation || (other && other != conversation))
        return;
    const bool isCurrent = conversation == current();
    const QString before = conversation->name();
    const int from = rowOf(before);
    const int to = placeFor(newName); // counted with the row that goes there
    // It never leaves the list: whoever shows it goes on.
    const bool isMoved = to != from && to != from + 1 && beginMoveRows({}, from, from, {}, to);
    if (isCurrent)
        m_current = newName;
    const auto row = m_rows.begin() + from;
    if (isMoved && to > from)
        std::rotate(row, row + 1, m_rows.begin() + to);
    else if (isMoved)
        std::rotate(m_rows.begin() + to, row, row + 1);
    const QSignalBlocker quiet(conversation); // the order is told first
    conversation->setName(newName);
    if (isMoved)
        endMoveRows();
    tellChanged(conversation);
    Q_EMIT renamed(before, newName);
}

void RoomListModel::clear()
{
    for (const auto &conversation : m_rows)
        Q_EMIT aboutToRemove(conversation.get());
    beginResetModel();
    m_rows.clear();
    m_current.clear();
    endResetModel();
}

void RoomListModel::setCurrent(const QString &name)
{
    const Conversation *before = current();
    m_current = name;
    if (before)
        tellChanged(before);
    if (const Conversation *now = current())
        tellChanged(now);
}

int RoomListModel::rowOf(const QString &name) const
{
    const int row = placeFor(name);
    return row < rowCount() && sortKey(m_rows[std::size_t(row)]->name()) == sortKey(name) ? row
                                                                                          : -1;
}

int RoomListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RoomListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    Conversation &room = *m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return room.isDirect() ? room.name().sliced(1) : room.name();
    case NameRole:
        return room.name();
    case DirectRole:
        return room.isDirect();
    case UnreadRole:
        return room.unread();
    case MentionsRole:
        return room.mentionCount();
    case CurrentRole:
        return &room == current();
    case JoinedRole:
        return room.isJoined();
    case TopicRole:
        return room.topic();
    case PresentRole:
        return room.isPresent();
    case AwayRole:
        return awayIn(room);
    default:
        return {};
    }
}

QHash<int, QByteArray> RoomListModel::roleNames() const
{
    return {{NameRole, "name"},         {DirectRole, "direct"},   {UnreadRole, "unread"},
            {MentionsRole, "mentions"}, {CurrentRole, "current"}, {JoinedRole, "joined"},
            {TopicRole, "topic"},       {PresentRole, "present"}, {AwayRole, "away"}};
}

int RoomListModel::placeFor(const QString &name) const
{
    const auto place =
        std::lower_bound(m_rows.begin(), m_rows.end(), name, [](const auto &row, const QString &n) {
            return sortKey(row->name()) < sortKey(n);
        });
    return static_cast<int>(place - m_rows.begin());
}

void RoomListModel::tellChanged(const Conversation *conversation, const QList<int> &roles)
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [conversation](const auto &row) {
        return row.get() == conversation;
    });
    if (found == m_rows.end())
        return;
    const QModelIndex changed = index(static_cast<int>(found - m_rows.begin()));
    Q_EMIT dataChanged(changed, changed, roles);
}

void RoomListModel::insert(std::unique_ptr<Conversation> conversation)
{
    const int row = placeFor(conversation->name());
    beginInsertRows({}, row, row);
    m_rows.insert(m_rows.begin() + row, std::move(conversation));
    endInsertRows();
}

std::unique_ptr<Conversation> RoomListModel::take(const QString &name)
{
    const int row = rowOf(name);
    beginRemoveRows({}, row, row);
    std::unique_ptr<Conversation> taken = std::move(m_rows[std::size_t(row)]);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
    return taken;
}

} // namespace kodama
