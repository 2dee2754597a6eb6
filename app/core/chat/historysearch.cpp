#include "app/core/chat/historysearch.h"

#include "app/core/chat/chat.h"

#include <algorithm>

namespace kodama {

HistorySearch::HistorySearch(Chat &chat, MessageLogModel &serverLog, QObject *parent)
    : QAbstractListModel(parent)
    , m_chat(chat)
    , m_serverLog(serverLog)
{
    m_sliceTimer.setSingleShot(true);
    m_sliceTimer.setInterval(0);
    connect(&m_sliceTimer, &QTimer::timeout, this, &HistorySearch::searchSlice);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &HistorySearch::nextPlace);
    connect(&chat, &Chat::historyReceived, this,
            [this](const Conversation *conversation) { onHistory(*conversation); });
    connect(&chat, &Chat::requestFailed, this, [this](RequestKind kind, const QString &room) {
        if (kind == RequestKind::History && m_state == State::History && room == this->room())
            nextPlace();
    });
    connect(&chat, &Chat::phaseChanged, this, [this] {
        if (m_state == State::History && !m_chat.isReady()) {
            m_patience.stop();
            setState(State::Offline);
        } else if (m_state == State::Offline && m_chat.isReady()) {
            beginHistory();
        }
    });
    followRooms();
}

void HistorySearch::followRooms()
{
    const RoomListModel &rooms = m_chat.rooms();
    connect(&rooms, &RoomListModel::aboutToRemove, this,
            [this](const Conversation *gone) { forget(gone->name()); });
    connect(&rooms, &RoomListModel::renamed, this, &HistorySearch::rename);
    connect(&rooms, &QAbstractItemModel::modelReset, this, [this] { start({}); }); // the server
}

void HistorySearch::forget(const QString &room)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (m_hits[std::size_t(row)].room != room)
            continue;
        beginRemoveRows({}, row, row);
        m_hits.erase(m_hits.begin() + row);
        endRemoveRows();
    }
}

void HistorySearch::rename(const QString &room, const QString &newRoom)
{
    for (Hit &hit : m_hits) {
        if (hit.room == room)
            hit.room = newRoom;
    }
    for (QString &place : m_places) {
        if (place == room)
            place = newRoom;
    }
    if (!m_hits.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

void HistorySearch::start(const SearchQuery &query)
{
    beginResetModel();
    m_hits.clear();
    endResetModel();
    m_query = query;
    m_patience.stop();
    m_sliceTimer.stop();
    m_places = places();
    m_belowId = 0;
    m_cutRoom.clear();
    m_leavesOut = false;
    if (query.isEmpty()) {
        m_places.clear();
        setState(State::Idle);
        return;
    }
    setState(State::Here);
    m_sliceTimer.start();
}

void HistorySearch::stop()
{
    m_sliceTimer.stop();
    m_patience.stop();
    if (m_state == State::Here || m_state == State::History)
        setState(State::Stopped);
}

int HistorySearch::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_hits.size());
}

QVariant HistorySearch::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Hit &hit = m_hits[std::size_t(index.row())];
    switch (role) {
    case RoomRole:
        return hit.room;
    case SenderRole:
        return hit.entry.sender;
    case TextRole:
        return hit.entry.text;
    case TimeRole:
        return hit.entry.time;
    case RowIdRole:
        return hit.rowId;
    default:
        return {};
    }
}

QStringList HistorySearch::places() const
{
    QStringList names;
    RoomListModel &rooms = m_chat.rooms();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        if (m_query.isAbout(rooms.conversation(row).name()))
            names.append(rooms.conversation(row).name());
    }
    if (rooms.rowCount() == 0)
        names.append(QString()); // the log of the server
    return names;
}

const MessageLogModel *HistorySearch::logOf(const QString &place) const
{
    if (place.isEmpty())
        return &m_serverLog;
    const Conversation *conversation = m_chat.rooms().find(place);
    return conversation == nullptr ? nullptr : &conversation->log();
}

void HistorySearch::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void HistorySearch::searchSlice()
{
    const MessageLogModel *log = m_places.isEmpty() ? nullptr : logOf(m_places.first());
    int row = -1;
    if (log != nullptr)
        row = m_belowId == 0 ? log->rowCount() - 1 : log->rowOfId(m_belowId) - 1;
    for (int i = 0; i < sliceRows && row >= 0; ++i, --row) {
        m_belowId = log->idOf(row);
        look(*log, row);
    }
    if (row < 0) {
        nextPlace();
        return;
    }
    m_sliceTimer.start();
}

