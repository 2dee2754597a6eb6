#include "server/shardinbox.h"

#include "server/threadlimits.h"

#include <cstring>
#include <sys/epoll.h>

namespace kodama {

ShardInbox::ShardInbox(const Services &services, Owner &owner)
    : m_services(services)
    , m_owner(owner)
{
    if (!m_services.reactor.watch(m_services.port.wakeup.descriptor(), EPOLLIN, *this))
        qFatal("cannot watch a shard's inbox: %s", strerror(errno));
}

ShardInbox::~ShardInbox()
{
    m_services.reactor.forget(m_services.port.wakeup.descriptor(), *this);
}

void ShardInbox::takePortion()
{
    ShardPort &port = m_services.port;
    port.wakeup.clear();
    port.inbox.drain([this](ShardInput &input) { m_taken.push_back(std::move(input)); });
    const std::chrono::nanoseconds end = m_services.clock.steadyTime() + threadlimits::portionTime;
    while (!m_taken.empty()) {
        m_owner.carryOut(m_taken.front());
        const auto *const deliveries = std::get_if<Deliveries>(&m_taken.front());
        const qsizetype cost = deliveries != nullptr ? deliveries->cost : 0;
        m_taken.pop_front();
        settle(cost);
        if (m_services.clock.steadyTime() >= end)
            break;
    }
    if (!m_taken.empty())
        port.wakeup.wake(); // the rest in the next turn
    m_owner.onPortionDone();
}

void ShardInbox::settle(qsizetype cost)
{
    const qsizetype left = m_services.port.undelivered.fetch_sub(cost) - cost;
    if (left <= threadlimits::deliveryBytes / 2 && m_services.chat.isHeldBack.load() &&
        m_services.chat.isHeldBack.exchange(false))
        m_services.chat.wakeup.wake();
}

} // namespace kodama
