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
        wake(ChatClient::Wake::Slept);
}

void WakeWatch::wake(ChatClient::Wake why)
{
    Q_EMIT cameBack();
    // Only where the client wants to come back by itself: what was refused stays refused.
    const ConnectionState state = m_client.state();
    if (state == ConnectionState::Connected)
        m_client.checkConnection(why); // it may have died meanwhile, without a word
    else if (state == ConnectionState::Reconnecting && why == ChatClient::Wake::Slept)
        m_client.reconnectNow(); // an attempt under way is of before, however young it looks
    else if (state == ConnectionState::Reconnecting)
        m_client.reconnectSoon();
}

std::chrono::milliseconds WakeWatch::lead() const
{
    return m_clock.wallTime() -
           std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.steadyTime());
}

} // namespace kodama
