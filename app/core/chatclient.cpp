#include "app/core/chatclient_p.h"
#include "app/core/serverconnection.h"
#include "common/protocol/codec.h"

#include <algorithm>
#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

ChatClient::Private::Private(ChatClient &client, const Clock &theClock, ReconnectPolicy thePolicy,
                             const ClientLimits &theLimits)
    : q(client)
    , clock(theClock)
    , policy(std::move(thePolicy))
    , limits(theLimits)
    , timestamps(theClock)
{
    retryTimer.setSingleShot(true);
    retryTimer.setTimerType(Qt::PreciseTimer); // or a countdown shows more than was promised
    connect(&retryTimer, &QTimer::timeout, &q, [this] { startAttempt(); });
    graceTimer.setSingleShot(true);
    connect(&graceTimer, &QTimer::timeout, &q, [this] { giveUpAttempt(); });
    finishTimer.setSingleShot(true);
    connect(&finishTimer, &QTimer::timeout, &q, [this] { endFinishing(false); });
}

void ChatClient::Private::setState(ConnectionState next)
{
    if (next == state)
        return;
    Q_ASSERT(isAllowedTransition(state, next));
    state = next;
    Q_EMIT q.stateChanged(next);
}

void ChatClient::Private::startAttempt()
{
    retryTimer.stop();
    drop();
    connection = new ServerConnection(clock, limits, &q);
    connection->setTap(tap);
    connect(connection, &ServerConnection::opened, &q, [this] { onOpened(); });
    connect(connection, &ServerConnection::frameReceived, &q,
            [this](const QByteArray &frame) { onFrame(frame); });
    connect(
        connection, &ServerConnection::pongReceived, &q,
        [this](quint64 number, std::chrono::nanoseconds roundTrip) { onPong(number, roundTrip); });
    connect(connection, &ServerConnection::ended, &q,
            [this](const ClientError &why) { onEnded(why); });
    attemptedAt = clock.steadyTime();
    connection->open(url);
    if (state == ConnectionState::Reconnecting)
        Q_EMIT q.retryStarted();
}

/// It leads into a network of before, or is slow.
void ChatClient::Private::giveUpAttempt()
{
    ++givenUp;
    policy.reset();
    startAttempt();
}

/// So old may an attempt be when another way comes. Whoever says that all the time must not prevent
/// a connection that takes longer: each one that was given up doubles it.
std::chrono::milliseconds ChatClient::Private::attemptLife() const
{
    constexpr int mostDoublings = 8;
    return std::min(limits.checkedWithin * (1 << std::min(givenUp, mostDoublings)), limits.attempt);
}

void ChatClient::Private::drop()
{
    graceTimer.stop();
    pingCommands.clear();
    statusCommands.clear();
    clientId.clear();
    if (!connection)
        return;
    connection->disconnect(&q);
    connection->close();
    // We may be inside one of its signals.
    connection->deleteLater();
    connection = nullptr;
}

void ChatClient::Private::fail(const ClientError &why, ConnectionState next)
{
    error = why;
    const quint64 before = decisions;
    Q_EMIT q.errorOccurred(why);
    if (decisions == before) // else a slot opened or closed, and that counts
        setState(next);
}

void ChatClient::Private::onOpened()
{
    error = {};
    graceTimer.stop();
    givenUp = 0;
    setState(ConnectionState::Connected);
}

void ChatClient::Private::onFrame(const QByteArray &frame)
{
    Q_EMIT q.frameReceived(frame);
    const Result<ServerMessage, DecodeError> message = decodeServerMessage(frame);
    if (!message) {
        Q_EMIT q.malformedFrameReceived(frame, QString::fromUtf8(message.error().detail));
        return;
    }
    bool isShown = true;
    if (const auto *welcome = std::get_if<Welcome>(&message.value()))
        clientId = welcome->clientId;
    else if (const auto *response = std::get_if<CommandResponse>(&message.value()))
        isShown = note(*response);
    if (isShown)
        Q_EMIT q.messageReceived(message.value(), frame);
}

bool ChatClient::Private::note(const CommandResponse &response)
{
    const QString command = response.command.displayText();
    bool isQuiet = false;
    if (command == "status"_L1 && !statusCommands.empty()) {
        isQuiet = statusCommands.front();
        statusCommands.pop_front();
    }
    if (response.error)
        return !isQuiet;
    if (command == "ping"_L1 && !pingCommands.empty()) {
        const std::chrono::nanoseconds roundTrip = clock.steadyTime() - pingCommands.front();
        pingCommands.pop_front();
        Q_EMIT q.roundTripMeasured(roundTrip);
        Q_EMIT q.pingAnswered(roundTrip);
    } else if (command == "status"_L1 && response.data) {
        if (const std::optional<StatusData> status = decodeStatus(*response.data))
            Q_EMIT q.statusReceived(*status);
    }
    return !isQuiet;
}

void ChatClient::Private::onPong(quint64 number, std::chrono::nanoseconds roundTrip)
{
    Q_EMIT q.roundTripMeasured(roundTrip);
    if (isFinishing && number >= lastPingToFinish)
        endFinishing(true);
}

