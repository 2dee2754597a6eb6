#include "messagelogmodel.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace kodama {

namespace {

using Kind = LogEntry::Kind;

constexpr quint64 middleId = quint64{1} << 62U; // the first row of all: room above and below
constexpr quint64 idStride = quint64{1} << 32U; // rows find room between two others
constexpr quint64 innerStride = quint64{1} << 12U;

qsizetype bytesOf(const LogEntry &entry)
{
    // Small things count, too: 10,000 empty rows are no free lunch.
    constexpr qsizetype perRow = sizeof(LogEntry) + 64;
    return perRow +
           (entry.text.size() + entry.sender.size() + entry.messageId.size()) *
               qsizetype{sizeof(QChar)} +
           entry.frame.size();
}

qsizetype bytesOf(const std::vector<LogEntry> &entries)
{
    return std::accumulate(
        entries.begin(), entries.end(), qsizetype{0},
        [](qsizetype sum, const LogEntry &entry) { return sum + bytesOf(entry); });
}

// Of entries beyond the bounds only the newest are taken.
std::vector<LogEntry> newestThatFit(std::vector<LogEntry> entries, qsizetype rows, qsizetype bytes)
{
    auto first = entries.end();
    while (first != entries.begin() && entries.end() - first < rows) {
        bytes -= bytesOf(*std::prev(first));
        if (bytes < 0)
            break;
        --first;
    }
    entries.erase(entries.begin(), first);
    return entries;
}

} // namespace

MessageLogModel::MessageLogModel(int capacityRows, qsizetype capacityBytes, QObject *parent)
    : QAbstractListModel(parent)
    , m_capacityRows(std::max(1, capacityRows))
    , m_capacityBytes(std::max(qsizetype{1}, capacityBytes))
    , m_firstId(middleId)
    , m_nextId(middleId)
{}

void MessageLogModel::setCapacityRows(int rows)
{
    m_capacityRows = std::max(1, rows);
    evict(0, 0);
    Q_EMIT capacityChanged();
}

void MessageLogModel::setCut(bool isCut)
{
    if (std::exchange(m_isCut, isCut) != isCut)
        tellChanged(0);
}

void MessageLogModel::append(LogEntry entry)
{
    std::vector<LogEntry> one;
    one.push_back(std::move(entry));
    append(std::move(one));
}

void MessageLogModel::append(std::vector<LogEntry> entries)
{
    if (entries.empty())
        return;
    const std::size_t given = entries.size();
    LogEntry newest = entries.back(); // one row always fits
    entries = newestThatFit(std::move(entries), m_capacityRows, m_capacityBytes);
    if (entries.empty())
        entries.push_back(std::move(newest));
    m_evicted += given - entries.size();
    evict(static_cast<qsizetype>(entries.size()), bytesOf(entries));
    const auto unsent = std::stable_partition(
        entries.begin(), entries.end(), [](const LogEntry &entry) { return !entry.isUnsent(); });
    std::vector<LogEntry> waiting(std::make_move_iterator(unsent),
                                  std::make_move_iterator(entries.end()));
    entries.erase(unsent, entries.end());
    insert(rowCount() - m_unsent, std::move(entries));
    insert(rowCount(), std::move(waiting));
}

int MessageLogModel::prepend(std::vector<LogEntry> entries)
{
    entries =
        newestThatFit(std::move(entries), m_capacityRows - rowCount(), m_capacityBytes - m_bytes);
    const auto taken = static_cast<int>(entries.size());
    insert(0, std::move(entries));
    placeReadMark();
    return taken;
}

void MessageLogModel::fillGap(qint64 offset, std::vector<LogEntry> entries, GapState state)
{
    const auto isThisGap = [offset](const Row &row) {
        return row.entry.kind == Kind::Gap && row.entry.offset == offset;
    };
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), isThisGap);
    if (found == m_rows.end())
        return;
    const quint64 id = found->id;
    const std::size_t given = entries.size();
    // What is above is older, and makes room.
    qsizetype bytesAbove = 0;
    for (auto row = m_rows.begin(); row != found; ++row)
        bytesAbove += bytesOf(row->entry);
    entries =
        newestThatFit(std::move(entries), m_capacityRows - rowCount() + (found - m_rows.begin()),
                      m_capacityBytes - m_bytes + bytesAbove);
    if (entries.size() < given)
        state = GapState::Remains;
    if (!entries.empty()) {
        evict(static_cast<qsizetype>(entries.size()), bytesOf(entries));
        const qint64 before = entries.front().offset;
        insert(rowOfId(id) + 1, std::move(entries));
        m_rows[std::size_t(rowOfId(id))].entry.offset = before;
    }
    if (state == GapState::Closed)
        remove(rowOfId(id));
    else
        tellChanged(rowOfId(id));
    placeReadMark();
}

bool MessageLogModel::confirm(const QString &messageId, qint64 offset, const QDateTime &time,
                              const QByteArray &frame)
{
    const int row = rowOfMessage(messageId);
    if (row < 0)
        return false;
    const int firstUnsent = rowCount() - m_unsent;
    LogEntry &confirmed = m_rows[std::size_t(row)].entry;
    confirmed.offset = offset;
    confirmed.time = time;
    confirmed.delivery = LogEntry::Delivery::Stored;
    if (!frame.isEmpty()) {
        m_bytes += frame.size() - confirmed.frame.size();
        confirmed.frame = frame;
    }
    if (row >= firstUnsent)
        --m_unsent;
    if (row > firstUnsent) {
        beginMoveRows({}, row, row, {}, firstUnsent);
        const auto begin = m_rows.begin();
        std::rotate(begin + firstUnsent, begin + row, begin + row + 1);
        assignIds(firstUnsent, m_rows.size() - std::size_t(firstUnsent));
        endMoveRows();
    }
    // The time is another one: so may be the groups from here on.
    for (int changed = std::min(row, firstUnsent); changed < rowCount(); ++changed)
        tellChanged(changed);
    return true;
}

