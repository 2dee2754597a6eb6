// Between the client and the server panel: what the server says of itself, asked for now and then
// while somebody looks.
#pragma once

#include "app/core/chatclient.h"

#include <QObject>
#include <QTimer>

namespace kodama {

class ServerEventRouter;
class ServerPanel;

class PanelController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PanelController)

public:
    /// Only servers that say more than the original sample's are asked again: it costs them little.
    static constexpr std::chrono::milliseconds askInterval{5000};
    /// After somebody came or went: those who come and go together cost one question.
    static constexpr std::chrono::milliseconds newsInterval{2000};

    /// All outlive it.
    PanelController(ChatClient &client, ServerEventRouter &router, ServerPanel &panel,
                    QObject *parent = nullptr);

    /// Asks now, if there is somebody to ask; every fourth time only while nobody looks.
    void ask();

private:
    void onStateChanged(ConnectionState state);
    void onMessageReceived(const ServerMessage &message);
    void onStatusReceived(const StatusData &status);

    ChatClient &m_client;
    ServerPanel &m_panel;
    QTimer m_timer;
    QTimer m_news;
    static constexpr int everyUnseen = 4;

    int m_unseen = 0;
    bool m_saysMore = false; ///< the server has figures that change
};

} // namespace kodama
