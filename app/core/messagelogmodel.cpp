#include "messagelogmodel.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kodama {

namespace {

qsizetype bytesOf(const LogEntry &entry)
{
    // Small things count, too: 10,000 empty rows are no free lunch.
    constexpr qsizetype perRow = sizeof(LogEntry) + 64;
    return perRow + (entry.text.size() + entry.sender.size()) * qsizetype{sizeof(QChar)} +
           entry.frame.size();
}

bool isConversation(LogEntry::Kind kind)
{
    return kind == LogEntry::Kind::Chat || kind == LogEntry::Kind::Echo ||
           kind == LogEntry::Kind::Custom;
}

} // namespace

MessageLogModel::MessageLogModel(int capacityRows, qsizetype capacityBytes, QObject *parent)
    : QAbstractListModel(parent)
    , m_capacityRows(std::max(1, capacityRows))
    , m_capacityBytes(std::max(qsizetype{1}, capacityBytes))
{}

void MessageLogModel::append(LogEntry entry)
{
    std::vector<LogEntry> one;
    one.push_back(std::move(entry));
    append(std::move(one));
}

void MessageLogModel::append(std::vector<LogEntry> entries)
{
    // Of a batch beyond the bounds only the newest are taken; one row always fits.
    qsizetype newBytes = 0;
    auto first = entries.end();
    while (first != entries.begin() && entries.end() - first < m_capacityRows) {
        const qsizetype next = newBytes + bytesOf(*std::prev(first));
        if (next > m_capacityBytes && first != entries.end())
            break;
        newBytes = next;
        --first;
    }
    m_evicted += static_cast<quint64>(first - entries.begin());
    const auto count = static_cast<int>(entries.end() - first);
    if (count == 0)
        return;
    // Evict before inserting: a view must never be told of more rows than there may be.
    evict(count, newBytes);
    const int row = rowCount();
    beginInsertRows({}, row, row + count - 1);
    std::move(first, entries.end(), std::back_inserter(m_entries));
    m_bytes += newBytes;
    endInsertRows();
}

void MessageLogModel::evict(qsizetype incomingRows, qsizetype incomingBytes)
{
    int gone = 0;
    qsizetype freed = 0;
    while (gone < rowCount() && (rowCount() - gone + incomingRows > m_capacityRows ||
                                 m_bytes - freed + incomingBytes > m_capacityBytes)) {
        freed += bytesOf(m_entries[static_cast<std::size_t>(gone)]);
        ++gone;
    }
    if (gone == 0)
        return;
    beginRemoveRows({}, 0, gone - 1);
    m_entries.erase(m_entries.begin(), m_entries.begin() + gone);
    m_bytes -= freed;
    m_firstId += static_cast<quint64>(gone);
    m_evicted += static_cast<quint64>(gone);
    endRemoveRows();
    // The oldest row that is left has nothing above it any more.
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(0), {GroupStartRole, DayStartRole});
}

void MessageLogModel::clear()
{
    beginResetModel();
    m_firstId += m_entries.size();
    m_entries.clear();
    m_bytes = 0;
    m_evicted = 0;
    endResetModel();
}

const LogEntry &MessageLogModel::entry(int row) const
{
    return m_entries.at(static_cast<std::size_t>(row));
}

int MessageLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant MessageLogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const LogEntry &entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case TextRole:
        return entry.text;
    case KindRole:
        return static_cast<int>(entry.kind);
    case SenderRole:
        return entry.sender;
    case TimeRole:
        return entry.time;
    case OwnRole:
        return entry.isOwn;
    case FrameRole:
        return entry.frame;
    case NumberRole:
        return entry.number ? QVariant(*entry.number) : QVariant();
    case IdRole:
        return m_firstId + static_cast<quint64>(index.row());
    case GroupStartRole:
        return startsGroup(index.row());
    case DayStartRole:
        return startsDay(index.row());
    default:
        return {};
    }
}

QHash<int, QByteArray> MessageLogModel::roleNames() const
{
    return {{KindRole, "kind"},        {SenderRole, "sender"}, {TextRole, "text"},
            {TimeRole, "time"},        {OwnRole, "own"},       {FrameRole, "frame"},
            {NumberRole, "number"},    {IdRole, "id"},         {GroupStartRole, "groupStart"},
            {DayStartRole, "dayStart"}};
}

bool MessageLogModel::startsGroup(int row) const
{
    if (row == 0)
        return true;
    const LogEntry &here = entry(row);
    const LogEntry &above = entry(row - 1);
    return !isConversation(here.kind) || here.kind != above.kind || here.sender != above.sender ||
           here.isOwn != above.isOwn || startsDay(row) ||
           above.time.secsTo(here.time) > groupGapSeconds;
}

bool MessageLogModel::startsDay(int row) const
{
    return row == 0 || entry(row).time.date() != entry(row - 1).time.date();
}

} // namespace kodama
