#include "app/core/connectionprobe.h"

namespace kodama {

ConnectionProbe::ConnectionProbe(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_client(clock, ReconnectPolicy::never())
{
    connect(&m_client, &ChatClient::stateChanged, this, &ConnectionProbe::onStateChanged);
}

void ConnectionProbe::start(const QUrl &url)
{
    abandon();
    m_startedAt = m_clock.steadyTime();
    m_isRunning = true;
    m_client.open(url);
}

void ConnectionProbe::abandon()
{
    m_isRunning = false;
    m_client.close();
}

void ConnectionProbe::onStateChanged(ConnectionState state)
{
    if (!m_isRunning)
        return;
    if (state == ConnectionState::Connected) {
        m_isRunning = false;
        const auto took = m_clock.steadyTime() - m_startedAt;
        const QUrl url = m_client.url();
        // Not from within the client's own signal.
        QMetaObject::invokeMethod(&m_client, &ChatClient::close, Qt::QueuedConnection);
        Q_EMIT reached(url, std::chrono::duration_cast<std::chrono::milliseconds>(took));
    } else if (state == ConnectionState::Failed) {
        m_isRunning = false;
        Q_EMIT notReached(m_client.lastError());
    }
}

} // namespace kodama
