// Between window and client: intents become calls, what happens becomes what is shown.
#pragma once

#include "app/core/commandparser.h"
#include "app/core/servereventrouter.h"
#include "app/core/serverurl.h"
#include "app/core/settings.h"
#include "app/ui/composer.h"
#include "app/ui/connectflow.h"
#include "app/ui/connectionbanner.h"
#include "app/ui/panelcontroller.h"

#include <QObject>
#include <QTimer>

namespace kodama {

class MainWindow;
class RoomController;
class Theme;

class WindowController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowController)

public:
    /// What the controller works with; everything outlives it.
    struct Parts
    {
        const Clock &clock;
        const Theme &theme;
        ChatClient &client;
        MessageLogModel &log;
        ServerEventRouter &router;
        Settings &settings;
        MainWindow &window;
        RoomController &rooms;
        QUrl localServer = defaultServerUrl(); ///< where one on this computer is looked for
    };

    explicit WindowController(const Parts &parts, QObject *parent = nullptr);

    /// Connects and remembers the server.
    void openServer(const QUrl &url);
    void openConnectDialog();
    /// Runs what was typed; the composer keeps the text unless it was sent or done.
    void submit(Composer::Target target, const QString &text);
    void openLink(const QUrl &link);
    /// An address as typed; empty: where we were before. false: it is none, the composer says why.
    [[nodiscard]] bool connectTo(const QString &server);
    void clearLog();
    void showHelp();
    void showAbout();

Q_SIGNALS:
    /// A web link, for whoever opens those.
    void webLinkActivated(const QUrl &link);

private:
    void connectWindow();
    void connectClient();
    void onStateChanged(ConnectionState state);
    void onSendRefused(SendRefusal reason) const;
    void onMessageReceived();
    void onErrorOccurred(const ClientError &error);
    void showConnection();
    [[nodiscard]] ConnectionInfo::OwnServer ownServer() const;
    void onOwnServerStarted();
    void showWholeText(const QModelIndex &index);
    [[nodiscard]] bool run(const UserCommand &command);

    Parts m_parts;
    PanelController m_panel;
    ConnectFlow m_connectFlow;
    QTimer m_countdown;
    QString m_problem;
    QString m_clientId;
};

} // namespace kodama
