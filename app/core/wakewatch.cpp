#include "wakewatch.h"

#include <utility>

namespace kodama {

WakeWatch::WakeWatch(ChatClient &client, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_lead(lead())
{
    connect(&m_timer, &QTimer::timeout, this, &WakeWatch::check);
    m_timer.start(interval);
    connect(&m_routes, &RouteWatch::routesCame, this, &WakeWatch::onNetworkBack);
}

void WakeWatch::check()
{
    const std::chrono::milliseconds before = std::exchange(m_lead, lead());
    if (m_lead - before >= sleptAtLeast)
        onNetworkBack();
}

void WakeWatch::onNetworkBack()
{
    Q_EMIT cameBack();
    // Only where the client wants to come back by itself: what was refused stays refused.
    if (m_client.state() == ConnectionState::Reconnecting)
        m_client.reconnectNow();
    else if (m_client.state() == ConnectionState::Connected)
        m_client.checkConnection(); // it may have died meanwhile, without a word
}

std::chrono::milliseconds WakeWatch::lead() const
{
    return m_clock.wallTime() -
           std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.steadyTime());
}

} // namespace kodama
