#include "server/history/memoryhistory.h"

#include <algorithm>
#include <vector>

namespace kodama {

using namespace std::chrono_literals;

namespace {

// What an item costs beside its body: the record and its place in two queues.
constexpr qint64 itemOverheadBytes = 160;
constexpr qint64 arrivalSlack = 1024;
constexpr int prunedAtOnce = 1000;
constexpr auto ageInterval = 1min;

qint64 cost(const StoredItem &item)
{
    return item.body.size() + item.retryId.size() + itemOverheadBytes;
}

bool hasRoom(const Page &page, qsizetype bytes, const StoredItem &next, PageLimits limits)
{
    if (page.items.isEmpty())
        return limits.items > 0;
    return page.items.size() < limits.items && bytes + next.body.size() <= limits.bytes;
}

// begin and end run towards the items that are further away.
template <typename Iterator>
Page collect(Iterator begin, Iterator end, PageLimits limits)
{
    Page page;
    qsizetype bytes = 0;
    for (; begin != end && hasRoom(page, bytes, *begin, limits); ++begin) {
        bytes += begin->body.size();
        page.items.append(*begin);
    }
    page.more = begin != end;
    return page;
}

bool isBefore(const StoredItem &item, qint64 offset)
{
    return item.offset < offset;
}

} // namespace

MemoryHistory::MemoryHistory(QString epoch, HistoryLimits limits, qint64 memoryBytes)
    : m_epoch(std::move(epoch))
    , m_limits(limits)
    , m_memoryBytes(memoryBytes)
{}

History::Failure MemoryHistory::begin()
{
    m_hasWritten = false;
    return std::nullopt;
}

Result<CommitNumber, HistoryError> MemoryHistory::commit()
{
    return m_hasWritten ? ++m_commit : CommitNumber{0};
}

CommitNumber MemoryHistory::syncedCommit() const
{
    return m_commit;
}

Result<qint64, HistoryError> MemoryHistory::append(const NewItem &item)
{
    Stream *stream = streamFor(item.stream);
    if (!stream)
        return HistoryError{HistoryError::Kind::TooManyStreams, item.stream};
    m_hasWritten = true;
    const qint64 offset = ++stream->last;
    stream->lastTs = item.ts;
    stream->items.push_back({offset, item.ts, item.sender, item.session, item.retryId, item.body});
    const qint64 bytes = cost(stream->items.back());
    stream->bytes += bytes;
    m_bytes += bytes;
    ++m_items;
    m_arrivals.push_back({stream, offset});
    if (!item.retryId.isEmpty())
        m_retries.add(item.session, item.retryId, {item.stream, offset, item.ts});
    keepLimits(*stream);
    keepMemory();
    return offset;
}

History::Failure MemoryHistory::setTopic(const QString &room, const QString &topic)
{
    Stream *stream = streamFor(room);
    if (!stream)
        return HistoryError{HistoryError::Kind::TooManyStreams, room};
    stream->topic = topic;
    m_hasNoEmptyStream = false;
    m_hasWritten = true;
    return std::nullopt;
}

History::Failure MemoryHistory::savePerson(const PersonRecord &person)
{
    m_hasWritten = true;
    m_people.savePerson(person);
    return std::nullopt;
}

History::Failure MemoryHistory::saveSession(const SessionRecord &session)
{
    m_hasWritten = true;
    m_people.saveSession(session);
    return std::nullopt;
}

History::Failure MemoryHistory::removeSession(SessionId session)
{
    m_hasWritten = true;
    m_people.removeSession(session);
    return std::nullopt;
}

StreamPosition MemoryHistory::position(const QString &name)
{
    const Stream *stream = find(name);
    if (!stream)
        return {m_epoch, m_floor, m_floor + 1};
    const bool isEmpty = stream->items.empty();
    return {m_epoch, stream->last, isEmpty ? stream->last + 1 : stream->items.front().offset};
}

QString MemoryHistory::epoch() const
{
    return m_epoch;
}

Result<Page, HistoryError> MemoryHistory::after(const QString &name, qint64 offset,
                                                PageLimits limits)
{
    const StreamPosition place = position(name);
    const bool isComplete = offset >= place.first - 1;
    Page page;
    const Stream *stream = find(name);
    if (stream && offset < place.last) { // what is asked for may be the highest number there is
        const auto begin =
            std::lower_bound(stream->items.cbegin(), stream->items.cend(), offset + 1, isBefore);
        page = collect(begin, stream->items.cend(), limits);
    }
    page.isComplete = isComplete;
    return page;
}

Result<Page, HistoryError> MemoryHistory::before(const QString &name, qint64 offset,
                                                 PageLimits limits)
{
    const Stream *stream = find(name);
    if (!stream)
        return Page{};
    const auto end =
        std::lower_bound(stream->items.cbegin(), stream->items.cend(), offset, isBefore);
    Page page = collect(std::make_reverse_iterator(end), stream->items.crend(), limits);
    std::reverse(page.items.begin(), page.items.end());
    return page;
}

Result<Page, HistoryError> MemoryHistory::newest(const QString &stream, PageLimits limits)
{
    return before(stream, position(stream).last + 1, limits);
}

Result<std::optional<StoredRetry>, HistoryError> MemoryHistory::findRetry(SessionId session,
                                                                          const QByteArray &retryId)
{
    return m_retries.find(session, retryId);
}

QList<RoomRecord> MemoryHistory::rooms()
{
    QList<RoomRecord> rooms;
    for (const auto &[name, stream] : m_streams) {
        if (!name.startsWith(u'@') && (!stream.items.empty() || !stream.topic.isEmpty()))
            rooms.append({name, stream.topic, position(name), qint64(stream.items.size())});
    }
    return rooms;
}

QString MemoryHistory::topic(const QString &room)
{
    const Stream *stream = find(room);
    return stream ? stream->topic : QString();
}

Result<QList<DirectRecord>, HistoryError> MemoryHistory::directsOf(PersonId person, int limit)
{
    const auto others = correspondentsOf(person, limit);
    if (!others)
        return others.error();
    QList<DirectRecord> directs;
    for (const PersonId other : others.value()) {
        const PersonRecord known = m_people.named(other);
        directs.append({other, known.nick, known.nickKey, position(directStream(person, other))});
    }
    return directs;
}

Result<QList<PersonId>, HistoryError> MemoryHistory::correspondentsOf(PersonId person, int limit)
{
    std::vector<std::pair<qint64, PersonId>> found;
    const QList<PersonId> others = m_people.conversationsOf(person);
    for (const PersonId other : others) {
        if (const Stream *stream = find(directStream(person, other)))
            found.emplace_back(stream->lastTs, other);
    }
    std::sort(found.begin(), found.end(),
              [](const auto &a, const auto &b) { return a.first > b.first; });
    QList<PersonId> newest;
    for (const auto &[ts, other] : found) {
        if (newest.size() < limit)
            newest.append(other);
    }
    return newest;
}

Result<std::optional<PersonRecord>, HistoryError> MemoryHistory::findPerson(PersonId person)
{
    return m_people.findPerson(person);
}

Result<std::optional<PersonRecord>, HistoryError>
MemoryHistory::findPersonByNick(const QString &nickKey)
{
    return m_people.findPersonByNick(nickKey);
}

Result<std::optional<SessionRecord>, HistoryError>
MemoryHistory::findSession(const QByteArray &tokenHash)
{
    return m_people.findSession(tokenHash);
}

History::Failure MemoryHistory::trouble() const
{
    return std::nullopt;
}

std::chrono::milliseconds MemoryHistory::tend(std::chrono::milliseconds wallTime)
{
    m_people.forgetSessionsBefore((wallTime - limits::sessionAge).count());
    if (m_limits.age == 0s)
        return ageInterval;
    const qint64 oldest = (wallTime - m_limits.age).count();
    int portion = prunedAtOnce;
    for (auto &[name, stream] : m_streams) {
        while (!stream.items.empty() && stream.items.front().ts < oldest) {
            if (portion-- == 0)
                return 0ms;
            dropFirst(stream);
        }
    }
    return ageInterval;
}

bool MemoryHistory::isGone(const Arrival &arrival)
{
    const auto &items = arrival.stream->items;
    return items.empty() || items.front().offset > arrival.offset;
}

MemoryHistory::Stream *MemoryHistory::streamFor(const QString &name)
{
    if (Stream *known = find(name))
        return known;
    if (m_streams.size() >= streamBound(name) && !dropAnEmptyStream())
        return nullptr;
    Stream &stream = m_streams[name];
    stream.last = m_floor;
    if (const auto people = directPeople(name))
        m_people.addConversation(people->first, people->second);
    return &stream;
}

MemoryHistory::Stream *MemoryHistory::find(const QString &name)
{
    if (!m_foundLast || m_foundLast->first != name) {
        const auto found = m_streams.find(name);
        m_foundLast = found == m_streams.end() ? nullptr : &*found;
    }
    return m_foundLast ? &m_foundLast->second : nullptr;
}

bool MemoryHistory::dropAnEmptyStream()
{
    if (m_hasNoEmptyStream)
        return false;
    const auto empty = std::find_if(m_streams.begin(), m_streams.end(), [](const auto &entry) {
        return entry.second.items.empty() && entry.second.topic.isEmpty();
    });
    m_hasNoEmptyStream = empty == m_streams.end();
    if (m_hasNoEmptyStream)
        return false;
    // Should it come back, its offsets must not be given again.
    m_floor = std::max(m_floor, empty->second.last);
    std::erase_if(m_arrivals,
                  [stream = &empty->second](const Arrival &it) { return it.stream == stream; });
    if (const auto people = directPeople(empty->first))
        m_people.removeConversation(people->first, people->second);
    m_foundLast = nullptr;
    m_streams.erase(empty);
    return true;
}

void MemoryHistory::dropFirst(Stream &stream)
{
    const qint64 bytes = cost(stream.items.front());
    stream.bytes -= bytes;
    m_bytes -= bytes;
    --m_items;
    stream.items.pop_front();
    m_hasNoEmptyStream = m_hasNoEmptyStream && !stream.items.empty();
}

void MemoryHistory::keepLimits(Stream &stream)
{
    const auto isOver = [this, &stream] {
        return (m_limits.items > 0 && qint64(stream.items.size()) > m_limits.items) ||
               (m_limits.bytes > 0 && stream.bytes > m_limits.bytes);
    };
    while (stream.items.size() > 1 && isOver())
        dropFirst(stream);
}

// The oldest of all go first, whatever their stream.
void MemoryHistory::keepMemory()
{
    while (m_bytes > m_memoryBytes && !m_arrivals.empty()) {
        if (!isGone(m_arrivals.front()))
            dropFirst(*m_arrivals.front().stream);
        m_arrivals.pop_front();
    }
    // A quiet stream at the front keeps what others have pruned since behind it.
    if (qint64(m_arrivals.size()) > 2 * m_items + arrivalSlack)
        std::erase_if(m_arrivals, isGone);
}

} // namespace kodama
