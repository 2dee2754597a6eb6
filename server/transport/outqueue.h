// What waits to be sent on one connection: shared buffers in order, never copied, counted. Pure.
#pragma once

#include <QByteArray>

#include <span>
#include <sys/uio.h>
#include <vector>

namespace kodama {

class OutQueue final
{
public:
    /// What an entry costs beside its bytes, so that very many very small ones count, too.
    static constexpr qsizetype entryOverheadBytes = 64;

    /// What a busy turn gathers: room for it is asked for once, not entry by entry.
    static constexpr std::size_t turnEntries = 16;

    void push(const QByteArray &bytes);

    /// Fills the front of parts with what is to be sent next and returns how many it filled.
    [[nodiscard]] std::size_t gather(std::span<iovec> parts) const noexcept;

    /// The first of the bytes have been sent.
    void advance(qsizetype bytes);
    void clear();

    [[nodiscard]] bool isEmpty() const noexcept { return m_head == m_entries.size(); }

    /// Entries not sent completely.
    [[nodiscard]] std::size_t count() const noexcept { return m_entries.size() - m_head; }

    /// Bytes waiting plus the overhead of their entries: what bounds are compared with.
    [[nodiscard]] qsizetype cost() const noexcept { return m_cost; }

    /// The same, but of buffers that others hold, too, only this queue's share, as things are now.
    /// Looks at every entry.
    [[nodiscard]] qsizetype ownCost() const noexcept;

private:
    void makeRoom();

    std::vector<QByteArray> m_entries;
    std::size_t m_head = 0;    ///< first entry not sent completely
    qsizetype m_sentBytes = 0; ///< of that entry
    qsizetype m_cost = 0;
};

} // namespace kodama
