// Who a descriptor's peer is by its address, and what the client is called after it.
#pragma once

#include "server/transport/clientlink.h"

#include <QHostAddress>

namespace kodama {

struct Peer
{
    enum class Kind : quint8 {
        Unknown, ///< it has gone already
        Ip,
        Unix,
        Hidden, ///< a trusted proxy brought it, and does not say from where
    };
    Kind kind = Kind::Unknown;
    QHostAddress address; ///< an IPv4 peer of a dual-stack socket as the IPv4 address it has
    quint16 port = 0;     ///< 0: not known
};

[[nodiscard]] Peer peerOf(int descriptor);

/// The port of ours that the peer came to; 0 if that is no TCP port.
[[nodiscard]] quint16 localPortOf(int descriptor);

/// Where a socket of ours listens. Nothing of it is known of a socket that is neither TCP nor Unix.
struct LocalPlace
{
    QHostAddress address; ///< as it was bound: `::` may take IPv4, too
    quint16 port = 0;
    QString path; ///< of a Unix socket, with `@` in front of an abstract one; empty without a name
};
[[nodiscard]] LocalPlace localPlaceOf(int descriptor);

/// The address as the IPv4 address it stands for, if it does (`::ffff:192.0.2.1`).
[[nodiscard]] QHostAddress unmapped(const QHostAddress &address);

/// `IP:PORT` as Python's `remote_address` has them: an IPv6 address without brackets; `IP:ID` when
/// a proxy has told the address alone. `unix:ID` for a Unix socket, `hidden:ID` for one whom a
/// proxy hides, `?:ID` for an unknown peer.
[[nodiscard]] QString clientIdOf(const Peer &peer, ConnectionId id);

/// What counts as one address: of a client ID its IPv4 address, or the first 64 bits of its IPv6
/// address; all who are hidden are one. Empty for loopback, Unix sockets and who has gone: those
/// are not counted by address.
[[nodiscard]] QString countedAddressOf(const QString &clientId);

} // namespace kodama