bool MessageLogModel::setDelivery(const QString &messageId, LogEntry::Delivery delivery)
{
    const int row = rowOfMessage(messageId);
    if (row < rowCount() - m_unsent)
        return false;
    LogEntry &entry = m_rows[std::size_t(row)].entry;
    if (delivery == LogEntry::Delivery::Stored)
        return confirm(messageId, entry.offset, entry.time);
    entry.delivery = delivery;
    tellChanged(row);
    return true;
}

bool MessageLogModel::discard(const QString &messageId)
{
    const int row = rowOfMessage(messageId);
    if (row < rowCount() - m_unsent)
        return false;
    --m_unsent;
    remove(row);
    return true;
}

void MessageLogModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_bytes = 0;
    m_evicted = 0;
    m_unsent = 0;
    m_unreadId = 0;
    m_readMark = -1;
    endResetModel();
}

void MessageLogModel::forgetPlaces()
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (entry(row).kind == Kind::Gap)
            remove(row);
    }
    for (Row &row : m_rows)
        row.entry.offset = 0;
    m_readMark = -1;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void MessageLogModel::evict(qsizetype incomingRows, qsizetype incomingBytes)
{
    int gone = 0;
    qsizetype freed = 0;
    while (gone < rowCount() && (rowCount() - gone + incomingRows > m_capacityRows ||
                                 m_bytes - freed + incomingBytes > m_capacityBytes)) {
        freed += bytesOf(entry(gone));
        ++gone;
    }
    if (gone == 0)
        return;
    beginRemoveRows({}, 0, gone - 1);
    m_rows.erase(m_rows.begin(), m_rows.begin() + gone);
    m_bytes -= freed;
    m_evicted += static_cast<quint64>(gone);
    m_unsent = std::min(m_unsent, rowCount());
    endRemoveRows();
    // The oldest row that is left has nothing above it any more.
    tellChanged(0);
}

void MessageLogModel::insert(int row, std::vector<LogEntry> entries)
{
    if (entries.empty())
        return;
    const auto count = static_cast<int>(entries.size());
    beginInsertRows({}, row, row + count - 1);
    m_rows.insert(m_rows.begin() + row, entries.size(), Row{});
    for (int i = 0; i < count; ++i) {
        LogEntry &entry = entries[std::size_t(i)];
        m_bytes += bytesOf(entry);
        m_unsent += entry.isUnsent() ? 1 : 0;
        m_rows[std::size_t(row + i)].entry = std::move(entry);
    }
    assignIds(row, std::size_t(count));
    updateRuns(row, count);
    endInsertRows();
    if (row > 0 && runPosition(row) > 0)
        tellChanged(row - runPosition(row));
    for (int below = row + count; below < rowCount(); ++below) {
        tellChanged(below);
        if (below < rowCount() - m_unsent)
            break; // only the ids of unsent rows are others now
    }
}

void MessageLogModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_bytes -= bytesOf(entry(row));
    m_rows.erase(m_rows.begin() + row);
    updateRuns(row, 0);
    endRemoveRows();
    tellChanged(row);
}

void MessageLogModel::assignIds(int row, std::size_t count)
{
    const auto first = m_rows.begin() + row;
    const auto last = first + static_cast<std::ptrdiff_t>(count);
    const bool isAtEnd = last == m_rows.end();
    if (isAtEnd || (row > 0 && row + int(count) >= rowCount() - m_unsent)) {
        std::for_each(first, m_rows.end(), [this](Row &entry) { entry.id = m_nextId += idStride; });
    } else if (row == 0) {
        std::for_each(std::make_reverse_iterator(last), std::make_reverse_iterator(first),
                      [this](Row &entry) { entry.id = m_firstId -= idStride; });
    } else {
        quint64 id = last->id;
        const quint64 room = (id - std::prev(first)->id) / (count + 1);
        if (room == 0) { // thousands of fillings at one place: everybody moves up
            const int unread = unreadRow();
            std::for_each(m_rows.begin(), m_rows.end(),
                          [this](Row &entry) { entry.id = m_nextId += idStride; });
            m_unreadId = unread < 0 ? 0 : idOf(unread);
            return;
        }
        std::for_each(std::make_reverse_iterator(last), std::make_reverse_iterator(first),
                      [&id, room](Row &entry) { entry.id = id -= std::min(room, innerStride); });
    }
}

void MessageLogModel::updateRuns(int row, int count)
{
    for (int at = row; at < rowCount(); ++at) {
        Row &here = m_rows[std::size_t(at)];
        const bool continues = at > 0 && here.entry.isComingOrGoing() &&
                               entry(at - 1).isComingOrGoing() && !startsDay(at);
        const int above = continues ? m_rows[std::size_t(at) - 1].runPosition + 1 : 0;
        const int position = above < maxRunRows ? above : 0;
        if (at >= row + count && here.runPosition == position)
            return;
        here.runPosition = position;
    }
}

void MessageLogModel::tellChanged(int row)
{
    if (row >= 0 && row < rowCount())
        Q_EMIT dataChanged(index(row), index(row));
}

} // namespace kodama
