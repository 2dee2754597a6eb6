// From many threads to one, without a lock: anybody puts something in, the owner takes everything
// out. One compare-and-swap to put in, one exchange to take all; the owner is woken only by what
// finds the box empty.
#pragma once

#include "server/wakeup.h"

#include <atomic>
#include <memory>
#include <utility>

namespace kodama {

/// Senders that have many things send them as one, such as a vector. Not bounded: whoever may be
/// made to put in more than the owner takes out must be slowed down where it begins.
template <typename T>
class Mailbox final
{
    Q_DISABLE_COPY_MOVE(Mailbox)

public:
    /// The wakeup is that of the owner's thread and must live longer.
    explicit Mailbox(const Wakeup &wakeup)
        : m_wakeup(wakeup)
    {}
    ~Mailbox() { destroy(m_last.load(std::memory_order_acquire)); }

    /// Callable from any thread. What one thread puts in comes out in that order.
    template <typename Item = T>
    void put(Item &&item)
    {
        // Made in its place: of a variant that is moved there GCC 12 forgets which of its types it
        // holds, and warns that the others are destroyed uninitialized.
        std::unique_ptr<Letter> letter(new Letter{std::forward<Item>(item), nullptr});
        Letter *before = m_last.load(std::memory_order_relaxed);
        do {
            letter->before = before;
        } while (!m_last.compare_exchange_weak(before, letter.get(), std::memory_order_release,
                                               std::memory_order_relaxed));
        (void)letter.release(); // the owner's now, and may be gone already
        if (before == nullptr)
            m_wakeup.wake();
    }

    /// Only for the owner: calls take(T &) for everything that is in, in order.
    template <typename Take>
    void drain(const Take &take)
    {
        Letter *oldest = nullptr;
        Letter *letter = m_last.exchange(nullptr, std::memory_order_acquire);
        while (letter != nullptr)
            oldest = std::exchange(letter, std::exchange(letter->before, oldest));
        while (oldest != nullptr) {
            const std::unique_ptr<Letter> owner(std::exchange(oldest, oldest->before));
            take(owner->item);
        }
    }

    /// Whether the owner has taken everything out.
    [[nodiscard]] bool isEmpty() const { return m_last.load(std::memory_order_acquire) == nullptr; }

private:
    struct Letter
    {
        T item;
        Letter *before; // put in before this one; while draining: taken out after this one
    };

    static void destroy(Letter *letter)
    {
        while (letter != nullptr) {
            const std::unique_ptr<Letter> owner(std::exchange(letter, letter->before));
        }
    }

    const Wakeup &m_wakeup;
    std::atomic<Letter *> m_last{nullptr};
};

} // namespace kodama