/// In both rounds: first through what is here, then through what the server has.
void HistorySearch::nextPlace()
{
    m_patience.stop();
    if (!m_places.isEmpty())
        m_places.removeFirst();
    m_belowId = 0;
    m_rowsAsked = -1;
    if (m_state == State::History) {
        askPage();
    } else if (m_places.isEmpty()) {
        beginHistory();
    } else {
        m_sliceTimer.start();
        Q_EMIT stateChanged();
    }
}

void HistorySearch::beginHistory()
{
    m_places = places();
    m_state = State::History;
    m_rowsAsked = -1;
    if (!m_chat.isReady() && m_chat.rooms().rowCount() > 0)
        setState(State::Offline);
    else
        askPage();
}

void HistorySearch::askPage()
{
    while (m_chat.isReady() && !m_places.isEmpty()) {
        const Conversation *conversation = m_chat.rooms().find(m_places.first());
        if (conversation != nullptr && askMore(*conversation)) {
            m_patience.start();
            Q_EMIT stateChanged();
            return;
        }
        if (conversation != nullptr && conversation->isCut())
            m_cutRoom = conversation->name();
        m_places.removeFirst();
        m_rowsAsked = -1;
    }
    m_places.clear();
    setState(m_leavesOut ? State::Full : State::Ended);
}

/// What a gap leaves out, then what is above. False: there is no more, or it does not come.
bool HistorySearch::askMore(const Conversation &conversation)
{
    const qint64 gap = conversation.newestGap();
    const qint64 floor = gap > 0 ? gap : conversation.log().firstOffset();
    const int rows = conversation.log().rowCount();
    if ((gap == 0 && !conversation.hasOlder()) || (rows == m_rowsAsked && floor == m_floor))
        return false;
    if (!hasNewer(conversation.log(), floor)) {
        m_leavesOut = true;
        return false;
    }
    m_above = gap > 0 ? conversation.offsetAboveGap(gap) : 0;
    m_floor = floor;
    m_rowsAsked = rows;
    if (gap > 0)
        m_chat.loadMissing(conversation.name(), gap);
    else
        m_chat.loadOlder(conversation.name());
    return true;
}

void HistorySearch::onHistory(const Conversation &conversation)
{
    if (m_state != State::History || conversation.name() != room())
        return;
    const MessageLogModel &log = conversation.log();
    for (int row = 0; row < log.rowCount(); ++row) {
        const qint64 offset = log.entry(row).offset;
        if (m_floor > 0 && offset >= m_floor)
            break;
        if (offset > m_above)
            look(log, row);
    }
    askPage();
}

/// Whether what stands above the row with this offset can be among the newest that are kept.
bool HistorySearch::hasNewer(const MessageLogModel &log, qint64 below) const
{
    const int row = log.rowOfOffset(below);
    return m_hits.size() < mostHits || row < 0 || !log.entry(row).time.isValid() ||
           isBefore({room(), log.entry(row), log.idOf(row)}, m_hits.back());
}

void HistorySearch::look(const MessageLogModel &log, int row)
{
    const LogEntry &entry = log.entry(row);
    if (!m_query.matches(entry))
        return;
    Hit hit{m_places.first(), entry, log.idOf(row)};
    if (m_hits.size() >= mostHits) {
        m_leavesOut = true;
        if (!isBefore(hit, m_hits.back()))
            return;
        beginRemoveRows({}, rowCount() - 1, rowCount() - 1);
        m_hits.pop_back();
        endRemoveRows();
    }
    add(std::move(hit));
}

/// The newest first. Programs say more than one thing in a millisecond: then the offset tells.
bool HistorySearch::isBefore(const Hit &one, const Hit &other) const
{
    if (one.entry.time != other.entry.time)
        return one.entry.time > other.entry.time;
    if (one.room != other.room)
        return m_chat.rooms().rowOf(one.room) < m_chat.rooms().rowOf(other.room);
    return one.entry.offset > other.entry.offset;
}

void HistorySearch::add(Hit hit)
{
    const auto place =
        std::upper_bound(m_hits.begin(), m_hits.end(), hit,
                         [this](const Hit &one, const Hit &other) { return isBefore(one, other); });
    const int row = int(place - m_hits.begin());
    beginInsertRows({}, row, row);
    m_hits.insert(place, std::move(hit));
    endInsertRows();
}

} // namespace kodama
