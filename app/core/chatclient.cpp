#include "chatclient.h"

namespace kodama {

class ChatClient::Private
{
public:
    QUrl url;
};

ChatClient::ChatClient(const Clock &clock, ReconnectPolicy policy, QObject *parent)
    : ChatClient(clock, std::move(policy), ClientLimits{}, parent)
{}

ChatClient::ChatClient(const Clock &, ReconnectPolicy, const ClientLimits &, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{}

ChatClient::~ChatClient() = default;

void ChatClient::open(const QUrl &url)
{
    d->url = url;
}

void ChatClient::close() {}
void ChatClient::finish(std::chrono::milliseconds) {}
void ChatClient::reconnectNow() {}

ConnectionState ChatClient::state() const
{
    return ConnectionState::Disconnected;
}

QUrl ChatClient::url() const
{
    return d->url;
}

ClientError ChatClient::lastError() const
{
    return {};
}

QString ChatClient::clientId() const
{
    return {};
}

std::chrono::milliseconds ChatClient::retryIn() const
{
    return {};
}

bool ChatClient::sendEcho(const QString &)
{
    return false;
}

bool ChatClient::sendBroadcast(const QString &)
{
    return false;
}

bool ChatClient::sendCommand(const QString &)
{
    return false;
}

bool ChatClient::sendText(const QByteArray &)
{
    return false;
}

bool ChatClient::sendPing()
{
    return false;
}

} // namespace kodama
