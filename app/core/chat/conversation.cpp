#include "conversation.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace kodama {

Conversation::Conversation(const QString &name, QObject *parent)
    : QObject(parent)
    , m_name(name)
    , m_log(capacityRows, capacityBytes)
{
    const auto tellCut = [this] { m_log.setCut(isCut() && isFull()); };
    connect(this, &Conversation::changed, &m_log, tellCut);
    connect(&m_log, &MessageLogModel::capacityChanged, &m_log, tellCut);
    if (isDirect()) { // for good: people are not renamed to rooms
        connect(&m_members, &MemberListModel::rowsInserted, this, &Conversation::presenceChanged);
        connect(&m_members, &MemberListModel::rowsRemoved, this, &Conversation::presenceChanged);
        connect(&m_members, &MemberListModel::modelReset, this, &Conversation::presenceChanged);
        connect(&m_members, &MemberListModel::dataChanged, this, &Conversation::presenceChanged);
    }
}

void Conversation::setName(const QString &name)
{
    m_name = name;
    Q_EMIT changed();
}

void Conversation::setTopic(const QString &topic)
{
    if (m_topic == topic)
        return;
    m_topic = topic;
    Q_EMIT changed();
}

void Conversation::setJoined(bool isJoined)
{
    if (!isJoined) {
        m_members.setMembers({});
        setTyping({});
    }
    if (std::exchange(m_isJoined, isJoined) != isJoined)
        Q_EMIT changed();
}

void Conversation::setTyping(const QStringList &nicks)
{
    if (m_typing == nicks)
        return;
    m_typing = nicks;
    Q_EMIT typingChanged(nicks);
}

void Conversation::setBeingRead(bool isBeingRead)
{
    if (std::exchange(m_isBeingRead, isBeingRead) == isBeingRead || !isBeingRead)
        return;
    m_log.setReadMark(m_readOffset);
    m_readOffset = m_position.offset;
    m_unread = 0;
    m_unreadNotes = 0;
    m_mentions = 0;
    Q_EMIT changed();
}

void Conversation::restore(const Position &position, qint64 readOffset,
                           std::vector<LogEntry> entries)
{
    m_isAsRestored = true;
    m_position = position;
    m_readOffset = readOffset;
    for (const LogEntry &entry : entries)
        count(entry);
    m_log.append(std::move(entries));
    Q_EMIT changed();
}

void Conversation::restoreForgotten(std::vector<LogEntry> entries, qint64 next)
{
    m_log.append(std::move(entries));
    keepForgotten();
    if (next > 1)
        appendGap(next);
}

void Conversation::restoreCounts(qint64 unread, qint64 mentions)
{
    if (m_isBeingRead)
        return;
    m_countedTo = m_position.offset;
    constexpr qint64 most = std::numeric_limits<int>::max();
    m_unread = static_cast<int>(std::clamp<qint64>(unread, m_unread, most));
    m_mentions = static_cast<int>(std::clamp<qint64>(mentions, m_mentions, most));
    Q_EMIT changed();
}

void Conversation::continueIn(const QString &epoch, qint64 offset)
{
    if (m_position.epoch.isEmpty() || isSameEpoch(epoch))
        return;
    keepForgotten();
    if (offset > 1)
        appendGap(offset);
    m_position = {epoch, offset - 1};
    m_readOffset = 0;
}

void Conversation::receive(LogEntry entry)
{
    if (entry.offset <= m_position.offset)
        return;
    std::vector<LogEntry> one;
    one.push_back(std::move(entry));
    append(std::move(one));
    Q_EMIT changed();
}

void Conversation::note(LogEntry entry)
{
    const bool isNews = entry.isMessage() && !entry.isOwn && !m_isBeingRead;
    const LogEntry copy = entry;
    m_log.append(std::move(entry));
    m_unread += isNews ? 1 : 0;
    m_unreadNotes += isNews ? 1 : 0;
    Q_EMIT changed();
    if (isNews)
        Q_EMIT unreadReceived(copy);
}

