#include "server/server.h"

#include "common/protocol/closecode.h"
#include "server/frameencoding.h"
#include "server/log.h"
#include "server/portholder.h"

#include <QThread>

#include <cerrno>
#include <sys/epoll.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// After the clients' time is over, for what the transport does itself.
constexpr std::chrono::milliseconds closeReserve = 500ms;

} // namespace

Server::Server(const ServerConfig &config, Log &log, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_log(log)
    , m_clock(clock)
    , m_texts(config.language)
    , m_threadCount(config.threads > 0 ? config.threads : QThread::idealThreadCount())
    , m_identity(config.tls ? std::make_shared<TlsIdentity>(*config.tls) : nullptr)
    , m_refusals(log, clock, config.language)
    , m_timestamps(clock)
    , m_metrics(clock, m_population, m_chatPort, log)
    , m_listener(std::make_unique<Listener>(
          m_reactor, [this](int descriptor) { deal(descriptor); },
          config.bounds.transport.deadAfter))
{
    if (!m_reactor.watch(m_news.descriptor(), EPOLLIN, *this))
        qFatal("cannot watch for the shards' end: %s", strerror(errno));
    m_closeTimer.setSingleShot(true);
    connect(&m_closeTimer, &QTimer::timeout, this, &Server::onCloseTimeOver);
    connect(&m_heartbeatTimer, &QTimer::timeout, this, &Server::sendHeartbeat);
}

Server::~Server()
{
    m_reactor.forget(m_news.descriptor(), *this);
}

Result<quint16, StartError> Server::start()
{
    Q_ASSERT(m_state == State::Idle);
    if (m_identity != nullptr) {
        if (const auto error = m_identity->load())
            return StartError{StartError::Kind::BadCertificate, describe(*error)};
    }
    if (const auto error = listen()) {
        forgetStart();
        return *error;
    }
    std::vector<ShardPort *> ports;
    startShards(ports);
    if (const auto failure = startChat(std::move(ports))) {
        forgetStart();
        return *failure;
    }
    for (const auto &shard : m_shards)
        shard->waitUntilRunning();
    m_state = State::Running;
    for (const QString &place : places())
        m_log.info(m_texts(Text::Starting).arg(place));
    if (m_admin)
        m_log.info(m_texts(Text::AdminPages).arg(m_admin->url().toString()));
    logCertificate();
    if (m_config.heartbeat > std::chrono::seconds::zero())
        m_heartbeatTimer.start(m_config.heartbeat);
    m_isReady = true;
    m_log.info(m_texts(Text::Started));
    logDescriptors();
    for (const auto &shard : m_shards)
        shard->port().inbox.put(WarmUp{}); // not before: it must not make the start longer
    return m_port;
}

void Server::forgetStart()
{
    m_listener->stopAccepting();
    m_admin.reset();
    m_chat.reset();
    m_shards.clear();
    m_port = 0;
}

std::optional<StartError> Server::listen()
{
    if (auto error = openAdminPages())
        return error;
    if (m_config.activatedSockets) {
        if (auto error = adoptActivated())
            return error;
    } else if (m_config.hasTcp) {
        if (auto error = listenOnPorts())
            return error;
    }
    if (m_config.unixSocket.isEmpty())
        return std::nullopt;
    const auto error = m_listener->listenOnPath(m_config.unixSocket);
    return error ? std::optional(describe(*error, u"--unix-socket"_s)) : std::nullopt;
}

std::optional<StartError> Server::adoptActivated()
{
    using enum StartError::Kind;
    if (m_config.activatedSockets->empty())
        return StartError{BadActivation, m_texts(Text::NoActivatedSocket)};
    const auto wanted = m_config.isPortForTls ? std::optional(m_config.port) : m_config.tlsPort;
    for (const int descriptor : *m_config.activatedSockets) {
        m_activated.push_back(localPlaceOf(descriptor));
        const quint16 port = m_listener->adopt(descriptor);
        if (port != 0 && port == wanted)
            m_tlsPort = port;
        else if (m_port == 0)
            m_port = port;
    }
    // Never plain where somebody has asked for TLS.
    if (wanted && !m_tlsPort)
        return StartError{BadActivation, m_texts(Text::TlsPortNotActivated).arg(*wanted)};
    if (m_port == 0 || m_config.isPortForTls) // nothing else, or nothing else wanted
        m_port = std::exchange(m_tlsPort, std::nullopt).value_or(m_port);
    if (m_identity != nullptr)
        m_identity->setPorts(m_tlsPort, m_port);
    return std::nullopt;
}

std::optional<StartError> Server::listenOnPorts()
{
    const auto port = m_listener->listen(m_config.host, m_config.port);
    if (!port)
        return describe(port.error(), m_config.isPortForTls ? u"--tls-port"_s : u"--port"_s);
    m_port = port.value();
    if (m_identity == nullptr)
        return std::nullopt;
    m_tlsPort = m_config.tlsPort;
    // The same number twice is one port for both; 0 means another free one.
    if (m_tlsPort && (*m_tlsPort == 0 || *m_tlsPort != m_port)) {
        const auto tlsPort = m_listener->listen(m_config.host, *m_tlsPort);
        if (!tlsPort)
            return describe(tlsPort.error(), u"--tls-port"_s);
        m_tlsPort = tlsPort.value();
    }
    m_identity->setPorts(m_tlsPort, m_port);
    return std::nullopt;
}

void Server::reloadCertificate()
{
    if (m_identity == nullptr)
        return;
    if (const auto error = m_identity->load()) {
        m_log.error(m_texts(Text::CertificateKept).arg(describe(*error)));
        return;
    }
    logCertificate();
}

void Server::logCertificate()
{
    const auto context = m_identity == nullptr ? std::nullopt : m_identity->context();
    if (!context)
        return;
    const QDateTime end = context->validUntil();
    const QString day = end.date().toString(Qt::ISODate);
    if (end < QDateTime::currentDateTimeUtc())
        m_log.warning(m_texts(Text::CertificateExpired).arg(context->subject(), day));
    else
        m_log.info(m_texts(Text::CertificateLoaded).arg(context->subject(), day));
}

void Server::deal(int descriptor)
{
    m_heapTrimmer.onClient();
    m_shards[m_nextShard]->port().inbox.put(Adopt(descriptor));
    m_nextShard = (m_nextShard + 1) % m_shards.size();
}

void Server::tellChat(ConnectionId connection, int shard, ChatRequest::What what)
{
    ChatBatch batch;
    batch.requests.push_back({connection, shard, std::move(what)});
    m_chatPort.inbox.put(std::move(batch));
}

void Server::notify(const QString &text)
{
    tellChat(0, 0, NotifyAll{text});
}

bool Server::sendTo(const QString &clientId, const QString &text)
{
    const auto places = m_registry.find(clientId);
    if (places.empty())
        return false;
    const SharedFrame frame = encodeFrame(ServerDirectMessage{text, m_timestamps.now()});
    for (const auto &[connection, shard] : places)
        tellChat(connection, shard, Passthrough{frame});
    return true;
}

bool Server::kick(const QString &clientId, const QString &reason)
{
    const auto places = m_registry.find(clientId);
    const QString words = reason.isEmpty() ? m_texts(Text::KickedReason) : reason;
    for (const auto &[connection, shard] : places) {
        // By way of the chat: what the operator said before comes before.
        ChatBatch batch;
        batch.then = [shard = shard,
                      close = CloseLink{connection, quint16(CloseCode::Kicked), words}](
                         ChatEngine &engine) { engine.outbound().send(shard, close); };
        m_chatPort.inbox.put(std::move(batch));
    }
    return !places.empty();
}

void Server::stop()
{
    if (m_state == State::Stopping || m_state == State::Stopped)
        return;
    const bool wasRunning = m_state == State::Running;
    m_state = State::Stopping;
    m_isReady = false;
    m_heartbeatTimer.stop();
    if (!wasRunning) {
        QMetaObject::invokeMethod(this, &Server::finish, Qt::QueuedConnection);
        return;
    }
    m_log.info(m_texts(Text::Stopping).arg(m_population.count()));
    m_listener->stopAccepting();
    m_closeTimer.start(m_config.closeTime + closeReserve);
    // By way of the chat: what was said before comes before. Unless the chat has too much to do.
    ChatBatch batch;
    batch.then = [this](ChatEngine &) { closeAll(m_config.closeTime); };
    m_chatPort.inbox.put(std::move(batch));
    QTimer::singleShot(m_config.closeTime / 2, this, [this] { closeAll(m_config.closeTime / 2); });
}

void Server::closeAll(std::chrono::milliseconds time)
{
    if (m_isClosingAll.exchange(true))
        return;
    for (const auto &shard : m_shards)
        shard->port().inbox.put(
            CloseAll{CloseCode::GoingAway, m_texts(Text::ShuttingDownReason), time});
}

StartError Server::describePath(const ListenError &error, const QString &reason) const
{
    switch (error.systemError) {
    case EADDRINUSE:
        return {StartError::Kind::PortInUse, m_texts(Text::PathInUse).arg(error.address)};
    case EEXIST:
        return {StartError::Kind::PortInUse, m_texts(Text::PathTaken).arg(error.address)};
    case EACCES:
        return {StartError::Kind::NotPermitted,
                m_texts(Text::PathFailed).arg(error.address, reason)};
    default:
        return {StartError::Kind::Other, m_texts(Text::PathFailed).arg(error.address, reason)};
    }
}

QString Server::describe(const TlsLoadError &error) const
{
    switch (error.kind) {
    case TlsLoadError::Kind::CannotRead:
        return m_texts(Text::TlsCannotRead).arg(error.file, error.detail);
    case TlsLoadError::Kind::NoCertificate:
        return m_texts(Text::TlsNoCertificate).arg(error.file);
    case TlsLoadError::Kind::NoKey:
        return m_texts(Text::TlsNoKey).arg(error.file);
    case TlsLoadError::Kind::EncryptedKey:
        return m_texts(Text::TlsEncryptedKey).arg(error.file);
    case TlsLoadError::Kind::Mismatch:
        return m_texts(Text::TlsMismatch).arg(error.file, error.detail);
    case TlsLoadError::Kind::Refused:
        return m_texts(Text::TlsRefused).arg(error.file, error.detail);
    }
    Q_UNREACHABLE();
}

QString Server::describePortInUse(const ListenError &error, const QString &option) const
{
    const QString port = QString::number(error.port);
    if (m_port == error.port || (m_admin && m_admin->url().port() == error.port))
        return m_texts(Text::PortTwice).arg(error.address, port, option);
    if (const auto holder = findPortHolder(error.port))
        return m_texts(Text::PortInUseBy)
            .arg(error.address, port, holder->name, QString::number(holder->pid), option);
    return m_texts(Text::PortInUse).arg(error.address, port, option);
}

StartError Server::describe(const ListenError &error, const QString &option) const
{
    const QString hostOption = option == "--admin-port"_L1 ? u"--admin-host"_s : u"--host"_s;
    if (error.isUnknownName)
        return {StartError::Kind::BadHost,
                m_texts(Text::HostNotFound).arg(error.address, hostOption)};
    const QString reason = qt_error_string(error.systemError);
    if (error.isPath)
        return describePath(error, reason);
    const QString port = QString::number(error.port);
    switch (error.systemError) {
    case EADDRINUSE:
        return {StartError::Kind::PortInUse, describePortInUse(error, option)};
    case EADDRNOTAVAIL:
        return {StartError::Kind::BadHost,
                m_texts(Text::AddressNotOurs).arg(error.address, hostOption)};
    case EACCES:
        return {StartError::Kind::NotPermitted,
                m_texts(Text::ListenNotPermitted).arg(error.address, port, reason, option)};
    default:
        return {StartError::Kind::Other,
                m_texts(Text::ListenFailed).arg(error.address, port, reason, option)};
    }
}

void Server::askChat(OperatorQuestion::About about, Answer answer)
{
    const auto comeBack = [this, answer = std::move(answer)](const QStringList &lines) {
        m_answers.put([answer, lines] { answer(lines); });
    };
    tellChat(0, 0, OperatorQuestion{about, comeBack});
}

void Server::sendHeartbeat()
{
    tellChat(0, 0, HeartbeatDue{});
}

void Server::onReady(quint32)
{
    m_news.clear();
    m_answers.drain([](const std::function<void()> &answer) { answer(); });
    if (m_state == State::Stopping && m_openShards.load() == 0)
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
    m_admin.reset();
    m_state = State::Stopped;
    m_log.info(m_texts(Text::Stopped));
    Q_EMIT stopped();
}

} // namespace kodama
