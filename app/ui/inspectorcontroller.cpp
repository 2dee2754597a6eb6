#include "app/ui/inspectorcontroller.h"

#include "app/core/errortext.h"
#include "app/ui/actionlist.h"
#include "app/ui/inspectorwindow.h"

namespace kodama {

InspectorController::InspectorController(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    m_parts.client.setFrameTap(&m_log);
    m_pingTimer.setInterval(pingInterval);
    connect(&m_pingTimer, &QTimer::timeout, this, [this] {
        if (m_parts.client.isConnected())
            m_parts.client.sendPing();
    });
    connect(&parts.actions[ActionId::Inspector], &QAction::triggered, this,
            &InspectorController::open);
    connectClient();
}

InspectorController::~InspectorController()
{
    m_parts.client.setFrameTap(nullptr);
}

void InspectorController::open()
{
    if (!m_window)
        makeWindow();
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void InspectorController::close()
{
    if (m_window)
        m_window->close();
}

void InspectorController::connectClient()
{
    ChatClient &client = m_parts.client;
    connect(&client, &ChatClient::stateChanged, this, &InspectorController::onStateChanged);
    connect(&client, &ChatClient::messageReceived, this, &InspectorController::onMessageReceived);
    connect(&client, &ChatClient::errorOccurred, this, [this](const ClientError &error) {
        m_report.end = error;
        m_report.isClosedByUs = false;
        m_hasEnded = true;
        report();
    });
    connect(&client, &ChatClient::sendRefused, this,
            [this](SendRefusal reason) { m_refusal = reason; });
    connect(&client, &ChatClient::roundTripMeasured, this,
            [this](std::chrono::nanoseconds roundTrip) {
                if (m_window)
                    m_window->addRoundTrip(roundTrip);
            });
}

void InspectorController::makeWindow()
{
    m_window = std::make_unique<InspectorWindow>(
        InspectorWindow::Parts{m_parts.theme, m_parts.clock, m_log, m_parts.actions});
    connect(m_window.get(), &InspectorWindow::textSubmitted, this,
            [this](const QByteArray &frame) { send(frame, Frame::Kind::Text); });
    connect(m_window.get(), &InspectorWindow::bytesSubmitted, this,
            [this](const QByteArray &bytes) { send(bytes, Frame::Kind::Binary); });
    connect(m_window.get(), &InspectorWindow::watchedChanged, this, [this](bool isWatched) {
        if (!isWatched)
            return m_pingTimer.stop();
        if (m_parts.client.isConnected())
            m_parts.client.sendPing();
        m_pingTimer.start();
    });
    report();
}

void InspectorController::onStateChanged(ConnectionState state)
{
    const bool wasConnected = m_report.state == ConnectionState::Connected;
    m_report.state = state;
    if (state == ConnectionState::Connected) {
        m_hasEnded = false;
        m_report.facts = m_parts.client.connectionFacts();
        m_report.since = QDateTime::fromMSecsSinceEpoch(m_parts.clock.wallTime().count());
        m_report.protocol.reset();
        m_report.server.clear();
    } else if (wasConnected && state == ConnectionState::Disconnected && !m_hasEnded) {
        m_report.isClosedByUs = true;
    }
    report();
}

void InspectorController::onMessageReceived(const ServerMessage &message)
{
    // Runs for every message: two comparisons for most.
    if (const auto *welcome = std::get_if<Welcome>(&message)) {
        m_report.protocol = 1; // until version 2 is agreed on
        m_report.server = welcome->server.value_or(QString());
    } else if (const auto *hello = std::get_if<HelloResponse>(&message)) {
        m_report.protocol = hello->protocol;
        m_report.server = hello->server;
    } else {
        return;
    }
    report();
}

void InspectorController::send(const QByteArray &payload, Frame::Kind kind)
{
    m_refusal.reset();
    const bool isSent = kind == Frame::Kind::Text ? m_parts.client.sendText(payload)
                                                  : m_parts.client.sendBinary(payload);
    m_window->showSendProblem(isSent || !m_refusal ? QString() : errorText(*m_refusal));
}

void InspectorController::report()
{
    if (m_window)
        m_window->showReport(m_report);
}

} // namespace kodama
