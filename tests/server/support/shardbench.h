// Everything that a session needs, without a network: sessions on fake links.
#pragma once

#include "server/chat/chatcore.h"
#include "server/chatgateway.h"
#include "server/clientregistry.h"
#include "server/handlers/chathandlers.h"
#include "server/handlers/commandhandlers.h"
#include "server/handlers/messagehandlers.h"
#include "server/history/memoryhistory.h"
#include "server/hub.h"
#include "server/log.h"
#include "server/population.h"
#include "server/session.h"
#include "tests/server/support/fakelink.h"
#include "tests/support/manualclock.h"

#include <memory>

namespace kodama {

/// A client that is connected for as long as it lives, or until close().
class FakeClient final
{
public:
    FakeClient(ConnectionId id, const QString &clientId, const SessionServices &services)
        : m_link(id, clientId)
        , m_session(std::make_unique<Session>(m_link, services))
    {}
    ~FakeClient() { close(1006); }
    Q_DISABLE_COPY_MOVE(FakeClient)

    [[nodiscard]] FakeLink &link() { return m_link; }
    [[nodiscard]] Session &session() { return *m_session; }

    void say(const QByteArray &text) { m_session->onText(text); }
    [[nodiscard]] QByteArrayList takeTexts() { return m_link.takeTexts(); }

    void close(quint16 code)
    {
        if (m_session)
            m_session->onClosed({code, {}});
        m_session.reset();
    }

private:
    FakeLink m_link;
    std::unique_ptr<Session> m_session;
};

/// The chat beside its only shard, as if it were one thread: what is asked is handled at once.
class ImmediateChat final : public ChatGateway
{
public:
    ImmediateChat(const Clock &clock, Texts texts, Hub &hub)
        : m_core(1, {m_history, m_desk, clock, [bits = quint64{0}]() mutable { return bits += 2; },
                     texts})
        , m_hub(hub)
    {}
    Q_DISABLE_COPY_MOVE(ImmediateChat)

    Ticket ask(ConnectionId connection, ChatRequest::What what) override
    {
        ChatRequest request{connection, 0, std::move(what)};
        m_core.handle(std::span(&request, 1));
        const DeliveryBatch deliveries = m_core.outbound().take(0);
        for (const Delivery &delivery : deliveries)
            m_hub.carryOut(delivery);
        return 1;
    }
    [[nodiscard]] bool isDone(Ticket) override { return true; }

private:
    MemoryHistory m_history{QStringLiteral("e1")};
    AnswerDesk m_desk{1, {}}; // nothing waits for memory
    ChatCore m_core;
    Hub &m_hub;
};

class ShardBench final
{
public:
    explicit ShardBench(Language language = Language::Japanese)
        : texts(language)
    {}
    Q_DISABLE_COPY_MOVE(ShardBench)

    [[nodiscard]] std::unique_ptr<FakeClient> connect(const QString &clientId)
    {
        return std::make_unique<FakeClient>(++m_lastId, clientId, services);
    }

    ManualClock clock;
    const Texts texts;
    QByteArrayList logged;
    Log log{clock, LogLevel::Debug, [this](const QByteArray &line) { logged.append(line); }};
    Population population;
    TimestampSource timestamps{clock};
    MessageHandlers messageHandlers{timestamps};
    CommandHandlers commandHandlers{population, timestamps, texts};
    ChatHandlers chatHandlers;
    Router router{messageHandlers, commandHandlers, chatHandlers};
    Hub hub;
    ImmediateChat chat{clock, texts, hub};
    ClientRegistry registry;
    ShardMeters meters;
    SessionServices services{0,          router, hub,   chat,   registry, population,
                             timestamps, log,    clock, meters, texts};

private:
    ConnectionId m_lastId = 0;
};

} // namespace kodama