void Conversation::clearRows()
{
    std::vector<LogEntry> unsent;
    for (int row = 0; row < m_log.rowCount(); ++row) {
        if (m_log.entry(row).isUnsent())
            unsent.push_back(m_log.entry(row));
    }
    m_log.clear();
    m_log.append(std::move(unsent));
    m_acknowledgedAhead.clear();
    m_hasOlder = false; // not above what may come now
    m_evictedBefore = m_log.evictedRows();
    m_unread = 0;
    m_unreadNotes = 0;
    m_mentions = 0;
    Q_EMIT changed();
}

Conversation::JoinResult Conversation::joined(const JoinResponse &response,
                                              std::vector<LogEntry> items)
{
    setTopic(response.topic);
    m_members.setMembers(response.members, response.count);
    m_isJoined = true;
    const bool isSamePast = isSameEpoch(response.epoch) && response.offset >= m_position.offset;
    const qint64 readBefore = m_readOffset;
    const JoinResult result = takePast(response, std::move(items), isSamePast);
    m_position = {response.epoch, response.offset};
    if (m_isBeingRead) {
        // Who looks now has not seen what came while there was no connection.
        const bool hasMissed = isSamePast && readBefore < m_position.offset;
        if (hasMissed && !(m_isAsRestored && m_log.unreadRow() >= 0))
            m_log.setReadMark(readBefore);
        m_readOffset = m_position.offset;
    }
    m_isAsRestored = false;
    Q_EMIT changed();
    return result;
}

/// What was said while we were away.
Conversation::JoinResult Conversation::takePast(const JoinResponse &response,
                                                std::vector<LogEntry> items, bool isSamePast)
{
    if (m_position.epoch.isEmpty()) {
        m_hasOlder = response.more;
        // What was said before we came is no news.
        m_readOffset = m_newsFrom ? *m_newsFrom - 1 : response.offset;
        append(std::move(items));
        return JoinResult::Complete;
    }
    if (isSamePast && response.recovered) {
        append(std::move(items));
        return JoinResult::Complete;
    }
    if (!isSamePast) {
        keepForgotten();
        // What stands in a room may be old; to us alone somebody wrote when we had gone.
        m_readOffset = isDirect() ? 0 : response.offset;
    }
    if (response.offset == (isSamePast ? m_position.offset : 0))
        return JoinResult::Complete;
    appendGap(response.offset + 1);
    return JoinResult::Gap;
}

void Conversation::receiveOlder(std::vector<LogEntry> items, bool hasMore)
{
    const qint64 first = m_log.firstOffset();
    std::erase_if(items,
                  [first](const LogEntry &entry) { return first > 0 && entry.offset >= first; });
    const auto given = static_cast<int>(items.size());
    const int taken = m_log.prepend(std::move(items));
    m_hasOlder = (hasMore && given > 0) || taken < given;
    m_noRoomAt = taken < given ? m_log.capacityRows() : 0;
    m_evictedBefore = m_log.evictedRows();
    Q_EMIT changed();
}

void Conversation::receiveMissing(qint64 gap, std::vector<LogEntry> items, bool hasMore)
{
    const qint64 floor = offsetAboveGap(gap);
    const std::size_t given = items.size();
    std::erase_if(items, [floor, gap](const LogEntry &entry) {
        return entry.offset <= floor || entry.offset >= gap;
    });
    const bool reachesTheRowsAbove = items.size() < given;
    for (const LogEntry &entry : items) {
        if (entry.offset > m_countedTo)
            count(entry);
    }
    m_log.fillGap(gap, std::move(items),
                  reachesTheRowsAbove || !hasMore ? MessageLogModel::GapState::Closed
                                                  : MessageLogModel::GapState::Remains);
    Q_EMIT changed();
}

void Conversation::acknowledge(const QString &id, qint64 offset, const QDateTime &time)
{
    // What was received up to our position holds this message: as a row, or as part of a gap.
    if (offset <= m_position.offset)
        m_log.discard(id);
    else if (m_log.confirm(id, offset, time))
        m_acknowledgedAhead.insert(offset);
}

