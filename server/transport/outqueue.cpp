#include "server/transport/outqueue.h"

#include <algorithm>

namespace kodama {

namespace {

/// A queue that was longer gives the memory for more back when it is empty: ten thousand clients
/// who were told much once need little afterwards.
constexpr std::size_t keptEntries = 8;

} // namespace

// Not by doubling from one, which is five allocations for what comes in most turns.
void OutQueue::makeRoom()
{
    if (m_entries.size() == m_entries.capacity() && m_entries.size() < turnEntries)
        m_entries.reserve(m_entries.empty()                ? keptEntries / 2
                          : m_entries.size() < keptEntries ? keptEntries
                                                           : turnEntries);
}

void OutQueue::push(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    makeRoom();
    m_entries.push_back(bytes);
    m_cost += bytes.size() + entryOverheadBytes;
}

std::size_t OutQueue::gather(std::span<iovec> parts) const noexcept
{
    const std::size_t count = std::min(parts.size(), m_entries.size() - m_head);
    for (std::size_t i = 0; i < count; ++i) {
        const QByteArray &entry = m_entries[m_head + i];
        const qsizetype skipped = i == 0 ? m_sentBytes : 0;
        // sendmsg() takes non-const memory but only reads it.
        parts[i].iov_base = const_cast<char *>(entry.constData() + skipped);
        parts[i].iov_len = static_cast<std::size_t>(entry.size() - skipped);
    }
    return count;
}

void OutQueue::advance(qsizetype bytes)
{
    while (bytes > 0) {
        QByteArray &entry = m_entries[m_head];
        const qsizetype left = entry.size() - m_sentBytes;
        if (bytes < left) {
            m_sentBytes += bytes;
            m_cost -= bytes;
            return;
        }
        bytes -= left;
        m_cost -= left + entryOverheadBytes;
        m_sentBytes = 0;
        entry = QByteArray();
        ++m_head;
    }
    if (isEmpty()) {
        const bool wasLong = m_entries.capacity() > keptEntries;
        clear();
        if (wasLong)
            m_entries.reserve(keptEntries);
    } else if (m_head > keptEntries && m_head > m_entries.size() / 2) {
        m_entries.erase(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(m_head));
        m_head = 0;
    }
}

qsizetype OutQueue::ownCost() const noexcept
{
    qsizetype sum = 0;
    for (std::size_t i = m_head; i < m_entries.size(); ++i) {
        const QByteArray &entry = m_entries[i];
        // Qt has this as non-const only, though it changes nothing.
        const auto *const buffer = const_cast<QByteArray &>(entry).data_ptr().d_ptr();
        const int holders = buffer == nullptr ? 1 : buffer->ref_.loadRelaxed();
        sum += entryOverheadBytes + entry.size() / std::max(holders, 1);
    }
    return sum;
}

void OutQueue::clear()
{
    m_entries.clear();
    if (m_entries.capacity() > keptEntries)
        m_entries.shrink_to_fit();
    m_head = 0;
    m_sentBytes = 0;
    m_cost = 0;
}

} // namespace kodama
