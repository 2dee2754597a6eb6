#include "app/core/inspect/framelogmodel.h"

#include <utility>

namespace kodama {

namespace {

/// What a frame costs: its payload and what stands around it.
qint64 costOf(const Frame &frame)
{
    constexpr qint64 overhead = 96;
    return frame.payload.size() + overhead;
}

} // namespace

void FrameLogModel::Ring::push(Numbered frame)
{
    bytes += costOf(frame.frame);
    frames.push_back(std::move(frame));
}

void FrameLogModel::Ring::pop()
{
    bytes -= costOf(frames.front().frame);
    frames.pop_front();
}

void FrameLogModel::Ring::clear()
{
    frames.clear();
    bytes = 0;
}

/// How many of the oldest have to go; never the last one.
std::size_t FrameLogModel::Ring::excess(const Bounds &bounds) const
{
    std::size_t count = 0;
    qint64 left = bytes;
    while (count + 1 < frames.size() &&
           (frames.size() - count > bounds.frames || left > bounds.bytes))
        left -= costOf(frames[count++].frame);
    return count;
}

FrameLogModel::FrameLogModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_batchTimer.setSingleShot(true);
    m_batchTimer.setInterval(batchInterval);
    connect(&m_batchTimer, &QTimer::timeout, this, &FrameLogModel::flush);
}

void FrameLogModel::onFrame(const Frame &frame)
{
    m_waiting.push({++m_lastNumber, frame});
    const Bounds &bounds = m_isWatched ? waitingBounds : unwatchedBounds;
    for (std::size_t i = m_waiting.excess(bounds); i > 0; --i) {
        m_waiting.pop();
        m_missed += m_isPaused ? 1 : 0;
    }
    if (m_isWatched && !m_batchTimer.isActive())
        m_batchTimer.start();
    // Nothing is lost for being faster than the timer.
    if (m_isWatched && !m_isPaused && m_waiting.frames.size() >= waitingBounds.frames / 2)
        flush();
}

void FrameLogModel::setWatched(bool isWatched)
{
    if (isWatched == m_isWatched)
        return;
    m_isWatched = isWatched;
    if (isWatched) {
        flush();
        return;
    }
    m_isPaused = false;
    m_missed = 0;
    m_batchTimer.stop();
    beginResetModel();
    for (Numbered &frame : m_waiting.frames)
        m_rows.push(std::move(frame));
    m_waiting = std::exchange(m_rows, {});
    for (std::size_t i = m_waiting.excess(unwatchedBounds); i > 0; --i)
        m_waiting.pop();
    endResetModel();
}

void FrameLogModel::setPaused(bool isPaused)
{
    if (isPaused == m_isPaused)
        return;
    if (isPaused)
        flush();
    m_isPaused = isPaused;
    m_missed = 0;
    flush();
    Q_EMIT heldBackChanged();
}

void FrameLogModel::clear()
{
    m_waiting.clear();
    m_missed = 0;
    if (m_rows.frames.empty())
        return;
    beginResetModel();
    m_rows.clear();
    endResetModel();
    Q_EMIT heldBackChanged();
}

void FrameLogModel::flush()
{
    m_batchTimer.stop();
    if (m_isPaused) {
        Q_EMIT heldBackChanged();
        return;
    }
    if (!m_isWatched || m_waiting.frames.empty())
        return;
    const std::size_t coming = m_waiting.frames.size();
    evictRows(coming);
    const int first = rowCount();
    beginInsertRows({}, first, first + int(coming) - 1);
    for (Numbered &frame : m_waiting.frames)
        m_rows.push(std::move(frame));
    m_waiting.clear();
    endInsertRows();
    evictRows(0);
}

const Frame &FrameLogModel::frameAt(int row) const
{
    return m_rows.frames[std::size_t(row)].frame;
}

int FrameLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.frames.size());
}

int FrameLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FrameLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Numbered &row = m_rows.frames[std::size_t(index.row())];
    switch (role) {
    case NumberRole:
        return row.number;
    case TimeRole:
        return QVariant::fromValue(row.frame.time.count());
    case DirectionRole:
        return int(row.frame.direction);
    case KindRole:
        return int(row.frame.kind);
    case SizeRole:
        return row.frame.payload.size();
    case PayloadRole:
        return row.frame.payload;
    default:
        return {};
    }
}

/// Makes room for `coming` rows, and keeps to the bytes.
void FrameLogModel::evictRows(std::size_t coming)
{
    Bounds bounds = rowBounds;
    bounds.frames -= std::min(coming, bounds.frames);
    std::size_t count = m_rows.excess(bounds);
    if (coming >= rowBounds.frames)
        count = m_rows.frames.size();
    if (count == 0)
        return;
    beginRemoveRows({}, 0, int(count) - 1);
    for (std::size_t i = 0; i < count; ++i)
        m_rows.pop();
    endRemoveRows();
}

} // namespace kodama
