// Listening sockets on a reactor: accepts, and hands out descriptors. Knows no client and no thread
// but its own.
#pragma once

#include "common/result.h"
#include "server/listeningsocket.h"
#include "server/transport/reactor.h"
#include "server/transport/transportlimits.h"

#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace kodama {

class Listener final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Listener)

public:
    /// Gets each accepted descriptor: non-blocking, not inherited by child programs, TCP_NODELAY
    /// and keepalive set. It is the handler's from then on.
    using DescriptorHandler = std::function<void(int descriptor)>;

    struct Address
    {
        QHostAddress address;
        quint16 port = 0;
    };

    /// deadAfter: when who is silent is given up. The system waits a little longer, since it tells
    /// nobody why.
    Listener(Reactor &reactor, DescriptorHandler handler,
             std::chrono::milliseconds deadAfter = TransportLimits{}.deadAfter);
    ~Listener() override;

    /// Listens on what host means: an address (`[::1]` with or without brackets; `::` takes IPv4,
    /// too), `localhost` (both loopback addresses, as far as the machine has them), or a name,
    /// which is looked up at once (may block) and stands for all its addresses. Port 0 picks one
    /// that is free on all. All addresses or none: returns the port. May be called again for
    /// another port.
    Result<quint16, ListenError> listen(const QString &host, quint16 port);

    /// Listens on a Unix socket, too, whose file goes when accepting stops.
    [[nodiscard]] std::optional<ListenError> listenOnPath(const QString &path);

    /// Takes a socket that listens already and was prepared. Its port; 0 if it has none.
    quint16 adopt(int descriptor);

    [[nodiscard]] const std::vector<Address> &addresses() const { return m_addresses; }

    /// Closes the listening sockets; what waited to be accepted is refused by the system.
    void stopAccepting();

private:
    class Socket;
    using Sockets = std::vector<std::unique_ptr<Socket>>;

    [[nodiscard]] Result<quint16, ListenError> listenOn(const QList<QHostAddress> &hosts,
                                                        quint16 port, bool mayLackFamily);
    [[nodiscard]] Result<quint16, ListenError> tryListenOn(const QList<QHostAddress> &hosts,
                                                           quint16 port, bool mayLackFamily);
    void pause();
    void resume();

    Reactor &m_reactor;
    DescriptorHandler m_handler;
    const std::chrono::milliseconds m_userTimeout;
    Sockets m_sockets;
    std::vector<std::unique_ptr<UnixSocketFile>> m_files; // go first, see stopAccepting()
    std::vector<Address> m_addresses;
    QTimer m_pause;
    bool m_isExhausted = false;
};

/// Lets the process have as many descriptors as the system allows it to (soft limit = hard limit).
/// Returns how many that is.
qsizetype raiseDescriptorLimit();

} // namespace kodama