void ChatClient::Private::onEnded(const ClientError &why)
{
    const bool wasConnected = state == ConnectionState::Connected;
    if (wasConnected)
        policy.connectionEnded(clock.steadyTime() - connection->openedAt());
    if (connection->hasFailedCheck() || graceTimer.isActive())
        policy.reset();
    drop();
    if (isFinishing) {
        error = why;
        endFinishing(false);
        return;
    }
    constexpr quint16 normalClose = 1000;
    if (wasConnected && why.kind == ClientError::Kind::ClosedByServer &&
        why.closeCode == normalClose) {
        fail(why, ConnectionState::Disconnected);
        return;
    }
    // A first attempt that fails is the user's to judge: a typing error must not be retried.
    const bool isWanted = wasConnected || state == ConnectionState::Reconnecting ||
                          firstFailure == FirstFailure::TryAgain;
    if (!isWanted || !policy.mayRetry() || !mayRetryAfter(why)) {
        fail(why, ConnectionState::Failed);
        return;
    }
    const std::chrono::milliseconds delay = policy.nextDelay();
    retryTimer.start(delay);
    fail(why, ConnectionState::Reconnecting);
    if (retryTimer.isActive()) // nobody changed our mind in the meantime
        Q_EMIT q.retryScheduled(delay);
}

void ChatClient::Private::endFinishing(bool delivered)
{
    isFinishing = false;
    finishTimer.stop();
    retryTimer.stop();
    drop();
    setState(ConnectionState::Disconnected);
    Q_EMIT q.finished(delivered);
}

ChatClient::ChatClient(const Clock &clock, ReconnectPolicy policy, const ClientLimits &limits,
                       QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, clock, std::move(policy), limits))
{}

ChatClient::~ChatClient()
{
    d->drop();
}

void ChatClient::open(const QUrl &url, FirstFailure reaction)
{
    close();
    d->firstFailure = reaction;
    d->policy.reset();
    d->givenUp = 0;
    d->url = url;
    d->error = {};
    d->setState(ConnectionState::Connecting);
    if (!url.isValid() || url.host().isEmpty() ||
        (url.scheme() != "ws"_L1 && url.scheme() != "wss"_L1)) {
        ClientError error;
        error.kind = ClientError::Kind::InvalidUrl;
        error.url = url;
        d->fail(error, ConnectionState::Failed);
        return;
    }
    d->startAttempt();
}

void ChatClient::close()
{
    ++d->decisions;
    d->isFinishing = false;
    d->finishTimer.stop();
    d->retryTimer.stop();
    d->drop();
    d->setState(ConnectionState::Disconnected);
}

void ChatClient::finish(std::chrono::milliseconds deadline)
{
    if (d->state != ConnectionState::Connected || !d->connection || !d->connection->isOpen()) {
        d->endFinishing(false);
        return;
    }
    d->isFinishing = true;
    // Closing TCP with unread input on the other side would throw that input away; the pong says
    // that all before the ping was read.
    d->lastPingToFinish = d->connection->sendPing();
    d->finishTimer.start(deadline);
}

void ChatClient::reconnectNow()
{
    switch (d->state) {
    case ConnectionState::Connecting:
    case ConnectionState::Connected:
        return;
    case ConnectionState::Reconnecting:
        d->policy.reset();
        d->startAttempt(); // one that is under way may lead into a network that is gone
        return;
    case ConnectionState::Disconnected:
    case ConnectionState::Failed:
        open(d->url, d->firstFailure);
        return;
    }
}

void ChatClient::reconnectSoon()
{
    if (d->state != ConnectionState::Reconnecting)
        return;
    if (d->retryTimer.isActive()) {
        reconnectNow();
        return;
    }
    if (d->graceTimer.isActive())
        return; // for this attempt it is settled
    const std::chrono::nanoseconds age = d->clock.steadyTime() - d->attemptedAt;
    const std::chrono::milliseconds life = d->attemptLife();
    if (age >= life) {
        d->giveUpAttempt();
        return;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(life - age);
    d->graceTimer.start(d->givenUp > 0 ? std::max(left, d->limits.oldAttempt)
                                       : d->limits.oldAttempt);
}

void ChatClient::checkConnection(Wake why)
{
    if (d->connection && d->connection->isOpen())
        d->connection->check(why == Wake::Slept ? d->limits.checkedAfterSleep
                                                : d->limits.checkedWithin);
}

ConnectionState ChatClient::state() const
{
    return d->state;
}

QUrl ChatClient::url() const
{
    return d->url;
}

ClientError ChatClient::lastError() const
{
    return d->error;
}

QString ChatClient::clientId() const
{
    return d->clientId;
}

std::chrono::milliseconds ChatClient::retryIn() const
{
    return d->retryTimer.isActive() ? d->retryTimer.remainingTimeAsDuration()
                                    : std::chrono::milliseconds{0};
}

void ChatClient::setFrameTap(FrameTap *tap)
{
    d->tap = tap;
    if (d->connection)
        d->connection->setTap(tap);
}

ConnectionFacts ChatClient::connectionFacts() const
{
    return isConnected() && d->connection ? d->connection->facts() : ConnectionFacts();
}

} // namespace kodama
