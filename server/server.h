// The whole server as an object: give it a configuration, start it, stop it. Programs, tests and
// the client's demo embed it. Lives in the thread that made it, which needs an event loop.
#pragma once

#include "common/result.h"
#include "server/listener.h"
#include "server/localbackplane.h"
#include "server/population.h"
#include "server/serverconfig.h"
#include "server/serveroperator.h"
#include "server/shard.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace kodama {

/// Why a server did not start.
struct StartError
{
    enum class Kind {
        PortInUse,
        BadHost,      ///< no such name, or not an address of this machine
        NotPermitted, ///< usually a port below 1024
        Other,
    };
    Kind kind = Kind::Other;
    QString message; ///< for people, in the server's language: names port, address and reason
};

class Server final : public QObject, public ServerOperator
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Server)

public:
    /// Log and clock must live longer than the server.
    Server(const ServerConfig &config, Log &log, const Clock &clock, QObject *parent = nullptr);

    /// Drops what is still connected; stop() first is politer.
    ~Server() override;

    /// Listens. The value is the port, also when the configuration said 0. To be called once.
    Result<quint16, StartError> start();

    /// 0 before start() succeeded.
    [[nodiscard]] quint16 port() const { return m_port; }

    /// Where clients find it, for example `ws://localhost:8765`.
    [[nodiscard]] QUrl url() const;

    [[nodiscard]] qint64 clientCount() const override { return m_population.count(); }
    [[nodiscard]] QStringList clientIds() const override;
    void notify(const QString &text) override;
    [[nodiscard]] bool sendTo(const QString &clientId, const QString &text) override;
    [[nodiscard]] bool kick(const QString &clientId, const QString &reason) override;

    /// Accepts nobody any more, closes every connection (1001) behind what is queued for it, and
    /// tells stopped() when all are gone, within 5 seconds whatever the clients do. Never tells it
    /// from within this function. Calling it again changes nothing.
    void stop() override;

Q_SIGNALS:
    void stopped();

private:
    enum class State { Idle, Running, Stopping, Stopped };

    [[nodiscard]] StartError describe(const ListenError &error) const;
    void sendHeartbeat();
    void onClosed();
    void onCloseTimeOver();
    void finish();

    const ServerConfig m_config;
    Log &m_log;
    const Texts m_texts;
    State m_state = State::Idle;
    quint16 m_port = 0;
    Population m_population;
    TimestampSource m_timestamps;
    LocalBackplane m_backplane;
    std::unique_ptr<Shard> m_shard; // more of them, each with a thread, fit in here
    std::unique_ptr<Listener> m_listener;
    QTimer m_heartbeatTimer;
    QTimer m_closeTimer;
};

} // namespace kodama
