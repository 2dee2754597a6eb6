// One thread's share of the server: its event loop's reactor, its connections and their sessions.
// Lives in one thread; nothing of it is shared but what the constructor is given.
#pragma once

#include "common/protocol/closecode.h"
#include "common/protocol/timestamp.h"
#include "server/clientregistry.h"
#include "server/handlers/commandhandlers.h"
#include "server/handlers/messagehandlers.h"
#include "server/hub.h"
#include "server/publication.h"
#include "server/router.h"
#include "server/session.h"
#include "server/transport/reactor.h"
#include "server/transport/transport.h"

#include <QObject>

namespace kodama {

class Shard final : public QObject, public LinkAcceptor, public PublicationSink
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Shard)

public:
    /// What all shards have in common. Everything must live longer than the shard.
    struct Shared
    {
        Backplane &backplane;
        Population &population;
        Log &log;
        const Clock &clock;
        Texts texts{Language::English};
    };

    Shard(const Shared &shared, const TransportLimits &limits, const HandshakePolicy &policy);
    ~Shard() override;

    [[nodiscard]] Reactor &reactor() { return m_reactor; }
    [[nodiscard]] ClientRegistry &clients() { return m_registry; }
    [[nodiscard]] Transport &transport() { return m_transport; }

    /// Takes an accepted, non-blocking descriptor.
    void adopt(int descriptor) { m_transport.adopt(descriptor); }

    /// Tells every client to go; closed() follows when all have, at the latest after the time.
    void close(CloseCode code, const QString &reason, std::chrono::milliseconds time);

    std::unique_ptr<LinkObserver> accept(ClientLink &link) override;
    void deliver(const Publication &publication) override;

Q_SIGNALS:
    void closed();

private:
    Backplane &m_backplane;
    TimestampSource m_timestamps;
    MessageHandlers m_messageHandlers;
    CommandHandlers m_commandHandlers;
    Router m_router;
    Hub m_hub;
    ClientRegistry m_registry;
    SessionServices m_services;
    Reactor m_reactor;
    Transport m_transport; // last: its connections use all of the above until they are gone
};

} // namespace kodama
