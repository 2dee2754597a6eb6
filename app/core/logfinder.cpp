#include "app/core/logfinder.h"

#include "app/core/messagelogmodel.h"

#include <algorithm>
#include <limits>

namespace kodama {
namespace {

constexpr quint64 nothingYet = std::numeric_limits<quint64>::max();

bool isBefore(const LogFinder::Hit &hit, quint64 rowId)
{
    return hit.rowId < rowId;
}

} // namespace

LogFinder::LogFinder(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &LogFinder::searchSlice);
}

void LogFinder::setLog(MessageLogModel *log)
{
    if (m_log != nullptr)
        m_log->disconnect(this);
    m_log = log;
    if (m_log != nullptr) {
        connect(log, &QAbstractItemModel::rowsInserted, this,
                [this](const QModelIndex &, int first, int last) { onInserted(first, last); });
        connect(
            log, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) { onAboutToBeRemoved(first, last); });
        connect(log, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex &changed) { searchAnew(changed.row()); });
        connect(log, &QAbstractItemModel::modelReset, this, &LogFinder::restart);
    }
    restart();
}

void LogFinder::setText(const QString &text)
{
    m_search = TextSearch(text);
    restart();
}

LogFinder::Hit LogFinder::current() const
{
    return m_current < 0 ? Hit{} : m_hits[std::size_t(m_current)];
}

int LogFinder::currentRow() const
{
    return m_current < 0 || m_log == nullptr ? -1 : m_log->rowOfId(current().rowId);
}

void LogFinder::goToNewer()
{
    step(1);
}

void LogFinder::goToOlder()
{
    step(-1);
}

void LogFinder::step(int by)
{
    if (m_hits.empty())
        return;
    m_current = (m_current + by + count()) % count();
    Q_EMIT changed();
    Q_EMIT currentChanged();
}

void LogFinder::restart()
{
    m_hits.clear();
    m_current = -1;
    m_searchedFrom = nothingYet;
    if (m_log != nullptr && !m_search.isEmpty()) {
        m_timer.start();
        searchSlice();
    } else {
        m_timer.stop();
        Q_EMIT changed();
    }
}

void LogFinder::searchSlice()
{
    if (m_log == nullptr) {
        m_timer.stop();
        return;
    }
    const bool hadHits = !m_hits.empty();
    int row = m_log->rowCount();
    if (m_searchedFrom != nothingYet) {
        // The row itself may be gone: then the first one that is left.
        int low = 0;
        while (low < row) {
            const int middle = low + (row - low) / 2;
            if (m_log->idOf(middle) < m_searchedFrom)
                low = middle + 1;
            else
                row = middle;
        }
    }
    const int end = std::max(0, row - sliceRows);
    while (row > end && m_hits.size() < maxHits) {
        --row;
        const std::deque<Hit> hits = hitsIn(row);
        m_hits.insert(m_hits.begin(), hits.begin(), hits.end());
        m_current += m_current < 0 ? 0 : int(hits.size());
        m_searchedFrom = m_log->idOf(row);
    }
    if (row == 0 || m_hits.size() >= maxHits)
        m_timer.stop();
    if (!hadHits && !m_hits.empty()) {
        m_current = count() - 1;
        Q_EMIT changed();
        Q_EMIT currentChanged();
    } else {
        Q_EMIT changed();
    }
}

std::deque<LogFinder::Hit> LogFinder::hitsIn(int row) const
{
    std::deque<Hit> hits;
    const LogEntry &entry = m_log->entry(row);
    if (entry.isUnsent() || entry.kind == LogEntry::Kind::Gap || entry.text.isEmpty())
        return hits;
    const auto found = int(m_search.findIn(entry.text).size());
    for (int ordinal = 0; ordinal < found; ++ordinal)
        hits.push_back({m_log->idOf(row), ordinal});
    return hits;
}

void LogFinder::insertHits(const std::deque<Hit> &hits)
{
    if (hits.empty() || m_hits.size() >= maxHits)
        return;
    const auto at = std::lower_bound(m_hits.begin(), m_hits.end(), hits.front().rowId, isBefore);
    if (m_current >= int(at - m_hits.begin()))
        m_current += int(hits.size());
    m_hits.insert(at, hits.begin(), hits.end());
}

void LogFinder::removeHits(quint64 firstId, quint64 lastId)
{
    const auto first = std::lower_bound(m_hits.begin(), m_hits.end(), firstId, isBefore);
    const auto last = std::lower_bound(first, m_hits.end(), lastId + 1, isBefore);
    const auto firstNumber = int(first - m_hits.begin());
    const auto lastNumber = int(last - m_hits.begin());
    m_hits.erase(first, last);
    if (m_current >= lastNumber)
        m_current -= lastNumber - firstNumber;
    else if (m_current >= firstNumber)
        m_current = std::min(firstNumber, count() - 1);
}

void LogFinder::onInserted(int first, int last)
{
    if (m_search.isEmpty())
        return;
    if (m_log->idOf(first) < m_searchedFrom) { // older rows: their turn comes
        m_timer.start();
        return;
    }
    for (int row = first; row <= last; ++row)
        insertHits(hitsIn(row));
    Q_EMIT changed();
}

void LogFinder::onAboutToBeRemoved(int first, int last)
{
    if (m_hits.empty())
        return;
    removeHits(m_log->idOf(first), m_log->idOf(last));
    Q_EMIT changed();
}

void LogFinder::searchAnew(int row)
{
    if (m_search.isEmpty() || row >= m_log->rowCount() || m_log->idOf(row) < m_searchedFrom)
        return;
    const quint64 id = m_log->idOf(row);
    const std::deque<Hit> hits = hitsIn(row);
    const auto known = std::lower_bound(m_hits.begin(), m_hits.end(), id, isBefore);
    const bool isKnown = known != m_hits.end() && known->rowId == id;
    if (hits.empty() == !isKnown)
        return; // nearly always only the neighbours changed
    removeHits(id, id);
    insertHits(hits);
    Q_EMIT changed();
}

} // namespace kodama
