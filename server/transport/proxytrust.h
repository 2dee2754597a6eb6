// Reverse proxies: which peers are believed when they say for whom they speak, and what they say.
// Pure.
#pragma once

#include "server/transport/peeraddress.h"

#include <optional>
#include <vector>

namespace kodama {

class ProxyTrust final
{
public:
    /// `192.0.2.1`, `10.0.0.0/8`, `::1`, `fd00::/8`, or `unix` for everybody on a Unix socket.
    /// False, and nothing changed, if it is none of these.
    [[nodiscard]] bool add(const QString &text);

    [[nodiscard]] bool trusts(const Peer &peer) const;

    /// The client that a trusted proxy speaks for: the last address in the list that is no trusted
    /// proxy itself, for whatever stands before it the client may have made up; the first one if
    /// all are. What is no address hides the client: who says `unknown` has not said that it is
    /// somebody on this machine. Nothing for an empty list. list: X-Forwarded-For, its lines joined
    /// with commas.
    [[nodiscard]] std::optional<Peer> clientIn(QByteArrayView list) const;

private:
    struct Range
    {
        QHostAddress address;
        int prefixBits = 0;
    };
    [[nodiscard]] bool isTrusted(const QHostAddress &address) const;

    std::vector<Range> m_ranges;
    bool m_isUnixTrusted = false;
};

/// An address as proxies write it: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`,
/// `[2001:db8::1]:4711`; port 0 if none is named; a zone (`fe80::1%eth0`) is left out. Nothing
/// else, least of all what inet_aton() would make of `010.1`.
[[nodiscard]] std::optional<Peer> parseForwardedAddress(QByteArrayView text);

} // namespace kodama
