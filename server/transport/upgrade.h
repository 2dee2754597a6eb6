// Agrees to an opening handshake: QWebSocketServer writes the answer, and never sees a socket.
// Lives in one thread.
#pragma once

#include "server/transport/httprequest.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace kodama {

class Upgrader final
{
    Q_DISABLE_COPY_MOVE(Upgrader)

public:
    explicit Upgrader(const QStringList &subprotocols);
    ~Upgrader();

    struct Upgraded
    {
        QByteArray response; ///< the whole 101, to be sent as it is
        QString subprotocol; ///< the agreed one, or empty
    };

    /// The request must have been judged to be an upgrade. Nothing if Qt does not agree.
    [[nodiscard]] std::optional<Upgraded> upgrade(const HttpRequest &request);

private:
    class Server;
    std::unique_ptr<Server> m_server;
};

} // namespace kodama
