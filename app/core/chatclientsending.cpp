// Tested by tst_chatclient.
#include "app/core/chatclient_p.h"
#include "app/core/serverconnection.h"
#include "common/protocol/codec.h"
#include "common/protocol/limits.h"

namespace kodama {

using namespace Qt::StringLiterals;

constexpr std::size_t pendingPingCommands = 64; // round trips measured at the same time
constexpr std::size_t pendingStatusCommands = 64;

std::optional<SendRefusal> ChatClient::Private::refusal(qsizetype bytes) const
{
    if (state != ConnectionState::Connected || !connection || !connection->isOpen())
        return SendRefusal::NotConnected;
    if (bytes > limits::messageBytes)
        return SendRefusal::TooLarge;
    if (connection->queuedBytes() + bytes > limits.queuedBytes)
        return SendRefusal::Congested;
    return std::nullopt;
}

/// Whether nothing may be sent now, which was said then.
bool ChatClient::Private::isRefused(qsizetype bytes) const
{
    const std::optional<SendRefusal> reason = refusal(bytes);
    if (reason)
        Q_EMIT q.sendRefused(*reason);
    return reason.has_value();
}

QByteArray ChatClient::Private::commandFrame(const QString &name)
{
    Command command;
    command.command = RawJson::fromString(name);
    command.timestamp = timestamps.now();
    return encode(ClientMessage(command));
}

void ChatClient::Private::write(const QByteArray &frame)
{
    connection->sendText(frame);
    Q_EMIT q.frameSent(frame);
}

bool ChatClient::Private::send(const QByteArray &frame)
{
    if (isRefused(frame.size()))
        return false;
    write(frame);
    return true;
}

bool ChatClient::Private::sendQuietly(const QByteArray &frame)
{
    if (refusal(frame.size()))
        return false;
    write(frame);
    return true;
}

bool ChatClient::sendEcho(const QString &text)
{
    Echo echo;
    echo.text = RawJson::fromString(text);
    echo.timestamp = d->timestamps.now();
    return d->send(encode(ClientMessage(echo)));
}

bool ChatClient::sendBroadcast(const QString &text)
{
    Broadcast broadcast;
    broadcast.content = RawJson::fromString(text);
    broadcast.timestamp = d->timestamps.now();
    return d->send(encode(ClientMessage(broadcast)));
}

bool ChatClient::sendCommand(const QString &name)
{
    const std::chrono::nanoseconds now = d->clock.steadyTime();
    if (!d->send(d->commandFrame(name)))
        return false;
    if (name == "ping"_L1 && d->pingCommands.size() < pendingPingCommands)
        d->pingCommands.push_back(now);
    if (name == "status"_L1 && d->statusCommands.size() < pendingStatusCommands)
        d->statusCommands.push_back(false);
    return true;
}

bool ChatClient::askStatusQuietly()
{
    if (d->statusCommands.size() >= pendingStatusCommands ||
        !d->sendQuietly(d->commandFrame(u"status"_s)))
        return false;
    d->statusCommands.push_back(true);
    return true;
}

bool ChatClient::sendPing()
{
    if (d->refusal(0))
        return false;
    d->connection->sendPing();
    return true;
}

bool ChatClient::sendTextQuietly(const QByteArray &rawFrame)
{
    return d->sendQuietly(rawFrame);
}

bool ChatClient::sendText(const QByteArray &rawFrame)
{
    return d->send(rawFrame);
}

bool ChatClient::sendBinary(const QByteArray &bytes)
{
    if (d->isRefused(bytes.size()))
        return false;
    d->connection->sendBinary(bytes);
    return true;
}

} // namespace kodama
