#include "app/ui/panelcontroller.h"

#include "app/core/servereventrouter.h"
#include "app/ui/serverpanel.h"

namespace kodama {

PanelController::PanelController(ChatClient &client, ServerEventRouter &router, ServerPanel &panel,
                                 QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_panel(panel)
{
    m_timer.setInterval(askInterval);
    connect(&m_timer, &QTimer::timeout, this, &PanelController::ask);
    m_news.setInterval(newsInterval);
    m_news.setSingleShot(true);
    connect(&m_news, &QTimer::timeout, &client, &ChatClient::askStatusQuietly);
    connect(&client, &ChatClient::stateChanged, this, &PanelController::onStateChanged);
    connect(&client, &ChatClient::messageReceived, this, &PanelController::onMessageReceived);
    connect(&client, &ChatClient::statusReceived, this, &PanelController::onStatusReceived);
    connect(&client, &ChatClient::roundTripMeasured, this,
            [this](std::chrono::nanoseconds roundTrip) {
                m_panel.setRoundTrip(roundTrip / std::chrono::microseconds(1));
            });
    connect(&router, &ServerEventRouter::clientCountChanged, &panel, &ServerPanel::setClients);
}

void PanelController::ask()
{
    if (!m_saysMore || !m_client.isConnected())
        return;
    const bool isSeen = m_panel.isVisible() && !m_panel.window()->isMinimized();
    // Unseen, it still fills the status bar: version 2 does not tell who connects.
    if (!isSeen && ++m_unseen % everyUnseen != 0)
        return;
    m_client.askStatusQuietly();
    if (isSeen)
        m_client.sendPing();
}

void PanelController::onStateChanged(ConnectionState state)
{
    m_saysMore = false;
    m_timer.stop();
    m_news.stop();
    if (state != ConnectionState::Connected)
        m_panel.clearValues();
}

void PanelController::onMessageReceived(const ServerMessage &message)
{
    // Who is there? A server that has not said welcome does not know the question.
    if (std::holds_alternative<Welcome>(message))
        m_client.askStatusQuietly();
    else if (m_saysMore && std::holds_alternative<PresenceEvent>(message) && !m_news.isActive())
        m_news.start(); // in version 2 nobody tells how many there are now
}

void PanelController::onStatusReceived(const StatusData &status)
{
    m_saysMore = status.uptimeSeconds.has_value();
    if (m_saysMore && !m_timer.isActive())
        m_timer.start();
    m_panel.setClients(status.connectedClients);
    m_panel.setServerTime(status.serverTime);
    m_panel.setFigures({status.version.value_or(QString()), status.uptimeSeconds, status.rooms,
                        status.messagesPerSecond, status.bytesPerSecond});
}

} // namespace kodama
