// One client's protocol state: greets it, reads its messages, says goodbye for it. Lives in its
// shard's thread, from the opening handshake to onClosed().
#pragma once

#include "common/protocol/errorcode.h"
#include "common/protocol/timestamp.h"
#include "server/hub.h"
#include "server/router.h"
#include "server/sessioncontext.h"
#include "server/sessionlimits.h"
#include "server/shardmeters.h"
#include "server/texts.h"

namespace kodama {

class ChatGateway;
class ClientRegistry;
class Log;
class Population;

/// What the sessions of a shard share.
struct SessionServices
{
    int shard = 0;
    Router &router;
    Hub &hub;
    ChatGateway &chat;
    ClientRegistry &registry;
    Population &population;
    TimestampSource &timestamps;
    Log &log;
    const Clock &clock;
    ShardMeters &meters;
    Texts texts{Language::English};
    SessionLimits limits{};
};

class Session final : public LinkObserver, public SessionContext, public VersionObserver
{
public:
    /// Welcomes the client and tells the chat, so both come before any answer.
    Session(ClientLink &link, const SessionServices &services);
    ~Session() override = default;

    Q_DISABLE_COPY_MOVE(Session)

    void onText(const QByteArray &payload) override { receive(payload); }
    void onBinary(const QByteArray &payload) override { receive(payload); }
    [[nodiscard]] bool answersBefore(const SharedFrame &closeFrame) override;
    void onClosed(const CloseInfo &info) override;

    [[nodiscard]] ConnectionId connectionId() const override { return m_link.id(); }
    [[nodiscard]] const QString &clientId() const override { return m_link.clientId(); }
    [[nodiscard]] int protocolVersion() const override { return m_version; }
    [[nodiscard]] bool mayAskForItself() override;
    void send(const ServerMessage &message) override;
    void ask(ChatRequest::What what) override;
    void onAnnounced() override { m_isAnnounced = true; }
    void onHelloAnswered(int version) override;
    void onAnswered() override;

private:
    void receive(const QByteArray &payload);
    void refuse(ErrorCode code, const std::optional<QString> &id = {},
                const QByteArray &detail = {});
    /// Whether this may be handled while a hello is owed; if not, the client has been told.
    [[nodiscard]] bool isAllowedUngreeted(const ClientMessage &message);
    void tellChat(ChatRequest::What what);
    /// Whether the client may ask for one message more; if not, it has been told.
    [[nodiscard]] bool mayAsk(qsizetype bytes, const std::optional<QString> &id);
    struct Excess
    {
        std::chrono::nanoseconds wait; ///< until as much may be taken again
        std::chrono::nanoseconds time; ///< that it takes of what may be taken
    };
    void refuseRate(std::chrono::nanoseconds now, const Excess &excess,
                    const std::optional<QString> &id);

    ClientLink &m_link;
    const SessionServices &m_services;
    quint64 m_lastTicket = 0; ///< of the last request to the chat
    int m_version = 1;
    bool m_mustGreet = false; ///< its hello was refused
    bool m_isAnnounced = false;
    TokenBucket m_messages;
    TokenBucket m_bytes;
    qsizetype m_payloadBytes = 0; ///< of the message that is being handled
    int m_ownMessages = 0;        ///< that concern nobody else and have not been counted yet
    qsizetype m_ownBytes = 0;
    std::optional<std::chrono::nanoseconds> m_refusedFrom;
    std::chrono::nanoseconds m_refusedLast{};
    std::chrono::nanoseconds m_retriesEnd{}; ///< until then refused messages may come again
    std::chrono::nanoseconds m_backlog{};    ///< the most of it in the time of grace
};

} // namespace kodama
