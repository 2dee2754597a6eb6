#include "server/server.h"

#include "common/protocol/closecode.h"
#include "server/frameencoding.h"
#include "server/log.h"
#include "server/portholder.h"

#include <cerrno>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// After the clients' time is over, for what the transport does itself.
constexpr std::chrono::milliseconds closeReserve = 500ms;

HandshakePolicy policyOf(const ServerConfig &config)
{
    HandshakePolicy policy;
    // Who was told to listen under a name is reached by it.
    policy.allowedHosts = config.allowedHosts + QStringList{config.host};
    policy.allowedOrigins = config.allowedOrigins;
    policy.allowsCompression = config.allowsCompression;
    return policy;
}

TransportLimits boundedLimits()
{
    // Kept back for listening sockets, log, console, refusals: accepting must not eat the last one.
    constexpr qsizetype reserve = 128;
    constexpr qsizetype atLeast = 16;
    TransportLimits limits;
    const qsizetype possible = qMax(raiseDescriptorLimit() - reserve, atLeast);
    limits.connections = qMin(limits.connections, possible);
    return limits;
}

} // namespace

Server::Server(const ServerConfig &config, Log &log, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_log(log)
    , m_texts(config.language)
    , m_timestamps(clock)
    , m_shard(
          std::make_unique<Shard>(Shard::Shared{m_backplane, m_population, m_log, clock, m_texts},
                                  boundedLimits(), policyOf(config)))
    , m_listener(std::make_unique<Listener>(m_shard->reactor(),
                                            [this](int descriptor) { m_shard->adopt(descriptor); }))
{
    m_closeTimer.setSingleShot(true);
    connect(&m_closeTimer, &QTimer::timeout, this, &Server::onCloseTimeOver);
    connect(&m_heartbeatTimer, &QTimer::timeout, this, &Server::sendHeartbeat);
    // Queued: whoever calls stop() is not called back from within it.
    connect(m_shard.get(), &Shard::closed, this, &Server::onClosed, Qt::QueuedConnection);
}

Server::~Server() = default;

Result<quint16, StartError> Server::start()
{
    Q_ASSERT(m_state == State::Idle);
    const auto port = m_listener->listen(m_config.host, m_config.port);
    if (!port)
        return describe(port.error());
    m_port = port.value();
    m_state = State::Running;
    m_log.info(m_texts(Text::Starting).arg(url().toString()));
    if (m_config.heartbeat > std::chrono::seconds::zero())
        m_heartbeatTimer.start(m_config.heartbeat);
    m_log.info(m_texts(Text::Started));
    return m_port;
}

QUrl Server::url() const
{
    QUrl url;
    url.setScheme(u"ws"_s);
    url.setHost(m_config.host);
    url.setPort(m_port);
    return url;
}

QStringList Server::clientIds() const
{
    return m_shard->clients().clientIds();
}

void Server::notify(const QString &text)
{
    m_backplane.publish({lobby, encodeFrame(ServerNotification{text, m_timestamps.now()})});
}

bool Server::sendTo(const QString &clientId, const QString &text)
{
    const auto links = m_shard->clients().find(clientId);
    if (links.empty())
        return false;
    const SharedFrame frame = encodeFrame(ServerDirectMessage{text, m_timestamps.now()});
    for (ClientLink *link : links)
        link->send(frame);
    return true;
}

bool Server::kick(const QString &clientId, const QString &reason)
{
    const auto links = m_shard->clients().find(clientId);
    const QString words = reason.isEmpty() ? m_texts(Text::KickedReason) : reason;
    for (ClientLink *link : links)
        link->close(quint16(CloseCode::Kicked), words);
    return !links.empty();
}

void Server::stop()
{
    if (m_state == State::Stopping || m_state == State::Stopped)
        return;
    const bool wasRunning = m_state == State::Running;
    m_state = State::Stopping;
    m_heartbeatTimer.stop();
    if (!wasRunning) {
        QMetaObject::invokeMethod(this, &Server::finish, Qt::QueuedConnection);
        return;
    }
    m_log.info(m_texts(Text::Stopping).arg(m_population.count()));
    m_listener->stopAccepting();
    m_closeTimer.start(m_config.closeTime + closeReserve);
    m_shard->close(CloseCode::GoingAway, m_texts(Text::ShuttingDownReason), m_config.closeTime);
}

StartError Server::describe(const ListenError &error) const
{
    if (error.isUnknownName)
        return {StartError::Kind::BadHost, m_texts(Text::HostNotFound).arg(error.address)};
    const QString reason = qt_error_string(error.systemError);
    const QString port = QString::number(error.port);
    switch (error.systemError) {
    case EADDRINUSE: {
        const auto holder = findPortHolder(error.port);
        const QString message =
            holder ? m_texts(Text::PortInUseBy)
                         .arg(error.address, port, holder->name, QString::number(holder->pid))
                   : m_texts(Text::PortInUse).arg(error.address, port);
        return {StartError::Kind::PortInUse, message};
    }
    case EADDRNOTAVAIL:
        return {StartError::Kind::BadHost, m_texts(Text::AddressNotOurs).arg(error.address)};
    case EACCES:
        return {StartError::Kind::NotPermitted,
                m_texts(Text::ListenNotPermitted).arg(error.address, port, reason)};
    default:
        return {StartError::Kind::Other,
                m_texts(Text::ListenFailed).arg(error.address, port, reason)};
    }
}

void Server::sendHeartbeat()
{
    const ServerHeartbeat heartbeat{m_texts(Text::Heartbeat), m_timestamps.now(),
                                    m_population.count()};
    m_backplane.publish({lobby, encodeFrame(heartbeat)});
}

void Server::onClosed()
{
    if (m_state == State::Stopping)
        finish();
}

void Server::onCloseTimeOver()
{
    if (m_state != State::Stopping)
        return;
    m_log.warning(m_texts(Text::StoppingAborted).arg(m_population.count()));
    finish();
}

void Server::finish()
{
    m_closeTimer.stop();
    m_state = State::Stopped;
    m_log.info(m_texts(Text::Stopped));
    Q_EMIT stopped();
}

} // namespace kodama
