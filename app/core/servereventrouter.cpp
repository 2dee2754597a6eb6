#include "servereventrouter.h"

#include "app/core/echotext.h"
#include "common/protocol/codec.h"

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

LogEntry entryOf(LogEntry::Kind kind, const QString &sender, const QString &text)
{
    LogEntry entry;
    entry.kind = kind;
    entry.sender = sender;
    entry.text = text;
    return entry;
}

LogEntry entryOf(LogEntry::Kind kind, const QString &sender, const QString &text,
                 const std::optional<qint64> &number)
{
    LogEntry entry = entryOf(kind, sender, text);
    entry.number = number;
    return entry;
}

} // namespace

ServerEventRouter::ServerEventRouter(ChatClient &client, MessageLogModel &log, const Clock &clock,
                                     QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_log(log)
    , m_shown(&log)
    , m_clock(clock)
{
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(batchInterval);
    connect(&m_flushTimer, &QTimer::timeout, this, &ServerEventRouter::flush);
    connect(&client, &ChatClient::pingAnswered, this, [this](std::chrono::nanoseconds roundTrip) {
        m_lastPingMicroseconds =
            std::chrono::duration_cast<std::chrono::microseconds>(roundTrip).count();
    });
    connect(&client, &ChatClient::messageReceived, this, &ServerEventRouter::route);
    connect(&client, &ChatClient::malformedFrameReceived, this,
            &ServerEventRouter::onMalformedFrame);
}

void ServerEventRouter::route(const ServerMessage &message, const QByteArray &frame)
{
    if (m_isSpeakingOfRooms && isOfRooms(message))
        return;
    LogEntry entry = std::visit(
        [this, &frame](const auto &alternative) {
            if constexpr (requires { row(alternative); })
                return row(alternative);
            else
                return row(UnknownMessage{frame}); // of version 2, which we did not ask for
        },
        message);
    entry.frame = frame;
    add(std::move(entry));
}

void ServerEventRouter::addLocal(const QString &text)
{
    add(entryOf(LogEntry::Kind::Local, {}, text));
    flush();
}

void ServerEventRouter::addBorder(const QString &text)
{
    flush();
    if (m_log.rowCount() == 0)
        return;
    LogEntry entry = entryOf(LogEntry::Kind::Local, {}, text);
    entry.time = now();
    m_log.append(std::move(entry));
}

void ServerEventRouter::flush()
{
    m_flushTimer.stop();
    m_shown->append(std::exchange(m_waiting, {}));
}

void ServerEventRouter::setRooms(bool isSpeakingOfRooms, MessageLogModel *shown)
{
    flush();
    m_isSpeakingOfRooms = isSpeakingOfRooms;
    m_shown = shown == nullptr ? &m_log : shown;
}

bool ServerEventRouter::isOfRooms(const ServerMessage &message)
{
    if (const auto *post = std::get_if<BroadcastMessage>(&message))
        return post->room.has_value();
    if (const auto *custom = std::get_if<ForwardedMessage>(&message))
        return custom->room.has_value();
    if (const auto *error = std::get_if<ErrorMessage>(&message))
        return error->id.has_value(); // the answer to one request
    return std::visit(
        [](const auto &known) {
            return !requires(ServerEventRouter & router)
            {
                router.row(known);
            };
        },
        message);
}

LogEntry ServerEventRouter::row(const Welcome &message)
{
    return entryOf(LogEntry::Kind::Welcome, message.clientId, message.message);
}

LogEntry ServerEventRouter::row(const ClientConnected &message)
{
    countChanged(message.totalClients);
    return entryOf(LogEntry::Kind::Joined, message.clientId, {}, message.totalClients);
}

LogEntry ServerEventRouter::row(const ClientDisconnected &message)
{
    countChanged(message.totalClients);
    return entryOf(LogEntry::Kind::Left, message.clientId, {}, message.totalClients);
}

LogEntry ServerEventRouter::row(const EchoResponse &message)
{
    LogEntry entry =
        entryOf(LogEntry::Kind::Echo, m_client.clientId(), echoedText(message.original));
    entry.isOwn = true;
    return entry;
}

LogEntry ServerEventRouter::row(const BroadcastMessage &message)
{
    LogEntry entry = entryOf(LogEntry::Kind::Chat, message.from, message.content.displayText());
    entry.isOwn = !message.from.isEmpty() && message.from == m_client.clientId();
    return entry;
}

LogEntry ServerEventRouter::row(const CommandResponse &message)
{
    if (message.error)
        return entryOf(LogEntry::Kind::ServerError, {}, *message.error, message.code);
    const RawJson data = message.data.value_or(RawJson());
    const QString command = message.command.displayText();
    if (command == "ping"_L1) {
        return entryOf(LogEntry::Kind::Pong, {}, data.displayText(),
                       std::exchange(m_lastPingMicroseconds, std::nullopt));
    }
    if (command == "status"_L1) {
        if (const std::optional<StatusData> status = decodeStatus(data)) {
            countChanged(status->connectedClients);
            return entryOf(LogEntry::Kind::Status, {}, status->serverTime,
                           status->connectedClients);
        }
    }
    return entryOf(LogEntry::Kind::CommandReply, command, data.displayText());
}

LogEntry ServerEventRouter::row(const ForwardedMessage &message)
{
    return entryOf(LogEntry::Kind::Custom, message.from, message.data.displayText());
}

LogEntry ServerEventRouter::row(const ErrorMessage &message)
{
    return entryOf(LogEntry::Kind::ServerError, {}, message.words(), message.code);
}

LogEntry ServerEventRouter::row(const ServerNotification &message)
{
    return entryOf(LogEntry::Kind::Notification, {}, message.message);
}

LogEntry ServerEventRouter::row(const ServerDirectMessage &message)
{
    return entryOf(LogEntry::Kind::Direct, {}, message.message);
}

LogEntry ServerEventRouter::row(const ServerHeartbeat &message)
{
    countChanged(message.connectedClients);
    return entryOf(LogEntry::Kind::Heartbeat, {}, message.message, message.connectedClients);
}

LogEntry ServerEventRouter::row(const UnknownMessage &message)
{
    return entryOf(LogEntry::Kind::Unknown, {}, QString::fromUtf8(message.source));
}

void ServerEventRouter::onMalformedFrame(const QByteArray &frame, const QString &detail)
{
    LogEntry entry = entryOf(LogEntry::Kind::Malformed, {}, detail);
    entry.frame = frame;
    add(std::move(entry));
}

void ServerEventRouter::add(LogEntry entry)
{
    entry.time = now();
    if (entry.kind == LogEntry::Kind::Notification || entry.kind == LogEntry::Kind::Direct)
        Q_EMIT operatorSpoke(entry);
    m_waiting.push_back(std::move(entry));
    if (m_waiting.size() >= batchRows)
        flush();
    else if (!m_flushTimer.isActive())
        m_flushTimer.start();
}

QDateTime ServerEventRouter::now() const
{
    return QDateTime::fromMSecsSinceEpoch(m_clock.wallTime().count());
}

void ServerEventRouter::countChanged(const std::optional<qint64> &clients)
{
    if (clients)
        Q_EMIT clientCountChanged(*clients);
}

} // namespace kodama
