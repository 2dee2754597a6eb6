// Agrees to an opening handshake: QWebSocketServer writes the answer, and never sees a socket.
// Lives in one thread.
#pragma once

#include "server/transport/deflateoffer.h"
#include "server/transport/handshakepolicy.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace kodama {

class Upgrader final
{
    Q_DISABLE_COPY_MOVE(Upgrader)

public:
    explicit Upgrader(const HandshakePolicy &policy);
    ~Upgrader();

    struct Upgraded
    {
        QByteArray response;                      ///< the whole 101, to be sent as it is
        QString subprotocol;                      ///< the agreed one, or empty
        std::optional<DeflateParameters> deflate; ///< what messages may be compressed with
    };

    /// The request must have been judged to be an upgrade. Nothing if Qt does not agree.
    [[nodiscard]] std::optional<Upgraded> upgrade(const HttpRequest &request);

    /// Agrees with nobody: Qt looks for its TLS plugins with the first WebSocket of a process, for
    /// some milliseconds, which are none of a client's.
    void warmUp();

private:
    class Server;
    std::unique_ptr<Server> m_server;
    bool m_allowsCompression;
};

} // namespace kodama
