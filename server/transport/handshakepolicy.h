// Who may open a connection: decides over the request of an opening handshake. Pure.
#pragma once

#include "common/result.h"
#include "server/transport/httprequest.h"
#include "server/transport/proxytrust.h"
#include "server/transport/refusal.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace kodama {

class TlsIdentity;

struct StatusPages
{
    std::function<QByteArray()> metrics; ///< `/metrics`, for peers on this machine only
    std::function<bool()> isReady;       ///< `/readyz`: 200, or 503
};

/// Web pages are the danger: every page that somebody looks at may open a WebSocket to any address,
/// also to one that only their machine reaches, and a page's own name can be made to mean that
/// address afterwards (DNS rebinding). So:
///
/// - `Host` must be a loopback name, an IP address, a name of this machine, or listed. An address
///   needs no list, as rebinding needs a name: people may type ws://192.168.1.5:8765.
/// - `Origin` is sent by browsers only; programs without one are welcome. If there is one, it must
///   be a page from this machine (http://localhost, any port: whoever writes a page tries it
///   there), a page from the host that is asked for (such as the short page that this server itself
///   answers to a plain request, which is where to try things in a browser's console), or listed.
///   A page opened from a file sends `null`, but so does any foreign page from within a sandboxed
///   frame: `null` must be listed.
struct HandshakePolicy
{
    /// What is to be had at this door.
    enum class Service : quint8 {
        Chat,      ///< WebSockets; StatusPages for peers on this machine
        PagesOnly, ///< StatusPages, for whoever is let through to the port
    };
    Service service = Service::Chat;

    /// Names as in `Host` without port, `*.name` for all below a name, `*` for all.
    QStringList allowedHosts;
    /// Whole origins (`https://chat.example`), bare hosts, `*.name`, `null`, or `*` for all.
    QStringList allowedOrigins;
    /// What this machine calls itself; empty means to ask the system.
    QString machineName;
    /// What is told to programs that watch the server; callable from any thread. Without it, the
    /// pages do not exist.
    StatusPages pages;
    /// Subprotocols that are agreed to.
    QStringList subprotocols{QStringLiteral("kodama.v2.json")};
    /// Whether permessage-deflate is agreed to when a client offers it.
    bool allowsCompression = true;
    /// Whose word about the client's address counts.
    ProxyTrust trustedProxies;
    /// For TLS, if it is spoken at all.
    std::shared_ptr<const TlsIdentity> identity;
};

/// What the server answers to an opening request.
enum class HandshakeAnswer {
    Upgrade,          ///< 101
    Healthy,          ///< 200
    Readiness,        ///< 200 or 503, as StatusPages says
    Metrics,          ///< 200 for peers on this machine, or PagesOnly; else 404
    BadRequest,       ///< 400
    Forbidden,        ///< 403
    NotFound,         ///< 404: a browser's look for an icon
    MethodNotAllowed, ///< 405
    UpgradeRequired,  ///< 426
};

struct HandshakeVerdict
{
    HandshakeAnswer answer = HandshakeAnswer::BadRequest;
    const char *detail = ""; ///< why, in English, for log and answer
    RefusalReason reason = RefusalReason::None;
};

class HandshakeGate final
{
public:
    explicit HandshakeGate(const HandshakePolicy &policy);

    [[nodiscard]] HandshakeVerdict judge(const HttpRequest &request) const;

    [[nodiscard]] const StatusPages &pages() const { return m_pages; }
    [[nodiscard]] HandshakePolicy::Service service() const { return m_service; }

private:
    [[nodiscard]] bool isServedHost(const QString &host) const;
    [[nodiscard]] bool isAllowedOrigin(const QByteArray &origin, const QString &servedHost) const;
    [[nodiscard]] HandshakeVerdict judgeUpgrade(const HttpRequest &request,
                                                const QString &servedHost) const;

    QStringList m_hosts;
    QStringList m_origins;
    QStringList m_ownNames;
    StatusPages m_pages;
    HandshakePolicy::Service m_service;
};

/// The host of `host`, `host:port`, `[v6]` or `[v6]:port`, in lower case and without brackets or
/// a final dot; null if it is none of these.
[[nodiscard]] QString hostOfAuthority(QByteArrayView authority);

/// `localhost`, anything below it, or a loopback address.
[[nodiscard]] bool isLoopbackName(const QString &host);

} // namespace kodama