/// Messages with a place; those that are known already change nothing.
void Conversation::append(std::vector<LogEntry> entries)
{
    std::vector<LogEntry> fresh;
    fresh.reserve(entries.size());
    std::vector<LogEntry> told;
    for (LogEntry &entry : entries) {
        if (entry.offset <= m_position.offset)
            continue;
        m_position.offset = entry.offset;
        const bool hasRow = m_acknowledgedAhead.erase(entry.offset) > 0;
        const int row = entry.messageId.isEmpty() ? -1 : m_log.rowOfMessage(entry.messageId);
        if (row >= 0) {
            m_log.append(std::exchange(fresh, {}));
            m_log.confirm(entry.messageId, entry.offset, entry.time, entry.frame);
        } else if (!hasRow) {
            told.push_back(entry);
            fresh.push_back(std::move(entry));
        }
    }
    m_log.append(std::move(fresh));
    if (m_isBeingRead)
        m_readOffset = m_position.offset;
    for (const LogEntry &entry : told) {
        if (count(entry))
            Q_EMIT unreadReceived(entry);
    }
}

bool Conversation::count(const LogEntry &entry)
{
    if (m_isBeingRead || entry.isOwn || !entry.isMessage() || entry.offset <= m_readOffset)
        return false;
    ++m_unread;
    if (entry.isMention || isDirect())
        ++m_mentions;
    return true;
}

// Before, servers gave conversations the epoch of everything, which theirs begins with now.
bool Conversation::isSameEpoch(const QString &epoch) const
{
    return epoch == m_position.epoch || (isDirect() && epoch.startsWith(m_position.epoch + u'.'));
}

// The server lost the room's past, or does not know us any more. What we have may be all that is
// left of it: it stays, without a place.
void Conversation::keepForgotten()
{
    m_log.forgetPlaces();
    m_acknowledgedAhead.clear();
    m_countedTo = 0;
    m_hasOlder = false; // not above what may come now
    m_evictedBefore = m_log.evictedRows();
    // Where nothing was said since the last border, that one says it all: it stays in its place.
    LogEntry border;
    border.kind = LogEntry::Kind::Forgotten;
    bool isAnythingSaid = false;
    for (int row = 0; row < m_log.rowCount() && !m_log.entry(row).isUnsent(); ++row) {
        const LogEntry &entry = m_log.entry(row);
        isAnythingSaid = entry.kind != border.kind && (isAnythingSaid || entry.isMessage());
        border.time = entry.time;
    }
    if (isAnythingSaid)
        m_log.append(std::move(border));
}

/// With nothing between it and the one above they are one: two would be filled with the same.
void Conversation::appendGap(qint64 offset)
{
    for (int row = m_log.rowCount() - 1; row >= 0 && !m_log.entry(row).hasPlace(); --row) {
        if (m_log.entry(row).kind != LogEntry::Kind::Gap)
            continue;
        m_log.fillGap(m_log.entry(row).offset, {}, MessageLogModel::GapState::Closed);
        break;
    }
    LogEntry gap;
    gap.kind = LogEntry::Kind::Gap;
    gap.offset = offset;
    m_log.append(std::move(gap));
}

qint64 Conversation::newestGap() const
{
    for (int row = m_log.rowCount() - 1; row >= 0; --row) {
        if (m_log.entry(row).kind == LogEntry::Kind::Gap)
            return m_log.entry(row).offset;
    }
    return 0;
}

qint64 Conversation::offsetAboveGap(qint64 gap) const
{
    qint64 above = 0;
    for (int row = 0; row < m_log.rowCount(); ++row) {
        const LogEntry &entry = m_log.entry(row);
        if (entry.kind == LogEntry::Kind::Gap && entry.offset == gap)
            break;
        if (entry.hasPlace())
            above = entry.offset;
    }
    return above;
}

} // namespace kodama
