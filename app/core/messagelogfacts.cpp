// MessageLogModel: what it tells of its rows, and the unread line.
// Tested by tst_messagelogmodel.
#include "app/core/messagelogmodel.h"

#include <algorithm>

namespace kodama {
namespace {

using Kind = LogEntry::Kind;

constexpr qint64 secondsPerHour = 3600;
constexpr int stillKnownRows = 1000; // an ack and the copy that comes back are not far apart

bool belongsToGroup(const LogEntry &entry)
{
    return !entry.isAction &&
           (entry.kind == Kind::Chat || entry.kind == Kind::Echo || entry.kind == Kind::Custom);
}

} // namespace

void MessageLogModel::setReadMark(qint64 offset)
{
    m_readMark = offset;
    placeReadMark();
}

void MessageLogModel::placeReadMark()
{
    if (m_readMark < 0)
        return;
    const qint64 mark = m_readMark;
    const auto first = std::find_if(m_rows.begin(), m_rows.end(), [mark](const Row &row) {
        return row.entry.hasPlace() && row.entry.offset > mark && row.entry.isMessage() &&
               !row.entry.isOwn;
    });
    setUnreadFrom(first == m_rows.end() ? -1 : int(first - m_rows.begin()));
    // Rows above may still come. Else the mark is done: what comes now below was not unread.
    const bool hasGap = std::any_of(m_rows.begin(), m_rows.end(),
                                    [](const Row &row) { return row.entry.kind == Kind::Gap; });
    const bool isComplete = firstOffset() > 0 && firstOffset() <= mark + 1 && !hasGap;
    m_readMark = isComplete ? -1 : mark;
}

void MessageLogModel::setUnreadFrom(int row)
{
    m_readMark = -1;
    const quint64 id = row >= 0 && row < rowCount() ? idOf(row) : 0;
    const int before = unreadRow();
    if (id == m_unreadId)
        return;
    m_unreadId = id;
    tellChanged(before);
    tellChanged(row);
}

int MessageLogModel::rowOfId(quint64 id) const
{
    const auto found =
        std::lower_bound(m_rows.begin(), m_rows.end(), id,
                         [](const Row &row, quint64 wanted) { return row.id < wanted; });
    return found != m_rows.end() && found->id == id ? int(found - m_rows.begin()) : -1;
}

int MessageLogModel::rowOfOffset(qint64 offset) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [offset](const Row &row) {
        return row.entry.hasPlace() && row.entry.offset >= offset;
    });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int MessageLogModel::rowOfMessage(const QString &messageId) const
{
    if (messageId.isEmpty())
        return -1;
    const int last = std::max(0, rowCount() - m_unsent - stillKnownRows);
    for (int row = rowCount() - 1; row >= last; --row) {
        if (entry(row).messageId == messageId)
            return row;
    }
    return -1;
}

qint64 MessageLogModel::firstOffset() const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [](const Row &row) { return row.entry.hasPlace(); });
    return found == m_rows.end() ? 0 : found->entry.offset;
}

int MessageLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MessageLogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const int row = index.row();
    switch (role) {
    case IdRole:
        return idOf(row);
    case GroupStartRole:
        return startsGroup(row);
    case DayStartRole:
        return startsDay(row);
    case PauseRole:
        return pauseHours(row);
    case UnreadStartRole:
        return idOf(row) == m_unreadId;
    case RunPositionRole:
        return runPosition(row);
    case RunLengthRole:
        return runLength(row);
    case CutRole:
        return m_isCut && row == 0 ? std::min(rowCount(), m_capacityRows) : 0;
    case ContextRole:
        return context(row);
    default:
        return fact(entry(row), role);
    }
}

QVariant MessageLogModel::fact(const LogEntry &entry, int role)
{
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
    case DeliveryRole:
        return static_cast<int>(entry.delivery);
    case OffsetRole:
        return entry.offset;
    case MessageIdRole:
        return entry.messageId;
    case MentionRole:
        return entry.isMention;
    case ActionRole:
        return entry.isAction;
    default:
        return {};
    }
}

bool MessageLogModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != UnreadStartRole)
        return false;
    setUnreadFrom(value.toBool() ? index.row() : -1);
    return true;
}

QHash<int, QByteArray> MessageLogModel::roleNames() const
{
    return {{KindRole, "kind"},
            {SenderRole, "sender"},
            {TextRole, "text"},
            {TimeRole, "time"},
            {OwnRole, "own"},
            {FrameRole, "frame"},
            {NumberRole, "number"},
            {IdRole, "id"},
            {GroupStartRole, "groupStart"},
            {DayStartRole, "dayStart"},
            {DeliveryRole, "delivery"},
            {OffsetRole, "offset"},
            {MessageIdRole, "messageId"},
            {MentionRole, "mention"},
            {ActionRole, "action"},
            {PauseRole, "pause"},
            {UnreadStartRole, "unreadStart"},
            {RunPositionRole, "runPosition"},
            {RunLengthRole, "runLength"},
            {CutRole, "cut"},
            {ContextRole, "context"}};
}

bool MessageLogModel::startsGroup(int row) const
{
    if (row == 0)
        return true;
    const LogEntry &here = entry(row);
    const LogEntry &above = entry(row - 1);
    return !belongsToGroup(here) || !belongsToGroup(above) || here.kind != above.kind ||
           here.sender != above.sender || here.isOwn != above.isOwn || startsDay(row) ||
           idOf(row) == m_unreadId || above.time.secsTo(here.time) > groupGapSeconds;
}

bool MessageLogModel::startsDay(int row) const
{
    if (row == 0)
        return true;
    // What is missing has no time, and stands between two days or within one.
    if (!entry(row).time.isValid())
        return false;
    int before = row - 1;
    while (before > 0 && !entry(before).time.isValid())
        --before;
    const QDate here = entry(row).time.toLocalTime().date();
    const QDate above = entry(before).time.toLocalTime().date();
    // What waits to be sent since yesterday still stands at the end.
    return entry(row).isUnsent() ? here > above : here != above;
}

int MessageLogModel::pauseHours(int row) const
{
    if (row == 0 || startsDay(row))
        return 0;
    return int(std::max<qint64>(0, entry(row - 1).time.secsTo(entry(row).time)) / secondsPerHour);
}

int MessageLogModel::runPosition(int row) const
{
    return std::min(m_rows[std::size_t(row)].runPosition, row); // the first ones may be evicted
}

int MessageLogModel::runLength(int row) const
{
    if (!entry(row).isComingOrGoing())
        return 0;
    int end = row + 1;
    while (end < rowCount() && m_rows[std::size_t(end)].runPosition > 0)
        ++end;
    return end - row;
}

quint32 MessageLogModel::context(int row) const
{
    const bool isHead = entry(row).isComingOrGoing() && runPosition(row) == 0;
    return quint32(startsGroup(row)) | quint32(startsDay(row)) << 1U |
           quint32(idOf(row) == m_unreadId) << 2U | quint32(pauseHours(row)) << 3U |
           quint32(isHead ? runLength(row) : 0) << 8U | quint32(runPosition(row) > 0) << 16U |
           quint32(m_isCut && row == 0) << 17U;
}

} // namespace kodama
