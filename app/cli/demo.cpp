#include "demo.h"

#include "app/core/errortext.h"
#include "common/protocol/codec.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <array>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

ClientLimits demoLimits()
{
    ClientLimits limits;
    limits.attempt = Demo::attemptDeadline;
    return limits;
}

/// A member of the object that an `echo` or a custom message carried.
QJsonValue memberOf(const QByteArray &object, QLatin1StringView name)
{
    const std::optional<RawJson> value = RawJson::parse(object);
    return value ? value->value().toObject().value(name) : QJsonValue();
}

bool areSameValues(const QByteArray &a, const QByteArray &b)
{
    const std::optional<RawJson> first = RawJson::parse(a);
    const std::optional<RawJson> second = RawJson::parse(b);
    return first && second && first->value() == second->value();
}

} // namespace

Demo::Demo(const QUrl &url, Fallback fallback, LocalServerFactory makeServer, DemoReport report,
           const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_url(url)
    , m_fallback(fallback)
    , m_makeServer(std::move(makeServer))
    , m_report(report)
    , m_clock(clock)
    , m_first(clock, ReconnectPolicy::never(), demoLimits())
    , m_second(clock, ReconnectPolicy::never(), demoLimits())
{
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(deadline);
    connect(&m_deadline, &QTimer::timeout, this, &Demo::onTimeout);
    for (ChatClient *client : {&m_first, &m_second}) {
        connect(client, &ChatClient::messageReceived, this,
                [this, client](const ServerMessage &message) { onMessage(*client, message); });
        connect(client, &ChatClient::errorOccurred, this, &Demo::onError, Qt::QueuedConnection);
        connect(client, &ChatClient::frameSent, this,
                [this](const QByteArray &frame) { m_sent = frame; });
    }
}

Demo::~Demo() = default;

void Demo::start()
{
    m_startedAt = m_clock.steadyTime();
    m_deadline.start();
    m_report.started(m_url);
    begin(DemoStep::Connect);
}

void Demo::begin(DemoStep step)
{
    m_step = step;
    m_stepStartedAt = m_clock.steadyTime();
    m_sent.clear();
    m_answer.clear();
    m_firstHasIt = false;
    m_secondHasIt = false;
    send(step);
}

void Demo::send(DemoStep step)
{
    switch (step) {
    case DemoStep::Connect:
        m_first.open(m_url);
        return;
    case DemoStep::SecondClient:
        m_second.open(m_url);
        return;
    case DemoStep::Echo:
        m_first.sendEcho(u"Hello, Kodama! 木霊"_s);
        return;
    case DemoStep::Broadcast:
        m_first.sendBroadcast(u"みなさん、こんにちは！🌲"_s);
        return;
    case DemoStep::Status:
        m_first.sendCommand(u"status"_s);
        return;
    case DemoStep::Ping:
        m_first.sendCommand(u"ping"_s);
        return;
    case DemoStep::Custom:
        m_first.sendText(R"({"type":"demo.reading","sensor":"木","value":23.5})");
        return;
    }
}

void Demo::onMessage(const ChatClient &receiver, const ServerMessage &message)
{
    if (m_hasEnded)
        return;
    if (const auto *error = std::get_if<ErrorMessage>(&message)) {
        fail(tr("the server answered with an error: %1").arg(error->message),
             ExitCode::ProtocolError);
        return;
    }
    switch (judge(receiver, message)) {
    case Verdict::Unrelated:
        return;
    case Verdict::Right:
        pass(m_answer);
        return;
    case Verdict::Wrong:
        fail(tr("wrong answer: %1").arg(singleLine(m_answer)), ExitCode::ProtocolError);
        return;
    }
}

Demo::Verdict Demo::judge(const ChatClient &receiver, const ServerMessage &message)
{
    switch (m_step) {
    case DemoStep::Connect:
    case DemoStep::SecondClient:
        return judgeWelcome(receiver, message);
    case DemoStep::Echo:
        return judgeEcho(receiver, message);
    case DemoStep::Broadcast:
        return judgeBroadcast(receiver, message);
    case DemoStep::Status:
    case DemoStep::Ping:
        return judgeCommand(receiver, message);
    case DemoStep::Custom:
        return judgeCustom(receiver, message);
    }
    return Verdict::Unrelated;
}

Demo::Verdict Demo::judgeWelcome(const ChatClient &receiver, const ServerMessage &message)
{
    const ChatClient &newcomer = m_step == DemoStep::Connect ? m_first : m_second;
    const auto *welcome = std::get_if<Welcome>(&message);
    if (&receiver != &newcomer || !welcome)
        return Verdict::Unrelated;
    m_answer = welcome->clientId.isEmpty() ? welcome->message
                                           : welcome->clientId + u", "_s + welcome->message;
    return welcome->message.isEmpty() ? Verdict::Wrong : Verdict::Right;
}

Demo::Verdict Demo::judgeEcho(const ChatClient &receiver, const ServerMessage &message)
{
    const auto *response = std::get_if<EchoResponse>(&message);
    if (&receiver != &m_first || !response)
        return Verdict::Unrelated;
    m_answer = memberOf(response->original.text(), "text"_L1).toString();
    if (areSameValues(response->original.text(), m_sent))
        return Verdict::Right;
    m_answer = response->original.displayText();
    return Verdict::Wrong;
}

Demo::Verdict Demo::judgeBroadcast(const ChatClient &receiver, const ServerMessage &message)
{
    const auto *broadcast = std::get_if<BroadcastMessage>(&message);
    if (!broadcast || !isFromFirst(broadcast->from))
        return Verdict::Unrelated;
    m_answer = broadcast->content.displayText();
    if (broadcast->content.value() != memberOf(m_sent, "content"_L1))
        return Verdict::Wrong;
    (&receiver == &m_first ? m_firstHasIt : m_secondHasIt) = true;
    if (!m_firstHasIt || !m_secondHasIt)
        return Verdict::Unrelated;
    m_answer = tr("both clients received \"%1\"").arg(m_answer);
    return Verdict::Right;
}

Demo::Verdict Demo::judgeCommand(const ChatClient &receiver, const ServerMessage &message)
{
    const auto *response = std::get_if<CommandResponse>(&message);
    if (&receiver != &m_first || !response)
        return Verdict::Unrelated;
    const RawJson data = response->data.value_or(RawJson());
    m_answer = response->error.value_or(data.displayText());
    const QString expected = m_step == DemoStep::Status ? u"status"_s : u"ping"_s;
    if (response->command.displayText() != expected || response->error)
        return Verdict::Wrong;
    if (m_step == DemoStep::Ping)
        return data.displayText() == "pong"_L1 ? Verdict::Right : Verdict::Wrong;
    const std::optional<StatusData> status = decodeStatus(data);
    constexpr qint64 ourClients = 2;
    if (!status || status->connectedClients.value_or(0) < ourClients ||
        status->serverTime.isEmpty())
        return Verdict::Wrong;
    m_answer = tr("%n client(s), server time %1", "", static_cast<int>(*status->connectedClients))
                   .arg(status->serverTime);
    return Verdict::Right;
}

Demo::Verdict Demo::judgeCustom(const ChatClient &receiver, const ServerMessage &message)
{
    const auto *forwarded = std::get_if<ForwardedMessage>(&message);
    if (!forwarded || !isFromFirst(forwarded->from))
        return Verdict::Unrelated;
    m_answer = forwarded->data.displayText();
    // The sender is the one who must not get it.
    if (&receiver == &m_first || !areSameValues(forwarded->data.text(), m_sent))
        return Verdict::Wrong;
    m_answer = tr("the second client received %1").arg(m_answer);
    return Verdict::Right;
}

bool Demo::isFromFirst(const QString &from) const
{
    return m_first.clientId().isEmpty() || from == m_first.clientId();
}

void Demo::pass(const QString &what)
{
    constexpr std::array steps{DemoStep::Connect,   DemoStep::SecondClient, DemoStep::Echo,
                               DemoStep::Broadcast, DemoStep::Status,       DemoStep::Ping,
                               DemoStep::Custom};
    m_report.stepPassed(m_step, m_clock.steadyTime() - m_stepStartedAt, what);
    const auto next = static_cast<std::size_t>(m_step) + 1;
    if (next < steps.size())
        begin(steps[next]);
    else
        end(ExitCode::Ok);
}

void Demo::onError(const ClientError &error)
{
    if (!m_hasEnded && !fallBack(error))
        fail(errorText(error), exitCodeOf(error));
}

bool Demo::fallBack(const ClientError &error)
{
    if (m_step != DemoStep::Connect || m_fallback != Fallback::OwnServer || !m_makeServer)
        return false;
    m_fallback = Fallback::None;
    m_server = m_makeServer();
    if (!m_server)
        return false;
    m_url.setPort(m_server->port());
    m_report.ownServerStarted(m_url, errorText(error));
    begin(DemoStep::Connect);
    return true;
}

void Demo::onTimeout()
{
    fail(tr("no answer in time"), ExitCode::Timeout);
}

void Demo::fail(const QString &reason, ExitCode code)
{
    m_report.stepFailed(m_step, reason);
    end(code);
}

void Demo::end(ExitCode code)
{
    m_hasEnded = true;
    m_deadline.stop();
    m_report.ended(code, m_clock.steadyTime() - m_startedAt);
    m_first.close();
    m_second.close();
    Q_EMIT finished(code);
}

} // namespace kodama
