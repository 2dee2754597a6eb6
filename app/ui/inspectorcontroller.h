// Between the inspector and the client: what passes is recorded, what is written is sent.
#pragma once

#include "app/core/chatclient.h"
#include "app/core/inspect/framelogmodel.h"
#include "app/ui/connectionsheet.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace kodama {

class ActionList;
class InspectorWindow;
class Theme;

/// Records from the beginning (a handful); the window is made when it is asked for.
class InspectorController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorController)

public:
    /// What the controller works with; everything outlives it.
    struct Parts
    {
        const Clock &clock;
        const Theme &theme;
        ChatClient &client;
        const ActionList &actions;
    };

    /// While somebody looks, the round trip is measured this often.
    static constexpr std::chrono::milliseconds pingInterval{5000};

    explicit InspectorController(const Parts &parts, QObject *parent = nullptr);
    ~InspectorController() override;

    /// Opens the window, or brings it to the front.
    void open();
    void close();
    /// Null: it was never opened.
    [[nodiscard]] InspectorWindow *window() const { return m_window.get(); }
    [[nodiscard]] FrameLogModel &log() { return m_log; }

private:
    void connectClient();
    void makeWindow();
    void onStateChanged(ConnectionState state);
    void onMessageReceived(const ServerMessage &message);
    void send(const QByteArray &payload, Frame::Kind kind);
    void report();

    Parts m_parts;
    FrameLogModel m_log;
    ConnectionReport m_report;
    QTimer m_pingTimer;
    std::optional<SendRefusal> m_refusal; ///< of what was just sent
    bool m_hasEnded = false;              ///< this connection, and why is known
    std::unique_ptr<InspectorWindow> m_window;
};

} // namespace kodama
