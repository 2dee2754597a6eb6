// A port of its own for who watches the server: /metrics, /healthz, /readyz and nothing else. Lives
// in the reactor's thread.
#pragma once

#include "server/listener.h"
#include "server/transport/transport.h"

#include <QUrl>

namespace kodama {

class AdminPages final : private LinkAcceptor
{
    Q_DISABLE_COPY_MOVE(AdminPages)

public:
    /// Reactor and clock must live longer. Of the policy the pages and the hosts count.
    AdminPages(Reactor &reactor, HandshakePolicy policy, const Clock &clock,
               RefusalObserver *refusals = nullptr);
    ~AdminPages() override = default;

    /// Everybody who reaches that address may read the pages.
    [[nodiscard]] std::optional<ListenError> listen(const QString &host, quint16 port);

    /// Where the numbers are, for example `http://localhost:8766/metrics`, once listening.
    [[nodiscard]] const QUrl &url() const { return m_url; }

private:
    std::unique_ptr<LinkObserver> accept(ClientLink &link) override;

    Transport m_transport;
    Listener m_listener;
    QUrl m_url;
};

} // namespace kodama
