// Everything that a session needs, without a network: sessions on fake links.
#pragma once

#include "server/clientregistry.h"
#include "server/handlers/commandhandlers.h"
#include "server/handlers/messagehandlers.h"
#include "server/hub.h"
#include "server/localbackplane.h"
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

class ShardBench final : public PublicationSink
{
public:
    explicit ShardBench(Language language = Language::Japanese)
        : texts(language)
    {
        backplane.addSink(*this);
    }
    ~ShardBench() override { backplane.removeSink(*this); }
    Q_DISABLE_COPY_MOVE(ShardBench)

    void deliver(const Publication &publication) override { hub.broadcast(publication); }

    [[nodiscard]] std::unique_ptr<FakeClient> connect(const QString &clientId)
    {
        return std::make_unique<FakeClient>(++m_lastId, clientId, services);
    }

    ManualClock clock;
    const Texts texts;
    QByteArrayList logged;
    Log log{clock, LogLevel::Debug, [this](const QByteArray &line) { logged.append(line); }};
    LocalBackplane backplane;
    Population population;
    TimestampSource timestamps{clock};
    MessageHandlers messageHandlers{backplane, timestamps};
    CommandHandlers commandHandlers{population, timestamps, texts};
    Router router{messageHandlers, commandHandlers};
    Hub hub;
    ClientRegistry registry;
    SessionServices services{router, hub, backplane, registry, population, timestamps, log, texts};

private:
    ConnectionId m_lastId = 0;
};

} // namespace kodama
