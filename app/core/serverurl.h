// What people type to name a server -> URL. Pure; resolves nothing.
#pragma once

#include "common/result.h"

#include <QString>
#include <QUrl>

namespace kodama {

enum class ServerUrlError {
    Empty,
    TooLong,
    BadScheme, ///< something else than ws and wss
    BadHost,
    BadPort,
    HasUserInfo, ///< names and passwords have no place in a WebSocket URL
    HasFragment,
    BadCharacters,
};

inline constexpr qsizetype maxServerUrlLength = 2048;

/// The server of the original sample: ws://localhost:8765.
[[nodiscard]] QUrl defaultServerUrl();

/// Reads `host`, `host:port`, `[::1]:8765`, `::1`, `ws://…`, `wss://…`, internationalised names;
/// blanks around are ignored. Without a scheme it is ws and the port limits::defaultPort; a URL
/// with a scheme means what it says (80 for ws and 443 for wss when it names no port). The result
/// always names its port.
[[nodiscard]] Result<QUrl, ServerUrlError> parseServerUrl(const QString &text);

/// A host and a port typed into two fields; the host may also be a whole URL, whose own port wins.
[[nodiscard]] Result<QUrl, ServerUrlError> parseServerUrl(const QString &hostOrUrl, quint16 port);

/// Whether a URL's host is this machine by its address, or by a name that stands for nothing else
/// (RFC 6761): `localhost`, `chat.localhost`, `127.0.0.1`, `::1`.
[[nodiscard]] bool isThisMachine(const QString &host);

/// `host:port` for people, names in their own script: `localhost:8765`, `[::1]:8765`.
[[nodiscard]] QString displayAddress(const QUrl &url);

} // namespace kodama
