// The threads of a Server: the shards, and the chat with its history.
// Tested by tst_server.
#include "server/chat/hostedchat.h"
#include "server/history/memoryhistory.h"
#include "server/server.h"
#include "server/storeopening.h"

#include <QRandomGenerator>

#include <future>
#include <memory>

namespace kodama {

namespace {

/// What requests call who was told to listen under a name: the dot at its end is for the resolver.
QString reachedName(const QString &host)
{
    return host.endsWith(u'.') ? host.chopped(1) : host;
}

HandshakePolicy policyOf(const ServerConfig &config, std::shared_ptr<const TlsIdentity> identity)
{
    HandshakePolicy policy;
    policy.allowedHosts = config.allowedHosts + QStringList{reachedName(config.host)};
    policy.allowedOrigins = config.allowedOrigins;
    policy.allowsCompression = config.allowsCompression;
    policy.trustedProxies = config.trustedProxies;
    policy.identity = std::move(identity);
    return policy;
}

quint64 randomBits()
{
    return QRandomGenerator::system()->generate64();
}

/// Kept back for listening sockets, log, console, refusals: accepting must not eat the last one.
constexpr qsizetype reservedDescriptors = 128;

TransportLimits possibleLimits(TransportLimits limits)
{
    constexpr qsizetype atLeast = 16;
    const qsizetype possible = qMax(raiseDescriptorLimit() - reservedDescriptors, atLeast);
    limits.connections = qMin(limits.connections, possible);
    return limits;
}

} // namespace

std::optional<StartError> Server::openAdminPages()
{
    if (!m_config.adminPort)
        return std::nullopt;
    HandshakePolicy policy = policyOf(m_config, nullptr);
    policy.allowedHosts.append(reachedName(m_config.adminHost));
    policy.pages = {[this] { return m_metrics.page(); }, [this] { return m_isReady.load(); }};
    m_admin = std::make_unique<AdminPages>(m_reactor, policy, m_clock, &m_refusals);
    const auto error = m_admin->listen(m_config.adminHost, *m_config.adminPort);
    return error ? std::optional(describe(*error, QStringLiteral("--admin-port"))) : std::nullopt;
}

void Server::logDescriptors()
{
    const qsizetype wanted = m_config.bounds.transport.connections;
    const qsizetype possible = possibleLimits(m_config.bounds.transport).connections;
    if (possible < wanted)
        m_log.warning(m_texts(Text::FewDescriptors)
                          .arg(QString::number(wanted), QString::number(possible),
                               QString::number(raiseDescriptorLimit()),
                               QString::number(wanted + reservedDescriptors)));
}

void Server::startShards(std::vector<ShardPort *> &ports)
{
    const Shard::Shared shared{m_chatPort,  m_registry, m_population, m_log,      m_clock,
                               m_occupancy, m_texts,    &m_metrics,   &m_refusals};
    Shard::Setup setup{0, possibleLimits(m_config.bounds.transport), policyOf(m_config, m_identity),
                       m_config.bounds.session};
    setup.policy.pages = {[this] { return m_metrics.page(); }, [this] { return m_isReady.load(); }};
    if (m_admin)
        setup.policy.pages.metrics = nullptr;
    std::vector<ShardMeters *> meters;
    meters.reserve(std::size_t(m_threadCount));
    for (int i = 0; i < m_threadCount; ++i)
        meters.push_back(&m_metrics.addShard()); // all of them before anybody may ask
    m_openShards = m_threadCount;
    const auto onClosed = [this] {
        if (m_openShards.fetch_sub(1) == 1)
            m_news.wake();
    };
    for (; setup.number < m_threadCount; ++setup.number) {
        setup.meters = meters[std::size_t(setup.number)];
        m_shards.push_back(std::make_unique<ShardThread>(shared, setup, onClosed));
        ports.push_back(&m_shards.back()->port());
    }
}

// The history lives in the chat's thread, where it is opened; whether that worked is waited for.
std::optional<StartError> Server::startChat(std::vector<ShardPort *> ports)
{
    // Shared: the thread may still be leaving set_value() when the value is here.
    const auto opened = std::make_shared<std::promise<std::optional<StartError>>>();
    m_chat = std::make_unique<ChatThread>(m_chatPort, m_clock);
    const auto deliver = [ports](int shard, DeliveryBatch batch) {
        ports[std::size_t(shard)]->deliver(std::move(batch), {});
    };
    m_chat->start(std::move(ports), [this, opened, deliver] {
        auto history = openHistory(m_config.store, m_clock, m_log, m_config.language);
        std::unique_ptr<History> kept;
        std::optional<StartError> failure;
        if (history) {
            kept = std::move(history).value();
        } else {
            // For the moment until the thread ends again.
            kept = std::make_unique<MemoryHistory>(QString());
            failure = StartError{StartError::Kind::Store, history.error().message,
                                 history.error().exitStatus};
        }
        const auto warn = [this](qint64 streams) {
            m_log.warning(m_texts(Text::RoomsUsedUp).arg(streams));
        };
        const HostedChat::Options options{m_threadCount,   m_clock, &randomBits, m_texts,
                                          m_config.bounds, deliver, warn};
        auto chat = std::make_unique<HostedChat>(std::move(kept), options, m_chatPort);
        opened->set_value(std::move(failure));
        return chat;
    });
    return opened->get_future().get();
}

} // namespace kodama
