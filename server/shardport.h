// The way into a shard's thread: descriptors from the listener, deliveries from the chat, and from
// the disk's thread what waited for it.
#pragma once

#include "common/protocol/closecode.h"
#include "server/chat/delivery.h"
#include "server/mailbox.h"

#include <chrono>
#include <unistd.h>

namespace kodama {

/// An accepted, non-blocking descriptor; closed when nobody takes it over.
class Adopt final
{
    Q_DISABLE_COPY(Adopt)

public:
    explicit Adopt(int descriptor)
        : m_descriptor(descriptor)
    {}
    Adopt(Adopt &&other) noexcept
        : m_descriptor(other.take())
    {}
    Adopt &operator=(Adopt &&) = delete;
    ~Adopt()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    [[nodiscard]] int take() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor;
};

/// Tells every client to go.
struct CloseAll
{
    CloseCode code = CloseCode::GoingAway;
    QString reason{};
    std::chrono::milliseconds time{}; ///< then what is left is dropped
};

/// What the chat delivers at once.
struct Deliveries
{
    DeliveryBatch batch;
    qsizetype cost = 0;                 ///< counted in ShardPort::undelivered
    std::chrono::nanoseconds askedAt{}; ///< the first of what it follows from; 0: unknown
};

/// Does once what would else make the first client wait.
struct WarmUp
{};

/// The thread is to end; who is still there is dropped.
struct End
{};

using ShardInput = std::variant<Deliveries, Adopt, CloseAll, WarmUp, End>;

struct ShardPort
{
    Wakeup wakeup;
    Mailbox<ShardInput> inbox{wakeup};

    /// The last of the shard's batches (ChatBatch::turn) that the chat has handled. What follows
    /// from it is in the inbox by then.
    std::atomic<quint64> handledTurn{0};

    /// The shard waits for that number to grow, and wants to be woken even if there is nothing to
    /// deliver. The chat sets it back.
    std::atomic<bool> wantsWake{false};

    /// Cost of the deliveries that the shard has not carried out.
    std::atomic<qsizetype> undelivered{0};

    /// Puts it into the inbox. Callable from any thread.
    void deliver(DeliveryBatch batch, std::chrono::nanoseconds askedAt);
};

} // namespace kodama
