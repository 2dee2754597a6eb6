// How one comes to a server: the dialog, trying an address, and starting a server of one's own.
#pragma once

#include "app/core/connectionprobe.h"
#include "app/core/localserverprocess.h"

#include <QPointer>

namespace kodama {

class ConnectDialog;
class Settings;
class Theme;

/// What somebody without a name may be called: as on this computer; empty where that says nothing.
[[nodiscard]] QString guessedNick();

class ConnectFlow final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectFlow)

public:
    /// What the flow works with; everything outlives it.
    struct Parts
    {
        const Clock &clock;
        const Theme &theme;
        Settings &settings;
        QWidget &window;
        QUrl localServer; ///< where a server on this computer is, unless another port is typed
    };

    explicit ConnectFlow(const Parts &parts, QObject *parent = nullptr);

    /// With what was used last, or for the first time.
    void open();
    /// With this server in the fields.
    void open(const QUrl &server);

    /// Whether this is where a server on this computer is started, or was by this program.
    [[nodiscard]] bool isLocalServer(const QUrl &url) const;
    [[nodiscard]] bool canStartServer() const;
    /// Now or in a run before, with this profile.
    [[nodiscard]] bool hasStartedServer() const;
    [[nodiscard]] bool isStartingServer() const { return m_localServer.isStarting(); }
    /// At `url`, for which isLocalServer() holds; without a dialog, and to live as long as the last
    /// time. serverStarted() or serverFailed() follows.
    void startServer(const QUrl &url);

Q_SIGNALS:
    /// The name is stored already.
    void chosen(const QUrl &server);
    void serverStarted();
    /// Nobody was told in the dialog, because there is none.
    void serverFailed(const QString &sentence);

private:
    void centreDialog();
    void onChosen(const QUrl &server, const QString &nick);
    void onNotReached(const ClientError &error);
    void lookForLocalServer(const QUrl &typed);
    void offerToStart();
    void onLocalServerReady();
    void startLocalServer(LocalServerProcess::Lifetime lifetime);
    void onLocalServerFailed(LocalServerProcess::Problem problem, const QString &detail);
    [[nodiscard]] QString sentence(LocalServerProcess::Problem problem,
                                   const QString &detail) const;

    Parts m_parts;
    ConnectionProbe m_probe;      // what the Test button asks for
    ConnectionProbe m_localProbe; // whether a server answers on this computer
    LocalServerProcess m_localServer;
    QUrl m_local;     // where one is looked for now, or started
    QUrl m_startedAt; // empty: none was
    LocalServerProcess::Lifetime m_lifetime = LocalServerProcess::Lifetime::WithProgram;
    QPointer<ConnectDialog> m_dialog;
};

} // namespace kodama
