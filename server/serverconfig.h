// What a server is told before it starts; every value is already checked.
#pragma once

#include "common/protocol/limits.h"
#include "server/boundoptions.h"
#include "server/storeconfig.h"
#include "server/texts.h"
#include "server/transport/proxytrust.h"
#include "server/transport/tlscontext.h"

#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace kodama {

struct ServerConfig
{
    QString host = QStringLiteral("localhost"); ///< a name or an address, without brackets
    quint16 port = limits::defaultPort;         ///< 0: any free one
    bool hasTcp = true;                         ///< whether host and port are listened on at all
    bool isPortForTls = false;                  ///< it was asked for as the only one, for TLS
    QString unixSocket;                         ///< path of one to listen on, too; empty: none
    /// Listen already; even if none is left, host and port do not count then.
    std::optional<std::vector<int>> activatedSockets;
    ProxyTrust trustedProxies;
    std::optional<TlsFiles> tls;      ///< certificate and key, if TLS is spoken
    std::optional<quint16> tlsPort;   ///< where; none: on port, and nothing else there
    std::optional<quint16> adminPort; ///< for /metrics and the like alone; 0: any free one
    QString adminHost = QStringLiteral("localhost");
    int threads = 0; ///< that serve clients; 0: as many as there are cores
    Language language = Language::English;
    QStringList allowedOrigins;                ///< web pages that may connect, see HandshakePolicy
    QStringList allowedHosts;                  ///< names that clients may address the server by
    bool allowsCompression = true;             ///< to clients who offer permessage-deflate
    std::chrono::seconds heartbeat{0};         ///< between two server_heartbeat messages; 0: never
    std::chrono::milliseconds closeTime{3000}; ///< for clients to answer our close frame
    StoreConfig store;
    Bounds bounds{};
};

/// A name or an address as it can be listened on and compared: brackets of an IPv6 address removed,
/// names in their ASCII form. Nothing if it is neither (`127.0.0.1:80`, `a b`, an empty text).
[[nodiscard]] std::optional<QString> normalizedHost(const QString &host);

} // namespace kodama
