// The whole server as an object: give it a configuration, start it, stop it. Programs, tests and
// the client's demo embed it. Lives in the thread that made it, which needs an event loop; clients
// are served in threads of its own.
#pragma once

#include "common/result.h"
#include "server/adminpages.h"
#include "server/chatthread.h"
#include "server/heaptrimmer.h"
#include "server/listener.h"
#include "server/metrics.h"
#include "server/population.h"
#include "server/refusallog.h"
#include "server/serverconfig.h"
#include "server/serveroperator.h"
#include "server/shardthread.h"
#include "server/starterror.h"
#include "server/transport/peeraddress.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <optional>

namespace kodama {

class Server final : public QObject, public ServerOperator, private Reactor::Handler
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Server)

public:
    /// Log and clock must live longer than the server.
    Server(const ServerConfig &config, Log &log, const Clock &clock, QObject *parent = nullptr);

    /// Drops what is still connected; stop() first is politer.
    ~Server() override;

    /// Listens. The value is the port, also when the configuration said 0; 0 if there is none. To
    /// be called once.
    Result<quint16, StartError> start();

    /// 0 before start() succeeded.
    [[nodiscard]] quint16 port() const { return m_port; }

    /// Where clients find it, for example `ws://localhost:8765`. The main port speaks TLS if that
    /// has no port of its own.
    [[nodiscard]] QUrl url() const;
    /// Where they find it over TLS, if anywhere, for example `wss://localhost:8766`.
    [[nodiscard]] std::optional<QUrl> tlsUrl() const;

    /// Reads certificate and key again, for those who connect from now on. If they cannot be used,
    /// says so in the log and keeps what there is.
    void reloadCertificate();

    /// As many as the configuration says, or as there are cores.
    [[nodiscard]] int threadCount() const { return m_threadCount; }

    [[nodiscard]] qint64 clientCount() const override { return m_population.count(); }
    /// In the order in which they came.
    [[nodiscard]] QStringList clientIds() const { return m_registry.clientIds(); }
    void listClients(Answer answer) override
    {
        askChat(OperatorQuestion::About::Connections, std::move(answer));
    }
    void listRooms(Answer answer) override
    {
        askChat(OperatorQuestion::About::Rooms, std::move(answer));
    }
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

    [[nodiscard]] std::optional<StartError> listen();
    void forgetStart();
    [[nodiscard]] std::optional<StartError> listenOnPorts();
    [[nodiscard]] std::optional<StartError> openAdminPages();
    [[nodiscard]] std::optional<StartError> adoptActivated();
    [[nodiscard]] QString nameOf(const LocalPlace &place) const;
    [[nodiscard]] QStringList places() const;
    [[nodiscard]] StartError describe(const ListenError &error, const QString &option) const;
    [[nodiscard]] QString describePortInUse(const ListenError &error, const QString &option) const;
    [[nodiscard]] StartError describePath(const ListenError &error, const QString &reason) const;
    [[nodiscard]] QString describe(const TlsLoadError &error) const;
    void logCertificate();
    void logDescriptors();
    [[nodiscard]] QUrl urlWith(const QString &scheme, quint16 port) const;
    void startShards(std::vector<ShardPort *> &ports);
    [[nodiscard]] std::optional<StartError> startChat(std::vector<ShardPort *> ports);
    void deal(int descriptor);
    void tellChat(ConnectionId connection, int shard, ChatRequest::What what);
    void askChat(OperatorQuestion::About about, Answer answer);
    void sendHeartbeat();
    void onReady(quint32 events) override;
    /// Once, whoever is first; any thread.
    void closeAll(std::chrono::milliseconds time);
    void onCloseTimeOver();
    void finish();

    const ServerConfig m_config;
    Log &m_log;
    const Clock &m_clock;
    const Texts m_texts;
    const int m_threadCount;
    State m_state = State::Idle;
    quint16 m_port = 0;
    std::optional<quint16> m_tlsPort;
    std::vector<LocalPlace> m_activated; ///< sockets that the service manager has opened
    const std::shared_ptr<TlsIdentity> m_identity;
    Population m_population;
    HeapTrimmer m_heapTrimmer{m_population};
    ClientRegistry m_registry;
    RefusalLog m_refusals;
    TimestampSource m_timestamps;
    Occupancy m_occupancy;
    Reactor m_reactor;
    ChatPort m_chatPort;
    Metrics m_metrics;
    std::atomic<int> m_openShards{0};
    std::atomic<bool> m_isReady{false};
    std::atomic<bool> m_isClosingAll{false};
    Wakeup m_news; ///< the shards are closed, or the chat answered
    Mailbox<std::function<void()>> m_answers{m_news};
    std::vector<std::unique_ptr<ShardThread>> m_shards;
    std::unique_ptr<ChatThread> m_chat; // first to end, as it reaches the shards' ports
    std::unique_ptr<Listener> m_listener;
    std::unique_ptr<AdminPages> m_admin;
    std::size_t m_nextShard = 0;
    QTimer m_heartbeatTimer;
    QTimer m_closeTimer;
};

} // namespace kodama
