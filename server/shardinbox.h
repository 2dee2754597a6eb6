// A shard's end of its port: takes what comes in and has it carried out, in portions, so that the
// connections have their turn, too. Lives in the shard's thread.
#pragma once

#include "common/clock.h"
#include "server/chatport.h"
#include "server/shardport.h"
#include "server/transport/reactor.h"

#include <deque>

namespace kodama {

class ShardInbox final : private Reactor::Handler // NOLINT(*-virtual-class-destructor)
{
    Q_DISABLE_COPY_MOVE(ShardInbox)

public:
    class Owner
    {
    public:
        virtual void carryOut(ShardInput &input) = 0;
        /// After each portion.
        virtual void onPortionDone() = 0;

    protected:
        ~Owner() = default;
    };

    struct Services
    {
        ShardPort &port;
        ChatPort &chat; ///< woken when it waits for us
        Reactor &reactor;
        const Clock &clock;
    };

    /// Everything must live longer than the inbox.
    ShardInbox(const Services &services, Owner &owner);
    ~ShardInbox();

    /// Whether all that was put in has been carried out.
    [[nodiscard]] bool isEmpty() const
    {
        return m_taken.empty() && m_services.port.inbox.isEmpty();
    }

    /// Has a portion of what is in carried out, as the reactor does when something comes in.
    void takePortion();

private:
    void onReady(quint32) override { takePortion(); }
    void settle(qsizetype cost);

    const Services m_services;
    Owner &m_owner;
    std::deque<ShardInput> m_taken;
};

} // namespace kodama
