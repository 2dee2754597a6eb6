#include "memberlistmodel.h"

#include "common/protocol/names.h"

#include <algorithm>

namespace kodama {

MemberListModel::MemberListModel(QObject *parent)
    : QAbstractListModel(parent)
{}

void MemberListModel::setMembers(const QList<Member> &members, std::optional<qint64> count)
{
    beginResetModel();
    m_rows.clear();
    m_rows.reserve(static_cast<std::size_t>(members.size()));
    for (const Member &member : members)
        m_rows.push_back({foldNick(member.nick), member});
    std::sort(m_rows.begin(), m_rows.end(),
              [](const Row &a, const Row &b) { return a.key < b.key; });
    const auto same = [](const Row &a, const Row &b) { return a.key == b.key; };
    m_rows.erase(std::unique(m_rows.begin(), m_rows.end(), same), m_rows.end());
    m_unlisted = std::max<qint64>(0, count.value_or(0) - rowCount());
    endResetModel();
}

void MemberListModel::add(const Member &member)
{
    const int known = rowOf(member.nick);
    if (known >= 0) {
        m_rows[std::size_t(known)].member = member;
        Q_EMIT dataChanged(index(known), index(known));
        return;
    }
    const QString key = foldNick(member.nick);
    const auto before = place(key);
    const auto row = static_cast<int>(before - m_rows.cbegin());
    beginInsertRows({}, row, row);
    m_rows.insert(before, {key, member});
    endInsertRows();
}

void MemberListModel::remove(const QString &nick)
{
    const int row = rowOf(nick);
    if (row < 0 && m_unlisted > 0) {
        --m_unlisted;
        Q_EMIT unlistedChanged();
    }
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
}

void MemberListModel::rename(const QString &nick, const QString &newNick)
{
    const int row = rowOf(nick);
    if (row < 0)
        return;
    Member member = m_rows[std::size_t(row)].member;
    remove(nick);
    member.nick = newNick;
    add(member);
}

void MemberListModel::setAway(const QString &nick, const std::optional<QString> &away)
{
    const int row = rowOf(nick);
    if (row < 0)
        return;
    m_rows[std::size_t(row)].member.away = away;
    Q_EMIT dataChanged(index(row), index(row), {AwayRole, AwayReasonRole, Qt::ToolTipRole});
}

const Member *MemberListModel::find(const QString &nick) const
{
    const int row = rowOf(nick);
    return row < 0 ? nullptr : &m_rows[std::size_t(row)].member;
}

QStringList MemberListModel::nicksWithPrefix(const QString &prefix) const
{
    const QString key = foldNick(prefix);
    QStringList nicks;
    for (auto row = place(key); row != m_rows.cend() && row->key.startsWith(key); ++row)
        nicks += row->member.nick;
    return nicks;
}

int MemberListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MemberListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Member &member = m_rows[std::size_t(index.row())].member;
    switch (role) {
    case Qt::DisplayRole:
    case NickRole:
        return member.nick;
    case AwayRole:
        return member.away.has_value();
    case AwayReasonRole:
        return member.away.value_or(QString());
    default:
        return {};
    }
}

QHash<int, QByteArray> MemberListModel::roleNames() const
{
    return {{NickRole, "nick"}, {AwayRole, "away"}, {AwayReasonRole, "awayReason"}};
}

int MemberListModel::rowOf(const QString &nick) const
{
    const QString key = foldNick(nick);
    const auto found = place(key);
    return found != m_rows.cend() && found->key == key ? static_cast<int>(found - m_rows.cbegin())
                                                       : -1;
}

std::vector<MemberListModel::Row>::const_iterator MemberListModel::place(const QString &key) const
{
    return std::lower_bound(m_rows.cbegin(), m_rows.cend(), key,
                            [](const Row &row, const QString &k) { return row.key < k; });
}

} // namespace kodama
