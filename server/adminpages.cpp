#include "server/adminpages.h"

namespace kodama {

namespace {

/// Requests at a time: who watches comes one after the other.
constexpr qsizetype adminConnections = 64;

TransportLimits adminLimits()
{
    TransportLimits limits;
    limits.connections = adminConnections;
    limits.connectionsPerAddress = 0;
    return limits;
}

HandshakePolicy adminPolicy(HandshakePolicy policy)
{
    policy.service = HandshakePolicy::Service::PagesOnly;
    policy.identity = nullptr;
    policy.trustedProxies = {};
    return policy;
}

} // namespace

AdminPages::AdminPages(Reactor &reactor, HandshakePolicy policy, const Clock &clock,
                       RefusalObserver *refusals)
    : m_transport({reactor, clock, nullptr, nullptr, refusals}, adminLimits(),
                  adminPolicy(std::move(policy)), *this)
    , m_listener(reactor, [this](int descriptor) { m_transport.adopt(descriptor); })
{}

std::optional<ListenError> AdminPages::listen(const QString &host, quint16 port)
{
    const auto bound = m_listener.listen(host, port);
    if (!bound)
        return bound.error();
    m_url.setScheme(QStringLiteral("http"));
    m_url.setHost(host);
    m_url.setPort(bound.value());
    m_url.setPath(QStringLiteral("/metrics"));
    return std::nullopt;
}

std::unique_ptr<LinkObserver> AdminPages::accept(ClientLink &)
{
    Q_UNREACHABLE(); // nobody is upgraded
}

} // namespace kodama
